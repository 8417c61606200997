"""The footprint of a company: `footprint(company_folder, shared_folder)`.

Four tables, each amount a whole number of micro-units (micro-kWh, micro-euros, micro-kg):
activities (parts of lines with a claim status), emissions (part x supply lot x component),
location_based (counted power x component) and spend (ledger line).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

import pandas as pd

from oracle.claims import Claims, Part
from oracle.factors import Factor, Factors
from oracle.frames import FRAMES, frame_line
from oracle.ledger import Entry, Ledger
from oracle.lines import Line
from oracle.purchases import SupplierFactors
from oracle.spend import COLUMNS, Spend
from oracle.tables import Tables, day, half_up, holds_on, micro

#: (name of the lot, power product or '', micro-units, the supplier's own label)
Lot = tuple[str, str, int, Fraction | None]


@dataclass(frozen=True)
class Footprint:
    """What the oracle computed."""

    tables: Tables
    activities: pd.DataFrame
    emissions: pd.DataFrame
    location_based: pd.DataFrame
    spend: pd.DataFrame


def footprint(company: Path, shared: Path, today: date) -> Footprint:
    """Compute the whole footprint of a company folder with the shared seeds.

    Args:
        company: a company folder with extracts/, mappings/ and judgements/.
        shared: seeds/shared, with factors/ and reference/.
        today: what is cancelled later covers nothing yet.
    """
    tables = Tables(company, shared)
    factors = Factors(tables)
    ledger = Ledger(tables)
    spend = Spend(tables, ledger.prices)
    supplier_factors = SupplierFactors(tables)
    parts = Claims(tables, ledger, factors).parts()
    counted = [part for part in parts if part.status == "counted"]
    power = [part for part in counted if tables.types[part.activity_type]["is_power"] == "true"]
    lots = _power_lots(tables, power, today)
    emissions, location_based = [], []
    for part in counted:
        if part.line.extract == "ledger_entries":
            emissions += _spent(tables, ledger, spend, part)
            continue
        if part.activity_type.startswith("physical_"):
            emissions += _purchased(tables, supplier_factors, part)
            continue
        edition = factors.edition(part.month.year, part.activity_type)
        own_lots = lots.get(part.key, [("none", "", part.emission_quantity, None)])
        for name, product, quantity, label in own_lots:
            factor = _lot_factor(tables, factors, part, edition, product, label)
            emissions += _components(tables, part, name, quantity, factor)
        if part.key in lots:
            mix = factors.find(edition, factors.power["mix"])
            location_based += _components(tables, part, "grid", part.emission_quantity, mix)
    return Footprint(
        tables,
        pd.DataFrame([_activity(tables, part) for part in parts], dtype=object),
        pd.DataFrame(emissions),
        pd.DataFrame(location_based),
        pd.DataFrame(_spend_table(ledger, spend, parts), dtype=object),
    )


def _activity(tables: Tables, part: Part) -> dict[str, object]:
    return {
        "activity_id": part.key,
        "extract_name": part.line.extract,
        "activity_type": part.activity_type,
        "unit": part.line.unit or tables.types[part.activity_type]["unit"],
        "reporting_year": part.month and part.month.year,
        "entity_id": part.line.entity,
        "location_id": part.line.location,
        "claim_status": part.status,
        "quantity": part.quantity,
        "emission_quantity": part.emission_quantity,
    }


def _lot_factor(
    tables: Tables,
    factors: Factors,
    part: Part,
    edition: str,
    product: str,
    label: Fraction | None,
) -> Factor | None:
    """Return the factor of a lot; a label is the supplier's figure plus the list's chain."""
    if not product:
        return factors.of_type(part.month.year, part.activity_type)
    key = factors.power[product]
    if product != "label":
        return factors.find(edition, key)
    row = factors.rows.get(edition, {}).get(key)
    if row is None or label is None or not row["kg_co2e_wtt"]:
        return None
    return Factor(
        edition,
        key,
        factors.units[row["unit_nl"]],
        row.get("status", "official"),
        label + Fraction(row["kg_co2e_wtt"]),
        label,
        "printed",
        edition,
        Fraction(0),
    )


def _components(
    tables: Tables, part: Part, lot: str, quantity: int, factor: Factor | None
) -> list[dict[str, object]]:
    """Return one row per component; the printed total leads, upstream is the rest of it."""
    kind = tables.types[part.activity_type]
    if factor is None or factor.unit != kind["unit"]:
        return []
    total = half_up(quantity * factor.total)
    biogenic = half_up(quantity * factor.biogenic)
    if factor.direct is None:
        amounts = [("unsplit", total, biogenic, factor.total)]
    else:
        direct = half_up(quantity * factor.direct)
        amounts = [
            ("direct", direct, biogenic, factor.direct),
            ("upstream", total - direct, 0, factor.total - factor.direct),
        ]
    return [
        {
            **_of_part(tables, part, lot, component),
            "factor_edition_id": factor.edition,
            "factor_id": factor.key,
            "factor_value": factor_value,
            "factor_status": factor.status,
            "split_status": factor.split_status,
            "method": "estimate" if part.line.extract == "subcontractor_travel" else "activity",
            "quantity": quantity,
            "unit": factor.unit,
            "kg_co2e": kg,
            "kg_co2_biogenic": kg_biogenic,
        }
        for component, kg, kg_biogenic, factor_value in amounts
    ]


def _of_part(tables: Tables, part: Part, lot: str, component: str) -> dict[str, object]:
    """Return what an emission row says of its part and its place in the frames."""
    category = tables.types[part.activity_type]["activity_category"]
    return {
        "activity_id": part.key,
        "supply_lot": lot,
        "component": component,
        "activity_type": part.activity_type,
        "activity_category": category,
        "reporting_year": part.month.year,
        "month": part.month,
        "entity_id": part.line.entity,
        "location_id": part.line.location,
        **{frame: frame_line(frame, category, component) for frame in FRAMES},
    }


def _purchased(
    tables: Tables, supplier_factors: SupplierFactors, part: Part
) -> list[dict[str, object]]:
    """Return the rows of a purchase: one, two of a hybrid, or none."""
    return [
        {
            **_of_part(tables, part, factor.lot, "unsplit"),
            "factor_edition_id": "supplier_factors",
            "factor_id": factor.factor_id,
            "factor_value": factor.value,
            "factor_status": factor.status,
            "split_status": "none",
            "method": factor.method,
            "quantity": factor.quantity,
            "unit": factor.unit,
            "kg_co2e": half_up(factor.quantity * factor.value),
            "kg_co2_biogenic": 0,
        }
        for factor in supplier_factors.find(part.line)
    ]


def _spent(tables: Tables, ledger: Ledger, spend: Spend, part: Part) -> list[dict[str, object]]:
    """Return the row of a counted ledger line by its chosen factor, or none."""
    entry = ledger.of(part.line)
    factor, steps = spend.factor(entry), spend.steps(entry, part.quantity)
    if factor is None or steps["kg_co2e"] is None:
        return []
    return [
        {
            **_of_part(tables, part, "spend", "unsplit"),
            "factor_edition_id": factor.edition,
            "factor_id": factor.key,
            "factor_value": factor.value,
            # No better known than the index and the rate that bring the euros to it.
            "factor_status": "unverified"
            if steps["price_level_status"] == "unverified"
            else factor.status,
            "split_status": "none",
            "method": "spend",
            "quantity": steps["amount_at_price_basis"],
            "unit": factor.currency,
            "kg_co2e": steps["kg_co2e"],
            "kg_co2_biogenic": 0,
        }
    ]


def _spend_table(ledger: Ledger, spend: Spend, parts: Iterable[Part]) -> list[dict[str, object]]:
    """Return one row per delivered ledger line, with its parts and its steps side by side."""
    by_line: dict[Line, dict[str, Part]] = defaultdict(dict)
    for part in parts:
        by_line[part.line][part.name] = part
    rows = []
    for entry in ledger.entries.values():
        line, own = entry.line, by_line[entry.line]
        main = own.get("main")
        counted = main if main and main.status == "counted" else None
        rows.append(
            {
                "line_id": line.line_id,
                "occurrence": line.occurrence,
                "activity_id": main.key if main else None,
                "source_document": line.document,
                "entity_id": line.entity,
                "supplier_id": line.supplier,
                "is_subcontractor": line.supplier in ledger.subcontractors,
                "account_code": entry.row["account_code"],
                "booking_date": line.first,
                "reporting_year": line.first and line.first.year,
                "treatment": entry.treatment,
                "spend_category": entry.spend_category,
                "ghg_category": entry.ghg_category,
                "reported_ghg_category": entry.reported_ghg_category,
                "claim_status": main.status if main else "superseded",
                "claim_reason": _reason(ledger, entry, main, own),
                "amount_eur": line.amount,
                "physical_eur": own["physical"].quantity if "physical" in own else 0,
                "travel_eur": own["travel"].quantity if "travel" in own else 0,
                "counted_eur": counted.quantity if counted else 0,
                "price_level_year": entry.price_level_year,
                **(spend.steps(entry, counted.quantity) if counted else dict.fromkeys(COLUMNS)),
            }
        )
    return rows


def _reason(ledger: Ledger, entry: Entry, main: Part | None, own: dict[str, Part]) -> str:
    """Return why a ledger line has the status that it has."""
    line = entry.line
    if main is None:
        return "known_in_physical_units" if "physical" in own else "replaced_by_chain_analysis"
    if main.status == "superseded":
        return "line_delivered_before" if line.occurrence > 1 else "covered_by_activity_data"
    if main.status == "out_of_scope":
        outside = ledger.tables.is_outside(line.entity, line.first)
        return "entity_outside_boundary" if outside else "account_out_of_scope"
    return {
        "unreadable": line.unreadable,
        "excluded": "excluded_by_judgement",
        "counted": "only_source",
    }[main.status]


def _power_lots(tables: Tables, power: list[Part], today: date) -> dict[str, list[Lot]]:
    """Return the supply lots of every counted power part: certificates, then the contract."""
    lots = [
        (row, micro(row["energy"]) * int(tables.units["kwh", row["unit"].lower()]))
        for row in tables.rows("power_certificates")
        if row["cancelled_on"]
        and day(row["cancelled_on"]) <= today
        and row["production_from"][:4] == row["production_to"][:4]
    ]
    lots.sort(key=lambda lot: (lot[0]["cancelled_on"], lot[0]["line_id"]))
    # A number of the registry is used once.
    first_use = {row["registry_id"] or row["line_id"]: row for row, _ in reversed(lots)}
    lots = [
        (row, size)
        for row, size in lots
        if first_use[row["registry_id"] or row["line_id"]]["line_id"] == row["line_id"]
    ]
    left = {part.key: part.emission_quantity for part in power}
    covered: dict[str, list[Lot]] = defaultdict(list)

    def cover(own: Iterable[Part], own_lots: list[tuple[dict[str, str], int]]) -> None:
        """Hand certificates out in proportion to what is left, never more than that."""
        own = sorted(own, key=lambda part: (part.month, part.key))
        gross = sum(max(0, left[part.key]) for part in own)
        net = sum(left[part.key] for part in own)
        handed = min(sum(size for _, size in own_lots), max(0, net))
        if not handed:
            return
        position = given = 0
        for part in own:
            if left[part.key] <= 0:
                continue
            position += left[part.key]
            end = handed * position // gross
            lot_start = 0
            for row, size in own_lots:
                overlap = min(end, lot_start + size) - max(given, lot_start)
                lot_start += size
                if overlap > 0:
                    name = f"certificate|{row['line_id']}"
                    covered[part.key].append((name, row["energy_source"], overlap, None))
                    left[part.key] -= overlap
            given = end

    def spread(key: str) -> None:
        groups: dict[tuple[str, int], list[Part]] = defaultdict(list)
        for part in power:
            name = part.line.location if key == "location" else part.line.entity
            if name:
                groups[name, part.month.year].append(part)
        for (name, year), own in groups.items():
            own_lots = [
                (row, size)
                for row, size in lots
                if int(row["production_from"][:4]) == year and _lot_key(tables, row, key) == name
            ]
            cover(own, own_lots)

    spread("location")
    spread("entity")
    return {
        part.key: [
            *covered[part.key],
            *_contract_lot(tables, part, left[part.key], part.key in covered),
        ]
        for part in power
    }


def _lot_key(tables: Tables, row: dict[str, str], key: str) -> str:
    if row["location"]:
        location = tables.locations[row["location"].lower()]
        return location if key == "location" else ""
    return row["entity_id"] if key == "entity" else ""


def _contract_lot(tables: Tables, part: Part, left: int, is_covered: bool) -> list[Lot]:
    """Return what the contract supplies: green is grey as far as certificates do not reach."""
    if is_covered and not left:
        return []
    place = {"ev_charging_home": "home", "ev_charging_public": "public"}.get(part.activity_type)
    held = [
        row
        for row in tables.rows("power_contracts")
        if holds_on(row, part.first_day)
        and (
            (row["location_id"] and row["location_id"] == part.line.location)
            or (not row["location_id"] and place and row["charging_place"] == place)
        )
    ]
    row = max(held, key=lambda row: row["valid_from"], default=None)
    product = row["product"] if row else "unknown"
    product = {"green": "grey"}.get(product, product)
    label = None
    if product == "label":
        values = [
            Fraction(entry["kg_co2e_per_kwh"])
            for entry in tables.rows("power_labels")
            if entry["supplier_id"] == row["supplier_id"] and int(entry["year"]) == part.month.year
        ]
        label = min(values, default=None)
    return [(f"contract|{product}", product, left, label)]
