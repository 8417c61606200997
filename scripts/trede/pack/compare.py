"""What changed between two packs: totals, verdicts, findings, editions, judgements.

`compare_packs` gives it as a model (and so as JSON) for reports; `as_text` for a terminal.
"""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict

from trede.pack.differences import compare_cells
from trede.pack.grids import cells_of_csv, csv_rows, read_cells
from trede.pack.landing import LANDING
from trede.pack.manifest import Manifest, read_manifest
from trede.pack.read import read_bytes, read_table, table_names
from trede.pack.verify import withheld_files

Change = Literal["new", "gone", "changed"]
Row = Mapping[str, Any]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True)


class PackId(_Model):
    """A pack, by its head."""

    folder: str
    head: str
    sequence: int
    as_of_date: str
    data_sha256: str


class TotalChange(_Model):
    """A line of a frame in one year, tonnes CO2e; None where a pack has no such line."""

    frame: str
    line: str
    reporting_year: int
    old_t_co2e: Decimal | None
    new_t_co2e: Decimal | None
    change_t_co2e: Decimal


class StatusChange(_Model):
    """A total that became a draft, or final."""

    frame: str
    total_kind: str
    total_key: str
    reporting_year: int
    old_status: str | None
    new_status: str | None


class RuleChange(_Model):
    """A rule with another verdict; None where a pack does not know the rule."""

    rule_id: str
    old_status: str | None
    new_status: str | None
    old_findings: int | None
    new_findings: int | None


class FindingChange(_Model):
    """A finding that is new or gone, or has another status (open, accepted)."""

    change: Change
    finding_id: str
    rule_id: str
    old_status: str | None
    new_status: str | None
    reporting_year: int | None
    message: str
    kg_co2e: Decimal | None


class EditionChange(_Model):
    """A factor edition that is new or gone, or is not the same; `columns` says in what."""

    change: Change
    edition_id: str
    columns: tuple[str, ...] = ()


class UsedEditionChange(_Model):
    """An edition that carries another number of kilograms in a year."""

    factor_edition_id: str
    reporting_year: int
    old_kg_co2e: Decimal | None
    new_kg_co2e: Decimal | None


class CellChanged(_Model):
    """One cell of a file of judgements, mappings or extracts."""

    line: str
    column: str
    old: str
    new: str


class FileChange(_Model):
    """A file of the company that is not the same; of withheld files only that they changed."""

    file: str
    change: Change
    is_withheld: bool
    old_rows: int | None
    new_rows: int | None
    rows_new: tuple[dict[str, str], ...] = ()
    rows_gone: tuple[dict[str, str], ...] = ()
    cells: tuple[CellChanged, ...] = ()
    columns_new: tuple[str, ...] = ()
    columns_gone: tuple[str, ...] = ()


class TableChange(_Model):
    """How much of a frozen table is not the same."""

    table: str
    change: Change
    cells: int
    rows_new: int
    rows_gone: int
    columns_new: tuple[str, ...] = ()
    columns_gone: tuple[str, ...] = ()


class ValueChange(_Model):
    """A version or a file of code that is not the same."""

    name: str
    old: str | None
    new: str | None


class PackChanges(_Model):
    """All that changed from one pack to another.

    Attributes:
        is_next: the new pack was made on the old one (its `previous` is the old one's head).
        judgements: files of judgements; mappings and extracts stand in `company_files`.
    """

    old: PackId
    new: PackId
    is_next: bool
    is_same_data: bool
    totals: tuple[TotalChange, ...]
    statuses: tuple[StatusChange, ...]
    rules: tuple[RuleChange, ...]
    findings: tuple[FindingChange, ...]
    editions: tuple[EditionChange, ...]
    used_editions: tuple[UsedEditionChange, ...]
    judgements: tuple[FileChange, ...]
    company_files: tuple[FileChange, ...]
    tables: tuple[TableChange, ...]
    versions: tuple[ValueChange, ...]
    code: tuple[ValueChange, ...]


def compare_packs(old: Path, new: Path) -> PackChanges:
    """Return what changed from the pack in `old` to the pack in `new`.

    Every file is read after a look at its hash.

    Raises:
        UsageError: a folder is no pack.
        TouchedError: a file is not as it was sealed.
    """
    first, first_head = read_manifest(old)
    second, second_head = read_manifest(new)
    files = _company_files(old, first, new, second)
    return PackChanges(
        old=_pack_id(old, first, first_head),
        new=_pack_id(new, second, second_head),
        is_next=second.previous is not None and second.previous.head == first_head,
        is_same_data=first.data_sha256 == second.data_sha256,
        totals=_totals(_rows(old, first, "rpt_footprint"), _rows(new, second, "rpt_footprint")),
        statuses=_statuses(old, first, new, second),
        rules=_rules(old, first, new, second),
        findings=_findings(_rows(old, first, "fct_findings"), _rows(new, second, "fct_findings")),
        editions=_editions(old, new),
        used_editions=_used_editions(old, first, new, second),
        judgements=tuple(file for file in files if file.file.startswith("judgements/")),
        company_files=tuple(file for file in files if not file.file.startswith("judgements/")),
        tables=_tables(old, first, new, second),
        versions=_values(_versions(old), _versions(new)),
        code=_values(_code(old), _code(new)),
    )


