"""Read the steps between two publications and the reasons that were given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from trede.report.opening import company_row
from trede.warehouse import Row, Table, WarehouseError, open_warehouse, read_tables

#: The steps of the bridge, which are the causes of a restatement as well.
STEPS = ("activity", "factor", "boundary", "method", "error")

#: Causes of a quantity that changed.
QUANTITY = {"activity", "error"}

TABLES: dict[str, Table] = {
    "judgements.company": Table(("name", "reason"), "name"),
    "judgements.publications": Table(
        (
            *("reporting_year", "version", "pack_sha256", "prepared_by", "approved_by"),
            "published_on",
        ),
        "reporting_year, published_on, version",
    ),
    "judgements.restatements": Table(
        (
            *("reporting_year", "version", "cause", "scope", "reason"),
            *("decided_by", "decided_on"),
        ),
        "reporting_year, decided_on, cause, scope",
    ),
    "marts.rpt_change_bridge": Table(
        (
            *("frame", "line", "pair_kind", "reporting_year", "start_version", "end_version"),
            *("line_label_nl", "line_label_en", "line_order"),
            *("start_t", "activity_t", "factor_t", "boundary_t", "method_t", "error_t"),
            *("end_t", "merged_t"),
        ),
        "frame, reporting_year, start_version, line_order, line",
    ),
}


class NoPublicationError(WarehouseError):
    """There is no publication to compare with."""

    exit_code = 2


@dataclass(frozen=True)
class Change:
    """One publication and what came after it.

    Attributes:
        year: reporting year.
        start, end: versions; end is current for today's computation.
        lines: the lines of the Ladder with their steps, tonnes CO2e.
        reasons: restatements of the year that were decided since the start was published, and before the
            end was, and whose cause is one by which a line changed.
        publications: the one or two publications.
        company: the company's own row.
    """

    year: int
    start: str
    end: str
    lines: Sequence[Row]
    reasons: Sequence[Row]
    publications: Sequence[Row]
    company: Row


def read_change(file: Path, year: int | None, version: str | None) -> Change:
    """Read what changed after a publication.

    Args:
        file: the warehouse file.
        year: reporting year; None for the last that was published.
        version: the publication that is the start; None for the last but one where the last was not left
            since, else for the last.

    Raises:
        WarehouseError: there is no warehouse, it lacks tables, or no such publication.
    """
    with open_warehouse(file) as connection:
        tables = read_tables(connection, file, TABLES)
    steps = [
        row
        for row in tables["rpt_change_bridge"]
        if row["frame"] == "ladder" and row["pair_kind"] == "restatement"
    ]
    years = sorted({int(row["reporting_year"]) for row in steps})
    if not years:
        raise NoPublicationError(
            "No year was published yet: there is nothing to differ from.\n"
            "`trede publish --help` says how a year is published; build again after it."
        )
    if year is None:
        year = years[-1]
    if year not in years:
        raise NoPublicationError(
            f"{year} was never published.\nPublished years: {', '.join(map(str, years))}."
        )
    of_year = [row for row in steps if row["reporting_year"] == year]
    order = [
        str(row["version"])
        for row in tables["publications"]
        if str(row["reporting_year"]).strip() == str(year)
    ]
    if version is None:
        version = _start(of_year, order)
    lines = [row for row in of_year if row["start_version"] == version]
    if not lines:
        raise NoPublicationError(
            f"{year} has no publication {version}.\nVersions: {', '.join(order)}."
        )
    end = str(lines[0]["end_version"])
    told = {
        str(row["version"]): row
        for row in tables["publications"]
        if str(row["reporting_year"]).strip() == str(year)
    }
    since = _day(told[version]["published_on"]) if version in told else None
    until = _day(told[end]["published_on"]) if end in told else None
    return Change(
        year=year,
        start=version,
        end=end,
        lines=lines,
        reasons=[
            row
            for row in tables["restatements"]
            if str(row["reporting_year"]).strip() == str(year)
            and _is_between(row, version, since, until)
            and str(row["cause"] or "").strip().lower() in moved_causes(lines)
        ],
        publications=[told[each] for each in (version, end) if each in told],
        company=company_row(tables),
    )


def _start(of_year: Sequence[Row], order: Sequence[str]) -> str:
    """Return the publication to start from: the last one if it was left since, else the one before."""
    last = order[-1] if order else str(of_year[-1]["start_version"])
    is_left = any(row["start_t"] != row["end_t"] for row in of_year if row["start_version"] == last)
    return last if is_left or len(order) < 2 else order[-2]


def moved_causes(lines: Sequence[Row]) -> set[str]:
    """Return the causes by which any line changed.

    A quantity of a published year was wrong or late. Of what is merged for privacy the cause does not
    show, so that any may be its own.
    """
    if any(row["merged_t"] for row in lines):
        return {*STEPS}
    moved = {step for step in STEPS if any(row[f"{step}_t"] for row in lines)}
    return moved | QUANTITY if moved & QUANTITY else moved


def _is_between(row: Row, version: str, since: date | None, until: date | None) -> bool:
    """Tell whether a restatement departs from a version: it names it, or was decided in its time."""
    if str(row["version"] or "").strip():
        return str(row["version"]).strip() == version
    decided = _day(row["decided_on"])
    if decided is None:
        return True
    return (since is None or decided >= since) and (until is None or decided <= until)


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value or "").strip()[:10])
    except ValueError:
        return None
