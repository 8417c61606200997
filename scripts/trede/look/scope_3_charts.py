"""Draw scope 3: categories with their intervals, the two ways of spend, the chain with its bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import altair as alt
from markupsafe import Markup

from trede.look import scope_3
from trede.look.charts import WIDTH, draw
from trede.look.marts import Warehouse
from trede.look.view import labels_of
from trede.look.words import Language, number, say

#: Years from the palest to the strongest of one colour; the latest is always the strongest.
SHADES = ("#c6dbec", "#7fb2d5", "#0072B2")
SURVEYED, EXTRAPOLATED = "#009E73", "#a6dbc9"
UP, DOWN, WHOLE, BESIDE = "#D55E00", "#56B4E9", "#0072B2", "#8a8a8a"
INK = "#1a1a1a"

#: Pixels for one row of a drawing with bars from left to right.
STEP = 22
#: About the width of a character of the words beside a bar, in pixels.
CHARACTER = 7.2


@dataclass(frozen=True)
class Drawn:
    """One row of a drawing from left to right: a title, a bar, or a line from low to high.

    Attributes:
        label: beside the row; of a title, the text itself.
        segments: name, colour, begin and end of each part of the bar.
        span: low and high bound of the line over the bar, if it has one.
        words: to the right of all.
        is_title: whether the row holds the title of the rows below it, and nothing else.
    """

    label: str
    segments: tuple[tuple[str, str, float, float], ...] = ()
    span: tuple[float, float] | None = None
    words: str = ""
    is_title: bool = False


def categories_chart(warehouse: Warehouse, language: Language) -> Markup:
    """Draw the categories that have tonnes by the GHG Protocol, by year, each with its interval."""
    years = sorted(each.year for each in scope_3.category_years(warehouse))[-len(SHADES) :]
    shades = dict(zip(years, SHADES[-len(years) :], strict=True)) if years else {}
    drawn: list[Drawn] = []
    spoken: list[str] = []
    title = None
    for row in warehouse.tables["rpt_scope_3_categories"]:
        year, tonnes = row["reporting_year"], row["t_co2e"]
        if tonnes is None or year not in shades:
            continue
        label = labels_of(row, "label", str(row["ghg_category"]))[language]
        if label != title:
            drawn.append(Drawn(label, is_title=True))
            title = label
        words, span = _bounds(tonnes, row["low_t_co2e"], row["high_t_co2e"], language)
        segment = (str(year), shades[year], 0.0, float(tonnes))
        drawn.append(Drawn(str(year), (segment,), span, words))
        spoken.append(f"{label} {year}: {words}")
    description = say("chart_scope_3", language, figures="; ".join(spoken))
    return _from_left_to_right(drawn, language, description, with_legend=False)


def chain_chart(warehouse: Warehouse, language: Language) -> Markup:
    """Draw the chain by year: surveyed and extrapolated, and below each bar the two intervals."""
    drawn: list[Drawn] = []
    spoken: list[str] = []
    for chain in reversed(scope_3.chain_years(warehouse)):
        whole = chain.whole
        if whole is None or whole["t_co2e"] is None:
            continue
        surveyed, end = float(whole["surveyed_t_co2e"] or 0), float(whole["t_co2e"])
        segments = (
            (say("chain_surveyed", language), SURVEYED, 0.0, surveyed),
            (say("chain_extrapolated", language), EXTRAPOLATED, surveyed, end),
        )
        drawn.append(Drawn(str(chain.year), is_title=True))
        words = number(whole["t_co2e"], 1, language)
        drawn.append(Drawn(say("chain_short", language), segments, None, words))
        spoken.append(f"{chain.year}: {words}")
        for name in ("chain_plan_short", "chain_model_short"):
            low, high = (whole[f"{name.split('_')[1]}_{end}"] for end in ("low", "high"))
            if low is not None and high is not None:
                words = f"{number(low, 1, language)} – {number(high, 1, language)}"
                span = (float(low), float(high))
                drawn.append(Drawn(say(name, language), (), span, words))
                spoken.append(f"{say(name, language)} {words}")
    description = say("chart_chain", language, figures="; ".join(spoken))
    return _from_left_to_right(drawn, language, description, with_legend=True)


def _bounds(
    value: Decimal, low: Decimal | None, high: Decimal | None, language: Language
) -> tuple[str, tuple[float, float] | None]:
    """Return the words beside a bar, and the line over it where there are bounds."""
    words = number(value, 1, language)
    if low is None or high is None:
        return words, None
    words += f" ({number(low, 1, language)} – {number(high, 1, language)})"
    return words, (float(low), float(high))


def _from_left_to_right(
    drawn: Sequence[Drawn], language: Language, description: str, with_legend: bool
) -> Markup:
    """Draw rows below each other: titles, bars, and lines from low to high with an end on each side.

    Args:
        drawn: the rows from top to bottom.
        language: of the axis.
        description: what the drawing says, for who cannot see it.
        with_legend: whether the colours are explained; years stand beside their bars already.
    """
    # The number keeps equal labels apart; the axis shows what stands behind the tilde.
    keys = [f"{place:03d}~{'' if row.is_title else row.label}" for place, row in enumerate(drawn)]
    placed = list(zip(keys, drawn, strict=True))
    reaches = [
        max([0.0, *(row.span or ()), *(segment[3] for segment in row.segments)]) for row in drawn
    ]
    # As wide as the row that needs most: its bar or line, and the words to the right of it.
    end = max(
        (
            reach * WIDTH / max(WIDTH - CHARACTER * len(row.words) - 12, WIDTH / 4)
            for reach, row in zip(reaches, drawn, strict=True)
        ),
        default=0.0,
    )
    least = min([0.0, *(row.span[0] for row in drawn if row.span)])
    colours = {name: colour for row in drawn for name, colour, _, _ in row.segments}

    y_axis = alt.Y(
        "key:N",
        sort=keys,
        title=None,
        axis=alt.Axis(
            ticks=False,
            domain=False,
            labelExpr="split(datum.label, '~')[1]",
            labelLimit=0,
            labelPadding=7,
        ),
        scale=alt.Scale(domain=keys),
    )
    x_axis = alt.X(
        "from:Q",
        title=say("tonnes_title", language),
        axis=alt.Axis(tickCount=5, format=",.0f"),
        scale=alt.Scale(domain=[least, end or 1.0], nice=False),
    )

    def layer(values: list[dict[str, Any]]) -> alt.Chart:
        return alt.Chart(alt.Data(values=values)).encode(y=y_axis)

    bars = layer(
        [
            {"key": key, "part": name, "from": begin, "to": end}
            for key, row in placed
            for name, _, begin, end in row.segments
        ]
    ).mark_bar(size=STEP - 6)
    bars = bars.encode(
        x=x_axis,
        x2="to:Q",
        color=alt.Color(
            "part:N",
            sort=list(colours),
            scale=alt.Scale(domain=list(colours), range=list(colours.values())),
            legend=alt.Legend(title=None, orient="bottom", direction="horizontal")
            if with_legend
            else None,
        ),
    )
    spans = layer(
        [{"key": key, "low": row.span[0], "high": row.span[1]} for key, row in placed if row.span]
    )
    lines = spans.mark_rule(color=INK, strokeWidth=1.5).encode(x="low:Q", x2="high:Q")
    ends = [
        spans.mark_tick(color=INK, thickness=1.5, size=9).encode(x=f"{bound}:Q")
        for bound in ("low", "high")
    ]
    words = layer(
        [
            {"key": key, "reach": reach, "words": row.words}
            for (key, row), reach in zip(placed, reaches, strict=True)
            if row.words
        ]
    )
    titles = layer(
        [{"key": key, "zero": 0, "words": row.label} for key, row in placed if row.is_title]
    )
    return draw(
        alt.layer(
            bars,
            lines,
            *ends,
            words.mark_text(align="left", dx=7, fontSize=13, color=INK).encode(
                x="reach:Q", text="words:N"
            ),
            titles.mark_text(
                align="left", dx=3, dy=3, fontSize=13, fontWeight="bold", color=INK
            ).encode(x="zero:Q", text="words:N"),
        ),
        language,
        description,
        height=alt.Step(STEP),
    )


def spend_chart(warehouse: Warehouse, language: Language) -> Markup:
    """Draw the way from the tonnes that count to those by the other factors, of the latest year.

    A year of which a part cannot be computed both ways has no such drawing (see `scope_3.bridged_year`).
    """
    spend = scope_3.bridged_year(warehouse)
    if spend is None:
        return Markup("")
    steps = [
        (f"difference_{reason}", spend.sums[f"difference_{reason}_t"]) for reason in scope_3.REASONS
    ]
    start, end = float(spend.sums["t_co2e"]), float(spend.sums["t_co2e_alternative"])
    rows = [
        {
            "bar": say("spend_chosen", language),
            "from": 0.0,
            "to": start,
            "figure": number(start, 1, language),
            "colour": WHOLE,
        }
    ]
    reached = start
    for key, value in steps:
        moved = float(value)
        rows.append(
            {
                "bar": say(key, language),
                "from": reached,
                "to": reached + moved,
                "figure": f"{'+' if moved > 0 else ''}{number(value, 1, language)}",
                "colour": UP if moved > 0 else DOWN,
            }
        )
        reached += moved
    rows.append(
        {
            "bar": say("spend_other", language),
            "from": 0.0,
            "to": end,
            "figure": number(end, 1, language),
            "colour": BESIDE,
        }
    )
    for row in rows:
        row["top"] = max(row["from"], row["to"])
    base = alt.Chart(alt.Data(values=rows))
    x_axis = alt.X(
        "bar:N",
        sort=[row["bar"] for row in rows],
        title=None,
        axis=alt.Axis(labelAngle=0, ticks=False, labelExpr="split(datum.label, ' ')", labelLimit=0),
    )
    highest = max(row["top"] for row in rows) or 1.0
    lowest = min(0.0, *(min(row["from"], row["to"]) for row in rows))
    bars = base.mark_bar(size=56).encode(
        x=x_axis,
        y=alt.Y(
            "from:Q",
            title=say("tonnes_title", language),
            axis=alt.Axis(tickCount=5, format=",.0f"),
            scale=alt.Scale(domain=[lowest, highest * 1.1]),
        ),
        y2="to:Q",
        color=alt.Color("colour:N", scale=None),
    )
    figures = base.mark_text(fontSize=13, dy=-9).encode(x=x_axis, y="top:Q", text="figure:N")
    spoken = "; ".join(f"{row['bar']}: {row['figure']}" for row in rows)
    return draw(
        alt.layer(bars, figures),
        language,
        say("chart_spend", language, year=spend.year, figures=spoken),
    )
