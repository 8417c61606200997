"""Gas and power: extracts/supplier_invoices, meter_readings and power_certificates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from trede.demo import company
from trede.demo.charging import own_decawatt_hours_by_month
from trede.demo.company import CLEANING, HOLDING, SPELLINGS
from trede.demo.days import YEARS, month_end
from trede.demo.draw import Draw, decimal, divide
from trede.demo.lines import Line, Row, Stream
from trede.demo.totals import gas_nm3, office_kwh_net

POWER = Stream("stroom_hk", "modelstroom_facturen_{period}.csv", False, 33)
GAS = Stream("gas_hk", "modelgas_facturen_{period}.csv", False, 40)
POWER_C = Stream("energie_c", "voorbeeld_energie_zuid_{period}.csv", False, 36)
RENT_B = Stream("verhuurder_b", "opgave_verhuurder_b_{period}.csv", False, 61)
RENT_D = Stream("verhuurder_d", "opgave_verhuurder_d_{period}.csv", False, 54)
READINGS = Stream("meterstanden_hk", "meterstanden_hk_{period}.csv", False, 9)
CERTIFICATES = Stream("gvo", "afboekingen_gvo_{period}.csv", False, 58)

#: Shape of a year by month: office power, heating, and solar power in kWh of a roof of 6.5 kWp.
_OFFICE = (1.12, 1.02, 1.02, 0.94, 0.92, 0.93, 0.90, 0.88, 0.96, 1.02, 1.10, 1.10)
_HEATING = (2.35, 2.05, 1.70, 0.95, 0.40, 0.12, 0.08, 0.08, 0.22, 0.80, 1.55, 2.15)
_SOLAR = (118, 221, 482, 675, 804, 818, 793, 688, 517, 306, 148, 92)
_FED_IN = (0.12, 0.20, 0.33, 0.42, 0.48, 0.50, 0.52, 0.48, 0.38, 0.26, 0.14, 0.09)

#: Made-up prices per kWh and per m3, euro without VAT.
_KWH_EUR = {2022: 0.31, 2023: 0.34, 2024: 0.27}
_M3_EUR = {2022: 1.55, 2023: 1.38, 2024: 1.21}

#: The power supplier of the head office once billed from mid-December to mid-January. The 31 days
#: hold a whole number of kWh each, so that both years get whole kWh.
_CROSSING_START, _CROSSING_END = date(2023, 12, 15), date(2024, 1, 14)
_DAYS_IN_2023, _DAYS_IN_2024 = 17, 14

#: The gas meter of the head office was exchanged on this day; the invoice of that month was first
#: estimated, then credited and made again from the readings.
GAS_EXCHANGE = date(2023, 5, 16)
_GAS_ESTIMATED_MAY = 118


def _noisy(shape: Sequence[float], label: str, spread: float = 0.08) -> list[float]:
    """Return a year's shape with some weather in it."""
    draw = Draw(label)
    return [value * draw.between(1 - spread, 1 + spread) for value in shape]


@cache
def head_office_kwh() -> dict[tuple[int, int], int]:
    """Return import over the head office's meter by year and month, whole kWh.

    It is the offices' net kWh plus the sessions at the own charge points, so that each year's
    import less its sessions is exactly the net total.
    """
    sessions = own_decawatt_hours_by_month()
    result: dict[tuple[int, int], int] = {}
    for year in YEARS:
        net = divide(office_kwh_net()[year]["head_office"], _noisy(_OFFICE, f"office:{year}", 0.05))
        months = range(1, 13)
        own = divide(
            sum(sessions[year, month] for month in months) // 100,
            [sessions[year, month] for month in months],
        )
        for month in months:
            result[year, month] = net[month - 1] + own[month - 1]
    return result


def solar_kwh() -> dict[tuple[int, int], tuple[int, int]]:
    """Return generated and fed-in kWh of the head office's roof by year and month."""
    start = date.fromisoformat(company.SOLAR_START)
    result = {}
    for year in YEARS:
        shape = _noisy(_SOLAR, f"solar:{year}", 0.10)
        for month in range(1, 13):
            if date(year, month, 1) >= start:
                generated = round(shape[month - 1])
                result[year, month] = (generated, int(generated * _FED_IN[month - 1]))
    return result


