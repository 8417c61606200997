"""Run the second opinion and write what it found, as JSON beside the pack.

Great Expectations reads the frozen files itself, from disk, in a context that is kept in memory.
Its pages (Data Docs) are not made: they load from the network and call outside.
"""

from __future__ import annotations

import csv
import io
import json
import os
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Before the import: GX decides then whether it calls home.
os.environ["GX_ANALYTICS_ENABLED"] = "False"

import great_expectations as gx
import pandas as pd
import pyarrow.parquet as pq
from great_expectations.core.batch import Batch
from great_expectations.core.expectation_validation_result import ExpectationSuiteValidationResult
from great_expectations.expectations.expectation import Expectation

from trede.files import write_whole
from trede.pack.canonical import canonical_json
from trede.pack.errors import UsageError
from trede.pack.expectations.contracts import read_contracts
from trede.pack.expectations.parameters import Parameters, load_parameters
from trede.pack.expectations.suites import (
    OfGroup,
    contract_expectations,
    locked_expectation,
    locked_lines,
    measure_expectations,
    previous_expectations,
    schema_expectation,
    schema_lines,
    tables_expectation,
)
from trede.pack.manifest import MANIFEST, Manifest
from trede.pack.read import read_bytes, read_table, table_names, untouched
from trede.pack.verify import Report

#: Values that are listed of a failed expectation.
_MOST_VALUES = 20


@dataclass(frozen=True)
class Opinion:
    """What Great Expectations found.

    Attributes:
        file: the JSON that was written.
        previous: the folder of the pack that it was compared with.
        failures: one line for each expectation that is not met.
    """

    file: Path
    previous: str | None
    evaluated: int
    met: int
    failures: list[str]
    results: list[dict[str, Any]]

    @property
    def is_met(self) -> bool:
        """Whether every expectation is met."""
        return self.met == self.evaluated


def expect(
    folder: Path,
    previous: Path | None = None,
    out: Path | None = None,
    parameters: Parameters | None = None,
) -> Opinion:
    """Ask for the second opinion on a pack.

    Args:
        folder: the pack.
        previous: the pack to compare with; default: the one that it was made on, if it stands
            beside it; else contracts only.
        out: where the JSON goes; default: beside the pack.
        parameters: the bounds; default: parameters.yml.

    Raises:
        UsageError: a folder is no pack, or `out` lies in one: a pack is sealed.
        TouchedError: a pack is not as it was sealed.
    """
    report = untouched(folder)
    target = out or folder.resolve().parent / f"{folder.resolve().name}.expectations.json"
    if any((parent / MANIFEST).is_file() for parent in target.resolve().parents):
        raise UsageError(
            f"{target} lies in a pack; a pack is sealed. Name another file with --out."
        )
    before = _previous(report, previous)
    bounds = parameters or load_parameters()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_pandas("pack")
    dbt_manifest = json.loads(read_bytes(folder, "runtime/dbt_manifest.json"))
    contracts = {contract.name: contract for contract in read_contracts(dbt_manifest)}
    names = table_names(report.manifest)
    schemas = pd.DataFrame(
        [
            (name, line)
            for name in names
            for line in schema_lines(_schema(folder / f"data/marts/{name}.parquet"))
        ],
        columns=["table", "column_and_type"],
    )
    results: list[dict[str, Any]] = []
    asset = source.add_dataframe_asset("schemas")
    batch = asset.add_batch_definition_whole_dataframe("whole").get_batch({"dataframe": schemas})
    # A table of a contract that is not there has no line, and fails as well.
    for name in sorted({*contracts, *names}):
        if name in contracts:
            results += _validate(name, batch, [schema_expectation(contracts[name])])
    if before is not None:
        results += _validate(
            "all tables", batch, [tables_expectation(table_names(before.manifest))]
        )
    locked = _locked_years(report, before) if before else frozenset()
    frames = source.add_dataframe_asset("measures").add_batch_definition_whole_dataframe("whole")
    for name in names:
        table = read_table(folder, name)
        made = (
            contract_expectations(contracts[name], table.column_names) if name in contracts else []
        )
        of_groups: list[OfGroup] = []
        if before is not None and name in table_names(before.manifest):
            rows = read_table(before.folder, name)
            made += previous_expectations(name, table, rows, bounds)
            of_groups = measure_expectations(name, table, rows, bounds)
        path = folder.resolve() / f"data/marts/{name}.parquet"
        if made:
            parquet = source.add_parquet_asset(
                name, path=path, engine="pyarrow", dtype_backend="pyarrow"
            )
            results += _validate(name, parquet.add_batch_definition("whole").get_batch(), made)
        if of_groups:
            frame = pd.read_parquet(path, engine="pyarrow", dtype_backend="pyarrow")
            for each in of_groups:
                chosen = _rows_of(frame, each)
                results += _validate(
                    name, frames.get_batch({"dataframe": chosen}), [each.expectation]
                )
    if before is not None:
        for each in bounds.locked_years:
            if each.table not in names or each.table not in table_names(before.manifest):
                continue
            was = locked_lines(read_table(before.folder, each.table), each, locked)
            now = locked_lines(read_table(folder, each.table), each, locked)
            if was:
                lines = pd.DataFrame({"line_and_sum": now}, dtype="string")
                results += _validate(
                    each.table,
                    frames.get_batch({"dataframe": lines}),
                    [locked_expectation(was, each.table, each.measure)],
                )
    failures = [_line(result) for result in results if not result["success"]]
    met = len(results) - len(failures)
    content = {
        "format": 1,
        "pack": {"folder": folder.resolve().name, "head": report.head},
        "previous": {"folder": before.folder.resolve().name, "head": before.head}
        if before
        else None,
        "great_expectations": gx.__version__,
        "parameters": bounds.model_dump(mode="json"),
        "locked_years": sorted(locked),
        "evaluated": len(results),
        "met": met,
        "is_met": met == len(results),
        "results": results,
    }
    write_whole(target, canonical_json(content))
    return Opinion(
        target,
        before.folder.resolve().name if before else None,
        len(results),
        met,
        failures,
        results,
    )


