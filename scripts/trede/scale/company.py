"""Write the company folder beside the landing: its mappings, judgements and small extracts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from trede.contract import Contract, load_contract
from trede.files import write_whole
from trede.paths import company_dir
from trede.scale.generator import open_generator, query
from trede.scale.settings import Settings

Row = Sequence[object]

#: Files whose choices hold for any company: the demo's own.
AS_THE_DEMO = (
    "judgements/base_years.csv",
    "judgements/category_screening.csv",
    "judgements/factor_choices.csv",
    "judgements/retention.csv",
    "judgements/significance_criteria.csv",
    "judgements/spend_categories.csv",
    "mappings/ledger_accounts.csv",
)

#: Mappings that are made by a query; their keys are those of the lines.
MAPPINGS = (
    "assigned_vehicles",
    "charge_points",
    "entities",
    "location_aliases",
    "locations",
    "meters",
    "power_contracts",
    "suppliers",
    "vehicles",
)

#: Products of the purchases: the first four have a supplier's factor at some suppliers.
_ARTICLES = (
    *("Papier A4", "Handzeep 5 l", "Toiletpapier", "Vloerreiniger"),
    *("Handschoenen", "Zakken 60 l", "Moppen"),
)
WITH_FACTOR = _ARTICLES[:4]

#: Words of the lines by the activity type that they stand for; the words that are missing here
#: ('Super Plus X', 'Koude', 'Onbekend artikel', 'Gemengd') are unknown on purpose.
PRODUCTS: dict[str, dict[str, str]] = {
    "fuel_transactions": {
        "Euro 95 E10": "petrol_e10",
        "EURO95": "petrol_e10",
        "Diesel B7": "diesel_b7",
        "DIESEL": "diesel_b7",
        "HVO100": "hvo100",
        "AdBlue": "adblue",
    },
    "supplier_invoices": {
        "Elektriciteit": "electricity",
        "Levering stroom": "electricity",
        "Aardgas": "natural_gas",
    },
    "waste_collections": {"Restafval": "waste_residual", "Papier en karton": "waste_paper"},
    "purchases_physical": dict.fromkeys(_ARTICLES, "physical_01"),
}


def write_company(settings: Settings, folder: Path) -> list[str]:
    """Write every CSV file of the contract: landed extracts with their header only.

    Returns:
        The files, such as mappings/vehicles.csv, in the contract's order.
    """
    contract = load_contract()
    rows: dict[str, Iterable[Row]] = dict(_own_rows(settings))
    with open_generator(settings) as connection:
        for name in MAPPINGS:
            rows[f"mappings/{name}.csv"] = _rows(connection, contract, name)
    for name in AS_THE_DEMO:
        rows[name] = _demo_rows(contract, name)
    for file in contract.files:
        content = _as_csv(file.column_names, rows.pop(file.file_name, ()))
        write_whole(folder / file.file_name, content)
    if rows:
        raise ValueError(f"the contract has no {', '.join(rows)}")
    return [file.file_name for file in contract.files]


def _rows(connection: duckdb.DuckDBPyConnection, contract: Contract, name: str) -> list[Row]:
    """Run the query of a mapping and see that its columns are those of the contract."""
    cursor = connection.execute(query(f"mappings/{name}"))
    _same_columns(contract, name, tuple(column[0] for column in cursor.description))
    return cursor.fetchall()


def _demo_rows(contract: Contract, name: str) -> list[Row]:
    """Read a file of the demo, which is in the repository."""
    with (company_dir("demo") / name).open(encoding="utf-8", newline="") as opened:
        header, *rows = csv.reader(opened)
    _same_columns(contract, Path(name).stem, tuple(header))
    return rows


def _same_columns(contract: Contract, name: str, columns: tuple[str, ...]) -> None:
    expected = contract.file(name).column_names
    if columns != expected:
        raise ValueError(f"{name}: the generator writes {columns}, the contract has {expected}")


def _own_rows(settings: Settings) -> Iterable[tuple[str, list[Row]]]:
    """Yield the small files that neither the demo nor a query has."""
    first, last = settings.years[0], settings.years[-1]
    decided = ("Synthetic company, to measure with.", "sustainability manager", "2025-02-03")
    name = "Rekenvoorbeeld op schaal (fictief)"
    choices = ("operational_control", f"{first}-{last}", "services", "nl")
    yield "judgements/company.csv", [(name, *choices, *decided)]
    yield (
        "mappings/products.csv",
        [
            (extract, word, kind)
            for extract, words in PRODUCTS.items()
            for word, kind in words.items()
        ],
    )
    yield "extracts/business_metrics.csv", list(_metrics(settings))
    yield "extracts/projects.csv", list(_projects(settings))
    yield "extracts/supplier_factors.csv", list(_supplier_factors(first, last))


def _projects(settings: Settings) -> Iterable[Row]:
    """Yield the twenty projects of each year; every fifth was won with an advantage."""
    pairs = [(year, project) for year in settings.years for project in range(1, 21)]
    for number, (year, project) in enumerate(pairs, 1):
        won = "true" if project % 5 == 0 else "false"
        own = ("entity_01", f"project_{project:02}", f"Project {project}", year, won, "revenue")
        yield (*_line("PJ", number), *own)


def _supplier_factors(first: int, last: int) -> Iterable[Row]:
    """Yield the factors of forty suppliers for some of their products."""
    pairs = [(supplier, product) for supplier in range(1, 41) for product in WITH_FACTOR]
    for number, (supplier, product) in enumerate(pairs, 1):
        factor = (f"s-{supplier:05}", product, "kg", f"0.{number:03}", "cradle_to_gate")
        yield (*_line("SF", number), *factor, f"{first}-01-01", f"{last}-12-31", "")


def _metrics(settings: Settings) -> Iterable[Row]:
    """Yield revenue, staff and floor area of each entity and year."""
    number = 0
    for year in settings.years:
        for entity in range(1, 2**settings.entity_levels):
            for metric, value in (
                ("revenue_eur", 10_000_000 + 350_000 * entity),
                ("fte", 120 + 3 * entity),
                ("floor_area_m2", 9_000 + 10 * entity),
                ("worked_hours", 190_000 + 500 * entity),
            ):
                number += 1
                yield (
                    *_line("BM", number),
                    f"entity_{entity:02}",
                    metric,
                    f"{year}-01-01",
                    f"{year}-12-31",
                    value,
                )


def _line(prefix: str, number: int) -> tuple[str, ...]:
    """The five common columns of a line of a small extract, which no delivery brought."""
    return (f"{prefix}-{number:06}", "", "opgave.csv", str(number + 1), "")


def _as_csv(header: Sequence[str], rows: Iterable[Row]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")
