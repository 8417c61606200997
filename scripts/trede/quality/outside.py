"""What the report takes from outside the warehouse: a pack, the one before it, and the second opinion."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from trede.warehouse import WarehouseError


class OutsideError(WarehouseError):
    """A pack or a file with results cannot be used; the message says why."""

    exit_code = 2


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
        OutsideError: a folder is no pack, or was touched, or a file holds no results.
    """
    from trede.pack.compare import compare_packs
    from trede.pack.errors import PackError
    from trede.pack.read import head_hash

    if previous is not None and pack is None:
        raise OutsideError("--previous needs --pack: the pack of this run.")
    try:
        found = Pack(str(pack), head_hash(pack)) if pack is not None else None
        changes = None
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
    except PackError as error:
        raise OutsideError(str(error)) from error
    return Outside(found, changes, _opinion(expectations) if expectations is not None else None)


def _opinion(file: Path) -> Opinion:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        return Opinion(
            passed=int(content["met"]),
            all=int(content["evaluated"]),
            failures=tuple(
                (str(each["table"]), str(each["expectation"]), str(each["observed"]))
                for each in content["results"]
                if not each["success"]
            ),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OutsideError(
            f"{file} holds no results of `trede pack expect`: {error}.\n"
            "Give the JSON file that it wrote beside the pack."
        ) from error
