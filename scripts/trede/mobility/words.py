"""The sheet's own texts in two languages; numbers and languages are those of the look."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from trede.look.words import LANGUAGES, NOTHING, Language

WORDINGS_FILE = Path(__file__).with_name("wordings.csv")


@cache
def wordings() -> dict[str, dict[Language, str]]:
    """Return every wording by key and language.

    Raises:
        ValueError: a key stands twice, or a text is empty: a sheet would show a hole.
    """
    table: dict[str, dict[Language, str]] = {}
    with WORDINGS_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            texts = {language: row[language] for language in LANGUAGES}
            if row["key"] in table or not all(texts.values()):
                raise ValueError(f"{WORDINGS_FILE.name}: {row['key']} stands twice or has no text")
            table[row["key"]] = texts
    return table


def say(key: str, language: Language, **values: object) -> str:
    """Return a wording, with its {names} filled in."""
    return wordings()[key][language].format(**values)


def say_code(group: str, code: str | None, language: Language) -> str:
    """Return the wording of a code of the warehouse (`part.trip`), or the code if it has none."""
    if code is None or code == "":
        return NOTHING
    texts = wordings().get(f"{group}.{code}")
    return texts[language] if texts else code.replace("_", " ")
