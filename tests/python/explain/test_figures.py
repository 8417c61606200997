"""Every published figure of the demo is made of its rows, to the last gram, whatever is shown of them."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import duckdb
import pytest

from trede.explain.model import Explanation
from trede.explain.read import explain_cell, explain_total
from trede.explain.warehouse import NotFoundError

pytestmark = pytest.mark.build

FRAMES = ("ladder", "ghg_protocol", "iso_14064")


def is_made_of_its_parts(explanation: Explanation) -> None:
    """Add the parts up to the groups, and the groups to the published tonnes."""
    of_groups = Decimal(0)
    for group in explanation.groups:
        shown = sum((part.kg_co2e or Decimal(0) for part in group.parts), Decimal(0))
        assert shown + group.remainder.kg_co2e + group.withheld.kg_co2e == group.kg_co2e
        counted = len(group.parts) + group.remainder.part_count + group.withheld.part_count
        assert counted == group.part_count
        if not group.is_merged:
            split = (group.kg_direct, group.kg_upstream, group.kg_unsplit)
            assert sum((kg for kg in split if kg is not None), Decimal(0)) == group.kg_co2e
        of_groups += group.kg_co2e
    assert of_groups == explanation.figure.t_co2e * 1000
    assert explanation.check.kg_of_rows == explanation.check.kg_of_figure


def test_every_cell_of_the_footprint_adds_up(connection: duckdb.DuckDBPyConnection) -> None:
    cells = connection.execute(
        "select frame, line, reporting_year, entity_id, t_co2e from marts.rpt_footprint order by all"
    ).fetchall()
    assert len(cells) > 100
    assert {cell[0] for cell in cells} == set(FRAMES)
    assert None in {cell[3] for cell in cells}
    for frame, line, year, entity, tonnes in cells:
        explanation = explain_cell(connection, frame, line, year, entity, most=3)
        assert explanation.figure.t_co2e == tonnes
        is_made_of_its_parts(explanation)


def test_every_cell_with_power_adds_up_at_the_grid_too(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    cells = connection.execute(
        "select frame, line, reporting_year, entity_id, t_co2e_location_based "
        "from marts.rpt_footprint where t_co2e_location_based <> t_co2e order by all"
    ).fetchall()
    assert len(cells) > 20
    for frame, line, year, entity, tonnes in cells:
        explanation = explain_cell(
            connection, frame, line, year, entity, measure="location_based", most=1
        )
        assert explanation.figure.t_co2e == tonnes
        is_made_of_its_parts(explanation)


def test_every_total_adds_up(connection: duckdb.DuckDBPyConnection) -> None:
    totals = connection.execute(
        "select frame, total_kind, total_key, reporting_year, t_co2e "
        "from marts.rpt_footprint_totals where total_kind <> 'line' order by all"
    ).fetchall()
    assert {kind for _, kind, *_ in totals} == {"scope", "ladder_total", "total"}
    for frame, kind, key, year, tonnes in totals:
        explanation = explain_total(connection, frame, key, year, total_kind=kind, most=1)
        assert (explanation.figure.t_co2e, explanation.figure.is_whole) == (tonnes, True)
        is_made_of_its_parts(explanation)


def test_all_parts_written_out_are_the_figure(connection: duckdb.DuckDBPyConnection) -> None:
    for line in ("business_travel", "3.5", "3.7", "scope_2"):
        explanation = explain_total(
            connection, "ladder", line, 2024, total_kind="line", personal=True, most=None
        )
        parts = [part for group in explanation.groups for part in group.parts]
        assert all(group.remainder.part_count == 0 for group in explanation.groups)
        assert all(group.withheld.part_count == 0 for group in explanation.groups)
        assert sum(part.kg_co2e or 0 for part in parts) == explanation.figure.t_co2e * 1000
        # Power is one part per supply lot, everything else one per line and month.
        assert len({(part.activity_id, part.supply_lot) for part in parts}) == len(parts)
        is_made_of_its_parts(explanation)


def test_the_frames_share_out_the_same_lines(connection: duckdb.DuckDBPyConnection) -> None:
    """Gas stands whole on the Ladder, and is split in the GHG Protocol and in ISO."""
    by_frame: dict[str, Decimal] = defaultdict(Decimal)
    split = {"ghg_protocol": ("scope_1", "3.3"), "iso_14064": ("category_1", "category_4")}
    for frame, lines in {"ladder": ("scope_1",), **split}.items():
        for line in lines:
            explanation = explain_cell(connection, frame, line, 2024, "vsg_groep")
            for group in explanation.groups:
                if group.activity_type == "natural_gas":
                    by_frame[frame] += group.kg_co2e
                    if frame != "ladder":
                        is_direct = line in ("scope_1", "category_1")
                        assert group.kg_direct == (group.kg_co2e if is_direct else None)
    assert len(set(by_frame.values())) == 1
    assert by_frame["ladder"] == Decimal("4054.600000")


def test_a_part_names_its_file_factor_and_edition(connection: duckdb.DuckDBPyConnection) -> None:
    explanation = explain_cell(connection, "ladder", "scope_1", 2024, "vsg_groep")
    refs = {factor.ref: factor for factor in explanation.factors}
    editions = {edition.edition_id: edition for edition in explanation.editions}
    files = {(file.extract_name, file.source_file): file for file in explanation.delivered_files}
    parts = [part for group in explanation.groups for part in group.parts]
    assert len(parts) == 50
    for part in parts:
        assert part.factor in refs
        factor = refs[part.factor]
        assert factor.edition_id in editions and factor.split_edition_id in editions
        assert factor.direct_factor_value is not None
        assert factor.direct_factor_value + factor.upstream_factor_value == factor.wtw_factor_value
        file = files[part.extract_name, part.source_file]
        assert part.delivered_sha256 == file.delivered_sha256
        assert file.delivered_sha256 and len(file.delivered_sha256) == 64
        assert part.source_row and part.source_row.isdecimal()
    assert all(edition.registered_sha256 == edition.file_sha256 for edition in editions.values())
    assert all(
        edition.licence and edition.author and edition.title for edition in editions.values()
    )
    assert all(edition.is_loaded for edition in editions.values())
    assert all(file.is_loaded for file in explanation.loaded_files)


def test_what_was_decided_is_named_with_role_and_day(connection: duckdb.DuckDBPyConnection) -> None:
    travel = explain_total(connection, "ladder", "business_travel", 2022, personal=True, most=None)
    chosen = [each for each in travel.judgements if each.file == "judgements/factor_choices"]
    assert [(each.key, each.value, each.decided_by) for each in chosen] == [
        ("2022 business_public_transport", "nl_2023", "sustainability manager")
    ]
    assert chosen[0].decided_on.isoformat() == "2025-02-03"
    touched = [
        part for group in travel.groups for part in group.parts if chosen[0].ref in part.judgements
    ]
    assert {part.activity_type for part in touched} == {"business_public_transport"}
    assert {part.factor.split("/")[0] for part in touched} == {"nl_2023"}

    power = explain_total(connection, "ladder", "scope_2", 2024, total_kind="line", most=None)
    by_file = defaultdict(set)
    for each in power.judgements:
        by_file[each.file].add(each.key)
    assert by_file["judgements/estimates"] == {
        "branch_b_electricity_by_floor_area",
        "building_d_electricity_by_share_of_main_meter",
    }
    assert {"head_office", "building_d", "home", "public"} <= by_file["mappings/power_contracts"]
    assert len(by_file["extracts/power_certificates"]) == 2

    bought = explain_total(connection, "ladder", "3.1", 2024, total_kind="line", most=1)
    files = {each.file for each in bought.judgements}
    assert files == {"mappings/ledger_accounts", "judgements/spend_categories"}

    gas = explain_cell(connection, "ladder", "scope_1", 2024, "vsg_groep", most=1)
    (cold,) = [out for out in gas.left_out if out.claim_status == "excluded"]
    (excluded,) = [each for each in gas.judgements if each.ref in cold.judgements]
    assert (excluded.file, excluded.key) == ("judgements/exclusions", "refrigerants")


def test_what_there_is_not_is_said_with_what_there_is(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    for arguments, told in (
        (("nowhere", "scope_1", 2024, None), "There is: ghg_protocol, iso_14064, ladder."),
        (("ladder", "scope_1", 1999, None), "There is: 2022, 2023, 2024."),
        (
            ("ladder", "3.3", 2024, None),
            "There is: 3.1, 3.5, 3.7, business_travel, scope_1, scope_2.",
        ),
        (("ladder", "scope_2", 2024, "south"), "There is: vsg_diensten, vsg_groep, merged."),
        (("ladder", "scope_1", 2024, None), "no figure for entity merged"),
    ):
        with pytest.raises(NotFoundError) as raised:
            explain_cell(connection, *arguments)
        assert told in str(raised.value)
        assert raised.value.exit_code == 4
