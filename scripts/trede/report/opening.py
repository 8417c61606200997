"""What every report begins with: whose it is, and whether that company is an invented one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from trede.language import NOTHING, Language
from trede.look.words import say
from trede.report.blocks import Paragraph
from trede.warehouse import Row, is_synthetic


def company_row(tables: Mapping[str, Iterable[Row]]) -> Row:
    """Return the row of judgements/company; empty if the company states nothing about itself."""
    none: dict[str, Any] = {}
    return next(iter(tables["company"]), none)


def company_name(company: Row) -> str:
    """Return what the company is called, or a dash."""
    return str(company.get("name") or NOTHING)


def synthetic_note(company: Row, language: Language) -> Iterable[Paragraph]:
    """Yield the note that the company is invented, where it says so of itself."""
    if is_synthetic(company.get("reason")):
        yield Paragraph(say("synthetic", language), "note")
