"""The numbers that the demo's lines must add up to, and what they are fitted to.

Printed quantities are read from printed_figures.csv, the figures of the public plan: they are
never typed here a second time. Where the plan prints a total in tonnes and no quantity, the
quantity is fitted (`check_fitted`), and agreement proves only that the machinery conserves. 2023 is
printed for charging only; the other quantities of 2023 lie between the two years.
"""

from __future__ import annotations

import csv
from fractions import Fraction
from functools import cache
from pathlib import Path

PRINTED_FIGURES = Path(__file__).parent / "printed_figures.csv"


@cache
def printed() -> dict[str, dict[str, str]]:
    """Return the printed figures by figure_id."""
    with PRINTED_FIGURES.open(encoding="utf-8", newline="") as handle:
        return {row["figure_id"]: row for row in csv.DictReader(handle)}


def _quantity(figure_id: str) -> int:
    """Return a printed quantity as a whole number."""
    return int(printed()[figure_id]["value"])


def fuel_litres() -> dict[int, dict[str, int]]:
    """Return litres by year and fuel. 2022 is fitted to the printed 95.8 t of scope 1."""
    return {
        2022: {"petrol": 24_500, "diesel": 5_900, "hvo": 0},
        2023: {"petrol": 31_240, "diesel": 7_060, "hvo": 85},
        2024: {
            "petrol": _quantity("RF12"),
            "diesel": _quantity("RF13"),
            "hvo": _quantity("RF14"),
        },
    }


def charging_kwh() -> dict[int, dict[str, int]]:
    """Return charged kWh by year and place; the places add up to the printed year.

    The plan prints the year only. RF16 gives 30,541 kWh for 2024 where RF15 gives 31,280: the
    lines follow RF15, so RF16 must come out as different.
    """
    years = {2022: _quantity("RF18"), 2023: _quantity("RF17"), 2024: _quantity("RF15")}
    own = {2022: 1_480, 2023: 5_120, 2024: 9_240}
    public = {2022: 1_960, 2023: 5_200, 2024: 8_300}
    return {
        year: {"own": own[year], "home": total - own[year] - public[year], "public": public[year]}
        for year, total in years.items()
    }


def office_kwh_net() -> dict[int, dict[str, int]]:
    """Return electricity of the offices by year and location, net of own charging.

    The printed office kWh (RF19, RF20) are net: the invoices of the head office hold the charging
    behind its meter on top. Solar power used on the spot never passes the meter and is not in it.
    """
    others = {
        2022: {"branch_b": 2_614, "branch_c": 5_500, "building_d": 5_100},
        2023: {"branch_b": 2_500, "branch_c": 3_700, "building_d": 4_900},
        2024: {"branch_b": 2_279, "branch_c": 0, "building_d": 5_200},
    }
    totals = {2022: _quantity("RF20"), 2023: 23_600, 2024: _quantity("RF19")}
    return {
        year: {"head_office": totals[year] - sum(others[year].values())} | others[year]
        for year in totals
    }


def gas_nm3() -> dict[int, dict[str, int]]:
    """Return natural gas by year and location, Nm3.

    2023 of branch_b is billed in GJ and comes to about 300 Nm3, so it is not in this table.
    """
    return {
        2022: {
            "head_office": _quantity("RF22"),
            "branch_b": _quantity("RF24"),
            "branch_c": _quantity("RF26"),
        },
        2023: {"head_office": 1_720, "branch_c": 1_160},
        2024: {
            "head_office": _quantity("RF21"),
            "branch_b": _quantity("RF23"),
            "branch_c": _quantity("RF25"),
        },
    }


#: Business travel in kg CO2e by year. 2022 and 2024 are printed (RF11 less scope 1 and 2, RF07);
#: the lines are fitted to the middle of the rounding, 2023 lies between.
BUSINESS_TRAVEL_KG = {2022: Fraction(10_800), 2023: Fraction(10_700), 2024: Fraction(10_600)}

#: kg CO2e per unit that the fitting uses: the editions nl_2022 to nl_2024 of the factor seeds.
#: Public transport of 2022 takes the edition of 2023 by judgements/factor_choices.
FITTING_FACTORS: dict[int, dict[str, str]] = {
    2022: {
        "petrol": "2.784", "diesel": "3.262", "hvo": "0.314", "gas": "2.085",
        "car_petrol": "0.204", "car_diesel": "0.18", "public_transport": "0.02",
        "flight_regional": "0.234", "flight_european": "0.172", "flight_intercontinental": "0.157",
    },
    2023: {
        "petrol": "2.821", "diesel": "3.256", "hvo": "0.347", "gas": "2.079",
        "car_unknown": "0.193", "public_transport": "0.02",
        "flight_regional": "0.234", "flight_european": "0.172", "flight_intercontinental": "0.157",
    },
    2024: {
        "petrol": "2.821", "diesel": "3.256", "hvo": "0.347", "gas": "2.134",
        "car_unknown": "0.193", "public_transport": "0.02",
        "flight_regional": "0.234", "flight_european": "0.172", "flight_intercontinental": "0.157",
    },
}  # fmt: skip


def factor(year: int, key: str) -> Fraction:
    """Return a fitting factor, kg CO2e per l, Nm3, vehicle-km or traveller-km."""
    return Fraction(FITTING_FACTORS[year][key])


def check_fitted() -> None:
    """Check that the chosen litres of 2022 give the printed scope 1 of 2022.

    Raises:
        AssertionError: the fitted litres no longer round to the printed tonnes.
    """
    litres, gas = fuel_litres()[2022], sum(gas_nm3()[2022].values())
    kg = sum(quantity * factor(2022, fuel) for fuel, quantity in litres.items())
    kg += gas * factor(2022, "gas")
    reported = Fraction(printed()["RF02"]["value"])
    assert abs(kg / 1000 - reported) < Fraction("0.05"), f"scope 1 of 2022 is {float(kg)} kg"


#: Net spend in euro cents by category and year (credit notes included). The printed factors turn
#: them into the plan's scope 3: 1,011 + 677 + 2 t in 2023, and +33%, +10% and +464% in 2024.
SPEND_CENTS: dict[str, dict[int, int]] = {
    "hired_cleaning": {2023: 404_400_000, 2024: 537_852_000},
    "materials": {2023: 52_000_000, 2024: 57_100_000},
    "advice": {2023: 41_000_000, 2024: 45_500_000},
    "training": {2023: 18_000_000, 2024: 20_000_000},
    "office": {2023: 15_312_500, 2024: 16_865_625},
    "waste": {2023: 147_059, 2024: 829_412},
}
#: Part of the hired cleaning that the six surveyed subcontractors invoice (RF46 for 2024).
SURVEYED_CENTS = {2023: 121_320_000, 2024: 153_287_820}
#: Kilometres that the surveyed six travelled, in hundredths: the printed kilometres of 2024
#: (RF39 to RF41) times their 28.5%, and for 2023 kilometres that give the printed 85 t.
SURVEYED_CENTI_KM = {
    2023: {"car": 11_940_000, "public_transport": 12_279_000, "bicycle": 3_210_000},
    2024: {"car": 15_921_012, "public_transport": 16_394_055, "bicycle": 4_300_764},
}
#: Commuting in km by mode and year, without the drivers of company cars: 120.0 t and 116.4 t.
COMMUTING_KM = {
    2023: {"car": 600_000, "public_transport": 210_000},
    2024: {"car": 580_000, "public_transport": 223_000},
}
#: Pounds per euro, the yearly averages of price_levels, by which invoices in pounds are fitted.
GBP_PER_EUR = {2023: Fraction("0.86979"), 2024: Fraction("0.84662")}