@cache
def head_office_gas() -> dict[tuple[int, int], int]:
    """Return gas over the head office's meter by year and month, whole m3."""
    return {
        (year, month): part
        for year in YEARS
        for month, part in enumerate(
            divide(gas_nm3()[year]["head_office"], _noisy(_HEATING, f"gas:{year}")), start=1
        )
    }


def _invoice(
    stream: Stream, entity_id: str, supplier_id: str, location: str, product: str,
    first: date, last: date, quantity: str, unit: str, eur: float, document: str,
    *, meter_id: str = "", direction: str = "import", basis: str = "invoiced",
    method: str = "", credits: str = "", key: str = "",
) -> Line:  # fmt: skip
    """Write one invoice line; `eur` is the amount without VAT."""
    return Line(
        day=last,
        stream=stream,
        document=document,
        key=key,
        first_day=first,
        values={
            "entity_id": entity_id,
            "supplier_id": supplier_id,
            "location": location,
            "meter_id": meter_id,
            "product": product,
            "direction": direction,
            "period_start": first.isoformat(),
            "period_end": last.isoformat(),
            "quantity": quantity,
            "unit": unit,
            "amount_eur": decimal(round(eur * 100), 2),
            "quantity_basis": basis,
            "estimation_method": method,
            "credits_line_id": credits,
            "project_id": "",
        },
    )


def _head_office_power() -> list[Line]:
    """Return power and feed-in of the head office: kWh until 2023, MWh since 2024."""
    spellings = SPELLINGS["head_office"]
    periods: list[tuple[date, date, int]] = []
    kwh = head_office_kwh()
    per_day = kwh[2023, 12] // 31
    for (year, month), quantity in kwh.items():
        first, last = date(year, month, 1), month_end(year, month)
        if (year, month) == (2023, 12):
            quantity -= per_day * _DAYS_IN_2023
            last = _CROSSING_START - timedelta(days=1)
        if (year, month) == (2024, 1):
            crossing = per_day * (_DAYS_IN_2023 + _DAYS_IN_2024)
            periods.append((_CROSSING_START, _CROSSING_END, crossing))
            quantity -= per_day * _DAYS_IN_2024
            first = _CROSSING_END + timedelta(days=1)
        periods.append((first, last, quantity))
    lines = []
    for number, (first, last, quantity) in enumerate(periods, start=1):
        is_mwh = first > _CROSSING_END
        lines.append(
            _invoice(
                POWER, HOLDING, company.SUPPLIER_POWER, spellings[number % 2], "Elektriciteit",
                first, last, decimal(quantity, 3) if is_mwh else str(quantity),
                "MWh" if is_mwh else "kWh", quantity * _KWH_EUR[last.year],
                f"MS{last:%Y%m}-{number:03d}", meter_id=company.METER_ELECTRICITY_HO,
            )
        )  # fmt: skip
    for (year, month), (_, fed_in) in solar_kwh().items():
        lines.append(
            _invoice(
                POWER, HOLDING, company.SUPPLIER_POWER, spellings[1], "Teruglevering",
                date(year, month, 1), month_end(year, month), str(fed_in), "kWh",
                -fed_in * 0.09, f"MS{year}{month:02d}-T", direction="feed_in",
                meter_id=company.METER_FEED_IN_HO,
            )
        )  # fmt: skip
    return lines


def _head_office_gas() -> list[Line]:
    """Return gas of the head office in m3, with one credited and corrected month."""
    lines = []
    for (year, month), quantity in head_office_gas().items():
        first, last = date(year, month, 1), month_end(year, month)

        def line(
            amount: int, document: str, key: str = "", credits: str = "",
            first: date = first, last: date = last,
        ) -> Line:  # fmt: skip
            return _invoice(
                GAS, HOLDING, company.SUPPLIER_GAS,
                SPELLINGS["head_office"][2 if last.year < 2024 else 0], "Aardgas", first, last,
                str(amount), "m3", amount * _M3_EUR[last.year], document,
                meter_id=company.METER_GAS_HO, key=key, credits=credits,
            )  # fmt: skip

        document = f"MG{year}{month:02d}"
        if (year, month) == (GAS_EXCHANGE.year, GAS_EXCHANGE.month):
            lines.append(line(_GAS_ESTIMATED_MAY, document, key="gas estimated"))
            lines.append(line(-_GAS_ESTIMATED_MAY, f"{document}-C", credits="gas estimated"))
            document += "-N"
        lines.append(line(quantity, document))
    return lines


