"""The chart of accounts: mappings/ledger_accounts, a treatment and a reason for every account.

RGS codes are those of the Dutch reference chart at the level of its groups; an account whose group
is not plain has none.
"""

from __future__ import annotations

from dataclasses import dataclass

from trede.demo.lines import Row

#: Accounts that more than one module books on.
ASSETS = "0200"
ACCUMULATED_DEPRECIATION = "0210"
EQUITY = "0500"
LOAN = "0700"
BANK = "1000"
DEBTORS = "1100"
GROUP_ACCOUNT = "1200"
PREPAID = "1300"
CREDITORS = "1400"
VAT_ON_PURCHASES = "1500"
VAT_ON_SALES = "1510"
VAT_REVERSE_CHARGE = "1530"
VAT_TO_PAY = "1540"
WAGE_TAX = "1600"
NET_WAGES = "1610"
ACCRUED = "1700"

WAGES, SOCIAL_CHARGES, PENSIONS = "4000", "4010", "4020"
HIRED_OFFICES, HIRED_WINDOWS, HIRED_SPECIALIST = "4050", "4060", "4070"
AGENTS, CONSUMABLES, SMALL_MACHINES, WORKWEAR = "4110", "4120", "4130", "4140"
ELECTRICITY, GAS, RENT, MAINTENANCE, WATER = "4210", "4220", "4230", "4240", "4250"
FUEL, CHARGING, ADBLUE, LEASE, CAR_COSTS = "4310", "4320", "4330", "4340", "4350"
TRAVEL, FLIGHTS, COMMUTING = "4410", "4420", "4430"
ACCOUNTANCY, OTHER_ADVICE = "4510", "4520"
COURSES, COURSE_MATERIAL = "4610", "4620"
FURNITURE, OFFICE_GOODS = "4710", "4720"
SOFTWARE, INSURANCE, GENERAL = "4730", "4740", "4750"
WASTE = "4810"
DEPRECIATION, GROUP_CHARGE = "4900", "4910"
REVENUE_OFFICES, REVENUE_OTHER, REVENUE_HOLDING = "8000", "8010", "8020"
GROUP_REVENUE, FEED_IN = "8090", "8300"
INTEREST = "9000"


@dataclass(frozen=True)
class Account:
    """One ledger account and what its lines do in the footprint."""

    code: str
    name: str
    rgs_code: str
    treatment: str
    reason: str
    spend_category: str = ""
    activity_category: str = ""


def _spend(code: str, name: str, rgs_code: str, category: str, reason: str) -> Account:
    """Return an account whose euros are counted with a spend factor."""
    return Account(code, name, rgs_code, "spend", reason, spend_category=category)


def _covered(code: str, name: str, rgs_code: str, category: str, reason: str) -> Account:
    """Return an account whose purchases are told by litres, kWh, m3 or km."""
    return Account(code, name, rgs_code, "covered_by_activity", reason, activity_category=category)


def _outside(code: str, name: str, rgs_code: str, reason: str) -> Account:
    """Return an account that buys nothing or whose purchases are not quantified."""
    return Account(code, name, rgs_code, "out_of_scope", reason)


_BALANCE = "Balance sheet account: the other side of a booking, no purchase."
_STAFF = "Pay of own employees: no purchased good or service."
_GAP = (
    "Bought service outside the six spend categories that the plan quantifies; no factor is "
    "chosen, so it is not counted: a known gap."
)
_GROUP = "Charges within the group: eliminated in the consolidation."
_REVENUE = "Revenue: no purchase."