def _pack_id(folder: Path, manifest: Manifest, head: str) -> PackId:
    return PackId(
        folder=folder.resolve().name,
        head=head,
        sequence=manifest.sequence,
        as_of_date=manifest.as_of_date.isoformat(),
        data_sha256=manifest.data_sha256,
    )


def _rows(folder: Path, manifest: Manifest, table: str) -> list[Row]:
    """Return the rows of a table; none where the pack is older than the table."""
    return read_table(folder, table).to_pylist() if table in table_names(manifest) else []


def _by(rows: Iterable[Row], *columns: str) -> dict[tuple[Any, ...], Row]:
    return {tuple(row[column] for column in columns): row for row in rows}


def _sorted(keys: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Sort keys that may hold nulls."""
    return sorted(keys, key=lambda key: [(part is None, str(part)) for part in key])


def _sums(rows: Iterable[Row], keys: tuple[str, ...], measure: str) -> dict[Any, Decimal]:
    sums: dict[Any, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row[measure] is not None:
            sums[tuple(row[key] for key in keys)] += row[measure]
    return dict(sums)


def _totals(old: list[Row], new: list[Row]) -> tuple[TotalChange, ...]:
    keys = ("frame", "line", "reporting_year")
    before, after = _sums(old, keys, "t_co2e"), _sums(new, keys, "t_co2e")
    return tuple(
        TotalChange(
            frame=key[0],
            line=key[1],
            reporting_year=key[2],
            old_t_co2e=before.get(key),
            new_t_co2e=after.get(key),
            change_t_co2e=after.get(key, Decimal()) - before.get(key, Decimal()),
        )
        for key in _sorted({*before, *after})
        if before.get(key) != after.get(key)
    )


def _statuses(old: Path, first: Manifest, new: Path, second: Manifest) -> tuple[StatusChange, ...]:
    keys = ("frame", "total_kind", "total_key", "reporting_year")
    before = _by(_rows(old, first, "rpt_footprint_totals"), *keys)
    after = _by(_rows(new, second, "rpt_footprint_totals"), *keys)
    return tuple(
        StatusChange(
            **dict(zip(keys, key, strict=True)),
            old_status=_get(before.get(key), "status"),
            new_status=_get(after.get(key), "status"),
        )
        for key in _sorted({*before, *after})
        if _get(before.get(key), "status") != _get(after.get(key), "status")
    )


def _get(row: Row | None, column: str) -> Any:  # noqa: ANN401
    return row[column] if row else None


def _rules(old: Path, first: Manifest, new: Path, second: Manifest) -> tuple[RuleChange, ...]:
    before = _by(_rows(old, first, "fct_rule_results"), "rule_id")
    after = _by(_rows(new, second, "fct_rule_results"), "rule_id")
    return tuple(
        RuleChange(
            rule_id=key[0],
            old_status=_get(before.get(key), "status"),
            new_status=_get(after.get(key), "status"),
            old_findings=_get(before.get(key), "finding_count"),
            new_findings=_get(after.get(key), "finding_count"),
        )
        for key in _sorted({*before, *after})
        if _get(before.get(key), "status") != _get(after.get(key), "status")
    )


def _findings(old: list[Row], new: list[Row]) -> tuple[FindingChange, ...]:
    # Counts about persons have their status in their id, so they come and go as findings.
    before, after = _by(old, "finding_id"), _by(new, "finding_id")
    changes = []
    for key in _sorted({*before, *after}):
        was, now = before.get(key), after.get(key)
        if was and now and was["status"] == now["status"]:
            continue
        row = now or was or {}
        changes.append(
            FindingChange(
                change="new" if not was else "gone" if not now else "changed",
                finding_id=key[0],
                rule_id=row["rule_id"],
                old_status=_get(was, "status"),
                new_status=_get(now, "status"),
                reporting_year=row["reporting_year"],
                message=row["message"],
                kg_co2e=row["kg_co2e"],
            )
        )
    return tuple(changes)


def _editions(old: Path, new: Path) -> tuple[EditionChange, ...]:
    before, after = _csv(old, "inputs/factor_editions.csv"), _csv(new, "inputs/factor_editions.csv")
    first, second = _by(before, "edition_id"), _by(after, "edition_id")
    return tuple(
        EditionChange(
            change="new" if key not in first else "gone" if key not in second else "changed",
            edition_id=key[0],
            columns=tuple(
                column
                for column in second.get(key, {})
                if key in first and first[key].get(column) != second[key][column]
            ),
        )
        for key in _sorted({*first, *second})
        if first.get(key) != second.get(key)
    )


def _used_editions(
    old: Path, first: Manifest, new: Path, second: Manifest
) -> tuple[UsedEditionChange, ...]:
    keys = ("factor_edition_id", "reporting_year")
    before = _sums(_rows(old, first, "rpt_factor_coverage"), keys, "kg_co2e")
    after = _sums(_rows(new, second, "rpt_factor_coverage"), keys, "kg_co2e")
    return tuple(
        UsedEditionChange(
            factor_edition_id=key[0],
            reporting_year=key[1],
            old_kg_co2e=before.get(key),
            new_kg_co2e=after.get(key),
        )
        for key in _sorted({*before, *after})
        # What has no factor, or is merged over factors, names no edition.
        if before.get(key) != after.get(key) and key[0] is not None
    )


def _csv(folder: Path, path: str) -> list[dict[str, str]]:
    text = read_bytes(folder, path).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _company_files(old: Path, first: Manifest, new: Path, second: Manifest) -> list[FileChange]:
    before, after = _inputs(old, first), _inputs(new, second)
    changes = []
    for name in sorted({*before, *after}):
        was, now = before.get(name), after.get(name)
        if was and now and was[1] == now[1]:
            continue
        change: Change = "new" if not was else "gone" if not now else "changed"
        is_withheld = any(side is not None and side[2] for side in (was, now))
        about: dict[str, Any] = {}
        if was and now and not is_withheld and name.endswith(".csv"):
            path = f"inputs/{name}"
            about = _csv_changes(read_bytes(old, path), read_bytes(new, path))
        changes.append(
            FileChange(
                file=name,
                change=change,
                is_withheld=is_withheld,
                old_rows=was[0] if was else None,
                new_rows=now[0] if now else None,
                **about,
            )
        )
    return changes


def _inputs(folder: Path, manifest: Manifest) -> dict[str, tuple[int, str, bool]]:
    """Return rows, SHA-256 and whether it is withheld, of each file of the company."""
    files = {
        file.path.removeprefix("inputs/"): (file.grid.rows, file.sha256, False)
        for file in manifest.of("inputs")
        if file.grid is not None and file.path.count("/") == 2
    }
    for file in manifest.of("inputs"):
        if file.path.startswith(f"inputs/{LANDING}/"):
            rows = int(pq.read_metadata(folder / file.path).num_rows)
            files[file.path.removeprefix("inputs/")] = (rows, file.sha256, False)
    for row in withheld_files(read_bytes(folder, "inputs/withheld.csv")):
        files[row["file"]] = (int(row["rows"]), row["sha256"], True)
    return files


def _csv_changes(old: bytes, new: bytes) -> dict[str, Any]:
    changes = compare_cells(cells_of_csv(old), cells_of_csv(new), key_leads=False)
    before, after = _lines(old), _lines(new)
    return {
        "rows_new": tuple(after[line] for line in changes.rows_new),
        "rows_gone": tuple(before[line] for line in changes.rows_gone),
        "cells": tuple(
            CellChanged(
                line=cell.row,
                column=cell.column,
                old=before[cell.row].get(cell.column, ""),
                new=after[cell.new_row].get(cell.column, ""),
            )
            for cell in changes.cells
        ),
        "columns_new": tuple(changes.columns_new),
        "columns_gone": tuple(changes.columns_gone),
    }


def _lines(content: bytes) -> dict[str, dict[str, str]]:
    header, rows = csv_rows(content)
    return {f"line {line}": dict(zip(header, row, strict=False)) for line, row in rows}


def _tables(old: Path, first: Manifest, new: Path, second: Manifest) -> tuple[TableChange, ...]:
    before = {file.path: file for file in first.of("data")}
    after = {file.path: file for file in second.of("data")}
    changes = []
    for path in sorted({*before, *after}):
        was, now = before.get(path), after.get(path)
        if was and now and was.sha256 == now.sha256:
            continue
        name = path.removeprefix("data/")
        if not (was and now):
            grid = (was or now).grid  # type: ignore[union-attr]  # one of the two is there
            rows = grid.rows if grid else 0
            changes.append(
                TableChange(
                    table=name,
                    change="gone" if was else "new",
                    cells=0,
                    rows_new=0 if was else rows,
                    rows_gone=rows if was else 0,
                )
            )
            continue
        if was.grid is None or now.grid is None:
            continue
        found = compare_cells(
            read_cells(old / was.grid.cells),
            read_cells(new / now.grid.cells),
            key_leads=bool(now.grid.key),
        )
        changes.append(
            TableChange(
                table=name,
                change="changed",
                cells=len(found.cells),
                rows_new=len(found.rows_new),
                rows_gone=len(found.rows_gone),
                columns_new=tuple(found.columns_new),
                columns_gone=tuple(found.columns_gone),
            )
        )
    return tuple(changes)


def _versions(folder: Path) -> dict[str, str]:
    content = json.loads(read_bytes(folder, "runtime/versions.json"))
    return {
        "python": content["python"],
        "git_commit": str(content["git_commit"]),
        **content["packages"],
    }


def _code(folder: Path) -> dict[str, str]:
    return {row["file"]: row["sha256"] for row in _csv(folder, "runtime/code.csv")}


def _values(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[ValueChange, ...]:
    return tuple(
        ValueChange(name=name, old=old.get(name), new=new.get(name))
        for name in sorted({*old, *new})
        if old.get(name) != new.get(name)
    )


def as_text(changes: PackChanges, most: int = 20) -> str:
    """Write the changes for a terminal; `most` of each kind."""
    old, new = changes.old, changes.new
    lines = [
        f"from {old.folder} (pack {old.sequence}, as of {old.as_of_date})",
        f"  to {new.folder} (pack {new.sequence}, as of {new.as_of_date})",
        "the new one was made on the old one"
        if changes.is_next
        else "the new one was NOT made on the old one (its previous is another pack)",
    ]
    if changes.is_same_data:
        lines.append("The data are the same, byte for byte.")

    def part(title: str, items: list[str]) -> None:
        if items:
            lines.extend(["", f"{title} ({len(items)})", *(f"  {item}" for item in items[:most])])
            if len(items) > most:
                lines.append(f"  and {len(items) - most} more (--json gives all)")

    part(
        "Totals, t CO2e",
        [
            f"{each.frame} {each.line} {each.reporting_year}: {_t(each.old_t_co2e)} -> "
            f"{_t(each.new_t_co2e)} ({each.change_t_co2e:+.6f})"
            for each in changes.totals
        ],
    )
    part(
        "Drafts and finals",
        [
            f"{each.frame} {each.total_kind} {each.total_key} {each.reporting_year}: "
            f"{each.old_status} -> {each.new_status}"
            for each in changes.statuses
        ],
    )
    part(
        "Verdicts of rules",
        [
            f"{each.rule_id}: {each.old_status} ({each.old_findings}) -> {each.new_status} "
            f"({each.new_findings})"
            for each in changes.rules
        ],
    )
    part(
        "Findings",
        [f"{each.change}: {each.finding_id}: {each.message}" for each in changes.findings],
    )
    part(
        "Factor editions",
        [
            f"{each.change}: {each.edition_id}"
            + (f" ({', '.join(each.columns)})" if each.columns else "")
            for each in changes.editions
        ],
    )
    part(
        "Kilograms by edition",
        [
            f"{each.factor_edition_id} {each.reporting_year}: {_t(each.old_kg_co2e)} -> "
            f"{_t(each.new_kg_co2e)} kg"
            for each in changes.used_editions
        ],
    )
    part("Judgements", [text for each in changes.judgements for text in _file_text(each)])
    part(
        "Mappings and extracts",
        [text for each in changes.company_files for text in _file_text(each)],
    )
    part(
        "Tables",
        [
            f"{each.table}: {each.change}, {each.cells} cells, {each.rows_new} rows new, "
            f"{each.rows_gone} gone"
            for each in changes.tables
        ],
    )
    part("Versions", [f"{each.name}: {each.old} -> {each.new}" for each in changes.versions])
    part(
        "Code",
        [
            f"{each.name}: {'new' if each.old is None else 'gone' if each.new is None else 'changed'}"
            for each in changes.code
        ],
    )
    return "\n".join(lines)


def _t(value: Decimal | None) -> str:
    return "none" if value is None else f"{value:.6f}"


def _file_text(change: FileChange) -> list[str]:
    # Of a landed file no cells are compared.
    if change.is_withheld or change.change != "changed" or not change.file.endswith(".csv"):
        about = ", held as a hash" if change.is_withheld else ""
        return [
            f"{change.file}: {change.change}{about}, {change.old_rows} -> {change.new_rows} rows"
        ]
    texts = [
        f"{change.file} {cell.line}, {cell.column}: {cell.old!r} -> {cell.new!r}"
        for cell in change.cells
    ]
    texts += [f"{change.file}: column {name} new" for name in change.columns_new]
    texts += [f"{change.file}: column {name} gone" for name in change.columns_gone]
    for word, rows in (("new", change.rows_new), ("gone", change.rows_gone)):
        texts += [
            f"{change.file}: row {word}: {', '.join(filter(None, row.values()))}" for row in rows
        ]
    return texts or [f"{change.file}: written in another way, no cell differs"]