def _branch_c() -> list[Line]:
    """Return power (kWh) and gas (Nm3) of the branch that closed on 30 September 2023."""
    lines = []
    for year, months in ((2022, 12), (2023, 9)):
        power = divide(
            office_kwh_net()[year]["branch_c"], _noisy(_OFFICE, f"office c:{year}", 0.05)[:months]
        )
        gas = divide(gas_nm3()[year]["branch_c"], _noisy(_HEATING, f"gas c:{year}")[:months])
        for month in range(1, months + 1):
            first, last = date(year, month, 1), month_end(year, month)
            is_final = (year, month) == (2023, 9)
            spelling = SPELLINGS["branch_c"][0 if year == 2022 else 1]
            document = f"VEZ-{year}-{month:02d}" + ("-EIND" if is_final else "")
            lines += [
                _invoice(
                    POWER_C, CLEANING, company.SUPPLIER_BRANCH_C, spelling, "Levering stroom",
                    first, last, str(power[month - 1]), "kWh", power[month - 1] * _KWH_EUR[year],
                    document, meter_id=company.METER_ELECTRICITY_BC,
                ),
                _invoice(
                    POWER_C, CLEANING, company.SUPPLIER_BRANCH_C, spelling,
                    "Gas eindafrekening" if is_final else "Gas G1", first, last,
                    str(gas[month - 1]), "Nm3", gas[month - 1] * _M3_EUR[year],
                    document, meter_id=company.METER_GAS_BC,
                ),
            ]  # fmt: skip
    return lines


def _rented() -> list[Line]:
    """Return what the two landlords state: shares of their main meters, no meter of our own."""
    lines = []
    for year in YEARS:
        gas = (decimal(1055, 2), "GJ") if year == 2023 else (str(gas_nm3()[year]["branch_b"]), "m3")
        lines.append(
            _invoice(
                RENT_B, CLEANING, company.LANDLORD_B, SPELLINGS["branch_b"][year % 3],
                "Gas huurdersdeel", date(year, 1, 1), date(year, 12, 31), *gas,
                (300 if year == 2023 else gas_nm3()[year]["branch_b"]) * _M3_EUR[year],
                f"SERVICEKOSTEN-B-{year}", basis="estimated", method=company.METHOD_B_GAS,
            )
        )  # fmt: skip
        for stream, landlord, location, basis, method in (
            (RENT_B, company.LANDLORD_B, "branch_b", "estimated", company.METHOD_B_ELECTRICITY),
            (RENT_D, company.LANDLORD_D, "building_d", "statement", company.METHOD_D_ELECTRICITY),
        ):
            quarters = divide(
                office_kwh_net()[year][location], [sum(_OFFICE[q : q + 3]) for q in (0, 3, 6, 9)]
            )
            for quarter, quantity in enumerate(quarters):
                first = date(year, 3 * quarter + 1, 1)
                lines.append(
                    _invoice(
                        stream, CLEANING, landlord,
                        SPELLINGS[location][quarter % len(SPELLINGS[location])],
                        "Stroom huurdersdeel", first, month_end(year, 3 * quarter + 3),
                        str(quantity), "kWh", quantity * _KWH_EUR[year],
                        f"OPGAVE-{location[-1].upper()}-{year}-K{quarter + 1}",
                        basis=basis, method=method,
                    )
                )  # fmt: skip
    return lines


def invoice_lines() -> list[Line]:
    """Return the lines of extracts/supplier_invoices."""
    return _head_office_power() + _head_office_gas() + _branch_c() + _rented()


