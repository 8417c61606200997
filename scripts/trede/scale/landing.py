"""Write the landing folder: one Parquet file per extract and delivery month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb

from trede.scale.generator import open_generator, query, set_variables
from trede.scale.settings import PREFIXES, SHARES, Settings


def write_landing(
    settings: Settings, folder: Path, threads: int, advance: Callable[[int], object]
) -> None:
    """Write `<folder>/<extract>/delivered=<month>/part-0.parquet` for every extract and month.

    Args:
        settings: what is generated.
        folder: the landing folder.
        threads: how many months are written side by side.
        advance: called with the number of lines of each file that is complete.
    """
    months = range(settings.months)
    with ThreadPoolExecutor(threads) as pool:
        shares = [months[worker::threads] for worker in range(threads)]
        for done in [pool.submit(_write_months, settings, folder, own, advance) for own in shares]:
            done.result()


def _write_months(
    settings: Settings, folder: Path, months: Sequence[int], advance: Callable[[int], object]
) -> None:
    queries = {extract: query(f"extracts/{extract}") for extract in PREFIXES}
    with open_generator(settings) as connection:
        set_variables(
            connection,
            {"extract_names": list(PREFIXES), "prefixes": list(PREFIXES.values())},
        )
        for month in months:
            label = f"{settings.month_starts[month]:%Y-%m}"
            set_variables(connection, {"month": month, "delivered": label})
            for extract, rows in queries.items():
                lines = _choose_lines(connection, settings, extract, month)
                file = folder / extract / f"delivered={label}" / "part-0.parquet"
                _write(connection, rows, file)
                advance(lines)


def _choose_lines(
    connection: duckdb.DuckDBPyConnection, settings: Settings, extract: str, month: int
) -> int:
    """Tell the query of an extract which lines it makes; return how many."""
    if extract not in SHARES:
        return 0
    first, following = (settings.first_line(extract, at) for at in (month, month + 1))
    set_variables(
        connection,
        {
            "extract": extract,
            "first_line": first,
            "next_line": following,
            "total": settings.counts[extract],
            "per_month": -(-settings.counts[extract] // settings.months),
        },
    )
    return following - first


def _write(connection: duckdb.DuckDBPyConnection, rows: str, file: Path) -> None:
    """Write the rows of a query, every column as text."""
    file.parent.mkdir(parents=True, exist_ok=True)
    as_text = connection.sql(rows).select("columns(*)::varchar")
    as_text.write_parquet(str(file), compression="zstd", row_group_size=122_880)
