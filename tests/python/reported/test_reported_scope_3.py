"""Printed figures of scope 3 and the chain: the search, cells that change, nothing delivered."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from reported.recompute import Recomputation, printed
from reported.scope_3 import (
    CATEGORIES,
    Chain,
    mode_factor,
    price_level,
    read,
    rounded,
    spend_tonnes,
)
from support.builds import Build
from support.cells import append_row, break_cell, read_rows, write_rows
from support.replay import Replay

pytestmark = pytest.mark.build

#: What the demo's lines add up to by design, t CO2e (fitted to the printed percentages).
SCOPE_3 = {
    "2023": {"3.4": "1011", "3.1": "677", "3.5": "2.0000024", "3.7": "120"},
    "2024": {"3.4": "1344.63", "3.1": "744.7", "3.5": "11.2800032", "3.7": "116.4"},
}
#: Printed figures that the plan does not have, by metric, period, entity, value and decimals.
INVENTED = {
    "goods_by_protocol": ("emissions_scope_3_purchased_goods_services", "2024", "group", "2089", 0),
    "transport_by_protocol": ("emissions_scope_3_transport_distribution", "2024", "group", "0", 0),
    "other_factor": ("emissions_scope_3_waste", "2024", "group", "9.13", 2),
    "without_cleaning": ("emissions_scope_3", "2024", "group", "872.38", 2),
    "travel_of_2026": ("emissions_scope_3", "2024", "group", "2218.84", 2),
    "surveyed_only": ("chain_emissions_total", "2024", "group", "34.01", 2),
    "by_number": ("chain_km_car", "2024", "group", "2971922", 0),
    "others_only": ("chain_km_bicycle", "2024", "group", "107896", 0),
    "other_edition": ("chain_emissions_car", "2024", "group", "106.70", 2),
    "all_of_them": ("chain_subcontractors_extrapolated", "2024", "group", "112", 0),
    "share_by_number": ("chain_survey_invoice_share", "2024", "group", "5.4", 1),
    "whole": ("emissions_scope_3_transport_distribution", "2024", "group", "1344.63", 2),
    "one_entity": ("emissions_scope_3_commuting", "2024", "vsg_diensten", "1", 0),
    "no_place": ("emissions_scope_3", "2024", "head_office", "0", 0),
    "chain_of_a_place": ("chain_emissions_total", "2024", "head_office", "0", 0),
    "half_a_chain": ("chain_emissions_total", "2024H1", "group", "60", 0),
}
Figures = dict[str, dict[str, Any]]


def figures_of(replayed: Replay) -> Figures:
    """Return the rows of the report by figure_id."""
    rows = replayed.rows("select * from marts.rpt_reported_figures")
    return {row["figure_id"]: row for row in rows}


@pytest.fixture
def invented(replay_demo: Callable[..., Replay], judgements: dict[str, dict[str, str]]) -> Figures:
    """The report with the invented figures beside the plan's."""

    def add(folder: Path) -> None:
        for key, (metric, period, entity, value, decimals) in INVENTED.items():
            row = judgements["RF29"] | {
                "figure_id": key,
                "metric": metric,
                "period": period,
                "entity": entity,
                "value": value,
                "printed_decimals": str(decimals),
                "plan_section": "none",
                "unit": {"survey": "pct", "km": "km", "subcontractors": "count"}.get(
                    metric.split("_")[1], "t_co2e"
                ),
            }
            append_row(folder, "judgements/reported_figures", row)

    return figures_of(replay_demo(add))


def test_the_demo_adds_up_as_designed(recomputation: Recomputation) -> None:
    """The design's own numbers against the CSV files, so that a reader needs no computer.

    Pounds turned into euros and commuting cut into months lose some thousandths of a gram.
    """
    metrics = {str(category): metric for metric, category in CATEGORIES.items()}
    for year, categories in SCOPE_3.items():
        for line, tonnes in categories.items():
            found = recomputation.emissions(metrics[line.removeprefix("3.")], year)
            assert abs(found - Fraction(tonnes)) < Fraction(1, 10**5), (line, year)
    chain = recomputation.chains["2024"]
    assert chain.km("car") * Fraction("0.193") + chain.km("public_transport") * Fraction(
        "0.02"
    ) == (Fraction("119320.576"))
    assert recomputation.emissions("chain_emissions_total", "2023") == 85