def _rows_of(frame: pd.DataFrame, of_group: OfGroup) -> pd.DataFrame:
    """Return the measure of a group's rows, without empty cells and numbered from zero.

    As floats: GX makes them of decimals anyway, one by one, in a hundred times the time.
    """
    chosen = frame
    for key, value in zip(of_group.keys, of_group.group, strict=True):
        chosen = chosen[chosen[key] == value]
    return chosen[[of_group.measure]].dropna().astype("float64").reset_index(drop=True)


def _previous(report: Report, given: Path | None) -> Report | None:
    """Return the pack to compare with, after a look at every byte of it."""
    if given is not None:
        return untouched(given)
    named = report.manifest.previous
    if named is None:
        return None
    beside = report.folder.resolve().parent / named.folder
    if not (beside / MANIFEST).is_file():
        return None
    before = untouched(beside)
    return before if before.head == named.head else None


def _schema(path: Path) -> dict[str, str]:
    return {field.name: str(field.type) for field in pq.read_schema(path)}


def _locked_years(now: Report, before: Report) -> frozenset[int]:
    """Return the years that are published and were not restated since the previous pack.

    A restatement that the previous pack already had is in its figures.
    """
    published = {
        int(row["reporting_year"])
        for row in _judgement(now.folder, now.manifest, "publications")
        if row.get("published_on") and row.get("reporting_year", "").isdigit()
    }
    known = _judgement(before.folder, before.manifest, "restatements")
    restated = {
        int(row["reporting_year"])
        for row in _judgement(now.folder, now.manifest, "restatements")
        if row not in known and row.get("reporting_year", "").isdigit()
    }
    return frozenset(published - restated)


def _judgement(folder: Path, manifest: Manifest, name: str) -> list[dict[str, str]]:
    path = f"inputs/judgements/{name}.csv"
    if not any(file.path == path for file in manifest.files):
        return []
    text = read_bytes(folder, path).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _validate(name: str, batch: Batch, expectations: Iterable[Expectation]) -> list[dict[str, Any]]:
    suite = gx.ExpectationSuite(name=name, expectations=list(expectations))
    with warnings.catch_warnings():
        # GX asks pandas in ways that it will not always answer; nothing a reader can do about.
        warnings.simplefilter("ignore")
        validated = batch.validate(suite, result_format="SUMMARY")
    return _plain(name, validated)


def _plain(name: str, validated: ExpectationSuiteValidationResult) -> list[dict[str, Any]]:
    """Return the results without what differs from run to run."""
    plain = []
    for result in validated.results:
        content = result.to_json_dict()
        config: Mapping[str, Any] = content["expectation_config"]
        found: Mapping[str, Any] = content.get("result") or {}
        arguments = {key: value for key, value in config["kwargs"].items() if key != "batch_id"}
        error = _error(content.get("exception_info") or {})
        plain.append(
            {
                "table": name,
                "type": config["type"],
                "arguments": arguments,
                "meta": config.get("meta") or {},
                "success": bool(content["success"]) and error is None,
                "observed": found.get("observed_value"),
                "unexpected_count": found.get("unexpected_count"),
                "unexpected_values": list(found.get("partial_unexpected_list") or ())[
                    :_MOST_VALUES
                ],
                "details": found.get("details"),
                "error": error,
            }
        )
    return plain


def _error(info: Mapping[str, Any]) -> str | None:
    """Return why an expectation could not be evaluated; GX nests it in two ways."""
    if "raised_exception" in info:
        return str(info.get("exception_message")) if info["raised_exception"] else None
    return next((str(each.get("exception_message")) for each in info.values() if each), None)


def _line(result: Mapping[str, Any]) -> str:
    meta = result["meta"]
    column = result["arguments"].get("column") or result["arguments"].get("column_list") or ""
    group = ", ".join(f"{key} {value}" for key, value in (meta.get("group") or {}).items())
    told = [f"{meta.get('origin')}: {result['table']}", str(column), str(meta.get("check")), group]
    if "previous_value" in meta:
        told.append(f"was {meta['previous_value']}")
    if result["error"]:
        told.append(f"could not be evaluated: {result['error']}")
    elif result["unexpected_count"]:
        told.append(
            f"{result['unexpected_count']} unexpected, such as {result['unexpected_values'][:3]}"
        )
    elif result["observed"] is not None:
        told.append(f"is {result['observed']}")
    return ", ".join(part for part in told if part)
