"""The general ledger of 2023 and 2024: extracts/ledger_entries.

Purchases that litres, kWh, m3 or km tell as well are booked from the same generators, with the same
documents, so that both tell the same euros. What is booked besides (sales, wages, rent, VAT, the
bank) makes the ledger whole: every booking balances.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

from trede.demo import accounts, charging, energy, fuel, other, travel
from trede.demo.bookings import (
    Booking,
    Cost,
    Entry,
    OpenItem,
    invoices,
    lines_of,
    payments,
    vat_of,
    weekday_on_or_before,
)
from trede.demo.commuting import allowance_cents
from trede.demo.company import CLEANING, HOLDING
from trede.demo.days import half_year, month_end
from trede.demo.draw import Draw, divide
from trede.demo.lines import Line
from trede.demo.purchases import eur_cents, spend_costs
from trede.demo.subcontractors import hired_costs

YEARS = (2023, 2024)
_FUEL_SUPPLIERS = {"tankpas": "s-tankpas", "brandstofkaart": "s-brandstofkaart"}
_ENERGY_TEXTS = {accounts.ELECTRICITY: "Elektriciteit", accounts.GAS: "Gas"}

#: Recurring invoices: entity, supplier, code, account, text, VAT, months between them, euros in
#: 2023, last month (empty: still). Prices rise by 4% in 2024.
_RECURRING: tuple[tuple[str, str, str, str, str, int, int, int, str], ...] = (
    (HOLDING, "s-verhuur-hk", "HHK", accounts.RENT, "Huur hoofdkantoor", 21, 1, 7_450, ""),
    (CLEANING, "s-verhuur-b", "HVB", accounts.RENT, "Huur vestiging", 21, 1, 1_180, ""),
    (CLEANING, "s-verhuur-c", "HVC", accounts.RENT, "Huur vestiging", 21, 1, 2_240, "2023-09"),
    (CLEANING, "s-verhuur-d", "HVD", accounts.RENT, "Huur gebouw", 21, 1, 2_050, ""),
    (CLEANING, "s-lease", "LSC", accounts.LEASE, "Leasetermijn", 21, 1, 13_900, ""),
    (HOLDING, "s-lease", "LSH", accounts.LEASE, "Leasetermijn", 21, 1, 1_650, ""),
    (CLEANING, "s-garage", "GAR", accounts.CAR_COSTS, "Banden en schade", 21, 1, 940, ""),
    (CLEANING, "s-parkeren", "PRK", accounts.CAR_COSTS, "Parkeren", 21, 1, 385, ""),
    (HOLDING, "s-software", "SOF", accounts.SOFTWARE, "Licenties", 21, 1, 3_100, ""),
    (CLEANING, "s-software", "SOP", accounts.SOFTWARE, "Planningssoftware", 21, 1, 1_900, ""),
    (HOLDING, "s-telecom", "TEH", accounts.SOFTWARE, "Telefonie", 21, 1, 640, ""),
    (CLEANING, "s-telecom", "TEC", accounts.SOFTWARE, "Telefonie", 21, 1, 1_720, ""),
    (HOLDING, "s-onderhoud", "OND", accounts.MAINTENANCE, "Onderhoud gebouw", 21, 1, 560, ""),
    (HOLDING, "s-water", "WAT", accounts.WATER, "Water", 9, 3, 96, ""),
    (HOLDING, "s-vereniging", "CTR", accounts.GENERAL, "Contributie", 21, 3, 1_150, ""),
    (CLEANING, "s-arbo", "ARB", accounts.GENERAL, "Verzuimbegeleiding", 21, 1, 2_900, ""),
    (CLEANING, "s-werving", "WRV", accounts.GENERAL, "Vacatures", 21, 1, 1_250, ""),
)  # fmt: skip
_RISE_PCT = {2023: 100, 2024: 104}
_PREMIUM_CENTS = {2023: 4_860_000, 2024: 5_184_000}

_CUSTOMERS = {2023: 42, 2024: 66}
#: Gross wages per FTE and year in euros, by entity.
_WAGES = {2023: {HOLDING: 58_000, CLEANING: 23_400}, 2024: {HOLDING: 61_000, CLEANING: 27_600}}
_REGIONS = ("Noord", "Oost", "Zuid", "West", "Midden", "Glas", "Specialistisch", "Binnendienst")
_SOLAR_CENTS = 942_000
_OPENING = {
    HOLDING: {accounts.BANK: 21_450_000, accounts.DEBTORS: 2_110_000,
              accounts.CREDITORS: -3_340_000, accounts.LOAN: -15_000_000},
    CLEANING: {accounts.BANK: 148_000_000, accounts.DEBTORS: 118_200_000,
               accounts.CREDITORS: -41_600_000},
}  # fmt: skip


def _cents(amount: str) -> int:
    """Return the cents of an amount with two decimals; nothing for an empty one."""
    return int(amount.replace(".", "")) if amount else 0


def _months() -> list[tuple[int, int]]:
    """Return the months of the two years."""
    return [(year, month) for year in YEARS for month in range(1, 13)]


def _booked(lines: Iterable[Line]) -> list[Line]:
    """Return the lines of the booked years."""
    return [line for line in lines if line.day.year in YEARS]


# -- what litres, kWh, m3 and km tell as well


def _card_costs() -> list[Cost]:
    """Return the monthly invoices of the fuel cards and of the charging providers."""
    sums: dict[tuple[str, str, str, str, str, int], int] = defaultdict(int)
    days: dict[str, date] = {}
    for line in _booked(fuel.fuel_lines()):
        product = line.values["product"]
        account = accounts.ADBLUE if product == "AdBlue" else accounts.FUEL
        key = (line.values["entity_id"], _FUEL_SUPPLIERS[line.stream.key], line.document, account)
        sums[*key, product, 21] += _cents(line.values["amount_eur"])
        days[line.document] = month_end(line.day.year, line.day.month)
    for line in _booked(charging.charging_lines()):
        if not line.values["amount_eur"]:
            continue
        is_home = line.values["place"] == "home"
        supplier_id = "s-thuisladen" if is_home else "s-laadpas"
        key = (line.values["entity_id"], supplier_id, line.document, accounts.CHARGING)
        text = "Thuisladen" if is_home else "Openbaar laden"
        sums[*key, text, 0 if is_home else 21] += _cents(line.values["amount_eur"])
        days[line.document] = month_end(line.day.year, line.day.month)
    return [
        Cost(entity_id, supplier_id, days[document], document, account, text, vat, cents=cents)
        for (entity_id, supplier_id, document, account, text, vat), cents in sums.items()
    ]


def _energy_costs() -> tuple[list[Cost], list[Booking]]:
    """Return the energy invoices, and the accrual of the one that crosses the end of 2023."""
    costs: list[Cost] = []
    accruals: list[Booking] = []
    for line in _booked(energy.invoice_lines()):
        values, cents = line.values, _cents(line.values["amount_eur"])
        if not cents:
            continue
        account = accounts.GAS if "gas" in values["product"].lower() else accounts.ELECTRICITY
        text = _ENERGY_TEXTS[account]
        if values["direction"] == "feed_in":
            account, text = accounts.FEED_IN, "Teruglevering"
        costs.append(
            Cost(
                values["entity_id"], values["supplier_id"], line.day, line.document, account, text,
                21, cents=cents, key=line.key, credits=values["credits_line_id"],
            )
        )  # fmt: skip
        if line.first_day and line.first_day.year < line.day.year:
            # The days of December belong to the old year; the reversal leaves the rest.
            of_old_year = (date(line.day.year, 1, 1) - line.first_day).days
            part = cents * of_old_year // ((line.day - line.first_day).days + 1)
            accruals += _accrual(values["entity_id"], line.day.year, account, part)
    return costs, accruals


def _accrual(entity_id: str, year: int, account: str, cents: int) -> list[Booking]:
    """Return what is still to be invoiced at the end of the year before, and its reversal."""
    return [
        Booking(
            entity_id, "memoriaal", day, f"NTO-{year - 1}",
            [Entry(account, sign * cents, text), Entry(accounts.ACCRUED, -sign * cents, text)],
        )
        for day, sign, text in (
            (date(year - 1, 12, 31), 1, "Nog te ontvangen"),
            (date(year, 1, 1), -1, "Terugname nog te ontvangen"),
        )
    ]  # fmt: skip


def _travel() -> tuple[list[Cost], list[Booking]]:
    """Return the invoices of the travel agency and mobility card, and the claims of employees."""
    sums: dict[tuple[str, str, str, str, int], int] = defaultdict(int)
    claims: dict[tuple[str, str], int] = defaultdict(int)
    days: dict[str, date] = {}
    for line in _booked(travel.trip_lines()):
        cents, entity_id = _cents(line.values["amount_eur"]), line.values["entity_id"]
        days[line.document] = month_end(line.day.year, line.day.month)
        if line.stream is travel.CLAIMS:
            claims[entity_id, line.document] += cents
        elif line.stream is travel.AGENCY:
            sums[entity_id, "s-reisbureau", line.document, accounts.FLIGHTS, 0] += cents
        else:
            sums[entity_id, "s-mobiliteit", line.document, accounts.TRAVEL, 9] += cents
    texts = {accounts.FLIGHTS: "Vluchten", accounts.TRAVEL: "Ov en taxi"}
    costs = [
        Cost(
            entity_id, supplier_id, days[document], document, account, texts[account], vat,
            cents=cents,
        )
        for (entity_id, supplier_id, document, account, vat), cents in sums.items()
        if cents
    ]  # fmt: skip
    bookings = []
    for (entity_id, document), cents in claims.items():
        if not cents:
            continue
        for journal, debit, credited, text in (
            ("memoriaal", accounts.TRAVEL, accounts.NET_WAGES, "Declaraties km"),
            ("bank", accounts.NET_WAGES, accounts.BANK, "Betaling declaraties"),
        ):
            entries = [Entry(debit, cents, text), Entry(credited, -cents, text)]
            bookings.append(Booking(entity_id, journal, days[document], document, entries))
    return costs, bookings


# -- what makes the ledger whole


def _recurring_costs() -> list[Cost]:
    """Return rent, lease, software and other invoices that come every month or quarter."""
    costs = []
    for entity_id, supplier_id, code, account, text, vat, every, euros, last in _RECURRING:
        draw = Draw(f"recurring:{code}")
        is_fixed = account in (accounts.RENT, accounts.LEASE)
        for year, month in _months():
            if month % every or (last and f"{year}-{month:02d}" > last):
                continue
            cents = euros * _RISE_PCT[year]
            if not is_fixed:
                cents = round(cents * draw.between(0.75, 1.25))
            day = weekday_on_or_before(date(year, month, 4 if is_fixed else draw.whole(10, 26)))
            costs.append(
                Cost(
                    entity_id, supplier_id, day, f"{code}{year % 100}{month:02d}", account, text,
                    vat, cents=cents,
                )
            )  # fmt: skip
    solar = date(2023, 4, 3)
    costs.append(
        Cost(
            HOLDING, "s-zon", solar, "ZON230001", accounts.ASSETS, "Zonnepanelen", 21,
            cents=_SOLAR_CENTS,
        )
    )  # fmt: skip
    for line in _booked(other.refrigerant_lines()):
        costs.append(
            Cost(
                HOLDING, "s-koeltechniek", line.day, line.document, accounts.MAINTENANCE,
                "Koeltechniek", 21, cents=38_500,
            )
        )  # fmt: skip
    for year in YEARS:
        # Premiums bear insurance tax, no VAT; a year is paid ahead and spread over its months.
        costs.append(
            Cost(
                HOLDING, "s-verzekering", date(year, 1, 6), f"PRM{year}", accounts.PREPAID,
                "Premie", None, cents=_PREMIUM_CENTS[year],
            )
        )  # fmt: skip
    return costs


def _month_end() -> list[Booking]:
    """Return the memorials of each month's end: premium, depreciation, charges in the group."""
    bookings = []
    for year, month in _months():
        day, document = month_end(year, month), f"MEM-{year}{month:02d}"

        def memorial(
            entity_id: str, debit: str, credit: str, cents: int, text: str,
            day: date = day, document: str = document,
        ) -> None:  # fmt: skip
            entries = [Entry(debit, cents, text), Entry(credit, -cents, text)]
            bookings.append(Booking(entity_id, "memoriaal", day, document, entries))

        memorial(
            HOLDING, accounts.INSURANCE, accounts.PREPAID, _PREMIUM_CENTS[year] // 12, "Premie"
        )
        depreciation = 84_000 + (_SOLAR_CENTS // 180 if (year, month) >= (2023, 4) else 0)
        memorial(
            HOLDING, accounts.DEPRECIATION, accounts.ACCUMULATED_DEPRECIATION, depreciation,
            "Afschrijving",
        )  # fmt: skip
        charge = 8_600_000 if year == 2023 else 11_700_000
        memorial(
            CLEANING, accounts.GROUP_CHARGE, accounts.GROUP_ACCOUNT, charge, "Doorbelasting groep"
        )
        memorial(
            HOLDING, accounts.GROUP_ACCOUNT, accounts.GROUP_REVENUE, charge, "Doorbelasting groep"
        )
        for entity_id, sign in ((HOLDING, 1), (CLEANING, -1)):
            entries = [
                Entry(accounts.BANK, sign * charge, "Verrekening groep"),
                Entry(accounts.GROUP_ACCOUNT, -sign * charge, "Verrekening groep"),
            ]
            bookings.append(Booking(entity_id, "bank", day, f"AFS-{day:%Y%m%d}G", entries))
            fee = Draw(f"bank:{entity_id}:{year}:{month}").whole(6_500, 14_500)
            entries = [
                Entry(accounts.INTEREST, fee, "Bankkosten"),
                Entry(accounts.BANK, -fee, "Bankkosten"),
            ]
            if entity_id == HOLDING:
                interest = 15_000_000 * 45 // 1000 // 12
                entries += [
                    Entry(accounts.INTEREST, interest, "Rente lening"),
                    Entry(accounts.BANK, -interest, "Rente lening"),
                ]
            bookings.append(Booking(entity_id, "bank", day, f"AFS-{day:%Y%m%d}K", entries))
    return bookings + _accrual(HOLDING, 2024, accounts.MAINTENANCE, 42_500)


def _sales() -> tuple[list[Booking], list[OpenItem]]:
    """Return the sales invoices: each entity and half-year adds up to its revenue."""
    bookings: list[Booking] = []
    items: list[OpenItem] = []
    for line in other.metric_lines():
        if line.values["metric"] != "revenue_eur" or line.day.year not in YEARS:
            continue
        entity_id, year = line.values["entity_id"], line.day.year
        is_holding = entity_id == HOLDING
        customers = range(1, 3 if is_holding else _CUSTOMERS[year] + 1)
        slots = [(month, customer) for month in range(line.day.month - 5, line.day.month + 1)
                 for customer in customers]  # fmt: skip
        weights = [
            Draw(f"sale:{entity_id}:{customer}:{year}:{month}").between(0.85, 1.15) / (customer + 5)
            for month, customer in slots
        ]
        parts = divide(int(line.values["value"]) * 100, weights)
        for (month, customer), cents in zip(slots, parts, strict=True):
            account = accounts.REVENUE_OTHER if customer % 4 == 0 else accounts.REVENUE_OFFICES
            if is_holding:
                account = accounts.REVENUE_HOLDING
            # Cleaning for another cleaning company: VAT is reverse-charged.
            vat = 0 if customer % 17 == 16 else vat_of(cents, 21)
            day, document = month_end(year, month), f"{year}{month:02d}{customer:03d}"
            entries = [
                Entry(accounts.DEBTORS, cents + vat, "Verkoopfactuur"),
                Entry(account, -cents, f"Klant {customer:03d}", vat=-vat),
            ]
            if vat:
                entries.append(Entry(accounts.VAT_ON_SALES, -vat, "Omzetbelasting"))
            bookings.append(Booking(entity_id, "verkoop", day, document, entries))
            due = day + timedelta(days=Draw(f"pays:{document}:{entity_id}").whole(21, 48))
            items.append(OpenItem(entity_id, "", document, due, -cents - vat))
    return bookings, items


def _wages() -> list[Booking]:
    """Return wages by month, with the commuting allowance, and their payment."""
    fte = {
        (line.values["entity_id"], line.day.year): int(line.values["value"])
        for line in other.metric_lines()
        if line.values["metric"] == "fte"
    }
    allowances = {key: divide(cents, [1.0] * 6) for key, cents in allowance_cents().items()}
    bookings = []
    for year, month in _months():
        day = weekday_on_or_before(date(year, month, 26))
        for entity_id in (HOLDING, CLEANING):
            draw = Draw(f"wages:{entity_id}:{year}:{month}")
            teams = _REGIONS[-1:] if entity_id == HOLDING else _REGIONS
            gross = _WAGES[year][entity_id] * fte[entity_id, year] * 100 // 12
            gross = round(gross * draw.between(0.97, 1.03))
            parts = divide(gross, [draw.between(0.8, 1.2) for _ in teams])
            social, pension = gross * 18 // 100, gross * 4 // 100
            allowance = allowances[entity_id, half_year(day)][(month - 1) % 6]
            tax, net = gross * 27 // 100 + social, gross * 69 // 100
            entries = [
                Entry(accounts.WAGES, cents, f"Brutoloon {team}")
                for team, cents in zip(teams, parts, strict=True)
            ] + [
                Entry(accounts.SOCIAL_CHARGES, social, "Werkgeverslasten"),
                Entry(accounts.PENSIONS, pension, "Pensioenpremie"),
                Entry(accounts.COMMUTING, allowance, "Reiskosten woon-werk"),
                Entry(accounts.WAGE_TAX, -tax, "Loonheffing en premies"),
            ]
            entries.append(
                Entry(
                    accounts.NET_WAGES, -sum(entry.cents for entry in entries),
                    "Netto en pensioen",
                )
            )  # fmt: skip
            document = f"LOON-{year}{month:02d}"
            bookings.append(Booking(entity_id, "salaris", day, document, entries))
            paid = -entries[-1].cents
            assert paid > net
            entries = [
                Entry(accounts.NET_WAGES, paid, "Uitbetaling lonen"),
                Entry(accounts.WAGE_TAX, tax, "Afdracht loonheffing"),
                Entry(accounts.BANK, -paid - tax, "Bankafschrift"),
            ]
            bookings.append(Booking(entity_id, "bank", month_end(year, month), document, entries))
    return bookings


def _opening() -> tuple[list[Booking], list[OpenItem]]:
    """Return the opening balance of 2023, and the items of 2022 that are settled in it."""
    bookings, items = [], []
    for entity_id, balances in _OPENING.items():
        entries = [Entry(account, cents, "Beginbalans") for account, cents in balances.items()]
        entries.append(Entry(accounts.EQUITY, -sum(balances.values()), "Beginbalans"))
        bookings.append(Booking(entity_id, "memoriaal", date(2023, 1, 1), "BEGIN-2023", entries))
        items += [
            OpenItem(entity_id, "", "Saldo 2022", date(2023, 1, 17), -balances[accounts.DEBTORS]),
            OpenItem(entity_id, "", "Saldo 2022", date(2023, 1, 24), -balances[accounts.CREDITORS]),
        ]
    return bookings, items


def _vat_returns(bookings: Iterable[Booking]) -> list[Booking]:
    """Return the VAT return of each quarter and its payment in the month after.

    VAT on hired cleaning is reverse-charged: declared as owed and deducted in one go.
    """
    hired = (accounts.HIRED_OFFICES, accounts.HIRED_WINDOWS, accounts.HIRED_SPECIALIST)
    sums: dict[tuple[str, int, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for booking in bookings:
        quarter = sums[booking.entity_id, booking.day.year, (booking.day.month + 2) // 3]
        for entry in booking.entries:
            if entry.account in (accounts.VAT_ON_PURCHASES, accounts.VAT_ON_SALES, *hired):
                quarter[entry.account] += entry.cents
    result = []
    for (entity_id, year, quarter), balances in sorted(sums.items()):
        day, document = month_end(year, quarter * 3), f"BTW-{year}K{quarter}"
        reverse = vat_of(sum(balances[account] for account in hired), 21)
        if reverse:
            entries = [
                Entry(accounts.VAT_ON_PURCHASES, reverse, "Btw verlegd inhuur"),
                Entry(accounts.VAT_REVERSE_CHARGE, -reverse, "Btw verlegd inhuur"),
            ]
            result.append(Booking(entity_id, "memoriaal", day, document, entries))
        deducted = balances[accounts.VAT_ON_PURCHASES] + reverse
        owed = -balances[accounts.VAT_ON_SALES]
        due = owed + reverse - deducted
        entries = [
            Entry(accounts.VAT_ON_SALES, owed, "Aangifte omzetbelasting"),
            Entry(accounts.VAT_REVERSE_CHARGE, reverse, "Aangifte omzetbelasting"),
            Entry(accounts.VAT_ON_PURCHASES, -deducted, "Aangifte omzetbelasting"),
            Entry(accounts.VAT_TO_PAY, -due, "Aangifte omzetbelasting"),
        ]
        result.append(Booking(entity_id, "memoriaal", day, document, entries))
        paid = month_end(year + quarter // 4, quarter % 4 * 3 + 1)
        if paid.year in YEARS:
            entries = [
                Entry(accounts.VAT_TO_PAY, due, "Betaling omzetbelasting"),
                Entry(accounts.BANK, -due, "Betaling omzetbelasting"),
            ]
            result.append(Booking(entity_id, "bank", paid, document, entries))
    return result


def _to_pay(bookings: Iterable[Booking]) -> list[OpenItem]:
    """Return the purchase invoices that are to be paid, in euro, with the days each supplier has."""
    items = []
    for booking in bookings:
        creditor = booking.entries[-1]
        cents = -creditor.cents
        if booking.currency:
            cents = int(eur_cents(cents, booking.day.year) + Fraction(1, 2))
        days = Draw(f"terms:{creditor.supplier_id}").pick((14, 21, 30, 30))
        due = booking.day + timedelta(days=days)
        items.append(
            OpenItem(booking.entity_id, creditor.supplier_id, booking.document, due, cents)
        )
    return items


def ledger_lines() -> list[Line]:
    """Return the lines of extracts/ledger_entries."""
    # The costs of both years first: a credit note of 2024 names a line of 2023.
    costs = [cost for year in YEARS for cost in (*hired_costs(year), *spend_costs(year))]
    energy_costs, energy_accruals = _energy_costs()
    travel_costs, claims = _travel()
    costs += _card_costs() + energy_costs + travel_costs + _recurring_costs()
    purchases = invoices(costs)
    sales, receivable = _sales()
    opening, old_items = _opening()
    bookings = opening + purchases + sales + energy_accruals + claims + _wages() + _month_end()
    bookings += payments(
        _to_pay(purchases) + [item for item in old_items if item.cents > 0],
        3, accounts.CREDITORS, "Betaling",
    )  # fmt: skip
    bookings += payments(
        receivable + [item for item in old_items if item.cents < 0],
        0, accounts.DEBTORS, "Ontvangst",
    )  # fmt: skip
    return lines_of(bookings + _vat_returns(bookings))
