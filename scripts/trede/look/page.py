"""Write the page: one HTML file with everything in it, in Dutch and English.

The page holds no script and loads nothing: the languages are switched by two radio buttons and a
style rule, and the charts are drawings in the page. It therefore opens from a mail attachment, on a
machine without network, and in ten years.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from trede.look import charts, scope_3, scope_3_charts, view
from trede.look.marts import Warehouse
from trede.look.words import (
    LANGUAGES,
    NOTHING,
    Language,
    number,
    own_decimals,
    say,
    say_code,
    wordings,
)


def both(texts: Mapping[Language, object], tag: str = "span") -> Markup:
    """Return an element per language, of which the style shows one; one text if they are equal."""
    if tag == "span" and texts["nl"] == texts["en"]:
        return escape(texts["nl"])
    return Markup("").join(
        Markup('<{0} class="{1}" lang="{1}">{2}</{0}>').format(tag, language, texts[language])
        for language in LANGUAGES
    )


def said(key: str, **values: object) -> Markup:
    """Return a wording in both languages; a value may itself differ by language (a mapping)."""
    return both(
        {
            language: say(
                key,
                language,
                **{
                    name: value[language] if isinstance(value, Mapping) else value
                    for name, value in values.items()
                },
            )
            for language in LANGUAGES
        }
    )


def coded(group: str, code: str | None) -> Markup:
    """Return the wording of a code of the marts in both languages."""
    return both({language: say_code(group, code, language) for language in LANGUAGES})


def figure(value: Decimal | int | None, decimals: int | None = 2) -> Markup:
    """Return a number in both notations, with its exact value for machines.

    Args:
        value: the number as the mart holds it; None becomes a dash.
        decimals: digits behind the decimal mark; None for as many as the number has.
    """
    if value is None:
        return Markup('<span class="none">{}</span>').format(NOTHING)
    places = own_decimals(value) if decimals is None else decimals
    return Markup('<data value="{}">{}</data>').format(
        f"{Decimal(value):f}", both(shown(value, places))
    )


def shown(value: Decimal | int | None, decimals: int) -> dict[Language, str]:
    """Return a number in both notations, to fill in a wording."""
    return {language: number(value, decimals, language) for language in LANGUAGES}


def breakable(code: str) -> Markup:
    """Return a long code that may be broken after an underscore, but still copies as it is."""
    return Markup("<wbr>").join(f"{part}_" for part in code.split("_")[:-1]) + Markup(
        "<wbr>{}"
    ).format(code.split("_")[-1])


def change(value: Decimal | None, first: Decimal | None) -> Decimal | None:
    """Return the change in per cent against the first value, or None where there is none."""
    if value is None or not first:
        return None
    return (value - first) * 100 / first


def _chart_years(warehouse: Warehouse) -> list[str]:
    """Return the years that have figures: a bar of nothing says nothing."""
    return sorted({str(row["reporting_year"]) for row in warehouse.tables["rpt_footprint"]})


def footprint_chart(warehouse: Warehouse, language: Language) -> Markup:
    """Draw scope 1, scope 2 and business travel by year, stacked."""
    return _by_year(warehouse, language, with_scope_3=False)


def whole_chart(warehouse: Warehouse, language: Language) -> Markup:
    """Draw all lines of the Ladder by year, stacked; all of scope 3 but travel as one part."""
    return _by_year(warehouse, language, with_scope_3=True)


def halfyear_chart(warehouse: Warehouse, language: Language) -> Markup:
    """Draw scope 1, scope 2 and business travel by half-year, stacked."""
    return _by_halfyear(warehouse, language, with_scope_3=False)


def whole_halfyear_chart(warehouse: Warehouse, language: Language) -> Markup:
    """Draw all lines of the Ladder by half-year, stacked."""
    return _by_halfyear(warehouse, language, with_scope_3=True)


def _by_year(warehouse: Warehouse, language: Language, with_scope_3: bool) -> Markup:
    """Draw the lines of the Ladder by year.

    Two scales, because scope 3 of a company that buys much leaves nothing to see of the others.
    """
    tonnes: dict[tuple[str, str], float] = {}
    for line in view.frame_lines(warehouse, "ladder"):
        key = line.key if line.key in view.MAIN_LINES else "scope_3"
        for period, value in line.values.items():
            if key != "scope_3" or with_scope_3:
                tonnes[period, key] = tonnes.get((period, key), 0.0) + float(value or 0)
    return _stacked(tonnes, _chart_years(warehouse), language, "chart_footprint")


def _by_halfyear(warehouse: Warehouse, language: Language, with_scope_3: bool) -> Markup:
    """Draw the lines of the Ladder by half-year."""
    tonnes: dict[tuple[str, str], float] = {}
    periods = set()
    for line in view.frame_lines(warehouse, "ladder", table="rpt_footprint_halfyear"):
        key = line.key if line.key in view.MAIN_LINES else "scope_3"
        for period, value in line.values.items():
            if key != "scope_3" or with_scope_3:
                label = view.period_label(period)[language]
                periods.add((period, label))
                tonnes[label, key] = tonnes.get((label, key), 0.0) + float(value or 0)
    bars = [label for _, label in sorted(periods)]
    return _stacked(tonnes, bars, language, "chart_footprint")


def _stacked(
    tonnes: dict[tuple[str, str], float],
    bars: list[str],
    language: Language,
    description: str,
) -> Markup:
    """Draw stacked bars of the Ladder's lines, with their figures as the description."""
    present = {key for _, key in tonnes}
    parts = [
        (key, say(key, language), charts.COLOURS[key])
        for key in (*view.MAIN_LINES, "scope_3")
        if key in present
    ]
    return charts.stacked_bars(
        bars,
        parts,
        tonnes,
        language,
        say("tonnes_title", language),
        say(description, language, figures=_spoken(bars, parts, tonnes, language)),
    )