def test_the_figures_are_those_of_the_tables(demo_build: Build, figures: Figures) -> None:
    """One number in the report of printed figures and in the tables of scope 3 and the chain."""
    categories = {
        (row["ghg_category"], row["reporting_year"]): row["t_co2e_as_reported"]
        for row in demo_build.rows("select * from marts.rpt_scope_3_categories")
        if row["t_co2e_as_reported"] is not None
    }
    for year, figure_id in ((2023, "RF28"), (2024, "RF29")):
        parts = [tonnes for (_, own_year), tonnes in categories.items() if own_year == year]
        assert figures[figure_id]["recomputed_value"] == sum(parts)
    chain = {
        (row["mode"], row["reporting_year"]): row
        for row in demo_build.rows("select * from marts.rpt_chain_analysis")
    }
    for figure_id, mode, year, column in (
        ("RF35", "total", 2024, "t_co2e"),
        ("RF36", "car", 2024, "t_co2e"),
        ("RF37", "public_transport", 2024, "t_co2e"),
        ("RF38", "bicycle", 2024, "t_co2e"),
        ("RF39", "car", 2024, "km"),
        ("RF40", "public_transport", 2024, "km"),
        ("RF41", "bicycle", 2024, "km"),
        ("RF42", "total", 2023, "t_co2e"),
        ("RF46", "total", 2024, "coverage_pct"),
        ("RF47", "total", 2024, "subcontractors_extrapolated"),
        ("RF63", "total", 2024, "subcontractors_surveyed"),
    ):
        assert figures[figure_id]["recomputed_value"] == chain[mode, year][column], figure_id


def test_hired_cleaning_under_the_category_of_the_protocol(
    invented: Figures, recomputation: Recomputation
) -> None:
    """The company's transport is a purchased service: by the protocol nothing is left of it."""
    goods, transport = invented["goods_by_protocol"], invented["transport_by_protocol"]
    expected = spend_tonnes(recomputation.spend, "ghg_category", "1", "2024")
    assert printed(expected, 0) == Decimal("2089")
    assert Fraction(goods["explanation_value"]) == expected
    assert (transport["recomputed_value"], transport["explanation_value"]) == (
        Decimal("1344.63"),
        0,
    )
    for row in (goods, transport):
        assert row["verdict"] == "differs"
        assert row["best_explanation"] == "by_protocol"
        assert row["explanation_placing"] == "by_protocol"
        assert row["explanation_changes"] == 1
        assert row["is_explained"]
    assert "placed as the GHG Protocol does" in goods["best_explanation_label_en"]
    assert "naar de indeling van het GHG Protocol" in goods["best_explanation_label_nl"]
    assert invented["whole"]["verdict"] == "reproduced"


def test_the_other_factor_of_spend(
    invented: Figures, recomputation: Recomputation, project_root: Path
) -> None:
    """Line by line: back to the prices of 2023, to pounds of 2023, times the table's factor."""
    levels = {year: price_level(project_root, "cpi_nl_1962_100", year) for year in ("2023", "2024")}
    rate = price_level(project_root, "gbp_per_eur_yearly_average", "2023")
    table = read(project_root / "seeds/shared/factors/uk_spend_2023.csv").set_index("sic_code")
    factor = Fraction(table.loc["38", "kg_co2e_per_gbp"])
    lines = recomputation.spend.query("spend_category == 'waste' and year == '2024'")
    expected = Fraction(0)
    for euros in lines["eur"]:
        repriced = rounded(euros * levels["2023"] / levels["2024"])
        expected += rounded(rounded(repriced * rate) * factor) / 1000
    row = invented["other_factor"]
    assert Fraction(row["explanation_value"]) == expected
    assert (row["verdict"], row["best_explanation"]) == ("differs", "alternative")
    assert row["explanation_spend_factors"] == "alternative"


