"""Choose figures to explain in a warehouse: `python -m bench.figures FILE`.

The largest line, a middle one and the smallest, a total, and backwards the line of a ledger, of a
fuel card, and a document.
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import typer

from bench.ways.lookups import FUEL, LEDGER


def choose(file: Path) -> list[list[str]]:
    """Return the arguments of `trede explain` for each."""
    with duckdb.connect(str(file), read_only=True) as connection:
        year = _one(
            connection, "select max(reporting_year) from marts.rpt_footprint where frame = 'ladder'"
        )
        lines = [
            str(line)
            for (line,) in connection.execute(
                "select ladder_line from audit.fct_emissions"
                f" where reporting_year = {year} and ladder_line is not null"
                " group by ladder_line order by count(*) desc, ladder_line"
            ).fetchall()
        ]
        kept = dict.fromkeys([lines[0], lines[len(lines) // 2], lines[-1]]) if lines else {}
        chosen = [["--line", line, "--year", str(year)] for line in kept]
        chosen.append(["--total", "total", "--year", str(year)])
        for extract in (LEDGER, FUEL):
            line = _one(
                connection,
                "select line_id from audit.fct_activities"
                f" where extract_name = '{extract}' and claim_status = 'counted' limit 1",
            )
            if line is not None:
                # A fuelling points at a person; the time is the same, and nobody reads the output.
                personal = ["--personal"] if extract == FUEL else []
                chosen.append(["--file", extract, "--line", str(line), *personal])
        document = _one(
            connection,
            "select source_document from audit.fct_activities"
            f" where extract_name = '{LEDGER}' and source_document is not null limit 1",
        )
        if document is not None:
            chosen.append(["--document", str(document)])
    return chosen


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> object:
    row = connection.execute(sql).fetchone()
    return row[0] if row else None


def main(
    file: Path = typer.Argument(..., help="A warehouse file."),
    output: Path = typer.Option(..., help="Where the arguments are written (JSON)."),
) -> None:
    """Choose figures to explain."""
    output.write_text(json.dumps(choose(file)), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
