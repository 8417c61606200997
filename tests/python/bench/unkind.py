"""Lines as companies deliver them at their worst: every kind of cell that a way might read otherwise."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from bench.ways.lookups import FUEL, LEDGER

FUEL_COLUMNS = [
    "line_id",
    "delivery_id",
    "source_file",
    "source_row",
    "source_document",
    "entity_id",
    "card_id",
    "vehicle_id",
    "transacted_at",
    "product",
    "quantity",
    "unit",
    "amount_eur",
    "odometer_km",
    "sustainability_proof_id",
    "project_id",
]
LEDGER_COLUMNS = [
    "line_id",
    "delivery_id",
    "source_file",
    "source_row",
    "source_document",
    "entity_id",
    "journal",
    "document_number",
    "booking_date",
    "account_code",
    "description",
    "supplier_id",
    "amount",
    "currency",
    "vat_amount",
    "credits_line_id",
    "project_id",
]

NUMBERS = (
    "12.5",
    "0",
    "-3.25",
    "0.0000005",
    "-0.0000005",
    "1.0000004999999",
    "99999.9999994",
    "33.123456789012345678",
    "007.50",
    " 41.10 ",
    "1.742,00",
    "1,5",
    "1e3",
    "+5",
    ".5",
    "5.",
    "1234567890",
    "",
    "-",
    "n.v.t.",
    "٣",
    "1\n2",
)
DAYS = (
    "2024-02-29",
    "2023-02-29",
    "2022-12-31",
    "2025-06-30",
    "1999-12-31",
    "2000-01-01",
    "2050-12-31",
    "2051-01-01",
    "2024-13-01",
    "2024-1-5",
    "31-12-2024",
    "20240131",
    " 2024-03-01 ",
    "",
)
CLOCKS = (
    "T11:03:00+01:00",
    " 23:59",
    "T00:00:00Z",
    "T08:30:00.123+0100",
    "",
    "T8:30",
    "T08:30:00 CET",
    "T24:61:99+99:99",
)
PRODUCTS = ("EURO95", "diesel", "DIESEL", "hvo100", "Euro 95 E10", "", "kerosine", "EURO95 ")
UNITS = ("l", "Liter", "m3", "M³", "ml", "gallon", "", "kWh", " L")
CURRENCIES = ("", "", "", "EUR", "eur", "GBP", "gbp", "USD", "Gbp ")


def _fuel_line(draw: random.Random, number: int, values: dict[str, list[str]]) -> dict[str, str]:
    # Mostly readable: a cell in six is drawn from the worst.
    worst = draw.random() < 1 / 6
    clock = draw.choice(CLOCKS) if worst else "T12:00:00+01:00"
    return {
        "line_id": "" if draw.random() < 0.01 else f"F-{draw.randrange(int(number * 1.1) + 9)}",
        "delivery_id": draw.choice(["D-1", "D-2", ""]),
        "source_file": draw.choice(["a.csv", "b.csv", ""]),
        "source_row": str(number + 2),
        "entity_id": draw.choice([*values["entities"], "", "unknown"]),
        "vehicle_id": draw.choice([*values["vehicles"], "", "v-unknown"]),
        "transacted_at": (draw.choice(DAYS) if worst else _day(draw)) + clock,
        "product": draw.choice(PRODUCTS + tuple(values["products"])),
        "quantity": draw.choice(NUMBERS) if worst else f"{draw.randrange(100, 9999) / 100}",
        "unit": draw.choice(UNITS) if worst else "l",
        "amount_eur": draw.choice(NUMBERS),
        "odometer_km": draw.choice(("", "", "12345", "x")),
        "sustainability_proof_id": draw.choice(("", "P-1")),
    }


def _ledger_line(draw: random.Random, number: int, values: dict[str, list[str]]) -> dict[str, str]:
    worst = draw.random() < 1 / 6
    return {
        "line_id": "" if draw.random() < 0.01 else f"L-{draw.randrange(int(number * 1.1) + 9)}",
        "delivery_id": draw.choice(["D-1", "D-2", ""]),
        "source_file": draw.choice(["a.csv", "b.csv", ""]),
        "source_row": str(number + 2),
        "source_document": f"DOC-{number % 97}",
        "entity_id": draw.choice([*values["entities"], "", "unknown"]),
        "booking_date": draw.choice(DAYS) if worst else _day(draw),
        "account_code": draw.choice([*values["accounts"], *values["accounts"], "", "9999"]),
        "supplier_id": draw.choice([*values["suppliers"], ""]),
        "amount": draw.choice(NUMBERS) if worst else f"{draw.randrange(-99999, 999999) / 100}",
        "currency": draw.choice(CURRENCIES),
        "vat_amount": draw.choice(("", "21.00", "x")),
        "credits_line_id": f"L-{draw.randrange(number + 9)}" if draw.random() < 0.05 else "",
    }


def _day(draw: random.Random) -> str:
    return (
        f"{draw.choice((2022, 2023, 2024))}-{draw.randrange(1, 13):02d}-{draw.randrange(1, 29):02d}"
    )


def _column(file: Path, name: str) -> list[str]:
    with file.open(encoding="utf-8", newline="") as opened:
        return sorted({row[name] for row in csv.DictReader(opened) if row[name]})


def write_unkind(company: Path, landing: Path, lines: int, seed: int = 7) -> None:
    """Replace the fuel and ledger lines of a company's folder by unkind ones, and land the same lines.

    Args:
        company: a copy of a company's folder; its two extracts are written again.
        landing: the folder to write Parquet to, as `trede scale` lays it out.
        lines: of each extract.
        seed: of the draw.
    """
    draw = random.Random(seed)  # noqa: S311  # the same lines each time
    mappings = company / "mappings"
    values = {
        "entities": _column(mappings / "entities.csv", "entity_id"),
        "vehicles": _column(mappings / "vehicles.csv", "vehicle_id"),
        "products": _column(mappings / "products.csv", "product"),
        "accounts": _column(mappings / "ledger_accounts.csv", "account_code"),
        "suppliers": _column(mappings / "suppliers.csv", "supplier_id")[:20],
    }
    for extract, columns, make in (
        (FUEL, FUEL_COLUMNS, _fuel_line),
        (LEDGER, LEDGER_COLUMNS, _ledger_line),
    ):
        made = [make(draw, number, values) for number in range(lines)]
        rows = [[row.get(column, "") for column in columns] for row in made]
        with (company / "extracts" / f"{extract}.csv").open(
            "w", encoding="utf-8", newline=""
        ) as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerows([columns, *rows])
        for part, month in enumerate(("2022-01", "2022-02")):
            folder = landing / extract / f"delivered={month}"
            folder.mkdir(parents=True, exist_ok=True)
            half = rows[part::2]
            table = pa.table(
                {
                    column: pa.array([row[place] for row in half], pa.string())
                    for place, column in enumerate(columns)
                }
            )
            pq.write_table(table, folder / "part-0.parquet")
