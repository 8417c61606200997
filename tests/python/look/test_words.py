"""Wordings and numbers: complete in both languages, and written as their readers write them."""

from __future__ import annotations

import re
import string
from decimal import Decimal
from pathlib import Path

import pytest

from look.reading import written
from trede.language import Wordings
from trede.look import words

PACKAGE = Path(words.__file__).parent


@pytest.mark.parametrize(
    ("value", "decimals", "dutch", "english"),
    [
        ("1234.5", 1, "1.234,5", "1,234.5"),
        ("1234567.891", 2, "1.234.567,89", "1,234,567.89"),
        ("0.125", 2, "0,13", "0.13"),
        ("-0.001", 2, "0,00", "0.00"),
        ("-1234.56", 1, "-1.234,6", "-1,234.6"),
        ("999.999", 2, "1.000,00", "1,000.00"),
        ("12", 0, "12", "12"),
    ],
)
def test_numbers_are_written_in_the_notation_of_the_language(
    value: str, decimals: int, dutch: str, english: str
) -> None:
    assert words.number(Decimal(value), decimals, "nl") == dutch
    assert words.number(Decimal(value), decimals, "en") == english


def test_no_number_is_a_dash_and_never_a_zero() -> None:
    assert words.number(None, 2, "nl") == "–"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_numbers_agree_with_whole_number_arithmetic(language: str) -> None:
    for millionths in range(-5_000_000_007, 5_000_000_000, 92_233_721):
        value = f"{millionths / 1_000_000:.6f}"
        for decimals in (0, 1, 3):
            shown = words.number(Decimal(value), decimals, language)
            assert shown == written(value, decimals, language)


def test_every_wording_has_both_languages_with_the_same_places_to_fill() -> None:
    fields = {
        key: [
            {name for _, name, _, _ in string.Formatter().parse(text) if name}
            for text in texts.values()
        ]
        for key, texts in words.wordings().items()
    }
    assert len(fields) > 100
    assert {key: names for key, names in fields.items() if names[0] != names[1]} == {}


def test_every_wording_that_is_asked_for_exists_and_none_is_left_over() -> None:
    """Keys are found in the sources by their text; codes of the marts have a group and a dot."""
    sources = "".join(
        file.read_text(encoding="utf-8")
        for pattern in ("*.py", "templates/*.html")
        for file in PACKAGE.glob(pattern)
    )
    known = set(words.wordings())
    # What ends in an underscore is the beginning of a key: section_ ~ section.
    asked = set(re.findall(r"\b(?:said|say|texts)\(\s*\"(\w+)\"", sources))
    assert {key for key in asked if not key.endswith("_")} - known == set()
    quoted = set(re.findall(r"\"(\w+)\"", sources))
    sections = {f"section_{name}" for name in re.findall(r"id=\"(\w+)\"", sources)}
    built = (known & sections) | {"findings_open", "findings_accepted"}
    plain = {key for key in known if "." not in key}
    assert plain - quoted - built == set()
    groups = {key.split(".")[0] for key in known if "." in key}
    assert groups - quoted == set()


def test_a_code_without_a_wording_is_shown_rather_than_hidden() -> None:
    assert words.say_code("status", "UNDER_REVIEW", "nl") == "UNDER REVIEW"
    assert words.say_code("status", None, "nl") == "–"


def test_a_wording_that_stands_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "wordings.csv"
    file.write_text("key,nl,en\nline,Regel,Line\nline,Lijn,Line\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line stands twice"):
        Wordings(file).say("line", "nl")


def test_a_wording_without_a_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "wordings.csv"
    file.write_text("key,nl,en\nline,Regel,\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line stands twice or has no text"):
        Wordings(file).say("line", "nl")
