"""Two languages for everything that people see: wordings from a table, numbers in their notation.

Each package that speaks keeps its wordings in one wordings.csv (key, nl, en) beside its modules.
Labels of frames, lines, activity types and rules come with the marts.
"""

from __future__ import annotations

import csv
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from pathlib import Path
from typing import Literal, cast, get_args

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

#: What stands where there is nothing to show.
NOTHING = "–"


class Wordings:
    """The wordings of one package.

    Args:
        file: a CSV file with the columns key, nl and en.
    """

    def __init__(self, file: Path) -> None:
        self.file = file

    @cached_property
    def table(self) -> dict[str, dict[Language, str]]:
        """Every wording by key and language.

        Raises:
            ValueError: a key stands twice, or a text is empty: a page would show a hole.
        """
        table: dict[str, dict[Language, str]] = {}
        with self.file.open(encoding="utf-8", newline="") as opened:
            for row in csv.DictReader(opened):
                texts = {language: row[language] for language in LANGUAGES}
                if row["key"] in table or not all(texts.values()):
                    raise ValueError(f"{self.file.name}: {row['key']} stands twice or has no text")
                table[row["key"]] = texts
        return table

    def say(self, key: str, language: Language, **values: object) -> str:
        """Return a wording, with its {names} filled in."""
        return self.table[key][language].format(**values)

    def say_code(self, group: str, code: str | None, language: Language) -> str:
        """Return the wording of a code (`status.FINAL`), or the code itself if it has none.

        A code that a later version of the marts brings is shown as it is: hiding it would be worse.
        """
        if code is None or code == "":
            return NOTHING
        texts = self.table.get(f"{group}.{code}")
        return texts[language] if texts else code.replace("_", " ")


def number(value: Decimal | float | None, decimals: int, language: Language) -> str:
    """Write a number: 1.234,5 in Dutch, 1,234.5 in English; a dash for none.

    Args:
        value: the number; decimals of the marts stay exact, halves are rounded away from zero.
        decimals: digits behind the decimal mark.
        language: whose notation.
    """
    if value is None:
        return NOTHING
    step = Decimal(1).scaleb(-decimals)
    rounded = Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP)
    if rounded == 0:
        rounded = abs(rounded)  # "-0.00" would look like a removal
    text = f"{rounded:,.{decimals}f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "nl" else text


def own_decimals(value: Decimal | float | None, at_most: int = 6) -> int:
    """Return how many decimals a number itself has, without trailing zeros (135.50 has one)."""
    if value is None:
        return 0
    exponent = cast(int, Decimal(str(value)).normalize().as_tuple().exponent)
    return min(max(-exponent, 0), at_most)


def with_own_mark(text: str, language: Language) -> str:
    """Write the percentages of a mart's sentence in a language's notation: 95.50% is 95,50% in Dutch.

    Sentences of the marts are text in SQL, which knows one decimal mark.
    """
    return re.sub(r"(?<=\d)\.(?=\d+%)", ",", text) if language == "nl" else text


def as_language(value: str | None) -> Language | None:
    """Return a language if it is one that the look speaks."""
    text = (value or "").strip().lower()
    return cast(Language, text) if text in LANGUAGES else None
