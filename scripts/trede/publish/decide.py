"""Whether a year may be published: pure, of rows as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from trede.publish.book import ROW_COLUMNS, Book, Row
from trede.publish.errors import OtherFilesError, RefusedError, UsageError

#: What a row of a version is found by; the rest is measured.
MEASURES = ("quantity", "kg_co2e", "boundary_days")
KEYS = tuple(column for column in ROW_COLUMNS if column not in (*MEASURES, "version"))

#: Bound of staging: nine digits before the point (macros/reading/read_cell.sql).
LARGEST = Decimal(10**9)


@dataclass(frozen=True)
class Wish:
    """What was asked for.

    Attributes:
        year: the reporting year.
        prepared_by, approved_by: roles, never names.
        on: day of publication.
        version: its version; None takes the next number.
        reason: why it is published; None has one made up of what it is.
        draft_reason: why a draft may be published; None refuses drafts.
        pack_sha256: hash of the evidence pack, if there is one.
    """

    year: int
    prepared_by: str
    approved_by: str
    on: date
    version: str | None = None
    reason: str | None = None
    draft_reason: str | None = None
    pack_sha256: str | None = None


@dataclass(frozen=True)
class Publication:
    """What is to be written: one row of publications.csv, and the rows of published_rows.csv."""

    row: Row
    rows: tuple[Row, ...]

    @property
    def tonnes(self) -> Decimal:
        """The sum of the rows, tonnes CO2e."""
        return Decimal(self.row["kg_co2e"]) / 1000


def decide(
    wish: Wish,
    rows: Sequence[Row],
    drafts: Sequence[str],
    book: Book,
    moves: Mapping[str, Sequence[Mapping[str, str]]],
) -> Publication | None:
    """Say what is to be written, or None where the year stands published as it is.

    Args:
        wish: what was asked for.
        rows: today's rows of the year, without version.
        drafts: totals of the year that are drafts, each with its reason.
        book: what was published before.
        moves: what changed since a version of the year, by version: rows with their cause.

    Raises:
        UsageError: an option cannot be used.
        OtherFilesError: the warehouse does not know the latest version.
        RefusedError: the year may not be published as it is.
    """
    _refuse_roles(wish)
    if not rows:
        raise UsageError(f"{wish.year} has no emissions in this warehouse: nothing to publish.")
    _refuse_large(rows)
    earlier = book.versions(wish.year)
    latest = earlier[-1] if earlier else None
    version = wish.version or str(
        max((int(row["version"]) for row in earlier if row["version"].isdecimal()), default=0) + 1
    )
    there = book.rows(wish.year, version)
    known = next((row for row in earlier if row["version"] == version), None)
    if known is not None and not _differences(there, rows):
        return None
    if known is not None:
        raise RefusedError(
            f"Version {version} of {wish.year} was published on {known['published_on']} with other "
            "rows.\nA version is never changed: leave --version out, and the next one is taken."
        )
    if there:
        raise RefusedError(
            f"published_rows.csv has {len(there)} rows of version {version} of {wish.year}, and "
            "publications.csv does not have that version.\n"
            "An earlier run stopped between the two files: take those rows out and run it again."
        )
    if latest is not None:
        before = book.rows(wish.year, latest["version"])
        changed = _differences(before, rows)
        if not changed and wish.version is None:
            return None
        _refuse_undecided(wish, latest, changed, moves, book)
    if drafts and not (wish.draft_reason or "").strip():
        raise RefusedError(
            f"{len(drafts)} totals of {wish.year} are drafts:\n"
            + "\n".join(f"  {draft}" for draft in drafts[:6])
            + "\nPut right what makes them drafts, or say with --draft-reason why they are "
            "published as drafts."
        )
    return _publication(wish, version, rows, latest, bool(drafts))


def _publication(
    wish: Wish, version: str, rows: Sequence[Row], latest: Row | None, is_draft: bool
) -> Publication:
    """Make the rows of both files."""
    reason = wish.reason or (
        "First publication of the year."
        if latest is None
        else f"Restates version {latest['version']} (judgements/restatements.csv)."
    )
    if is_draft:
        reason = f"DRAFT: {(wish.draft_reason or '').strip()} {reason}"
    return Publication(
        row={
            "reporting_year": str(wish.year),
            "version": version,
            "pack_sha256": wish.pack_sha256 or "",
            "prepared_by": wish.prepared_by.strip(),
            "approved_by": wish.approved_by.strip(),
            "published_on": wish.on.isoformat(),
            "row_count": str(len(rows)),
            "kg_co2e": format(sum((Decimal(row["kg_co2e"]) for row in rows), Decimal(0)), "f"),
            "reason": reason,
            "decided_by": wish.approved_by.strip(),
            "decided_on": wish.on.isoformat(),
        },
        rows=tuple({**row, "version": version} for row in rows),
    )


def _refuse_roles(wish: Wish) -> None:
    for option, role in (("--prepared-by", wish.prepared_by), ("--approved-by", wish.approved_by)):
        if not role.strip():
            raise UsageError(f"{option} is empty: name the role that did it, such as controller.")
        if "@" in role:
            raise UsageError(f"{option} '{role}' is an address: name a role, never a person.")
    if wish.prepared_by.strip().lower() == wish.approved_by.strip().lower():
        raise RefusedError(
            f"'{wish.approved_by.strip()}' prepared the figures and cannot approve them.\n"
            "Have them approved by another role, and name it with --approved-by."
        )


def _refuse_large(rows: Sequence[Row]) -> None:
    for row in rows:
        for column in ("quantity", "kg_co2e"):
            if row[column] and abs(Decimal(row[column])) >= LARGEST:
                raise RefusedError(
                    f"{column} {row[column]} of {row['activity_category']} "
                    f"{row['activity_type']} has more than nine digits before the point, which a "
                    "company's files cannot carry.\nDeliver by entity, so that each row is smaller."
                )


def _differences(before: Sequence[Row], after: Sequence[Row]) -> list[Row]:
    """Return a row for each group that only one side has, or that has another measure."""
    old, new = (_by_key(rows) for rows in (before, after))
    return [
        new.get(key, old.get(key, {}))
        for key in sorted({*old, *new})
        if _measures(old.get(key)) != _measures(new.get(key))
    ]


def _by_key(rows: Sequence[Row]) -> dict[tuple[str, ...], Row]:
    return {
        tuple(
            _plain(row.get(column, "")) if column in _NUMBERS else row[column] for column in KEYS
        ): row
        for row in rows
    }


#: Keys that are numbers: written with other zeros at the end they are the same.
_NUMBERS = ("factor_value", "wtw_factor_value")


def _plain(cell: str) -> str:
    return format(Decimal(cell).normalize(), "f") if cell else ""


def _measures(row: Row | None) -> tuple[str, ...] | None:
    return None if row is None else tuple(_plain(row[column]) for column in MEASURES[:2])


def _refuse_undecided(
    wish: Wish,
    latest: Row,
    changed: Sequence[Row],
    moves: Mapping[str, Sequence[Mapping[str, str]]],
    book: Book,
) -> None:
    """Refuse a published year that changed without a restatement that says why."""
    if wish.on.isoformat() < latest["published_on"]:
        raise UsageError(
            f"{wish.year} was published on {latest['published_on']}: a later version cannot be of "
            f"{wish.on.isoformat()}. Give its day with --on."
        )
    decided = [row for row in book.restatements if _is_decided(row, wish, latest)]
    undecided = sorted(
        {
            f"{row['ladder_line']}, {row['activity_category']}, {row['entity_id'] or 'all entities'}"
            for row in changed
            if not any(covers(restatement, row) for restatement in decided)
        }
    )
    if undecided:
        raise RefusedError(
            f"{wish.year} was published (version {latest['version']}, {latest['published_on']}) and "
            "is computed otherwise now, and no restatement says why:\n"
            + "\n".join(f"  {each}" for each in undecided[:10])
            + (f"\n  and {len(undecided) - 10} more" if len(undecided) > 10 else "")
            + "\nmarts.rpt_change_bridge says what changed. Write a row in "
            f"judgements/restatements.csv with reporting_year {wish.year}, version "
            f"{latest['version']}, its cause, reason, role and date; or put the files right."
        )
    if not changed:
        return
    if latest["version"] not in moves:
        raise OtherFilesError(
            f"The warehouse was built before version {latest['version']} of {wish.year} was "
            "published, and cannot say why the year changed.\nBuild the company again first."
        )
    unexplained = sorted(
        {
            f"{move['cause']}: {move['ladder_line']}, {move['activity_category']}, "
            f"{move['entity_id'] or 'all entities'}"
            for move in moves[latest["version"]]
            if not any(
                covers(restatement, move) and explains(restatement, move) for restatement in decided
            )
        }
    )
    if unexplained:
        raise RefusedError(
            f"{wish.year} was published (version {latest['version']}, {latest['published_on']}) and "
            "changed by another cause than its restatements say:\n"
            + "\n".join(f"  {each}" for each in unexplained[:10])
            + (f"\n  and {len(unexplained) - 10} more" if len(unexplained) > 10 else "")
            + "\nWrite a row in judgements/restatements.csv with that cause (activity or error for a "
            "quantity) and its reason, role and date; or put the files right."
        )


def _is_decided(restatement: Row, wish: Wish, latest: Row) -> bool:
    """Whether somebody decided on it, after the latest publication and for it."""
    if restatement["reporting_year"] != str(wish.year):
        return False
    if not (restatement["reason"] and restatement["decided_by"]):
        return False
    if restatement["decided_on"] > wish.on.isoformat():
        return False
    if restatement["version"]:
        # Of the very day: the version says that it was after.
        return (
            restatement["version"] == latest["version"]
            and restatement["decided_on"] >= latest["published_on"]
        )
    return restatement["decided_on"] > latest["published_on"]


def covers(restatement: Mapping[str, str], row: Mapping[str, str]) -> bool:
    """Whether the scope of a restatement holds a row: a line, a category, an entity, or all."""
    scope = restatement["scope"].lower()
    lines = (row["ladder_line"], row["ghg_line"], row["iso_line"])
    return scope in (
        *("", "all", row["activity_category"].lower()),
        *((row["entity_id"].lower(),) if row["entity_id"] else ()),
        *(line.lower() for line in lines),
        *(("scope_3",) if any(line.startswith("3.") for line in lines[:2]) else ()),
    )


def explains(restatement: Mapping[str, str], move: Mapping[str, str]) -> bool:
    """Whether the cause of a restatement is what a row moved by; a quantity was wrong or late."""
    cause = restatement["cause"].lower()
    return move["cause"] in ("any", cause) or (move["cause"] == "error" and cause == "activity")
