"""Read the rules from tests/rules/*.yml, the only place where they are written, and describe them.

dbt reads the same files for the tests themselves, and the model dim_rules for the warehouse.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from trede.paths import project_root

#: Families in the order of docs/rules.md, with what they are about.
FAMILIES = {
    "validity": "Can every cell be read, and does every name mean something?",
    "completeness": "Is everything there that a footprint needs?",
    "double_counting": "Is every litre, kWh, km and euro counted once?",
    "evidence": "Is a green claim backed by what proves it?",
    "factors": "Is the factor the right one, and has it been read?",
    "consistency": "Do the parts make the whole? These are invariants: a failure is an error of Trede.",
    "plausibility": "Is the size of a figure possible, or is a unit wrong?",
    "boundary": "Is everything inside the boundary, or reasoned out of it?",
    "cut_off": "Does every line stand in its own period, and did it come in time?",
    "governance": "Can it be traced, and did somebody answer for it?",
    "mobility": "Can the WPM form be handed in, and does it stay apart from the footprint?",
}

#: Stakes that are not found by the keys of a finding.
_STAKES = {"none": "none", "told": "as the finding tells"}


class Population(BaseModel):
    """What a rule looks at."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: str
    where: str | None = None

    def __str__(self) -> str:
        """Write the population as one line."""
        return f"{self.model} where {self.where}" if self.where else self.model


class Meta(BaseModel):
    """The meta of a rule's YAML entry."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule_id: str = Field(pattern=r"^[A-Z]{3}-[0-9]{2}$")
    wording_nl: str = Field(min_length=10)
    wording_en: str = Field(min_length=10)
    criterion: str = Field(min_length=3)
    remedy: str = Field(min_length=10)
    remedy_nl: str = Field(min_length=10)
    population: Population
    kg_at_stake: Literal[
        "line",
        "location_year",
        "location_type_year",
        "vehicle_year",
        "entity_year",
        "activity_type_year",
        "year",
        "told",
        "none",
    ]
    is_information: bool = False
    is_manual: bool = False


class Config(BaseModel):
    """The config of a rule's YAML entry."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    severity: Literal["warn", "error"]
    tags: tuple[Literal["rule"]]
    meta: Meta


class Rule(BaseModel):
    """One rule: a singular test with its YAML entry."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    # PostgreSQL cuts the name of the table of kept failures at 63 characters.
    name: str = Field(pattern=r"^[a-z][a-z0-9_]*__[a-z0-9_]+$", max_length=63)
    description: str = Field(min_length=10)
    config: Config
    family: str

    @property
    def severity(self) -> str:
        """Return error, warn or info, as in dim_rules."""
        return "info" if self.config.meta.is_information else self.config.severity


def load_rules(root: Path | None = None) -> tuple[Rule, ...]:
    """Read every rule, in the order of the families and of the ids in each.

    Args:
        root: the project folder; default is this checkout.

    Raises:
        ValueError: an entry misses a part or has a part too many, two rules share an id, a family
            is not known, or a rule has no SQL file of its name.
    """
    folder = (root or project_root()) / "tests" / "rules"
    rules: list[Rule] = []
    for path in sorted(folder.glob("*.yml")):
        if path.stem not in FAMILIES:
            raise ValueError(f"{path.name}: the family {path.stem} has no place in FAMILIES")
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["data_tests"]:
            rules.append(Rule(**entry, family=path.stem))
    identifiers = [rule.config.meta.rule_id for rule in rules]
    twice = sorted({item for item in identifiers if identifiers.count(item) > 1})
    if twice:
        raise ValueError(f"two rules have the id {', '.join(twice)}")
    for rule in rules:
        if not (folder / rule.family / f"{rule.name}.sql").is_file():
            raise ValueError(f"{rule.name} has no SQL file under tests/rules/{rule.family}")
    families = list(FAMILIES)
    return tuple(
        sorted(rules, key=lambda rule: (families.index(rule.family), rule.config.meta.rule_id))
    )


class Check(BaseModel):
    """One clause of what an auditor asks, with the rules that answer it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    family: str
    check_id: str = Field(pattern=r"^[0-9]+\.[0-9]{2}$")
    check_en: str = Field(min_length=10)
    check_nl: str = Field(min_length=10)
    rule_ids: tuple[str, ...]
    #: Why no rule answers it; empty where one does.
    reason: str


