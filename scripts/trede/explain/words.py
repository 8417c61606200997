"""The explanation's own texts in two languages; numbers and units are those of the look."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from trede.look.words import LANGUAGES, NOTHING, Language
from trede.look.words import wordings as look_wordings

WORDINGS_FILE = Path(__file__).with_name("wordings.csv")


@cache
def wordings() -> dict[str, dict[Language, str]]:
    """Return every wording by key and language.

    Raises:
        ValueError: a key stands twice, or a text is empty: an explanation would show a hole.
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
    """Return the wording of a code of the warehouse (`reason.invoiced`), else that of the look.

    A code that neither knows is shown as it is: hiding it would be worse.
    """
    if code is None or code == "":
        return NOTHING
    key = f"{group}.{code}"
    texts = wordings().get(key) or look_wordings().get(key)
    return texts[language] if texts else code.replace("_", " ")
