"""A model that mixes the factors of the WPM with those of the footprint is named by its rule."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from support.builds import Build, ProjectCopy


@pytest.mark.build
def test_a_model_that_mixes_two_factor_sets_is_named(
    build_company: Callable[..., Build],
    project_copy: ProjectCopy,
    demo_dir: Path,
    tmp_path: Path,
) -> None:
    project_copy.edit(
        "models/marts/reporting/rpt_footprint.sql",
        "with\n\nframed as (",
        "-- depends_on: {{ ref('stg_wpm_kentallen') }}\nwith\n\nframed as (",
    )
    project_copy.edit(
        "models/intermediate/mobility/int_wpm_cells.sql",
        "with\n\nparts as (",
        "-- depends_on: {{ ref('int_factors') }}\nwith\n\nparts as (",
    )
    compiled = build_company(
        "demo",
        demo_dir,
        ("compile", "--select", "wpm_factors__stay_in_wpm_marts"),
        project=project_copy,
        work_dir=tmp_path / "work",
    )
    (result,) = compiled.run_results["results"]
    with duckdb.connect() as connection:
        sql = f"select finding_key from ({result['compiled_code']}) as findings"
        found = {key for (key,) in connection.execute(sql).fetchall()}
    assert found == {"rpt_footprint|stg_wpm_kentallen", "int_wpm_cells|int_factors"}