def test_a_spend_category_that_is_left_out(invented: Figures, recomputation: Recomputation) -> None:
    row = invented["without_cleaning"]
    assert row["explanation_subtotal"] == "without_spend_category|hired_cleaning"
    assert Fraction(row["explanation_value"]) == (
        recomputation.emissions("emissions_scope_3", "2024")
        - recomputation.emissions("emissions_scope_3_transport_distribution", "2024")
    )
    assert "zonder uitgaven aan Inhuur schoonmaak" in row["best_explanation_label_nl"]


def test_an_edition_changes_travel_and_no_spend(
    invented: Figures, recomputation: Recomputation, demo_dir: Path, project_root: Path
) -> None:
    """Scope 3 with the list of 2026: its factors for the kilometres of commuting, spend as it is."""
    commuting = read(demo_dir / "extracts/commuting.csv").query("vehicle_id == ''")
    expected = sum(recomputation.spend.query("year == '2024'")["kg"], Fraction(0))
    for mode in ("car", "public_transport"):
        rows = commuting[
            (commuting["mode"] == mode) & commuting["period_start"].str.startswith("2024")
        ]
        km = sum(
            2 * Fraction(one_way) * int(days)
            for one_way, days in rows[["distance_one_way", "days"]].itertuples(index=False)
        )
        expected += km * mode_factor(project_root, "nl_2026", mode)
    row = invented["travel_of_2026"]
    assert row["best_explanation"] == "edition=nl_2026"
    assert abs(Fraction(row["explanation_value"]) - expected / 1000) < Fraction(1, 10**5)


def test_other_ways_to_raise_the_survey(
    invented: Figures, recomputation: Recomputation, project_root: Path
) -> None:
    chain: Chain = recomputation.chains["2024"]
    surveyed = sum(
        (km * chain.factors[mode] for mode, km in chain.surveyed_km.items()), Fraction(0)
    )
    expected = {
        "surveyed_only": ("surveyed_only", surveyed / 1000),
        "by_number": ("by_number", chain.surveyed_km["car"] * chain.population / chain.surveyed),
        "others_only": ("others_only", chain.km("bicycle") - chain.surveyed_km["bicycle"]),
        "other_edition": (
            "edition=nl_2025",
            chain.km("car") * mode_factor(project_root, "nl_2025", "car") / 1000,
        ),
        "all_of_them": ("other_measure=subcontractors_total", Fraction(112)),
        "share_by_number": (
            "other_measure=surveyed_by_number",
            rounded(Fraction(100 * chain.surveyed, chain.population)),
        ),
    }
    for key, (explanation, value) in expected.items():
        row = invented[key]
        assert row["verdict"] == "differs", key
        assert row["best_explanation"] == explanation, key
        assert Fraction(row["explanation_value"]) == value, key
        assert row["is_explained"]


def test_what_has_no_place_is_unknown_there(invented: Figures, demo_build: Build) -> None:
    """Spend and the chain belong to no location, and a survey to no half-year: no zero is made up."""
    for key in ("no_place", "chain_of_a_place", "half_a_chain"):
        assert invented[key]["recomputed_value"] is None
        assert invented[key]["verdict"] == "missing_input"
    of_the_entity = demo_build.value(
        """
        select sum(kg_co2e) / 1000 from audit.fct_emissions
        where ladder_line = '3.7' and reporting_year = 2024 and entity_id = 'vsg_diensten'
        """
    )
    assert of_the_entity
    assert abs(float(invented["one_entity"]["recomputed_value"]) - of_the_entity) < 1e-6


def test_a_booking_changes_the_verdicts_that_rest_on_it(
    replay_demo: Callable[..., Replay], figures: Figures, recomputation: Recomputation
) -> None:
    """16,000 euros of cleaning more are 4 tonnes more: the total is off, its change is not."""
    line = recomputation.spend.query("spend_category == 'hired_cleaning' and year == '2024'").iloc[
        0
    ]
    more = str(Decimal(line["amount"]) + 16_000)
    rows = figures_of(
        replay_demo(
            lambda folder: break_cell(folder, "ledger_entries", line["line_id"], "amount", more)
        )
    )
    before = figures["RF29"]["recomputed_value"]
    assert rows["RF29"]["recomputed_value"] == before + 4
    assert (figures["RF29"]["verdict"], rows["RF29"]["verdict"]) == ("reproduced", "differs")
    assert rows["RF31"]["verdict"] == "reproduced"
    assert rows["RF28"] == figures["RF28"]
    assert rows["RF46"]["verdict"] != "reproduced"


