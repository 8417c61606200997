"""A small warehouse of our own making: five lines with kilograms, two without."""

from __future__ import annotations

from pathlib import Path

import pytest

from look.conftest import Fabricated
from trede.sample.population import TABLES

#: line: extract, quantity, unit, kg of each of its parts, line of the Ladder
LINES = {
    "F-1": ("fuel_transactions", "40", "l", ("80", "20"), "scope_1"),
    "F-2": ("fuel_transactions", "10", "l", ("20", "5"), "scope_1"),
    "L-1": ("ledger_entries", "1000", "eur", ("1000",), "3.1"),
    "L-2": ("ledger_entries", "-50", "eur", ("-50",), "3.1"),
    "T-1": ("trips", "100", "km", ("20",), "business_travel"),
    "L-3": ("ledger_entries", "999", "eur", (), None),
    "M-1": ("meter_readings", "5", "kWh", (), None),
}

_TYPES = {
    "occurrence": "integer",
    "reporting_year": "integer",
    "period_start": "date",
    "period_end": "date",
    "source_quantity": "decimal(20, 6)",
    "wtw_factor_value": "decimal(18, 9)",
    "kg_co2e": "decimal(18, 6)",
}


@pytest.fixture
def warehouse(tmp_path: Path) -> Fabricated:
    """Lines of 2024, all of one entity; F-1 and F-2 have two parts."""
    folder = tmp_path / "warehouse"
    folder.mkdir()
    made = Fabricated(folder / "current.duckdb")
    with made:
        for schema in (*sorted({name.split(".")[0] for name in TABLES}), "judgements"):
            made.sql(f"create schema {schema}")
        for name, table in TABLES.items():
            columns = ", ".join(f"{each} {_TYPES.get(each, 'varchar')}" for each in table.columns)
            made.sql(f"create table {name} ({columns})")
        made.sql("create table judgements.company (name varchar, language varchar, reason varchar)")
        made.insert(
            "judgements.company",
            {"name": "Noord & Zuid BV", "language": "nl", "reason": "Synthetic company. Yes."},
        )
        made.insert("marts.dim_entities", {"entity_id": "north", "entity_name": "Noord BV"})
        made.insert(
            "staging.stg_deliveries",
            {"delivery_id": "d1", "original_name": "export.csv", "sha256": "ab" * 32},
        )
        for line, (extract, quantity, unit, parts, ladder) in LINES.items():
            for place, kg in enumerate(parts or (None,)):
                activity = f"{line}-{place}"
                made.insert(
                    "audit.fct_activities",
                    {
                        "activity_id": activity,
                        "extract_name": extract,
                        "line_id": line,
                        "occurrence": 1,
                        "delivery_id": "d1",
                        "source_file": "export.csv",
                        "source_row": "7",
                        "source_document": f"DOC {line}",
                        "entity_id": "north",
                        "activity_type": "petrol",
                        "period_start": "2024-03-01",
                        "period_end": "2024-03-01",
                        "reporting_year": 2024,
                        "claim_status": "counted" if parts else "out_of_scope",
                        "claim_reason": "only_source" if parts else "account_out_of_scope",
                        "source_quantity": quantity,
                        "source_unit": unit,
                    },
                )
                if kg is not None:
                    made.insert(
                        "audit.fct_emissions",
                        {
                            "activity_id": activity,
                            "reporting_year": 2024,
                            "ladder_line": ladder,
                            "factor_edition_id": "nl_2024",
                            "factor_id": "petrol",
                            "wtw_factor_value": "2.5",
                            "factor_unit": "kg CO2e per l",
                            "kg_co2e": kg,
                        },
                    )
    return made
