"""The build that is about to be sealed: is it whole, and what is in it?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from trede.pack.errors import PackError, RefusedError

_BAD = ("error", "fail", "skipped", "runtime error", "partial success")
_LIST_MOST = 10
_AS_OF_MACRO = "macro.trede.as_of_date"
_DATE_LITERAL = re.compile(r"cast\('([0-9]{4}-[0-9]{2}-[0-9]{2})' as date\)")
#: Columns that name the run and not what it found: kept beside the data, not in it.
RUNTIME_COLUMNS = ("run_id",)


@dataclass(frozen=True)
class Frozen:
    """A table as it is frozen.

    Attributes:
        data: its rows in their fixed order, without what names the run.
        key: the columns that tell its rows apart.
        runtime: the key and the columns that name the run, if it has any.
    """

    data: pa.Table
    key: tuple[str, ...]
    runtime: pa.Table | None


@dataclass(frozen=True)
class BuildState:
    """dbt's artifacts of a run, and the warehouse that it filled."""

    warehouse: Path
    manifest: Mapping[str, Any]
    run_results: Mapping[str, Any]

    @property
    def invocation_id(self) -> str:
        """Return dbt's id of the run."""
        return str(self.run_results["metadata"]["invocation_id"])

    @property
    def published(self) -> list[Mapping[str, Any]]:
        """Return the published models, by name."""
        return self._models("public")

    @property
    def line_level(self) -> list[Mapping[str, Any]]:
        """Return the models of line level: they stay with the company."""
        return self._models("protected")

    def _models(self, access: str) -> list[Mapping[str, Any]]:
        models = [
            node
            for node in self.manifest["nodes"].values()
            if node["resource_type"] == "model" and node.get("access") == access
        ]
        return sorted(models, key=lambda node: str(node["name"]))

    def as_of_date(self) -> date:
        """Return the day that the rules took as today.

        It is read from the SQL that ran: the variable itself stands in no artifact.

        Raises:
            RefusedError: the run took the day of the clock, and went past midnight.
        """
        ran = {each["unique_id"]: each.get("compiled_code") for each in self.run_results["results"]}
        days: list[set[str]] = [
            set(_DATE_LITERAL.findall(code))
            for unique_id, code in ran.items()
            if code
            and _AS_OF_MACRO
            in self.manifest["nodes"].get(unique_id, {}).get("depends_on", {}).get("macros", ())
        ]
        common = set.intersection(*days) if days else set()
        if len(common) == 1:
            return date.fromisoformat(common.pop())
        started, ended = (
            datetime.fromisoformat(moment).astimezone().date() for moment in self.span
        )
        if started != ended:
            raise RefusedError(
                "The build took the day of the clock as today, and went past midnight: its rules "
                "do not speak of one day.\nSet TREDE_AS_OF_DATE and build again."
            )
        return started

    @property
    def span(self) -> tuple[str, str]:
        """Return when the run began and ended."""
        metadata = self.run_results["metadata"]
        return str(metadata["invocation_started_at"]), str(metadata["generated_at"])

    @contextmanager
    def connection(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open the warehouse for reading.

        Raises:
            PackError: there is no warehouse, or a build is writing it.
        """
        if not self.warehouse.is_file():
            raise PackError(
                f"There is no warehouse at {self.warehouse}.\n"
                "Run `make build`, or set TREDE_WAREHOUSE_DIR to the folder of a warehouse."
            )
        try:
            connection = duckdb.connect(str(self.warehouse), read_only=True)
        except duckdb.Error as error:
            raise PackError(
                f"{self.warehouse} cannot be opened for reading: {error}\n"
                "If a build is running, wait until it is done."
            ) from error
        try:
            yield connection
        finally:
            connection.close()

    def check(self, connection: duckdb.DuckDBPyConnection) -> None:
        """See to it that the run was whole and green, and that it filled this warehouse.

        Raises:
            RefusedError: it was not; the message says what to do.
        """
        statuses = {each["unique_id"]: each for each in self.run_results["results"]}
        bad = [
            f"{name}: {each['status']}" for name, each in statuses.items() if each["status"] in _BAD
        ]
        _refuse(bad, "The build has failures; it is not sealed.", "Mend them and build again.")
        which = self.run_results.get("args", {}).get("which")
        missing = [
            unique_id
            for unique_id, node in self.manifest["nodes"].items()
            if node["resource_type"] in ("seed", "model")
            and node["config"].get("materialized") != "ephemeral"
            and unique_id not in statuses
        ]
        if which != "build" or missing:
            _refuse(
                missing or [f"dbt {which}"],
                "The last run was no whole `dbt build`; these were not built in it:",
                "Run `make build` (or `dbt build`, without --select), then freeze.",
            )
        self._check_rules(connection)

    def _check_rules(self, connection: duckdb.DuckDBPyConnection) -> None:
        try:
            rows = connection.execute(
                "select rule_id, status, run_id from marts.fct_rule_results order by rule_id"
            ).fetchall()
        except duckdb.Error as error:
            raise RefusedError(
                f"{self.warehouse} has no verdicts (marts.fct_rule_results): {error}\n"
                "Run `make build`, then freeze."
            ) from error
        if not rows:
            raise RefusedError(
                "marts.fct_rule_results is empty: no rule was judged. Run `make build`, then freeze."
            )
        _refuse(
            [rule for rule, status, _ in rows if status == "NOT_RUN"],
            "Rules that did not run (NOT_RUN); a pack without their verdicts proves nothing:",
            "Run `make build`, then freeze.",
        )
        refuse_other_runs(
            {rule: run for rule, _, run in rows},
            self.invocation_id,
            "The artifacts (--target) are not those of this warehouse, or a part was run again "
            "after the build. Run `make build`, then freeze.",
        )


def refuse_other_runs(runs: Mapping[str, str], invocation_id: str, way_out: str) -> None:
    """See to it that one run of dbt gave all verdicts, and left the artifacts that lie there.

    Args:
        runs: the run that judged each rule.
        invocation_id: the run of the artifacts.
        way_out: the end of the message.

    Raises:
        RefusedError: it did not; the message names the rules.
    """
    _refuse(
        [rule for rule, run in runs.items() if run != invocation_id],
        f"dbt's artifacts are of run {invocation_id}, these verdicts of another run:",
        way_out,
    )


def _refuse(items: list[str], why: str, way_out: str) -> None:
    if items:
        shown = "\n".join(f"  {item}" for item in items[:_LIST_MOST])
        more = f"\n  and {len(items) - _LIST_MOST} more" if len(items) > _LIST_MOST else ""
        raise RefusedError(f"{why}\n{shown}{more}\n{way_out}")


def read_build(warehouse: Path, target: Path) -> BuildState:
    """Read dbt's artifacts.

    Raises:
        PackError: they are not there.
        RefusedError: manifest and run results are of two runs.
    """
    content = {}
    for name in ("manifest.json", "run_results.json"):
        try:
            content[name] = json.loads((target / name).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise PackError(
                f"{target / name} cannot be read: {error}\n"
                "Run `make build` first, or name dbt's target folder with --target."
            ) from error
    state = BuildState(warehouse, content["manifest.json"], content["run_results.json"])
    of_manifest = state.manifest["metadata"]["invocation_id"]
    if of_manifest != state.invocation_id:
        raise RefusedError(
            f"{target}: manifest.json is of run {of_manifest}, run_results.json of "
            f"{state.invocation_id}: a command that only parses (dbt ls, dbt compile) ran after the "
            "build.\nRun `make build`, then freeze."
        )
    return state


def freeze_table(
    connection: duckdb.DuckDBPyConnection, state: BuildState, node: Mapping[str, Any]
) -> Frozen:
    """Read a table in a fixed order, and find what tells its rows apart."""
    relation = node["relation_name"]
    names = [row[0] for row in connection.execute(f"describe {relation}").fetchall()]
    kept = [name for name in names if name not in RUNTIME_COLUMNS]
    declared = declared_key(state.manifest, node)
    order = [*(name for name in declared if name in kept), *kept]
    sql = ", ".join(f'"{name}" nulls last' for name in dict.fromkeys(order))
    table = connection.sql(f"select * from {relation} order by {sql}").to_arrow_table()  # noqa: S608
    data = table.select(kept)
    key = declared or shortest_key(data)
    runtime = None
    if len(kept) < len(names):
        beside = [name for name in names if name in RUNTIME_COLUMNS]
        runtime = table.select([*key, *beside])
    return Frozen(data, key, runtime)


def declared_key(manifest: Mapping[str, Any], node: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the columns that a table's own tests say are unique; none where no test says so."""
    for test in manifest["nodes"].values():
        if test.get("attached_node") != node["unique_id"]:
            continue
        about = test.get("test_metadata") or {}
        if about.get("name") in {"unique", "primary_key"}:
            return (str(about["kwargs"]["column_name"]),)
        if about.get("name") == "unique_key":
            return tuple(about["kwargs"]["columns"])
    return ()


def shortest_key(table: pa.Table) -> tuple[str, ...]:
    """Return the fewest leading columns that tell all rows apart; contracts begin with the grain.

    Measures are no keys. Where nothing tells the rows apart, all the other columns do so best.
    """
    candidates = [
        field.name for field in table.schema if not pa.types.is_decimal(field.type)
    ] or table.column_names
    columns = [table.column(name).to_pylist() for name in candidates]
    for width in range(1, len(candidates) + 1):
        if len(set(zip(*columns[:width], strict=True))) == table.num_rows:
            return tuple(candidates[:width])
    return tuple(candidates)
