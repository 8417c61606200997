"""Whether a year may be published, on rows written here: no build."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from trede.publish.book import ROW_COLUMNS, Book, Row
from trede.publish.decide import Publication, Wish, decide
from trede.publish.errors import OtherFilesError, PublishError, RefusedError, UsageError


def row(**cells: str) -> Row:
    """One row of a year, of gas unless it is said otherwise."""
    return {
        **dict.fromkeys(ROW_COLUMNS, ""),
        "reporting_year": "2022",
        "entity_id": "eigen",
        "activity_category": "fuel_heating",
        "activity_type": "natural_gas",
        "component": "direct",
        "ladder_line": "scope_1",
        "ghg_line": "scope_1",
        "iso_line": "category_1",
        "method": "activity",
        "factor_value": "2.000000000",
        "quantity": "10.000000",
        "kg_co2e": "20.000000",
        **cells,
    }


def publication(version: str, on: str = "2025-03-01") -> Row:
    return {"reporting_year": "2022", "version": version, "published_on": on}


def restatement(**cells: str) -> Row:
    return {
        "reporting_year": "2022",
        "version": "",
        "cause": "error",
        "scope": "",
        "reason": "A meter was read wrongly.",
        "decided_by": "board",
        "decided_on": "2025-03-02",
        **cells,
    }


def book(*rows: Row, versions: tuple[str, ...] = ("1",), decided: tuple[Row, ...] = ()) -> Book:
    """A year that was published with these rows, in each version."""
    return Book(
        folder=Path("nowhere"),
        publications=tuple(publication(version) for version in versions),
        published_rows=tuple({**each, "version": version} for version in versions for each in rows),
        restatements=decided,
    )


def move(cause: str = "error", **cells: str) -> Row:
    """What changed of a row, and by which cause."""
    changed = row(**cells)
    lines = ("ladder_line", "ghg_line", "iso_line")
    return {
        **{column: changed[column] for column in (*lines, "activity_category", "entity_id")},
        "cause": cause,
    }


def ask(
    rows: list[Row],
    before: Book,
    drafts: tuple[str, ...] = (),
    moves: tuple[Row, ...] = (move(),),
    **wish: object,
) -> object:
    asked = {
        "year": 2022,
        "prepared_by": "controller",
        "approved_by": "board",
        "on": date(2025, 3, 31),
        **wish,
    }
    known = {each["version"]: moves for each in before.publications}
    return decide(Wish(**asked), rows, drafts, before, known)  # type: ignore[arg-type]


NOTHING = book(versions=())
CHANGED = row(kg_co2e="22.000000", quantity="11.000000")


def test_the_first_version_is_one_and_adds_its_rows() -> None:
    made = ask([row(), row(component="upstream", kg_co2e="0.500000")], NOTHING)
    assert isinstance(made, Publication)
    assert (made.row["version"], made.row["row_count"]) == ("1", "2")
    assert made.row["kg_co2e"] == "20.500000"
    assert {each["version"] for each in made.rows} == {"1"}


def test_after_nine_comes_ten() -> None:
    before = book(row(), versions=("9",), decided=(restatement(),))
    made = ask([CHANGED], before)
    assert isinstance(made, Publication)
    assert made.row["version"] == "10"


def test_zeros_at_the_end_are_no_change() -> None:
    assert ask([row()], book(row(factor_value="2", quantity="10", kg_co2e="20"))) is None


@pytest.mark.parametrize(
    "other",
    [
        [CHANGED],
        [row(quantity="11.000000")],
        [row(factor_value="3.000000000")],
        [row(entity_id="gekocht")],
        [row(), row(component="upstream")],
        [row(component="upstream")],
    ],
)
def test_any_change_takes_a_restatement(other: list[Row]) -> None:
    with pytest.raises(RefusedError, match="no restatement says why"):
        ask(other, book(row()))
    assert isinstance(ask(other, book(row(), decided=(restatement(),))), Publication)


@pytest.mark.parametrize(
    "scope", ["all", "scope_1", "SCOPE_1", "category_1", "fuel_heating", "eigen"]
)
def test_a_scope_is_a_line_a_category_or_an_entity(scope: str) -> None:
    before = book(row(), decided=(restatement(scope=scope),))
    assert isinstance(ask([CHANGED], before), Publication)


@pytest.mark.parametrize(
    "cells",
    [
        {"scope": "scope_2"},
        {"scope": "gekocht"},
        {"reason": ""},
        {"decided_by": ""},
        {"reporting_year": "2023"},
        {"decided_on": "2025-03-01"},
        {"decided_on": "2025-04-01"},
        {"version": "2"},
        {"version": "1", "decided_on": "2025-02-28"},
    ],
)
def test_a_restatement_of_something_else_does_not_cover(cells: dict[str, str]) -> None:
    with pytest.raises(RefusedError, match="no restatement says why"):
        ask([CHANGED], book(row(), decided=(restatement(**cells),)))


def test_on_the_very_day_the_version_says_which_was_first() -> None:
    same_day = restatement(version="1", decided_on="2025-03-01")
    assert isinstance(ask([CHANGED], book(row(), decided=(same_day,))), Publication)


def test_every_change_is_covered_or_none_is_published() -> None:
    lines = {"ladder_line": "scope_2", "ghg_line": "scope_2", "iso_line": "category_2"}
    power = row(activity_category="power_buildings", **lines)
    before = book(row(), power, decided=(restatement(scope="scope_1"),))
    with pytest.raises(RefusedError, match="scope_2, power_buildings, eigen"):
        ask([CHANGED, {**power, "kg_co2e": "1.000000"}], before)


@pytest.mark.parametrize(
    ("cause", "decided", "is_explained"),
    [
        ("error", "error", True),
        ("error", "activity", True),
        ("error", "ERROR", True),
        ("error", "factor", False),
        ("error", "", False),
        ("factor", "factor", True),
        ("factor", "error", False),
        ("boundary", "boundary", True),
        ("boundary", "method", False),
        ("method", "method", True),
        # Merged for privacy: its cause does not show.
        ("any", "factor", True),
    ],
)
def test_a_restatement_holds_for_its_own_cause(
    cause: str, decided: str, is_explained: bool
) -> None:
    before = book(row(), decided=(restatement(cause=decided),))
    if is_explained:
        assert isinstance(ask([CHANGED], before, moves=(move(cause),)), Publication)
    else:
        with pytest.raises(RefusedError, match=f"{cause}: scope_1, fuel_heating, eigen"):
            ask([CHANGED], before, moves=(move(cause),))


def test_two_causes_take_two_restatements() -> None:
    moves = (move("error"), move("factor"))
    with pytest.raises(RefusedError, match="factor: scope_1"):
        ask([CHANGED], book(row(), decided=(restatement(),)), moves=moves)
    both = (restatement(), restatement(cause="factor", scope="scope_1"))
    assert isinstance(ask([CHANGED], book(row(), decided=both), moves=moves), Publication)
    elsewhere = (restatement(), restatement(cause="factor", scope="gekocht"))
    with pytest.raises(RefusedError, match="factor: scope_1"):
        ask([CHANGED], book(row(), decided=elsewhere), moves=moves)


def test_a_warehouse_that_does_not_know_the_latest_version_is_built_again() -> None:
    before = book(row(), decided=(restatement(),))
    wish = Wish(2022, "controller", "board", date(2025, 3, 31))
    with pytest.raises(OtherFilesError, match="Build the company again"):
        decide(wish, [CHANGED], (), before, {})


def test_rows_without_a_publication_stop_it() -> None:
    torn = Book(Path("nowhere"), (), ({**row(), "version": "1"},), ())
    with pytest.raises(RefusedError, match="stopped between the two files"):
        ask([row()], torn)


def test_a_later_version_is_not_of_an_earlier_day() -> None:
    before = book(row(), decided=(restatement(),))
    with pytest.raises(UsageError, match="cannot be of 2025-02-01"):
        ask([CHANGED], before, on=date(2025, 2, 1))


def test_a_draft_says_so_in_its_reason() -> None:
    with pytest.raises(RefusedError, match="1 totals of 2022 are drafts"):
        ask([row()], NOTHING, ("ladder total: 9% of this total",))
    made = ask([row()], NOTHING, ("ladder total: 9%",), draft_reason="The list is awaited.")
    assert isinstance(made, Publication)
    assert made.row["reason"].startswith("DRAFT: The list is awaited.")


@pytest.mark.parametrize(
    "wish",
    [
        {"prepared_by": " BOARD "},
        {"prepared_by": ""},
        {"approved_by": "a@b.example"},
    ],
)
def test_two_roles_do_it(wish: dict[str, str]) -> None:
    with pytest.raises(PublishError):
        ask([row()], NOTHING, **wish)


def test_what_a_cell_cannot_carry_is_refused() -> None:
    with pytest.raises(RefusedError, match="more than nine digits"):
        ask([row(kg_co2e="1000000000.000000")], NOTHING)
