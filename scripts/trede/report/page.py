"""Draw the report as one HTML file that holds everything and loads nothing."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from trede.language import Wordings, as_language
from trede.report.blocks import Document, Table

WORDS = Wordings(Path(__file__).with_name("wordings.csv"))


def render(document: Document) -> str:
    """Return the page as text."""
    environment = Environment(
        loader=PackageLoader("trede.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["dict"] = dict
    environment.globals["widths"] = _widths
    # The company's name is text that a company delivers: only letters, digits and spaces go into the style.
    footer = "".join(each for each in document.footer if each.isalnum() or each in " ·-.")
    style = environment.get_template("report.css").render(footer=footer)
    return environment.get_template("report.html").render(
        document=document,
        contents=WORDS.say("contents", as_language(document.language) or "nl"),
        style=Markup(style),  # noqa: S704  # our own
    )


def _widths(table: Table) -> float:
    """Return what the widths add up to: a column without one takes as much as one share."""
    return sum(column.width or 1 for column in table.columns)