@pytest.mark.parametrize(
    ("file", "find", "column", "change", "verdicts"),
    [
        (
            "subcontractor_travel",
            {"year": "2024", "mode": "bicycle"},
            "distance",
            lambda value: str(Decimal(value) + 100),
            {"RF41": "differs", "RF38": "reproduced", "RF39": "reproduced"},
        ),
        (
            "commuting",
            {"mode": "car", "period_start": "2024-01-01"},
            "distance_one_way",
            lambda value: str(Decimal(value) + 2_000),
            {"RF29": "differs", "RF34": "differs", "RF31": "reproduced"},
        ),
        (
            "surveys",
            {"survey_id": "chain_approach_2025"},
            "sampled",
            lambda _: "12",
            {"RF64": "differs", "RF65": "reproduced", "RF47": "reproduced"},
        ),
        (
            "spend_categories",
            {"spend_category": "hired_cleaning"},
            "reported_ghg_category",
            lambda _: "1",
            {"RF31": "missing_input", "RF32": "differs", "RF29": "reproduced"},
        ),
    ],
)
def test_a_cell_changes_its_own_figures(
    replay_demo: Callable[..., Replay],
    demo_dir: Path,
    figures: Figures,
    file: str,
    find: dict[str, str],
    column: str,
    change: Callable[[str], str],
    verdicts: dict[str, str],
) -> None:
    header, rows = read_rows(demo_dir, file)
    row = next(row for row in rows if find.items() <= row.items() and not row.get("vehicle_id"))
    key = row[header[0]]
    after = figures_of(
        replay_demo(lambda folder: break_cell(folder, file, key, column, change(row[column])))
    )
    for figure_id, verdict in verdicts.items():
        assert figures[figure_id]["verdict"] == "reproduced", figure_id
        assert after[figure_id]["verdict"] == verdict, figure_id


def test_a_company_that_delivers_none_of_it(
    replay_demo: Callable[..., Replay], figures: Figures
) -> None:
    """Files with a header only: the input is missing, nothing is zero, and no other figure moves."""

    def empty(folder: Path) -> None:
        for file in ("ledger_entries", "subcontractor_travel", "commuting", "surveys"):
            header, _ = read_rows(folder, file)
            write_rows(folder, file, header, [])

    rows = figures_of(replay_demo(empty))
    missing = {*(f"RF{number}" for number in range(28, 48)), "RF63", "RF64", "RF65"}
    assert {key for key, row in rows.items() if row["verdict"] == "missing_input"} == missing
    for figure_id in missing:
        row = rows[figure_id]
        assert (row["recomputed_value"], row["difference"]) == (None, None)
        assert not row["is_explained"] or row["explanation_source"].startswith(("printed", "sum"))
    assert rows["RF29"]["explanation_kind"] == "missing_input"
    assert "ledger_entries" in rows["RF29"]["best_explanation_label_en"]
    assert rows["RF33"]["explanation_kind"] == "missing_base"
    for figure_id in set(rows) - missing:
        assert rows[figure_id]["verdict"] == figures[figure_id]["verdict"], figure_id


def test_commuting_alone_is_scope_3_without_a_ledger(replay_demo: Callable[..., Replay]) -> None:
    """Without invoices nothing can be raised: a survey alone gives no chain."""

    def empty(folder: Path) -> None:
        header, _ = read_rows(folder, "ledger_entries")
        write_rows(folder, "ledger_entries", header, [])

    rows = figures_of(replay_demo(empty))
    assert printed(Fraction(rows["RF29"]["recomputed_value"]), 1) == Decimal("116.4")
    assert rows["RF29"]["verdict"] == "differs"
    assert rows["RF34"]["verdict"] == "reproduced"
    for figure_id in ("RF31", "RF35", "RF39", "RF46", "RF63"):
        assert rows[figure_id]["verdict"] == "missing_input", figure_id
    assert rows["RF64"]["verdict"] == "reproduced"
