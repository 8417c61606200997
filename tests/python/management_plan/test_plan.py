"""The plan: flows from the judgement, state from the deliveries, checks from dbt's lineage."""

from __future__ import annotations

import json
import re
import string
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from look.conftest import Fabricated
from support.builds import Build
from trede.management_plan import words
from trede.management_plan.cli import app
from trede.management_plan.day import day_of_rules
from trede.management_plan.lineage import Lineage, Report, read_lineage
from trede.management_plan.read import _AUDIT, TABLES, PlanFacts, read_facts
from trede.management_plan.view import make_document
from trede.report.blocks import Document, Heading, Table


def facts() -> PlanFacts:
    """Make two flows, of which one was delivered, and one file that is not in the plan."""
    plan = {"quantity": "m3", "source": "supplier", "due": "April", "reason": "Plan."}
    decided = {"decided_by": "board", "decided_on": "2025-01-01"}
    return PlanFacts(
        built_at=datetime(2025, 3, 31, 12, 0),
        year=2024,
        tables={
            "company": ({"name": "Noord BV", "reason": "Decided."},),
            "data_plan": (
                {"emission_category": "commuting", "owner_role": "HR manager", **plan, **decided},
                {"emission_category": "natural_gas", "owner_role": "facility manager", **plan, **decided},
            ),
            "data_flows": (
                {"emission_category": "natural_gas", "extract_name": "supplier_invoices"},
                {"emission_category": "commuting", "extract_name": "commuting"},
            ),
            "stg_deliveries": (
                {"extract_name": "supplier_invoices", "received_on": "2025-01-09", "covers_to": "2024-12-31"},
                {"extract_name": "supplier_invoices", "received_on": "2025-03-02", "covers_to": "2024-06-30"},
            ),
            "retention": ({"extract_name": "commuting", "keep_until": "2027-12-31", "reason": "Law."},),
            "dim_rules": tuple(
                {"rule_id": rule, "family": family, "wording_nl": "Zin.", "wording_en": "Words.",
                 "remedy": "Mend.", "remedy_nl": "Herstel."}
                for rule, family in (
                    ("DBL-04", "double_counting"), ("VAL-01", "validity"), ("VAL-02", "validity"),
                )
            ),
            "fct_rule_results": (
                {"rule_id": "DBL-04", "status": "FAIL"},
                {"rule_id": "VAL-01", "status": "PASS"},
                {"rule_id": "VAL-02", "status": "NOT_APPLICABLE"},
            ),
            "fct_findings": (
                {"rule_id": "DBL-04", "status": "open", "reporting_year": 2024,
                 "finding_id": "1", "line_id": None,
                 "extract_name": "supplier_invoices", "line_count": 3, "kg_co2e": Decimal(-120)},
                {"rule_id": "VAL-01", "status": "accepted", "reporting_year": 2024,
                 "finding_id": "2", "line_id": None,
                 "extract_name": "supplier_invoices", "line_count": 9, "kg_co2e": Decimal(999)},
            ),
            "rpt_footprint_totals": (),
            "open": ({"extract_name": "supplier_invoices", "finding_count": 3},),
            "state": (
                {"extract_name": "supplier_invoices", "line_count": 46, "kg_co2e": Decimal(13272),
                 "score": 2.25},
                {"extract_name": "waste_collections", "line_count": 24, "kg_co2e": None, "score": None},
            ),
        },
    )  # fmt: skip


LINEAGE = Lineage(
    {"supplier_invoices": ("DBL-04",), "projects": ("CMP-09",)},
    (Report("Footprint page", "dashboard", ("rpt_footprint",)),),
)


def table(document: Document, anchor: str) -> Table:
    """Return the table of a section."""
    place = next(
        place
        for place, block in enumerate(document.blocks)
        if isinstance(block, Heading) and block.anchor == anchor
    )
    return next(block for block in document.blocks[place:] if isinstance(block, Table))


def test_flows_are_those_of_the_judgement_with_their_files() -> None:
    assert table(make_document(facts(), LINEAGE, "en"), "flows").rows[1] == (
        *("natural gas", "m3", "supplier", "facility manager", "April"),
        *("supplier_invoices", "board, 2025-01-01"),
    )


def test_the_state_tells_what_came_and_what_is_not_in_the_plan() -> None:
    rows = {row[0]: row[1:] for row in table(make_document(facts(), LINEAGE, "en"), "state").rows}
    assert rows["supplier_invoices"] == (
        *("facility manager", "2", "2025-03-02", "2024-12-31", "46", "13.27", "2.3", "3"),
    )
    assert rows["commuting"][:3] == ("HR manager", "0", "–")
    assert rows["waste_collections"][0] == "not in the plan"


