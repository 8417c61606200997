"""The look's texts in two languages."""

from __future__ import annotations

from pathlib import Path

from trede.language import (
    LANGUAGES,
    NOTHING,
    Language,
    Wordings,
    as_language,
    number,
    own_decimals,
)

__all__ = [
    "LANGUAGES",
    "NOTHING",
    "WORDS",
    "Language",
    "as_language",
    "number",
    "own_decimals",
    "say",
    "say_code",
    "wordings",
]

WORDS = Wordings(Path(__file__).with_name("wordings.csv"))
say, say_code = WORDS.say, WORDS.say_code


def wordings() -> dict[str, dict[Language, str]]:
    """Return every wording of the look by key and language."""
    return WORDS.table
