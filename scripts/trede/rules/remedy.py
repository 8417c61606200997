"""What a rule says to do about a finding, in the language of who reads it."""

from __future__ import annotations

from trede.language import Language
from trede.warehouse import Row


def remedy(rule: Row, language: Language) -> str:
    """Return the remedy of a row of dim_rules; its column without a language is the English one."""
    return str(rule["remedy_nl" if language == "nl" else "remedy"])
