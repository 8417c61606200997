"""What the report takes from outside the warehouse: a pack, the one before it, and the second opinion."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from trede.quality.read import TABLES
from trede.warehouse import Row, WarehouseError


class OutsideError(WarehouseError):
    """A pack or a file with results cannot be used; the message says why."""

    exit_code = 2


class OtherBuildError(WarehouseError):
    """A pack was touched, or does not hold what the report shows."""

    exit_code = 6


@dataclass(frozen=True)
class Pack:
    """The pack of this run: its folder, as it was named, and the hash to print."""

    name: str
    head: str


@dataclass(frozen=True)
class Changes:
    """What changed since the previous pack.

    Attributes:
        previous: its head.
        totals: name, tonnes before and after, of what differs.
        rules: rule and verdict before and after, of what differs.
    """

    previous: str
    totals: tuple[tuple[str, Decimal | None, Decimal | None], ...]
    rules: tuple[tuple[str, str | None, str | None], ...]


@dataclass(frozen=True)
class Opinion:
    """The second opinion: how many expectations were met, and those that were not."""

    passed: int
    all: int
    failures: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Outside:
    """All of it; what was not given is None."""

    pack: Pack | None = None
    changes: Changes | None = None
    opinion: Opinion | None = None


def read_outside(pack: Path | None, previous: Path | None, expectations: Path | None) -> Outside:
    """Read what was given.

    Raises:
        OutsideError: a folder is no pack, or a file holds no results.
        OtherBuildError: a pack was touched, or the results are of another pack.
    """
    from trede.pack.compare import compare_packs
    from trede.pack.errors import PackError, TouchedError
    from trede.pack.read import untouched

    for option, given in (("--previous", previous), ("--expectations", expectations)):
        if given is not None and pack is None:
            raise OutsideError(f"{option} needs --pack: the pack of this run.")
    try:
        found = Pack(str(pack), untouched(pack).head) if pack is not None else None
        changes = None
        if previous is not None:
            untouched(previous)
        if pack is not None and previous is not None:
            told = compare_packs(previous, pack)
            changes = Changes(
                previous=told.old.head,
                totals=tuple(
                    (
                        f"{each.frame} {each.line} {each.reporting_year}",
                        each.old_t_co2e,
                        each.new_t_co2e,
                    )
                    for each in told.totals
                ),
                rules=tuple(
                    (each.rule_id, each.old_status, each.new_status) for each in told.rules
                ),
            )
    except TouchedError as error:
        raise OtherBuildError(str(error)) from error
    except PackError as error:
        raise OutsideError(str(error)) from error
    opinion = _opinion(expectations, found) if expectations is not None and found else None
    return Outside(found, changes, opinion)


def refuse_other_build(pack: Path, runs: Set[str], tables: Mapping[str, Iterable[Row]]) -> None:
    """See to it that a pack holds what the report shows: the same run, and the same rows.

    Args:
        pack: an untouched pack.
        runs: the runs that gave the verdicts of the warehouse.
        tables: what the report read, by table without schema.

    Raises:
        OtherBuildError: it does not: its head would stand beside figures that it cannot prove.
    """
    from trede.pack.build_state import RUNTIME_COLUMNS
    from trede.pack.read import manifest_of, read_table, table_names

    way_out = "Give the pack of this build, or freeze it: `trede pack freeze`."
    manifest = manifest_of(pack)
    if runs != {manifest.build.invocation_id}:
        raise OtherBuildError(
            f"{pack} is of run {manifest.build.invocation_id}; the verdicts of this warehouse are of "
            f"{', '.join(sorted(runs)) or 'no run'}.\n{way_out}"
        )
    # Verdicts stay when models are built again without them: the rows must be the same, too.
    differ = []
    for name, wanted in TABLES.items():
        schema, table = name.split(".")
        if schema != "marts":
            continue
        columns = [each for each in wanted.columns if each not in RUNTIME_COLUMNS]
        frozen = read_table(pack, table) if table in table_names(manifest) else None
        is_same = (
            frozen is not None
            and set(columns) <= set(frozen.column_names)
            and _counted(frozen.to_pylist(), columns) == _counted(tables[table], columns)
        )
        if not is_same:
            differ.append(name)
    if differ:
        raise OtherBuildError(
            f"{pack} does not hold the rows of this warehouse: {', '.join(differ)} differ, though the "
            f"verdicts are of one run: models were built again after it, or by another version.\n{way_out}"
        )


def _counted(rows: Iterable[Row], columns: list[str]) -> Counter[tuple[Any, ...]]:
    return Counter(tuple(row[column] for column in columns) for row in rows)


def _opinion(file: Path, pack: Pack) -> Opinion:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        head = str(content["pack"]["head"])
        results = list(content["results"])
        opinion = Opinion(
            passed=sum(1 for each in results if each["success"]),
            all=len(results),
            failures=tuple(_failure(each) for each in results if not each["success"]),
        )
        if (opinion.passed, opinion.all) != (content["met"], content["evaluated"]):
            raise ValueError("its counts are not those of its results")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise OutsideError(
            f"{file} holds no results of `trede pack expect`: {error}.\n"
            "Give the JSON file that it wrote beside the pack."
        ) from error
    if head != pack.head:
        raise OtherBuildError(
            f"{file} is about the pack with head {head}, not about {pack.name} ({pack.head}).\n"
            f"Give the results of this pack: `trede pack expect {pack.name}`."
        )
    return opinion


def _failure(result: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return table, expectation and what was seen, of an expectation that was not met."""
    meta, arguments = result["meta"], result["arguments"]
    column = arguments.get("column") or ", ".join(arguments.get("column_list") or ())
    group = ", ".join(f"{key} {value}" for key, value in (meta.get("group") or {}).items())
    if result["error"]:
        seen = str(result["error"])
    elif result["unexpected_count"]:
        some = ", ".join(str(value) for value in result["unexpected_values"][:3])
        seen = f"{result['unexpected_count']}: {some}" if some else str(result["unexpected_count"])
    else:
        seen = str(result["observed"])
    told = (str(meta.get("check") or result["type"]), column, group)
    return str(result["table"]), ", ".join(part for part in told if part), seen
