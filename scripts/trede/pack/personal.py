"""What points at persons: it enters a pack as a hash of the whole file, and in no other way.

No hash of single lines or cells either: a number plate or a distance has so few values that all of
them can be tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
import pyarrow as pa

from trede.pack.errors import RefusedError
from trede.pack.grids import cells_of_table, csv_rows

#: Columns of person-borne files whose values are keys of persons, or lead to one.
PERSON_COLUMNS = (
    "employee_key",
    "traveller_key",
    "vehicle_id",
    "card_id",
    "charge_point_id",
    "line_id",
)
#: Columns in which any value at all is about a person, in whatever table.
PERSONAL_ANYWHERE = ("employee_key", "traveller_key", "vehicle_id", "card_id")
#: A key is looked for elsewhere if it is a pseudonym or a plate: at least four characters, a letter
#: and a digit. `own`, `unknown` or 1001 stand everywhere and would make every file look personal.
_KEY = re.compile(r"(?=.*[A-Za-z])(?=.*\d).{4,}")
_MACRO = "macro.trede.person_borne_files"
_TOKEN = re.compile(r"[\w-]+")


class _ReturnedError(Exception):
    """Carries what a dbt macro returns out of its template."""


def person_borne_files(dbt_manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the files of a company folder whose lines can point at persons.

    They are written once, in the macro person_borne_files, which also decides which findings are
    published as counts. It is read from the manifest of the build that is sealed.

    Raises:
        RefusedError: the manifest has no such macro.
    """

    def give_back(value: Any) -> None:  # noqa: ANN401
        raise _ReturnedError(value)

    try:
        text = dbt_manifest["macros"][_MACRO]["macro_sql"]
        environment = jinja2.Environment(autoescape=False, extensions=["jinja2.ext.do"])  # noqa: S701
        environment.globals["return"] = give_back
        environment.from_string(text).module.person_borne_files()  # type: ignore[attr-defined]
    except _ReturnedError as returned:
        return tuple(returned.args[0])
    except (KeyError, AttributeError, jinja2.TemplateError) as error:
        raise RefusedError(
            f"dbt's manifest does not say which files are about persons ({_MACRO}): {error}"
        ) from error
    raise RefusedError(f"{_MACRO} returns no list")


@dataclass(frozen=True)
class Persons:
    """The keys of persons in a company's files: to be looked for, never to be written."""

    keys: frozenset[str]

    def found_in(self, text: str) -> str | None:
        """Return a key that stands in a text as a word of its own, or as the whole of it."""
        if text in self.keys:
            return text
        return next((token for token in _TOKEN.findall(text) if token in self.keys), None)


def is_key(word: str) -> bool:
    """Tell whether a word has the form of a person's key."""
    return _KEY.fullmatch(word) is not None


def possible_keys(text: str) -> frozenset[str]:
    """Return the words of a text, and the whole of it, that have the form of a person's key."""
    words = (text.strip(), *_TOKEN.findall(text))
    return frozenset(word for word in words if is_key(word))


def read_persons(folder: Path, files: Iterable[str]) -> Persons:
    """Collect the keys of persons from the person-borne files of a company folder."""
    keys: set[str] = set()
    for name in files:
        for path in sorted(folder.glob(f"*/{name}.csv")):
            header, rows = csv_rows(path.read_bytes())
            wanted = [number for number, column in enumerate(header) if column in PERSON_COLUMNS]
            keys.update(row[number].strip() for _, row in rows for number in wanted if row)
    return Persons(frozenset(key for key in keys if is_key(key)))


def cells_with_persons(content: bytes, persons: Persons) -> Iterator[tuple[int, str]]:
    """Give the line and column of each cell of a CSV file that names a person."""
    header, rows = csv_rows(content)
    for line, row in rows:
        for number, cell in enumerate(row):
            column = header[number] if number < len(header) else f"column {number + 1}"
            if cell and (column in PERSONAL_ANYWHERE or persons.found_in(cell)):
                yield line, column


def refuse_persons(name: str, table: pa.Table, key: Iterable[str], persons: Persons) -> None:
    """See to it that a published table names no person.

    Raises:
        RefusedError: it does; the message says where, and does not repeat the key.
    """
    keys = cells_of_table(table, tuple(key)).keys
    for field in table.schema:
        if not pa.types.is_string(field.type):
            continue
        for row, value in enumerate(table.column(field.name).to_pylist()):
            if value and (field.name in PERSONAL_ANYWHERE or persons.found_in(value)):
                at = "" if persons.found_in(keys[row]) else f" {keys[row]}"
                raise RefusedError(
                    f"{name}: the row{at} (number {row + 1}) names a person in its column "
                    f"{field.name}: this table is published, and the key comes from the company's "
                    "person-borne files.\nFind what brings it there (a location, project or judgement "
                    "that is called as a vehicle or person?), give it another name and build again."
                )