def test_checks_of_a_file_stand_apart_from_checks_on_everything() -> None:
    document = make_document(facts(), LINEAGE, "en")
    checks = {row[0]: row[1:] for row in table(document, "checks").rows}
    assert checks["supplier_invoices"] == ("DBL-04", "0", "1", "0")
    # a file that is neither planned nor delivered keeps its rules
    assert checks["projects"] == ("CMP-09", "0", "0", "1")
    assert table(document, "general").rows == (("Validity", "VAL-01, VAL-02", "1", "0", "1"),)
    assert table(document, "reports").rows == (("Footprint page", "dashboard", "rpt_footprint"),)
    (improvement,) = table(document, "improve").rows
    assert improvement == (
        "DBL-04",
        "Words.",
        "supplier_invoices",
        "facility manager",
        "Mend.",
        "120",
    )


def test_the_dutch_plan_has_dutch_remedies() -> None:
    (improvement,) = table(make_document(facts(), LINEAGE, "nl"), "improve").rows
    assert improvement[1] == "Zin." and improvement[4] == "Herstel."


def test_the_plan_is_of_the_day_that_the_rules_took_for_today() -> None:
    known = make_document(facts(), LINEAGE, "en", date(2024, 12, 31))
    assert known.subtitle == "Noord BV · state of 2024-12-31"
    assert any("built on 2025-03-31" in getattr(block, "text", "") for block in known.lead)
    # the day of the build is no state: it is called what it is
    unknown = make_document(facts(), LINEAGE, "nl")
    assert unknown.subtitle == "Noord BV · gegevensbestand van 2025-03-31"


