"""Charts of the page: Altair specifications, drawn to SVG by vl-convert.

The drawings stand in the page itself: they need no script and no network, print sharply, and
scale with the column. Each is drawn once per language, because axis titles and decimal marks differ.
The table under a chart says the same in figures; the drawing has a text of its own for readers
that cannot see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

import altair as alt
import vl_convert
from markupsafe import Markup

from trede.look.words import Language, number

#: Colours of Okabe and Ito, which stay apart for the colour-blind. Figures on the lighter ones are
#: dark, so that the contrast is above 4.5 on all.
COLOURS: dict[str, str] = {
    "scope_1": "#0072B2",
    "scope_2": "#E69F00",
    "business_travel": "#009E73",
    "scope_3": "#8C6BB1",
    "market": "#E69F00",
    "location": "#56B4E9",
}
DARK_ON = {"#E69F00", "#56B4E9", "#009E73"}

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
LOCALES: dict[Language, str] = {"nl": "nl-NL", "en": "en-GB"}

#: Of the plane between the axes, in pixels.
WIDTH = 560
#: A segment below this share of the tallest bar has no room for a figure inside.
ROOM_FOR_A_FIGURE = 0.055


def stacked_bars(
    bars: Sequence[str],
    parts: Sequence[tuple[str, str, str]],
    tonnes: dict[tuple[str, str], float],
    language: Language,
    value_title: str,
    description: str,
) -> Markup:
    """Draw one stacked bar per period, with the figure of each part and of the whole.

    Args:
        bars: the bars from left to right, such as ["2022", "2023"].
        parts: key, label and colour of each part, from the bottom up.
        tonnes: t CO2e by (bar, part key); what is missing is not drawn.
        language: of the labels and the decimal mark.
        value_title: title of the vertical axis.
        description: what the drawing says, for who cannot see it.
    """
    wholes = {bar: sum(tonnes.get((bar, key), 0.0) for key, _, _ in parts) for bar in bars}
    tallest = max([*wholes.values(), 0.0]) or 1.0
    rows = []
    for bar in bars:
        floor = 0.0
        for order, (key, label, colour) in enumerate(parts):
            value = tonnes.get((bar, key))
            if not value:
                continue
            rows.append(
                {
                    "bar": bar,
                    "part": label,
                    "order": order,
                    "from": floor,
                    "to": floor + value,
                    "middle": floor + value / 2,
                    "figure": number(value, 1, language)
                    if value / tallest > ROOM_FOR_A_FIGURE
                    else "",
                    "ink": "#1a1a1a" if colour in DARK_ON else "#ffffff",
                }
            )
            floor += value
    tops = [
        {"bar": bar, "top": wholes[bar], "figure": number(wholes[bar], 1, language)} for bar in bars
    ]
    # One word per line under a bar, so that neighbours do not run into each other.
    x_axis = alt.X(
        "bar:N",
        sort=list(bars),
        title=None,
        axis=alt.Axis(labelAngle=0, ticks=False, labelExpr="split(datum.label, ' ')"),
    )
    y_axis = alt.Y(
        "from:Q",
        title=value_title,
        axis=alt.Axis(tickCount=5, format=",.0f"),
        # Room for the figure above the tallest bar.
        scale=alt.Scale(domain=[min([*wholes.values(), 0.0]), tallest * 1.08]),
    )
    base = alt.Chart(alt.Data(values=rows))
    segments = base.mark_bar(size=_bar_width(len(bars)), stroke="#ffffff", strokeWidth=1).encode(
        x=x_axis,
        y=y_axis,
        y2="to:Q",
        color=alt.Color(
            "part:N",
            sort=[label for _, label, _ in parts],
            scale=alt.Scale(
                domain=[label for _, label, _ in parts], range=[colour for _, _, colour in parts]
            ),
            legend=alt.Legend(title=None, orient="bottom", direction="horizontal", columns=4),
        ),
    )
    figures = base.mark_text(fontSize=13).encode(
        x=x_axis,
        y=alt.Y("middle:Q"),
        text="figure:N",
        color=alt.Color("ink:N", scale=None),
    )
    totals = (
        alt.Chart(alt.Data(values=tops))
        .mark_text(fontSize=14, fontWeight="bold", dy=-10)
        .encode(x=x_axis, y="top:Q", text="figure:N")
    )
    return draw(alt.layer(segments, figures, totals), language, description)


def paired_bars(
    groups: Sequence[str],
    parts: Sequence[tuple[str, str, str]],
    tonnes: dict[tuple[str, str], float],
    language: Language,
    value_title: str,
    description: str,
) -> Markup:
    """Draw bars side by side: two answers to one question, which are never added up.

    The arguments are those of `stacked_bars`.
    """
    rows = [
        {
            "group": group,
            "part": label,
            "value": tonnes[group, key],
            "figure": number(tonnes[group, key], 1, language),
        }
        for group in groups
        for key, label, _ in parts
        if (group, key) in tonnes
    ]
    labels = [label for _, label, _ in parts]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("group:N", sort=list(groups), title=None, axis=alt.Axis(labelAngle=0, ticks=False)),
        xOffset=alt.XOffset("part:N", sort=labels),
        y=alt.Y("value:Q", title=value_title, axis=alt.Axis(tickCount=5, format=",.0f")),
    )
    bars = base.mark_bar().encode(
        color=alt.Color(
            "part:N",
            sort=labels,
            scale=alt.Scale(domain=labels, range=[colour for _, _, colour in parts]),
            legend=alt.Legend(title=None, orient="bottom", direction="horizontal"),
        )
    )
    figures = base.mark_text(dy=-9, fontSize=13).encode(text="figure:N")
    return draw(alt.layer(bars, figures), language, description)


def _bar_width(bars: int) -> int:
    """Return the width of a bar in pixels, so that few bars are not planks."""
    return max(18, min(90, 420 // max(bars, 1)))


def draw(
    chart: alt.LayerChart, language: Language, description: str, height: int | alt.Step = 300
) -> Markup:
    """Turn a chart into an SVG element that can stand in the page beside others.

    These charts clip nothing, so the drawings hold no ids that could meet in one page.

    Args:
        chart: what is drawn.
        language: of the numbers on the axes.
        description: what the drawing says, for who cannot see it.
        height: of the plane between the axes in pixels, or per group of bars.
    """
    specification: dict[str, Any] = (
        chart.properties(width=WIDTH, height=height)
        .configure(font=FONT)
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=13,
            titleFontSize=13,
            titleFontWeight="normal",
            gridColor="#dddddd",
            domainColor="#888888",
            labelColor="#222222",
            titleColor="#222222",
        )
        .configure_legend(labelFontSize=13, symbolType="square", labelLimit=300)
        .to_dict()
    )
    svg = vl_convert.vegalite_to_svg(specification, format_locale=LOCALES[language])
    label = escape(description, {'"': "&quot;"})
    svg = svg.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
    return Markup(svg)  # noqa: S704  # drawn from our own specification; the description is escaped