def load_checks(rules: tuple[Rule, ...], root: Path | None = None) -> tuple[Check, ...]:
    """Read tests/rules/catalogue.csv: every clause with its rules, or why it has none.

    Args:
        rules: the rules that exist.
        root: the project folder; default is this checkout.

    Raises:
        ValueError: a row misses a part, names a rule that does not exist, or has neither a rule nor
            a reason; a number is used twice; or a rule answers no clause.
    """
    path = (root or project_root()) / "tests" / "rules" / "catalogue.csv"
    known = {rule.config.meta.rule_id for rule in rules}
    checks: list[Check] = []
    with path.open(encoding="utf-8", newline="") as handle:
        for line, row in enumerate(csv.DictReader(handle, strict=True), start=2):
            where = f"{path.name}, row {line}"
            check = Check(**{**row, "rule_ids": tuple((row.get("rule_ids") or "").split())})
            unknown = sorted(set(check.rule_ids) - known)
            if check.family not in FAMILIES:
                raise ValueError(f"{where}: the family {check.family!r} has no place in FAMILIES")
            if unknown:
                raise ValueError(f"{where}: column rule_ids names {', '.join(unknown)}, no rule")
            if bool(check.rule_ids) == bool(check.reason):
                raise ValueError(f"{where}: {check.check_id} needs rule_ids, or else a reason")
            if check.check_id in {earlier.check_id for earlier in checks}:
                raise ValueError(f"{where}: check_id {check.check_id} is used twice")
            checks.append(check)
    idle = sorted(known - {rule_id for check in checks for rule_id in check.rule_ids})
    if idle:
        raise ValueError(
            f"{path.name}: {', '.join(idle)} answers no check; "
            "add the rule to the row that it answers, or a row for what it looks at"
        )
    return tuple(checks)


def describe_checks(checks: tuple[Check, ...], rules: tuple[Rule, ...]) -> list[str]:
    """Write the catalogue as a table of Markdown, with a link to each rule."""
    anchors = {rule.config.meta.rule_id: _anchor(rule) for rule in rules}
    lines = [
        "## What is checked, and by which rule",
        "",
        f"{len(checks)} clauses, from tests/rules/catalogue.csv; a clause without a rule says why, and",
        "every rule answers at least one.",
    ]
    for family in dict.fromkeys(check.family for check in checks):
        lines += ["", f"| {family} | check | controle | rules |", "|---|---|---|---|"]
        for check in checks:
            if check.family != family:
                continue
            answers = " ".join(f"[{rule_id}]({anchors[rule_id]})" for rule_id in check.rule_ids)
            lines.append(
                f"| {check.check_id} | {check.check_en} | {check.check_nl} "
                f"| {answers or check.reason} |"
            )
    return lines


def _anchor(rule: Rule) -> str:
    """Return the link to the heading of a rule: lower case, spaces as dashes."""
    return f"#{rule.config.meta.rule_id.lower()}-{rule.name}"


def describe_rules(rules: tuple[Rule, ...], checks: tuple[Check, ...] = ()) -> str:
    """Write the rules, and what they answer, as the Markdown of docs/rules.md."""
    lines = [
        "# Data-quality rules",
        "",
        "Written by `trede rules doc` from tests/rules/*.yml; a change goes there.",
        "",
        f"{len(rules)} rules judge a company's data on every `dbt build`. The verdicts stand in",
        "marts.fct_rule_results, the findings in marts.fct_findings (those about lines of persons",
        "as counts) and audit.fct_finding_lines (every line, with its keys). Accept a finding by a",
        "row in judgements/accepted_findings.csv with its rule, its finding_key, a role, a reason",
        "and the last day on which the acceptance holds.",
        "",
        "Severity `error` is an invariant of the calculation and makes the command fail; `warn` is a",
        "judgement of the company's data; `info` is worth knowing and no fault.",
        "",
        "| family | rules | question |",
        "|---|---|---|",
    ]
    for family, question in FAMILIES.items():
        count = sum(rule.family == family for rule in rules)
        if count:
            lines.append(f"| [{family}](#{family}) | {count} | {question} |")
    if checks:
        lines += ["", *describe_checks(checks, rules)]
    for family in FAMILIES:
        members = [rule for rule in rules if rule.family == family]
        if not members:
            continue
        lines += ["", f"## {family}"]
        for rule in members:
            meta = rule.config.meta
            manual = ", checked by hand" if meta.is_manual else ""
            lines += [
                "",
                f"### {meta.rule_id} {rule.name}",
                "",
                rule.description,
                "",
                f"- Severity: {rule.severity}{manual}",
                f"- Finding (nl): {meta.wording_nl}",
                f"- Finding (en): {meta.wording_en}",
                f"- Criterion: {meta.criterion}",
                f"- Remedy (nl): {meta.remedy_nl}",
                f"- Remedy (en): {meta.remedy}",
                f"- Looks at: `{meta.population}`",
                f"- Emissions at stake: {_STAKES.get(meta.kg_at_stake, f'by {meta.kg_at_stake}')}",
            ]
    return "\n".join(lines) + "\n"
