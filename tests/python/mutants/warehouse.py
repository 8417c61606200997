"""A built warehouse in memory, in which a mutation is tried and taken back.

The same replay as support/replay.py (dbt's own compiled SQL in dbt's own order), made cheap enough
for hundreds of mutants: one copy in memory, a transaction that is rolled back, and only what is
asked for is filled again: first what the footprint needs, then what one rule after the other needs.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from mutants.operators import Row
from support.builds import Build

#: Models of the printed figures: a rule that leans on them is switched off.
PRINTED = ("int_reported", "rpt_reported", "int_publication", "stg_published_rows")

#: Words in a rule's SQL that compare file hashes or an earlier run.
SWITCHED_OFF_WORDS = ("sha256", "previous_run", "earlier_run", "previous_pack")

#: Ladder lines of the first total; all others make scope 3.
FIRST_TOTAL = ("scope_1", "scope_2", "business_travel")

#: A total of the footprint: its year and which of the two it is.
Total = tuple[int, str]

#: Columns of a finding that the judge reads.
FINDING_COLUMNS = (
    "finding_key",
    "entity_id",
    "location_id",
    "vehicle_id",
    "reporting_year",
    "month",
    "extract_name",
    "line_id",
    "source_file",
    "source_row",
)


@dataclass(frozen=True)
class Rule:
    """One rule as the build compiled it.

    Attributes:
        rule_id: such as PLA-04.
        sql: its compiled SQL.
        behind: unique ids of all models and seeds that it is made of.
        models: how many models stand behind it, which is what it costs.
    """

    rule_id: str
    sql: str = field(repr=False)
    behind: frozenset[str] = field(repr=False)
    models: int


class Warehouse:
    """The build in memory."""

    def __init__(self, build: Build, threads: int = 1) -> None:
        """Copy a whole, green build into memory and read its lineage."""
        self.company = build.company
        self._behind: dict[str, frozenset[str]] = {}
        self.nodes: dict[str, Any] = build.manifest["nodes"]
        self.connection = duckdb.connect(":memory:", config={"threads": threads})
        self.connection.execute("set enable_progress_bar = false")
        self.connection.execute(f"attach '{build.database}' as source (read_only)")
        # The compiled SQL names the catalog as dbt did: after the warehouse's file.
        self.connection.execute(f"attach ':memory:' as {build.database.stem}")
        self.connection.execute(f"copy from database source to {build.database.stem}")
        self.connection.execute("detach source")
        self.connection.execute(f"use {build.database.stem}")
        self.sql: dict[str, str] = {}
        tests: list[str] = []
        for result in build.run_results["results"]:
            unique_id = result["unique_id"]
            if unique_id not in self.nodes or not result.get("compiled_code"):
                continue
            if self.nodes[unique_id]["resource_type"] == "model":
                self.sql[unique_id] = result["compiled_code"]
            elif unique_id.startswith("test.") and "rule" in self.nodes[unique_id]["tags"]:
                tests.append(unique_id)
                self.sql[unique_id] = result["compiled_code"]
        self.order = [name for name in self.sql if name.startswith("model.")]
        self.seeds = {
            node["name"]: unique_id
            for unique_id, node in self.nodes.items()
            if node["resource_type"] == "seed"
            and node["original_file_path"].startswith(f"seeds/companies/{build.company}/")
        }
        self.emissions = next(name for name in self.order if name.endswith(".fct_emissions"))
        rules = [self._rule(unique_id) for unique_id in tests]
        self.switched_off = sorted(rule.rule_id for rule in rules if not self.may_judge(rule))
        # Cheap rules first; the order is the same in every run of the same code.
        self.rules = sorted(
            (rule for rule in rules if self.may_judge(rule)),
            key=lambda rule: (rule.models, rule.rule_id),
        )
        self.base_totals = self.totals()
        self.base_findings = {
            rule.rule_id: frozenset(finding["finding_key"] for finding in self.findings(rule))
            for rule in self.rules
        }

    def _rule(self, unique_id: str) -> Rule:
        node = self.nodes[unique_id]
        inputs = frozenset(node["depends_on"]["nodes"])
        behind = frozenset().union(*(self.behind(name) for name in inputs)) | inputs
        return Rule(
            node["config"]["meta"]["rule_id"],
            self.sql[unique_id],
            behind,
            sum(name.startswith("model.") for name in behind)
            # Models that read every cell of every extract: a second, where others take a hundredth.
            + 200 * any("int_cell_problems" in name for name in behind),
        )

    def behind(self, unique_id: str) -> frozenset[str]:
        """Return everything that a model is made of."""
        if unique_id not in self._behind:
            self._behind[unique_id] = self._walk(unique_id)
        return self._behind[unique_id]

    def _walk(self, unique_id: str) -> frozenset[str]:
        found: set[str] = set()
        todo = [unique_id]
        while todo:
            for name in self.nodes.get(todo.pop(), {}).get("depends_on", {}).get("nodes", []):
                if name not in found:
                    found.add(name)
                    todo.append(name)
        return frozenset(found)

    def may_judge(self, rule: Rule) -> bool:
        """Say whether a rule leans on nothing that the judgement leaves out."""
        names = [name.split(".")[-1] for name in rule.behind if name.startswith("model.")]
        return not any(name.startswith(PRINTED) for name in names) and not any(
            word in rule.sql.lower() for word in SWITCHED_OFF_WORDS
        )

    def descendants(self, seeds: Sequence[str]) -> list[str]:
        """Return the models that are made of some seeds, in the order in which dbt makes them."""
        stale = {self.seeds[name] for name in seeds}
        found = []
        for name in self.order:
            if not stale.isdisjoint(self.nodes[name]["depends_on"]["nodes"]):
                stale.add(name)
                found.append(name)
        return found

    def moves_footprint(self, seed: str) -> bool:
        """Say whether the footprint is made of a file at all."""
        return self.emissions in self.descendants([seed])

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Run a query and return its rows."""
        return self.connection.execute(sql).fetchall()

    def totals(self) -> dict[Total, Decimal]:
        """Return the headline totals of the Ladder in kg, per reporting year."""
        first = ", ".join(f"'{line}'" for line in FIRST_TOTAL)
        return {
            (int(year), name): Decimal(kg)
            for year, name, kg in self.query(
                "select emissions.reporting_year, "
                f"case when emissions.ladder_line in ({first}) then 'scope_1_2_travel' "
                "else 'scope_3' end as total, sum(emissions.kg_co2e) "
                "from audit.fct_emissions as emissions "
                "inner join intermediate.int_company_years as years "
                "on emissions.reporting_year = years.reporting_year group by all having sum(kg_co2e) <> 0"
            )
        }

    def findings(self, rule: Rule) -> list[dict[str, Any]]:
        """Run one rule."""
        columns = ", ".join(FINDING_COLUMNS)
        return [
            dict(zip(FINDING_COLUMNS, row, strict=True))
            for row in self.query(f"select {columns} from ({rule.sql}) as findings")
        ]

    @contextmanager
    def mutated(self, changes: Mapping[str, Change]) -> Iterator[Trial]:
        """Try changed files, by name; everything is taken back at the end."""
        self.connection.execute("begin transaction")
        try:
            for name, change in changes.items():
                self._load(name, change)
            touched = {self.seeds[name] for name in changes}
            yield Trial(self, self.descendants(list(changes)), touched)
        finally:
            self.connection.execute("rollback")

    def _load(self, name: str, change: Change) -> None:
        relation = self.nodes[self.seeds[name]]["relation_name"]
        if change.removed is None:
            self.connection.execute(f"delete from {relation}")
        elif change.removed:
            self.connection.execute(
                f"delete from {relation} where line_id in (select unnest(?))",
                [list(change.removed)],
            )
        if not change.added:
            return
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "rows.csv"
            with path.open("w", encoding="utf-8", newline="") as handle:
                writer = csv.DictWriter(handle, list(change.added[0]), lineterminator="\n")
                writer.writeheader()
                writer.writerows(change.added)
            columns = ", ".join(f'"{column}"' for column in change.added[0])
            self.connection.execute(
                f"copy {relation} ({columns}) from '{path}' "
                "(format csv, header true, delimiter ',', quote '\"', escape '\"')"
            )


