"""The second company has what the demo has not: converted euros, a chain that counts, suppliers' factors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest

from companies.polder import write_polder
from support.builds import Build
from support.cells import read_rows
from trede.contract import Contract
from trede.explain.model import Explanation
from trede.explain.read import explain_cell, explain_total
from trede.explain.trace import explain_line
from trede.explain.warehouse import open_warehouse
from trede.explain.words import wordings
from trede.warehouse import rows

pytestmark = pytest.mark.build


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory, contract: Contract) -> Path:
    """The company's folder."""
    return write_polder(tmp_path_factory.mktemp("companies") / "polder", contract)


@pytest.fixture(scope="module")
def warehouse(
    build_company: Callable[..., Build], company: Path
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Its warehouse: the tables, without tests."""
    build = build_company(
        "polder",
        company,
        arguments=(
            *("build", "--exclude-resource-type", "unit_test"),
            *("--exclude-resource-type", "test"),
        ),
        environment={"TREDE_AS_OF_DATE": "2027-03-31"},
    )
    with open_warehouse(build.database) as opened:
        yield opened


@pytest.fixture(scope="module")
def of_2026(warehouse: duckdb.DuckDBPyConnection, company: Path) -> Explanation:
    """Everything of 2026."""
    return explain_total(
        warehouse, "ladder", "total", 2026, personal=True, most=None, folder=company
    )


def test_every_cell_adds_up_both_ways(warehouse: duckdb.DuckDBPyConnection, company: Path) -> None:
    cells = rows(warehouse, "select * from marts.rpt_footprint order by all")
    assert len(cells) > 70
    for cell in cells:
        key = (cell["frame"], cell["line"], cell["reporting_year"], cell["entity_id"])
        for measure, tonnes in (
            ("market_based", "t_co2e"),
            ("location_based", "t_co2e_location_based"),
        ):
            found = explain_cell(warehouse, *key, measure=measure, folder=company)
            assert sum(group.kg_co2e for group in found.groups) == cell[tonnes] * 1000, key


def test_each_of_the_six_steps_is_shown(of_2026: Explanation, project_root: Path) -> None:
    """10,500 euro of 2026, at the index of 2024 by judgement, in pounds of 2019 at basic prices."""
    prices = {
        (row["series"], row["year"]): Fraction(row["value"])
        for row in read_rows(project_root / "seeds" / "shared", "reference/price_levels")[1]
    }
    (group,) = [
        each
        for each in of_2026.groups
        if each.spend_category == "cleaning"
        and each.factor.startswith("uk_spend_2019/")
        and any(part.quantity == 10500 for part in each.parts)
    ]
    (part,) = [each for each in group.parts if each.quantity == 10500]
    value = Fraction(10500)
    expected = [value]
    for ratio in (
        prices["cpi_nl_1962_100", "2019"] / prices["cpi_nl_1962_100", "2024"],
        prices["gbp_per_eur_yearly_average", "2019"],
        Fraction(9, 10),
        Fraction("0.155293"),
    ):
        value = Fraction(round(value * ratio * 1_000_000), 1_000_000)
        expected.append(value)
    assert [Fraction(step.value) for step in part.spend_steps[1:]] == expected
    assert part.spend_steps[0].value == part.source_quantity == 12000
    assert part.spend_steps[1].note == "of 12000 EUR"
    named = {each.ref: each.file for each in of_2026.judgements}
    assert {named[ref] for ref in part.judgements} == {
        "mappings/ledger_accounts",
        "judgements/spend_categories",
        "judgements/price_level_choices",
        "judgements/chain_boundaries",
    }


def test_the_chain_that_counts_is_there_with_its_judgement(
    of_2026: Explanation, warehouse: duckdb.DuckDBPyConnection
) -> None:
    hired = [group for group in of_2026.groups if group.activity_category == "hired_travel"]
    assert {group.method for group in hired} == {"estimate"}
    (weights,) = rows(
        warehouse,
        "select invoiced_eur, surveyed_invoiced_eur from intermediate.int_chain_weights "
        "where reporting_year = 2026",
    )
    grows = Fraction(weights["invoiced_eur"]) / Fraction(weights["surveyed_invoiced_eur"])
    (boundary,) = [
        each for each in of_2026.judgements if each.file == "judgements/chain_boundaries"
    ]
    parts = [part for group in hired for part in group.parts]
    assert len(parts) == 4 * 12
    for part in parts:
        assert boundary.ref in part.judgements
        assert abs(Fraction(part.emission_quantity) - Fraction(part.quantity) * grows) < Fraction(
            1, 10**6
        )
        assert part.factor_quantity == part.emission_quantity


def test_factors_of_suppliers_name_their_evidence(of_2026: Explanation, company: Path) -> None:
    delivered = {row["line_id"]: row for row in read_rows(company, "supplier_factors")[1]}
    own = [factor for factor in of_2026.factors if factor.edition_id == "supplier_factors"]
    assert len(own) > 3
    for factor in own:
        assert (factor.source or "") == delivered[factor.factor_id]["evidence_reference"]
        assert Fraction(factor.wtw_factor_value) == Fraction(delivered[factor.factor_id]["kg_co2e"])
    methods = {
        group.method for group in of_2026.groups if group.activity_category.startswith("physical")
    }
    assert {"supplier_specific", "hybrid", "average_data"} <= methods
    assert "supplier_factors" not in {edition.edition_id for edition in of_2026.editions}


def test_every_delivered_line_says_what_it_became(
    warehouse: duckdb.DuckDBPyConnection, company: Path
) -> None:
    lines = rows(
        warehouse, "select distinct extract_name, line_id from intermediate.int_extract_lines"
    )
    reasons, tellers = set(), {}
    for line in lines:
        found = explain_line(warehouse, *line.values(), personal=True, folder=company)
        for trace in found.traces:
            assert trace.parts or trace.uses
            for part in trace.parts:
                reasons.add((part.claim_status, part.claim_reason))
            for teller in trace.tellers:
                tellers.setdefault(teller.claim_reason, set()).add(teller.extract_name)
            if trace.outcome == "nothing":
                statuses = {part.claim_status for part in trace.parts}
                assert statuses - {"counted"} or trace.notes
    assert {status for status, _ in reasons} == {
        *("counted", "superseded", "excluded", "out_of_scope", "unreadable")
    }
    assert [reason for _, reason in reasons if f"reason.{reason}" not in wordings()] == []
    assert tellers["replaced_by_chain_analysis"] == {"subcontractor_travel"}
    assert tellers["known_in_physical_units"] == {"purchases_physical", "waste_collections"}
    assert tellers["counted_by_spend"] == {"ledger_entries"}
    assert tellers["readings_cover_more_days"] == {"meter_readings"}
    assert tellers["behind_the_main_meter"] == {"supplier_invoices"}
    # The invoice names a meter that nobody mapped: it speaks for its location.
    assert tellers["invoiced"] == {"supplier_invoices"}


def test_a_label_of_the_supplier_is_evidence(of_2026: Explanation) -> None:
    labels = [each for each in of_2026.judgements if each.file == "extracts/power_labels"]
    assert labels
    assert all(Decimal(each.value.split()[0]) >= 0 for each in labels)
