"""Draw scope 3: categories with their intervals, the two ways of spend, the chain with its bounds."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import altair as alt
from markupsafe import Markup

from trede.look import scope_3
from trede.look.charts import draw
from trede.look.marts import Warehouse
from trede.look.view import labels_of
from trede.look.words import Language, number, say

#: Years from the palest to the strongest of one colour; the latest is always the strongest.
SHADES = ("#c6dbec", "#7fb2d5", "#0072B2")
SURVEYED, EXTRAPOLATED = "#009E73", "#a6dbc9"
UP, DOWN, WHOLE, BESIDE = "#D55E00", "#56B4E9", "#0072B2", "#8a8a8a"
INK = "#1a1a1a"

#: Characters of a label on one line beside a bar.
LABEL_WIDTH = 24
#: Pixels for one bar and the space around it.
STEP = 24
#: Room for the words to the right of the longest bar, as a share of its length.
ROOM_FOR_WORDS = 1.5


def categories_chart(warehouse: Warehouse, language: Language) -> Markup:
    """Draw the categories that have tonnes by the GHG Protocol, by year, each with its interval."""
    years = sorted(year.year for year in scope_3.category_years(warehouse))[-len(SHADES) :]
    rows: list[dict[str, Any]] = []
    for row in warehouse.tables["rpt_scope_3_categories"]:
        if row["t_co2e"] is None or row["reporting_year"] not in years:
            continue
        label = labels_of(row, "label", str(row["ghg_category"]))[language]
        rows.append(
            {
                "group": "|".join(textwrap.wrap(label, LABEL_WIDTH)),
                "part": str(row["reporting_year"]),
                **_interval(row["t_co2e"], row["low_t_co2e"], row["high_t_co2e"], language),
            }
        )
    shades = SHADES[-len(years) :]
    spoken = "; ".join(
        f"{row['group'].replace('|', ' ')} {row['part']}: {row['words']}" for row in rows
    )
    return _horizontal_intervals(
        rows,
        list(dict.fromkeys(row["group"] for row in rows)),
        [(str(year), shade) for year, shade in zip(years, shades, strict=True)],
        language,
        say("chart_scope_3", language, figures=spoken),
    )


def _interval(
    value: Decimal, low: Decimal | None, high: Decimal | None, language: Language
) -> dict[str, Any]:
    """Return a value with its bounds, and the words that stand beside its bar."""
    words = number(value, 1, language)
    if low is not None and high is not None:
        words += f"  ({number(low, 1, language)} – {number(high, 1, language)})"
    bounds = [float(bound) for bound in (value, low, high) if bound is not None]
    return {
        "value": float(value),
        "low": min(bounds),
        "high": max(bounds),
        "words": words,
    }


def _horizontal_intervals(
    rows: Sequence[dict[str, Any]],
    groups: Sequence[str],
    parts: Sequence[tuple[str, str]],
    language: Language,
    description: str,
) -> Markup:
    """Draw bars from left to right with a line from low to high over each, and its words beside.

    Args:
        rows: group, part, value, low, high and words.
        groups: the groups from top to bottom; a bar | in a name breaks the line.
        parts: name and colour of the bars within a group.
        language: of the axis.
        description: what the drawing says, for who cannot see it.
    """
    longest = max([row["high"] for row in rows], default=0.0) or 1.0
    lowest = min([0.0, *(row["low"] for row in rows)])
    names = [name for name, _ in parts]
    base = alt.Chart(alt.Data(values=list(rows))).encode(
        y=alt.Y(
            "group:N",
            sort=list(groups),
            title=None,
            axis=alt.Axis(ticks=False, labelExpr="split(datum.label, '|')", labelLimit=0),
            scale=alt.Scale(paddingInner=0.25, paddingOuter=0.1),
        ),
        yOffset=alt.YOffset("part:N", sort=names, scale=alt.Scale(paddingInner=0.2)),
    )
    bars = base.mark_bar().encode(
        x=alt.X(
            "value:Q",
            title=say("tonnes_title", language),
            axis=alt.Axis(tickCount=5, format=",.0f"),
            scale=alt.Scale(domain=[lowest, longest * ROOM_FOR_WORDS], nice=False),
        ),
        color=alt.Color(
            "part:N",
            sort=names,
            scale=alt.Scale(domain=names, range=[colour for _, colour in parts]),
            legend=alt.Legend(title=None, orient="bottom", direction="horizontal"),
        ),
    )
    lines = base.mark_rule(color=INK, strokeWidth=1.5).encode(x="low:Q", x2="high:Q")
    ends = [
        base.mark_tick(color=INK, thickness=1.5, size=9).encode(x=f"{bound}:Q")
        for bound in ("low", "high")
    ]
    words = base.mark_text(align="left", dx=6, fontSize=12, color=INK).encode(
        x="high:Q", text="words:N"
    )
    chart = alt.layer(bars, lines, *ends, words)
    return draw(chart, language, description, height=alt.Step(STEP, **{"for": "position"}))


def spend_chart(warehouse: Warehouse, language: Language) -> Markup:
    """Draw the way from the tonnes that count to those by the other factors, of the latest year.

    A year of which a part cannot be computed both ways has no such drawing (see `scope_3.bridged_year`).
    """
    spend = scope_3.bridged_year(warehouse)
    if spend is None:
        return Markup("")
    steps = [(f"difference_{reason}", spend.sums[f"difference_{reason}_t"]) for reason in scope_3.REASONS]
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


def chain_chart(warehouse: Warehouse, language: Language) -> Markup:
    """Draw the chain by year: surveyed and extrapolated, and below each bar the two intervals."""
    bars: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    for chain in reversed(scope_3.chain_years(warehouse)):
        if chain.whole is None or chain.whole["t_co2e"] is None:
            continue
        whole, group = chain.whole, str(chain.year)
        surveyed = float(whole["surveyed_t_co2e"] or 0)
        end = float(whole["t_co2e"])
        words = number(whole["t_co2e"], 1, language)
        for name, low, high in (("surveyed", 0.0, surveyed), ("extrapolated", surveyed, end)):
            bars.append(
                {
                    "group": group,
                    "row": "1",
                    "part": say(f"chain_{name}", language),
                    "from": low,
                    "to": high,
                    "words": words if name == "extrapolated" else "",
                }
            )
        for row, name in (("2", "plan"), ("3", "model")):
            low, high = whole[f"{name}_low"], whole[f"{name}_high"]
            if low is None or high is None:
                continue
            label = say(f"chain_{name}_short", language)
            lines.append(
                {
                    "group": group,
                    "row": row,
                    "from": float(low),
                    "to": float(high),
                    "words": f"{number(low, 1, language)} – {number(high, 1, language)}  {label}",
                }
            )
    longest = max([row["to"] for row in (*bars, *lines)], default=0.0) or 1.0
    parts = [say("chain_surveyed", language), say("chain_extrapolated", language)]
    places = {
        "y": alt.Y(
            "group:N",
            title=None,
            axis=alt.Axis(ticks=False),
            scale=alt.Scale(paddingInner=0.25, paddingOuter=0.1),
        ),
        "yOffset": alt.YOffset("row:N", sort=["1", "2", "3"]),
    }
    base = alt.Chart(alt.Data(values=bars)).encode(**places)
    drawn = base.mark_bar(size=20).encode(
        x=alt.X(
            "from:Q",
            title=say("tonnes_title", language),
            axis=alt.Axis(tickCount=5, format=",.0f"),
            scale=alt.Scale(domain=[0, longest * 1.7], nice=False),
        ),
        x2="to:Q",
        color=alt.Color(
            "part:N",
            sort=parts,
            scale=alt.Scale(domain=parts, range=[SURVEYED, EXTRAPOLATED]),
            legend=alt.Legend(title=None, orient="bottom", direction="horizontal"),
        ),
    )
    figures = base.mark_text(align="left", dx=6, fontSize=13, fontWeight="bold", color=INK).encode(
        x="to:Q", text="words:N"
    )
    spans = alt.Chart(alt.Data(values=lines)).encode(**places)
    rules = spans.mark_rule(color=INK, strokeWidth=1.5).encode(x="from:Q", x2="to:Q")
    ends = [
        spans.mark_tick(color=INK, thickness=1.5, size=10).encode(x=f"{end}:Q")
        for end in ("from", "to")
    ]
    words = spans.mark_text(align="left", dx=6, fontSize=12, color=INK).encode(
        x="to:Q", text="words:N"
    )
    spoken = "; ".join(
        f"{row['group']}: {row['words']}" for row in (*bars, *lines) if row["words"]
    )
    return draw(
        alt.layer(drawn, figures, rules, *ends, words),
        language,
        say("chart_chain", language, figures=spoken),
        height=alt.Step(90),
    )