@dataclass(frozen=True)
class Change:
    """What changes in one file.

    Attributes:
        removed: line_ids that go; None for all rows of the file.
        added: rows that come.
    """

    removed: Sequence[str] | None
    added: Sequence[Row] = field(repr=False)


@dataclass
class Trial:
    """The warehouse with a mutation in it."""

    warehouse: Warehouse
    stale: list[str] = field(repr=False)
    touched: set[str] = field(repr=False)
    filled: set[str] = field(default_factory=set, repr=False)

    def _fill(self, wanted: frozenset[str]) -> None:
        """Fill stale models that were not filled yet, in dbt's order."""
        for name in self.stale:
            if name not in wanted or name in self.filled:
                continue
            node = self.warehouse.nodes[name]
            if node["config"]["materialized"] != "view":
                self.warehouse.connection.execute(
                    f"create or replace table {node['relation_name']} as {self.warehouse.sql[name]}"
                )
            self.filled.add(name)

    def fill(self, model: str) -> None:
        """Fill a model, by its name, and what it is made of."""
        (unique_id,) = [name for name in self.warehouse.order if name.endswith(f".{model}")]
        self._fill(self.warehouse.behind(unique_id) | frozenset({unique_id}))

    def totals(self) -> dict[Total, Decimal]:
        """Return the headline totals with the mutation."""
        emissions = self.warehouse.emissions
        self._fill(self.warehouse.behind(emissions) | frozenset({emissions}))
        return self.warehouse.totals()

    def new_findings(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield what each rule finds and did not find in the untouched demo, cheap rules first."""
        for rule in self.warehouse.rules:
            if rule.behind.isdisjoint(self.stale) and rule.behind.isdisjoint(self.touched):
                continue
            self._fill(rule.behind)
            known = self.warehouse.base_findings[rule.rule_id]
            for finding in self.warehouse.findings(rule):
                if finding["finding_key"] not in known:
                    yield rule.rule_id, finding