def reading_lines() -> list[Line]:
    """Return the lines of extracts/meter_readings: the head office's registers, each month's start.

    Power readings were taken at slightly other hours than the supplier's (within 5% of the
    invoice); the roof's generation is known from its readings alone.
    """
    draw = Draw("readings")
    power, gas, solar = head_office_kwh(), head_office_gas(), solar_kwh()
    lines: list[Line] = []

    def add(meter_id: str, day: date, reading: str, unit: str, kind: str = "regular") -> None:
        values: Row = {
            "meter_id": meter_id,
            "read_at": day.isoformat(),
            "reading": reading,
            "unit": unit,
            "reading_kind": kind,
            "quantity_basis": "measured",
        }
        # A reading holds for the start of its day: it closes the day before.
        filed = max(day - timedelta(days=1), date(2022, 1, 1))
        lines.append(Line(day=filed, stream=READINGS, values=values))

    total = 41_873
    add(company.METER_ELECTRICITY_HO, date(2022, 1, 1), str(total), "kWh")
    for (year, month), quantity in power.items():
        total += quantity
        day = month_end(year, month) + timedelta(days=1)
        add(company.METER_ELECTRICITY_HO, day, str(total + draw.whole(-9, 9)), "kWh")

    total = 18_204
    add(company.METER_GAS_HO, date(2022, 1, 1), decimal(total * 1000, 3), "m3")
    for (year, month), quantity in gas.items():
        day = month_end(year, month) + timedelta(days=1)
        if (year, month) == (GAS_EXCHANGE.year, GAS_EXCHANGE.month):
            until = quantity * 11 // 20
            add(
                company.METER_GAS_HO,
                GAS_EXCHANGE,
                decimal((total + until) * 1000, 3),
                "m3",
                "exchange_old",
            )
            add(company.METER_GAS_HO, GAS_EXCHANGE, decimal(2_000, 3), "m3", "exchange_new")
            total, quantity = 2, quantity - until
        total += quantity
        add(company.METER_GAS_HO, day, decimal(total * 1000, 3), "m3")

    total = 0
    add(company.METER_SOLAR_HO, date.fromisoformat(company.SOLAR_START), "0", "kWh")
    for (year, month), (generated, _) in solar.items():
        total += generated
        add(company.METER_SOLAR_HO, month_end(year, month) + timedelta(days=1), str(total), "kWh")
    return lines


def certificate_lines() -> list[Line]:
    """Return the lines of extracts/power_certificates: guarantees of origin, whole MWh.

    Branch B buys green power since 2023. The lots of 2023 (1 MWh of wind for the branch, 1 MWh of
    sun for the entity) stay below its 2,500 kWh; those of 2024 (3 MWh) exceed its 2,279 kWh.
    """

    def lot(
        number: int, location: str, source: str, first: date, last: date, cancelled: date, mwh: int
    ) -> Line:  # fmt: skip
        return Line(
            day=last,
            stream=CERTIFICATES,
            document=f"AFBOEKING-{last.year}-{number}",
            values={
                "entity_id": CLEANING,
                "location": location,
                "energy": str(mwh),
                "unit": "MWh",
                "energy_source": source,
                "country": "NL",
                "production_from": first.isoformat(),
                "production_to": last.isoformat(),
                "cancelled_on": cancelled.isoformat(),
                "registry_id": f"gvo-demo-{last.year}-{number:04d}",
                "beneficiary": company.CLEANING_NAME,
                "evidence_reference": f"bewijs/gvo/{last.year}/afboeking_{number}.pdf (fictief)",
            },
        )

    spellings = SPELLINGS["branch_b"]
    return [
        lot(1, spellings[0], "wind", date(2023, 1, 1), date(2023, 3, 31), date(2024, 1, 22), 1),
        lot(2, "", "solar", date(2023, 6, 1), date(2023, 6, 30), date(2024, 1, 22), 1),
        lot(1, spellings[0], "wind", date(2024, 2, 1), date(2024, 2, 29), date(2025, 1, 20), 2),
        lot(2, spellings[1], "wind", date(2024, 10, 1), date(2024, 10, 31), date(2025, 2, 3), 1),
    ]