CHART = (
    _outside(ASSETS, "Zonnepanelen en inventaris, aanschafwaarde", "BMva",
             "Capital goods: one purchase in two years (solar panels, 2023); category 2 is "
             "screened as not relevant."),
    _outside(ACCUMULATED_DEPRECIATION, "Zonnepanelen en inventaris, afschrijving", "BMva",
             _BALANCE),
    _outside(EQUITY, "Eigen vermogen", "BEiv", _BALANCE),
    _outside(LOAN, "Lening bank", "BLas", _BALANCE),
    _outside(BANK, "Bank", "BLim", _BALANCE),
    _outside(DEBTORS, "Debiteuren", "BVor", _BALANCE),
    _outside(GROUP_ACCOUNT, "Rekening-courant groepsmaatschappij", "", _GROUP),
    _outside(PREPAID, "Vooruitbetaalde kosten", "BVor", _BALANCE),
    _outside(CREDITORS, "Crediteuren", "BSch", _BALANCE),
    _outside(VAT_ON_PURCHASES, "Voorbelasting", "BSch",
             "VAT is no part of the price: amounts are counted net of VAT."),
    _outside(VAT_ON_SALES, "Omzetbelasting hoog", "BSch", _BALANCE),
    _outside(VAT_REVERSE_CHARGE, "Omzetbelasting verlegd", "BSch",
             "VAT that the buyer declares for hired services; no part of the price."),
    _outside(VAT_TO_PAY, "Af te dragen omzetbelasting", "BSch", _BALANCE),
    _outside(WAGE_TAX, "Af te dragen loonheffing en premies", "BSch", _BALANCE),
    _outside(NET_WAGES, "Te betalen lonen en declaraties", "BSch", _BALANCE),
    _outside(ACCRUED, "Nog te ontvangen facturen", "BSch", _BALANCE),
    _outside(WAGES, "Lonen en salarissen", "WPerLes", _STAFF),
    _outside(SOCIAL_CHARGES, "Sociale lasten", "WPerSol", _STAFF),
    _outside(PENSIONS, "Pensioenlasten", "WPerPen", _STAFF),
    _spend(HIRED_OFFICES, "Inhuur schoonmaak kantoren", "WKprKuw", "hired_cleaning",
           "Cleaning hired from subcontractors."),
    _spend(HIRED_WINDOWS, "Inhuur glasbewassing", "WKprKuw", "hired_cleaning",
           "Window cleaning hired from subcontractors."),
    _spend(HIRED_SPECIALIST, "Inhuur specialistische reiniging", "WKprKuw", "hired_cleaning",
           "Industrial and specialist cleaning hired from subcontractors."),
    _spend(AGENTS, "Schoonmaakmiddelen", "", "materials", "Cleaning agents by the euro."),
    _spend(CONSUMABLES, "Verbruiksartikelen", "", "materials",
           "Paper, bags, cloths and soap by the euro."),
    _spend(SMALL_MACHINES, "Klein materieel en machines", "", "materials",
           "Machines and tools that are booked as costs, not as assets."),
    _spend(WORKWEAR, "Werkkleding", "", "materials", "Clothing and gloves by the euro."),
    _covered(ELECTRICITY, "Elektriciteit", "WBedHui", "power_buildings",
             "Counted in kWh (supplier_invoices)."),
    _covered(GAS, "Gas", "WBedHui", "fuel_heating", "Counted in Nm3 (supplier_invoices)."),
    _outside(RENT, "Huur kantoren", "WBedHui",
             "Rented offices: their gas and power are counted in scope 1 and 2; category 8 is "
             "screened as not relevant."),
    _outside(MAINTENANCE, "Onderhoud gebouw en installaties", "WBedHui",
             "Refrigerants are counted in kg (refrigerant_services); the hours of the mechanic "
             "are not among the six spend categories of the plan: a known gap."),
    _outside(WATER, "Water", "WBedHui",
             "Drinking water of the offices: no factor in the list of these years; a known gap."),
    _covered(FUEL, "Brandstof", "WBedAut", "fuel_vehicles",
             "Counted in litres (fuel_transactions)."),
    _covered(CHARGING, "Laden elektrische auto's", "WBedAut", "power_vehicles",
             "Counted in kWh (charging_sessions)."),
    _covered(ADBLUE, "AdBlue", "WBedAut", "vehicle_additives",
             "Counted in litres (fuel_transactions)."),
    _outside(LEASE, "Lease auto's", "WBedAut",
             "The use of leased cars is counted in scope 1 and 2 by litres and kWh; their making "
             "is optional in category 8."),
    _outside(CAR_COSTS, "Onderhoud en parkeren auto's", "WBedAut", _GAP),
    _covered(TRAVEL, "Zakelijke reiskosten", "", "business_travel",
             "Counted in km (trips: claims and mobility card)."),
    _covered(FLIGHTS, "Vliegreizen", "", "business_flights", "Counted in km (trips)."),
    _covered(COMMUTING, "Reiskostenvergoeding woon-werk", "", "commuting",
             "Counted in km (commuting)."),
    _spend(ACCOUNTANCY, "Accountant en administratie", "WBedAea", "advice",
           "Accountancy and payroll administration by the euro."),
    _spend(OTHER_ADVICE, "Juridisch en overig advies", "WBedAea", "advice",
           "Legal and other advice by the euro."),
    _spend(COURSES, "Cursussen en vakopleiding", "", "training", "Courses by the euro."),
    _spend(COURSE_MATERIAL, "Lesmateriaal en vakliteratuur", "", "training",
           "Course material by the euro."),
    _spend(FURNITURE, "Kantoormeubilair", "WBedKan", "office",
           "Furniture that is booked as costs, not as assets."),
    _spend(OFFICE_GOODS, "Kantoorbenodigdheden en drukwerk", "WBedKan", "office",
           "Office goods by the euro."),
    _outside(SOFTWARE, "Software en telefonie", "WBedKan", _GAP),
    _outside(INSURANCE, "Verzekeringen", "WBedAss", _GAP),
    _outside(GENERAL, "Overige algemene kosten", "WBedAlk", _GAP),
    _spend(WASTE, "Afvalinzameling", "", "waste", "Collection and treatment by the euro."),
    _outside(DEPRECIATION, "Afschrijvingen", "WAfs",
             "A purchase counts in the year in which it is bought, not as it is written off."),
    _outside(GROUP_CHARGE, "Doorbelaste kosten groep", "", _GROUP),
    _outside(REVENUE_OFFICES, "Omzet schoonmaak kantoren", "WOmz", _REVENUE),
    _outside(REVENUE_OTHER, "Omzet glas en specialistisch", "WOmz", _REVENUE),
    _outside(REVENUE_HOLDING, "Omzet advies holding", "WOmz", _REVENUE),
    _outside(GROUP_REVENUE, "Doorbelaste opbrengsten groep", "", _GROUP),
    _outside(FEED_IN, "Opbrengst teruglevering stroom", "",
             "Power sold to the grid: revenue, and out of scope as kWh as well."),
    _outside(INTEREST, "Rente en bankkosten", "WFbe", _GAP),
)  # fmt: skip


def ledger_accounts() -> list[Row]:
    """Return mappings/ledger_accounts: one row per account."""
    return [
        {
            "account_code": account.code,
            "name": account.name,
            "rgs_code": account.rgs_code,
            "treatment": account.treatment,
            "spend_category": account.spend_category,
            "activity_category": account.activity_category,
            "reason": account.reason,
        }
        for account in CHART
    ]