def scope_2_chart(warehouse: Warehouse, language: Language) -> Markup:
    """Draw scope 2 by market and by location, side by side."""
    tonnes: dict[tuple[str, str], float] = {}
    for key, column in (("market", "t_co2e"), ("location", "t_co2e_location_based")):
        for line in view.frame_lines(warehouse, "ladder", column, lines=["scope_2"]):
            for period, value in line.values.items():
                tonnes[period, key] = float(value or 0)
    parts = [
        ("market", say("market_based", language), charts.COLOURS["market"]),
        ("location", say("location_based", language), charts.COLOURS["location"]),
    ]
    years = sorted({period for period, _ in tonnes})
    return charts.paired_bars(
        years,
        parts,
        tonnes,
        language,
        say("tonnes_title", language),
        say("chart_scope_2", language, figures=_spoken(years, parts, tonnes, language)),
    )


def _spoken(
    bars: list[str],
    parts: list[tuple[str, str, str]],
    tonnes: dict[tuple[str, str], float],
    language: Language,
) -> str:
    """Return the figures of a drawing as a sentence."""
    return "; ".join(
        f"{bar}: "
        + ", ".join(
            f"{label} {number(tonnes[bar, key], 1, language)} {say('tonnes_title', language)}"
            for key, label, _ in parts
            if (bar, key) in tonnes
        )
        for bar in bars
    )


def render(warehouse: Warehouse, language: Language) -> str:
    """Return the page as text.

    Args:
        warehouse: what was read.
        language: which language is shown first; the other is one click away.
    """
    environment = Environment(
        loader=PackageLoader("trede.look"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    names: dict[str, Any] = {
        "both": both,
        "said": said,
        "coded": coded,
        "figure": figure,
        "shown": shown,
        "change": change,
        "breakable": breakable,
        "number": number,
        "wordings": wordings(),
        "languages": LANGUAGES,
        "language": language,
        "warehouse": warehouse,
        "view": view,
        "scope_3": scope_3,
        "style": Markup(environment.get_template("page.css").render()),  # noqa: S704  # our own
        "chart_of": {
            "footprint": footprint_chart,
            "whole": whole_chart,
            "halfyear": halfyear_chart,
            "whole_halfyear": whole_halfyear_chart,
            "scope_2": scope_2_chart,
            "scope_3": scope_3_charts.categories_chart,
            "spend": scope_3_charts.spend_chart,
            "chain": scope_3_charts.chain_chart,
        },
    }
    return environment.get_template("page.html").render(**names)


def write_page(warehouse: Warehouse, language: Language, out: Path) -> Path:
    """Write the page, whole or not at all: a reader never opens half a page.

    Raises:
        OSError: the folder cannot be made or written.
    """
    text = render(warehouse, language)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=out.parent, prefix=out.name, suffix=".part", delete=False
    ) as file:
        part = Path(file.name)
        file.write(text)
    try:
        # A temporary file is readable by its owner only; a page is made to be shown.
        part.chmod(0o666 & ~_umask())
        part.replace(out)
    except OSError:
        part.unlink()
        raise
    return out


def _umask() -> int:
    """Return the process's file mode mask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
