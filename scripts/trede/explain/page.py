"""Write an explanation as one HTML file that prints on A4 and loads nothing."""

from __future__ import annotations

from datetime import datetime

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from trede.explain.model import Explanation, Trace
from trede.explain.texts import Texts
from trede.look.page import breakable
from trede.look.words import NOTHING, Language
from trede.look.words import say as look_say


def render(
    document: Explanation | Trace,
    language: Language,
    company: str | None,
    built_at: datetime,
    is_synthetic: bool,
) -> str:
    """Return the page as text.

    Args:
        document: the explanation of a figure, or the trace of a line or document.
        language: the language that it speaks.
        company: the company's name.
        built_at: when the warehouse was written.
        is_synthetic: whether the company says of itself that it is synthetic.
    """
    environment = Environment(
        loader=ChoiceLoader(
            [
                PackageLoader("trede.explain"),
                # The look of all pages is that of the first look.
                PrefixLoader({"look": PackageLoader("trede.look")}),
            ]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = "".join(
        environment.get_template(name).render() for name in ("look/page.css", "explain.css")
    )
    name = "figure.html" if isinstance(document, Explanation) else "line.html"
    return environment.get_template(name).render(
        document=document,
        texts=Texts(document, language),
        language=language,
        company=company,
        built_at=built_at,
        breakable=breakable,
        nothing=NOTHING,
        synthetic=look_say("synthetic", language) if is_synthetic else None,
        disclaimer=look_say("disclaimer", language),
        style=Markup(style),  # noqa: S704  # our own
    )