def artifacts(target: Path, code: str, run: str = "run-1", ended: str = "2025-05-02") -> None:
    """Write what dbt leaves of a run of one rule that looks at ages."""
    manifest = {"nodes": {"test.old": {"depends_on": {"macros": ["macro.trede.as_of_date"]}}}}
    results = {
        "metadata": {
            "invocation_id": run,
            "invocation_started_at": "2025-05-02T12:00:00",
            "generated_at": f"{ended}T12:05:00",
        },
        "results": [{"unique_id": "test.old", "compiled_code": code}],
    }
    (target / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (target / "run_results.json").write_text(json.dumps(results), encoding="utf-8")


FIXED = "select 1 where expires_on < cast('2025-03-31' as date)"
CLOCK = "select 1 where expires_on < current_date"


def test_the_day_is_read_from_the_run_that_gave_all_verdicts(tmp_path: Path) -> None:
    assert day_of_rules(tmp_path, {"run-1"}) is None
    artifacts(tmp_path, FIXED)
    assert day_of_rules(tmp_path, {"run-1"}) == date(2025, 3, 31)
    # artifacts of another run, or verdicts of two runs, do not tell
    assert day_of_rules(tmp_path, {"run-2"}) is None
    assert day_of_rules(tmp_path, {"run-1", "run-2"}) is None
    artifacts(tmp_path, CLOCK)
    assert day_of_rules(tmp_path, {"run-1"}) == date(2025, 5, 2)
    artifacts(tmp_path, CLOCK, ended="2025-05-03")  # past midnight: its rules took two days
    assert day_of_rules(tmp_path, {"run-1"}) is None
    (tmp_path / "run_results.json").write_text("{", encoding="utf-8")
    assert day_of_rules(tmp_path, {"run-1"}) is None


def test_without_a_manifest_it_says_what_is_missing() -> None:
    document = make_document(facts(), None, "nl")
    assert any("manifest.json" in getattr(block, "text", "") for block in document.lead)
    anchors = [block.anchor for block in document.blocks if isinstance(block, Heading)]
    assert "checks" not in anchors and "reports" not in anchors
    # no rule is lost: they all look at everything
    assert len(table(document, "general").rows) == 2


def test_lineage_tells_rules_of_a_file_from_rules_of_all(tmp_path: Path) -> None:
    def node(
        kind: str, name: str, parents: tuple[str, ...] = (), rule: str | None = None
    ) -> dict[str, Any]:
        return {
            "resource_type": kind,
            "name": name,
            "fqn": ["trede", "extracts" if kind == "seed" else kind, name],
            "depends_on": {"nodes": list(parents)},
            "config": {"meta": {"rule_id": rule} if rule else {}},
        }

    manifest = {
        "metadata": {"invocation_id": "run-1"},
        "nodes": {
            **{f"seed.{name}": node("seed", name) for name in ("a", "b", "c", "d")},
            "model.stg_a": node("model", "stg_a", ("seed.a",)),
            "model.all": node("model", "all", ("model.stg_a", "seed.b", "seed.c", "seed.d")),
            "test.one": node("test", "one", ("model.stg_a",), "ONE-01"),
            "test.two": node("test", "two", ("seed.a", "seed.b"), "TWO-01"),
            "test.all": node("test", "all", ("model.all",), "ALL-01"),
            "test.plain": node("test", "plain", ("seed.a",)),
        },
        "exposures": {
            "exposure.x": {
                "name": "x",
                "label": "Page",
                "type": "dashboard",
                "depends_on": {"nodes": ["model.trede.rpt_b", "model.trede.rpt_a"]},
            }
        },
    }
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    lineage = read_lineage(tmp_path / "manifest.json")
    assert lineage is not None
    assert lineage.rules == {"a": ("ONE-01", "TWO-01"), "b": ("TWO-01",)}
    assert lineage.reports == (Report("Page", "dashboard", ("rpt_a", "rpt_b")),)
    assert lineage.rule_ids == {"ONE-01", "TWO-01", "ALL-01"} and lineage.run_id == "run-1"
    (tmp_path / "manifest.json").write_text("{", encoding="utf-8")
    assert read_lineage(tmp_path / "manifest.json") is None


def empty_warehouse(file: Path) -> Fabricated:
    """Make the tables of the plan, without rows."""
    made = Fabricated(file)
    numbers = {
        "reporting_year": "integer",
        "kg_co2e": "decimal(18, 6)",
        "data_quality_score": "integer",
        "t_co2e": "decimal(28, 9)",
        "line_count": "integer",
    }
    with made:
        for schema in sorted({name.split(".")[0] for name in (*TABLES, *_AUDIT)}):
            made.sql(f"create schema {schema}")
        for name, each in {**TABLES, **_AUDIT}.items():
            columns = ", ".join(
                f"{column} {numbers.get(column, 'varchar')}" for column in each.columns
            )
            made.sql(f"create table {name} ({columns})")
    return made


def test_scores_of_a_few_persons_are_not_told(tmp_path: Path) -> None:
    made = empty_warehouse(tmp_path / "current.duckdb")
    with made:
        made.insert(
            "marts.rpt_footprint_totals",
            {"frame": "ladder", "total_kind": "total", "reporting_year": 2024, "t_co2e": 1},
        )
        for extract, persons in (("trips", 4), ("commuting", 5), ("supplier_invoices", 0)):
            for place in range(max(persons, 2)):
                activity = f"{extract}-{place}"
                made.insert(
                    "audit.fct_activities",
                    {
                        "activity_id": activity,
                        "extract_name": extract,
                        "line_id": activity,
                        "reporting_year": 2024,
                        "person_key": f"p{place}" if persons else None,
                    },
                )
                # scores 1 and 4, weighing 10 and 30 kg: a mean of 3.25
                for kg, score in ((10, 1), (30, 4)):
                    made.insert(
                        "audit.fct_emissions",
                        {
                            "activity_id": activity,
                            "reporting_year": 2024,
                            "kg_co2e": kg,
                            "data_quality_score": score,
                        },
                    )
    state = {row["extract_name"]: row for row in read_facts(made.file).tables["state"]}
    assert (state["trips"]["line_count"], state["trips"]["kg_co2e"], state["trips"]["score"]) == (
        4,
        None,
        None,
    )
    assert (state["commuting"]["kg_co2e"], state["commuting"]["score"]) == (200, 3.25)
    assert state["supplier_invoices"]["kg_co2e"] == 80


def test_open_findings_of_a_file_are_those_of_its_lines(tmp_path: Path) -> None:
    """Published findings about persons are counts without a file."""
    made = empty_warehouse(tmp_path / "current.duckdb")
    with made:
        for place, (extract, status) in enumerate(
            [("trips", "open")] * 3
            + [("trips", "accepted"), ("supplier_invoices", "open"), (None, "open")]
        ):
            made.insert(
                "audit.fct_finding_lines",
                {"finding_id": f"VAL-01|{place}", "extract_name": extract, "status": status},
            )
        made.insert(
            "marts.fct_findings",
            {
                "finding_id": "VAL-01|open|a|2024",
                "rule_id": "VAL-01",
                "status": "open",
                "line_count": 3,
            },
        )
        made.insert(
            "marts.rpt_footprint_totals",
            {"frame": "ladder", "total_kind": "total", "reporting_year": 2024, "t_co2e": 1},
        )
        for extract in ("trips", "supplier_invoices", "waste_collections"):
            made.insert(
                "audit.fct_activities",
                {"activity_id": extract, "extract_name": extract, "reporting_year": 2024},
            )
    document = make_document(read_facts(made.file), None, "en")
    told = {row[0]: row[-1] for row in table(document, "state").rows}
    assert told == {"trips": "3", "supplier_invoices": "1", "waste_collections": "0"}


def test_a_manifest_of_another_build_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = empty_warehouse(tmp_path / "current.duckdb")
    for rule in ("VAL-01", "VAL-02"):
        made.insert("marts.dim_rules", {"rule_id": rule, "family": "validity"})
        made.insert(
            "marts.fct_rule_results", {"rule_id": rule, "status": "PASS", "run_id": "run-1"}
        )
    monkeypatch.setenv("TREDE_WAREHOUSE_DIR", str(tmp_path))
    out = tmp_path / "out"

    def plan(run: str, *rules: str) -> Any:  # noqa: ANN401
        nodes = {
            rule: {
                "resource_type": "test", "name": rule, "fqn": [], "depends_on": {"nodes": []},
                "config": {"meta": {"rule_id": rule}},
            }
            for rule in rules
        }  # fmt: skip
        manifest = {"metadata": {"invocation_id": run}, "nodes": nodes, "exposures": {}}
        (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        arguments = ("--language", "en", "--target", str(tmp_path), "--out", str(out))
        return CliRunner().invoke(app, arguments)

    other_run = plan("run-2", "VAL-01", "VAL-02")
    assert other_run.exit_code == 6 and "run run-2" in other_run.stderr
    other_rules = plan("run-1", "VAL-01", "VAL-03")
    assert other_rules.exit_code == 6
    assert "in one of them only: VAL-02, VAL-03." in other_rules.stderr
    assert not out.exists()
    assert plan("run-1", "VAL-01", "VAL-02").exit_code == 0
    # one rule was run again after the build: the manifest is of one run, the verdicts of two
    made.sql("update marts.fct_rule_results set run_id = 'run-0' where rule_id = 'VAL-02'")
    partly = plan("run-1", "VAL-01", "VAL-02")
    assert partly.exit_code == 6 and "VAL-02" in partly.stderr and "VAL-01" not in partly.stderr


def test_every_wording_is_whole_and_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = "".join(
        file.read_text(encoding="utf-8") for file in Path(words.__file__).parent.glob("*.py")
    )
    quoted = set(re.findall(r"[\"'](\w+)[\"']", sources))
    for key, wording in words.WORDS.table.items():
        places = [
            {name for _, name, _, _ in string.Formatter().parse(text) if name}
            for text in wording.values()
        ]
        assert places[0] == places[1], key
        assert key.split(".")[0].removeprefix("section_") in quoted, key
    monkeypatch.setenv("TREDE_WAREHOUSE_DIR", str(tmp_path))
    assert CliRunner().invoke(app, []).exit_code == 1
    assert CliRunner().invoke(app, ["--language", "fr"]).exit_code == 2


@pytest.mark.build
def test_the_plan_of_the_demo_names_every_flow_and_every_rule(demo_build: Build) -> None:
    facts_of_demo = read_facts(demo_build.database)
    lineage = read_lineage(demo_build.target_dir / "manifest.json")
    assert lineage is not None and lineage.rules["supplier_invoices"]
    as_of = day_of_rules(demo_build.target_dir, facts_of_demo.run_ids)
    assert as_of == date(2025, 3, 31)
    document = make_document(facts_of_demo, lineage, "en", as_of)
    assert document.subtitle.endswith("state of 2025-03-31")
    assert len(table(document, "flows").rows) == demo_build.value(
        "select count(*) from judgements.data_plan"
    )
    told = {
        rule
        for anchor in ("checks", "general")
        for row in table(document, anchor).rows
        for rule in row[1].split(", ")
    }
    rules = {row["rule_id"] for row in demo_build.rows("select rule_id from marts.dim_rules")}
    assert rules <= told
    # Lines of persons are most of the findings, and the published ones name no file.
    found = Counter(
        row["extract_name"]
        for row in demo_build.rows("select * from audit.fct_finding_lines")
        if row["status"] == "open"
    )
    shown = {row[0]: int(row[-1]) for row in table(document, "state").rows}
    assert shown == {extract: found[extract] for extract in shown}
    assert min(shown["commuting"], shown["trips"], shown["vehicle_distances"]) > 0
