"""Arrange the management plan, in one language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from trede.language import NOTHING, Language, number
from trede.management_plan.lineage import Lineage
from trede.management_plan.read import PlanFacts
from trede.management_plan.words import say, say_code
from trede.report.blocks import Block, Column, Document, Heading, Paragraph, Table
from trede.report.opening import company_name, synthetic_note
from trede.rules.remedy import remedy
from trede.stakes import touched_kg, whole_years
from trede.warehouse import Row

#: How many findings the list of improvements holds.
IMPROVEMENTS = 15


def make_document(
    facts: PlanFacts, lineage: Lineage | None, language: Language, as_of: date | None = None
) -> Document:
    """Arrange the plan of a warehouse; without a manifest it says what is missing.

    Args:
        facts: what was read from the warehouse.
        lineage: what dbt's manifest says.
        language: the language of the plan.
        as_of: the day that the rules took as today; None where it is not known: the day of the build is
            named then, and called so.
    """
    plan = _Plan(facts, lineage, language)
    company = company_name(facts.company)
    lead = [*synthetic_note(facts.company, language), Paragraph(say("lead", language))]
    if lineage is None:
        lead.append(Paragraph(say("no_manifest", language), "draft"))
    built = facts.built_at.strftime("%Y-%m-%d")
    if as_of is not None:
        lead.append(Paragraph(say("built", language, day=built), "soft"))
    blocks: list[Block] = []
    for name, section in (
        ("flows", plan.flows),
        ("state", plan.state),
        ("checks", plan.checks),
        ("general", plan.general),
        ("improve", plan.improve),
        ("people", plan.people),
        ("reports", plan.reports),
    ):
        told = list(section())
        if told:
            blocks += [Heading(say(f"section_{name}", language), name), *told]
    return Document(
        title=say("title", language),
        subtitle=say("subtitle_built", language, company=company, day=built)
        if as_of is None
        else say("subtitle", language, company=company, day=as_of.isoformat()),
        language=language,
        lead=tuple(lead),
        blocks=tuple(blocks),
        footer=say("footer", language, company=company),
    )


class _Plan:
    def __init__(self, facts: PlanFacts, lineage: Lineage | None, language: Language) -> None:
        self.facts = facts
        self.lineage = lineage
        self.language = language
        self.extracts: dict[str, list[str]] = {}
        for row in facts.tables["data_flows"]:
            self.extracts.setdefault(str(row["emission_category"]), []).append(
                str(row["extract_name"])
            )

    def say(self, key: str, **values: object) -> str:
        return say(key, self.language, **values)

    def number(self, value: Decimal | float | None, decimals: int = 0) -> str:
        return number(value, decimals, self.language)

    def owners(self, extract: object) -> list[str]:
        """Return the roles that answer for an extract."""
        return sorted(
            {
                str(row["owner_role"])
                for row in self.facts.tables["data_plan"]
                if extract in self.extracts.get(str(row["emission_category"]), ())
            }
        )

    def used(self) -> list[str]:
        """Return the extracts of the plan, and those that were delivered without being in it."""
        planned = {
            extract
            for row in self.facts.tables["data_plan"]
            for extract in self.extracts.get(str(row["emission_category"]), ())
        }
        told = {str(row["extract_name"]) for row in self.facts.tables["state"]}
        return sorted(planned | told)

    def flows(self) -> Iterable[Block]:
        rows = self.facts.tables["data_plan"]
        if not rows:
            yield Paragraph(self.say("no_plan"), "draft")
            return
        yield Table(
            (
                Column(self.say("flow"), width=2),
                Column(self.say("quantity"), width=2),
                Column(self.say("source"), width=3),
                Column(self.say("owner"), width=2),
                Column(self.say("due"), width=2),
                Column(self.say("extracts"), width=2),
                Column(self.say("decided"), width=2),
            ),
            tuple(
                (
                    _plain(row["emission_category"]),
                    str(row["quantity"] or NOTHING),
                    str(row["source"] or NOTHING),
                    str(row["owner_role"] or NOTHING),
                    str(row["due"] or NOTHING),
                    ", ".join(self.extracts.get(str(row["emission_category"]), ()))
                    or self.say("not_mapped"),
                    f"{row['decided_by'] or NOTHING}, {row['decided_on'] or NOTHING}",
                )
                for row in rows
            ),
        )

    def state(self) -> Iterable[Block]:
        year = self.facts.year
        if year is None:
            return
        yield Paragraph(self.say("state_lead"))
        state = {str(row["extract_name"]): row for row in self.facts.tables["state"]}
        rows = []
        for extract in self.used():
            deliveries = [
                row for row in self.facts.tables["stg_deliveries"] if row["extract_name"] == extract
            ]
            found = state.get(extract, {})
            kg = found.get("kg_co2e")
            rows.append(
                (
                    extract,
                    ", ".join(self.owners(extract)) or self.say("not_in_plan"),
                    self.number(len(deliveries)),
                    _last(deliveries, "received_on"),
                    _last(deliveries, "covers_to"),
                    self.number(found.get("line_count")),
                    self.number(None if kg is None else kg / 1000, 2),
                    self.number(found.get("score"), 1),
                    self.number(self._open(extract)),
                )
            )
        yield Table(
            (
                Column(self.say("extracts"), width=2),
                Column(self.say("owner"), width=2),
                Column(self.say("deliveries"), "right"),
                Column(self.say("last_received")),
                Column(self.say("covers_to")),
                Column(self.say("lines", year=year), "right"),
                Column(self.say("tonnes", year=year), "right"),
                Column(self.say("score", year=year), "right"),
                Column(self.say("open_findings"), "right"),
            ),
            tuple(rows),
        )

    def _open(self, extract: str) -> int:
        return sum(
            int(row["finding_count"])
            for row in self.facts.tables["open"]
            if row["extract_name"] == extract
        )

    def checks(self) -> Iterable[Block]:
        if self.lineage is None:
            return
        yield Paragraph(self.say("checks_lead"))
        statuses = self.facts.statuses
        rows = []
        # also files that the plan does not name and nobody delivered: no rule is lost
        for extract in sorted({*self.used(), *self.lineage.rules}):
            rules = self.lineage.rules.get(extract, ())
            verdicts = Counter(statuses.get(rule) for rule in rules)
            rows.append(
                (
                    extract,
                    ", ".join(rules) or NOTHING,
                    self.number(verdicts["PASS"]),
                    self.number(verdicts["FAIL"]),
                    self.number(len(rules) - verdicts["PASS"] - verdicts["FAIL"]),
                )
            )
        yield Table(
            (
                Column(self.say("extracts"), width=2),
                Column(self.say("rule_list"), width=6),
                Column(self.say("passed"), "right"),
                Column(self.say("failed"), "right"),
                Column(self.say("other"), "right"),
            ),
            tuple(rows),
        )

    def general(self) -> Iterable[Block]:
        special = {
            rule
            for rules in (self.lineage.rules if self.lineage else {}).values()
            for rule in rules
        }
        families: dict[str, list[str]] = {}
        for row in self.facts.tables["dim_rules"]:
            if row["rule_id"] not in special:
                families.setdefault(str(row["family"]), []).append(str(row["rule_id"]))
        statuses = self.facts.statuses
        yield Paragraph(self.say("general_lead"))
        rows = []
        for family, rules in sorted(families.items()):
            verdicts = Counter(statuses.get(rule) for rule in rules)
            rows.append(
                (
                    say_code("family", family, self.language),
                    ", ".join(rules),
                    self.number(verdicts["PASS"]),
                    self.number(verdicts["FAIL"]),
                    self.number(len(rules) - verdicts["PASS"] - verdicts["FAIL"]),
                )
            )
        yield Table(
            (
                Column(self.say("family"), width=2),
                Column(self.say("rule_list"), width=6),
                Column(self.say("passed"), "right"),
                Column(self.say("failed"), "right"),
                Column(self.say("other"), "right"),
            ),
            tuple(rows),
        )

    def improve(self) -> Iterable[Block]:
        rules = {row["rule_id"]: row for row in self.facts.tables["dim_rules"]}
        groups: dict[tuple[str, str], list[Row]] = {}
        for row in self.facts.tables["fct_findings"]:
            if row["status"] == "open" and row["rule_id"] in rules:
                key = (str(row["rule_id"]), str(row["extract_name"] or ""))
                groups.setdefault(key, []).append(row)
        whole = whole_years(self.facts.tables["rpt_footprint_totals"])
        stakes = {key: touched_kg(found, whole) for key, found in groups.items()}
        if not stakes:
            yield Paragraph(self.say("nothing_open"))
            return
        yield Paragraph(self.say("improve_lead"))
        order = sorted(stakes, key=lambda key: (-stakes[key], key))[:IMPROVEMENTS]
        yield Table(
            (
                Column(self.say("rule"), width=1.3),
                Column(self.say("wording"), width=4),
                Column(self.say("extracts"), width=2),
                Column(self.say("owner"), width=2),
                Column(self.say("remedy"), width=4),
                Column(self.say("kg"), "right"),
            ),
            tuple(
                (
                    rule,
                    str(rules[rule][f"wording_{self.language}"]),
                    extract or NOTHING,
                    ", ".join(self.owners(extract)) or self.say("keeper"),
                    remedy(rules[rule], self.language),
                    self.number(stakes[rule, extract] or None),
                )
                for rule, extract in order
            ),
        )

    def people(self) -> Iterable[Block]:
        rows = self.facts.tables["retention"]
        if not rows:
            yield Paragraph(self.say("no_retention"), "draft")
            return
        yield Paragraph(self.say("people_lead"))
        yield Table(
            (
                Column(self.say("extracts"), width=2),
                Column(self.say("keep_until")),
                Column(self.say("reason"), width=5),
            ),
            tuple(
                (str(row["extract_name"]), str(row["keep_until"]), str(row["reason"]))
                for row in rows
            ),
        )

    def reports(self) -> Iterable[Block]:
        if self.lineage is None or not self.lineage.reports:
            return
        yield Paragraph(self.say("reports_note"))
        yield Table(
            (
                Column(self.say("report"), width=3),
                Column(self.say("kind")),
                Column(self.say("rests_on"), width=6),
            ),
            tuple(
                (report.label, report.kind, ", ".join(report.reads))
                for report in self.lineage.reports
            ),
        )


def _plain(code: object) -> str:
    return str(code or NOTHING).replace("_", " ")


def _last(rows: Iterable[Row], column: str) -> str:
    """Return the last date of a column."""
    return max((str(row[column]) for row in rows if row[column]), default=NOTHING)
