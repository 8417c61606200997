"""The figures to explain are there, and of every kind."""

from __future__ import annotations

import pytest

from bench.figures import choose
from support.builds import Build


@pytest.mark.build
def test_figures_lines_and_documents_of_the_warehouse_are_chosen(demo_build: Build) -> None:
    chosen = choose(demo_build.database)
    kinds = [tuple(part for part in arguments if part.startswith("--")) for arguments in chosen]
    assert kinds.count(("--line", "--year")) == 3
    assert ("--total", "--year") in kinds
    assert ("--file", "--line") in kinds
    assert ("--file", "--line", "--personal") in kinds
    assert kinds[-1] == ("--document",)
    lines = [
        arguments[1] for arguments in chosen if "--year" in arguments and arguments[0] == "--line"
    ]
    # The one with most lines first.
    counts = {
        str(row["ladder_line"]): row["lines"]
        for row in demo_build.rows(
            "select ladder_line, count(*) as lines from audit.fct_emissions"
            f" where reporting_year = {chosen[0][3]} group by ladder_line"
        )
    }
    assert counts[lines[0]] == max(counts.values())
    assert counts[lines[-1]] == min(counts.values())
