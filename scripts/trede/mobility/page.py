"""Write the sheet as one HTML file that prints on A4 and loads nothing."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from trede.look.words import NOTHING, Language
from trede.look.words import say as look_say
from trede.mobility.sheet import Sheet
from trede.mobility.texts import Texts


def render(sheet: Sheet, language: Language, is_synthetic: bool) -> str:
    """Return the page as text.

    Args:
        sheet: the sheet of one KVK number and year.
        language: the language that it speaks.
        is_synthetic: whether the company says of itself that it is synthetic.
    """
    environment = Environment(
        loader=PackageLoader("trede.mobility"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # A KVK number is text that a company delivers: only its letters and digits go into the style.
    footer = f"WPM {''.join(filter(str.isalnum, sheet.kvk_number))} {sheet.year}"
    style = environment.get_template("sheet.css").render(footer=footer)
    return environment.get_template("sheet.html").render(
        sheet=sheet,
        texts=Texts(sheet, language),
        language=language,
        nothing=NOTHING,
        synthetic=look_say("synthetic", language) if is_synthetic else None,
        disclaimer=look_say("disclaimer", language),
        style=Markup(style),  # noqa: S704  # our own
    )
