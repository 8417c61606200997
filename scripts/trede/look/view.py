"""Arrange the rows of the marts as the terminal and the page show them: still exact decimals."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from trede.language import with_own_mark
from trede.look.marts import Row, Warehouse
from trede.look.words import LANGUAGES, Language, say, wordings

#: The total that decides the company's size class, and the one of all that was quantified.
LADDER_TOTAL = ("ladder_total", "scope_1_2_business_travel")
WHOLE = ("total", "total")
FRAMES = ("ladder", "ghg_protocol", "iso_14064")
MAIN_LINES = ("scope_1", "scope_2", "business_travel")

SEVERITIES = ("error", "warn", "info")
INPUT_BASES = ("printed_quantity", "fitted", "not_an_emission_figure")
VERDICTS = ("reproduced", "rounding", "differs", "missing_input", "not_recomputable", "not_read")
VERDICTS_BY_INTEREST = ("not_read", "differs", "rounding", "missing_input", "reproduced")
STATUSES = ("PASS", "FAIL", "ACCEPTED", "NOT_APPLICABLE", "MANUAL", "NOT_RUN")

Labels = dict[Language, str]


@dataclass
class Line:
    """One row of a table with a column per year.

    Attributes:
        key: code of the line in the marts.
        labels: its label in both languages.
        values: t CO2e (or what the table holds) by year or half-year; what is missing is no row
            in the marts.
        emphasis: total, alternative (stands beside and is never added) or empty.
        drafts: the periods whose value is a draft.
    """

    key: str
    labels: Labels
    values: dict[str, Decimal | None] = field(default_factory=dict)
    emphasis: str = ""
    drafts: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Draft:
    """A year whose leading total is a draft, and why."""

    year: int
    labels: Labels
    reasons: Labels


@dataclass(frozen=True)
class RuleLine:
    """One rule that does not pass, with its findings.

    Attributes:
        rule: its row of dim_rules.
        result: its row of fct_rule_results.
        findings: its rows of fct_findings, those that touch most first.
        largest_kg_co2e: emissions that the largest finding touches. Not added up: findings can
            touch the same kilograms, as when each of a year's totals is one.
    """

    rule: Row
    result: Row
    findings: list[Row]
    largest_kg_co2e: Decimal | None

    @property
    def messages(self) -> list[Labels]:
        """What was found, each thing once: two totals can have the same sentence.

        The marts count findings about persons and show none; this says so in both languages. The
        other messages are the marts' own, in English.
        """
        found = []
        for row in self.findings:
            year = f"{row['reporting_year']}: " if row["reporting_year"] else ""
            if row["is_person_borne"]:
                counted = {
                    language: say("persons_counted", language, count=row["line_count"])
                    for language in LANGUAGES
                }
            else:
                counted = dict.fromkeys(LANGUAGES, row["message"])
            labels = {language: year + counted[language] for language in LANGUAGES}
            if labels not in found:
                found.append(labels)
        return found

    @property
    def open_count(self) -> int:
        """How many findings nobody has accepted."""
        return (self.result["finding_count"] or 0) - (self.result["accepted_count"] or 0)


def texts(key: str) -> Labels:
    """Return a wording in both languages."""
    return wordings()[key]


def labels_of(row: Row, column: str, otherwise: str | None = None) -> Labels:
    """Return the labels <column>_nl and <column>_en of a row, or the code when it has none."""
    return {
        language: row[f"{column}_{language}"] or otherwise or texts("not_placed")[language]
        for language in LANGUAGES
    }


def total(
    warehouse: Warehouse, year: int, which: tuple[str, str], frame: str = "ladder"
) -> Row | None:
    """Return the row of rpt_footprint_totals of one total, if there is one."""
    kind, key = which
    rows = warehouse.rows(
        "rpt_footprint_totals",
        frame=frame,
        total_kind=kind,
        total_key=key,
        reporting_year=year,
    )
    return rows[0] if rows else None


def summed(rows: Iterable[Row], column: str) -> Decimal | None:
    """Add up a column of tonnes; None when there is no row that has it."""
    values = [row[column] for row in rows if row[column] is not None]
    return sum(values, Decimal(0)) if values else None


def frame_lines(
    warehouse: Warehouse,
    frame: str,
    column: str = "t_co2e",
    table: str = "rpt_footprint",
    lines: Iterable[str] | None = None,
) -> list[Line]:
    """Return the lines of a frame, each with its tonnes by period, summed over entities.

    Args:
        warehouse: what was read.
        frame: ladder, ghg_protocol or iso_14064.
        column: the tonnes that are wanted.
        table: rpt_footprint, or rpt_footprint_halfyear for periods such as 2024-1.
        lines: only these.
    """
    by_line: dict[str, list[Row]] = defaultdict(list)
    for row in warehouse.rows(table, frame=frame):
        by_line[row["line"]].append(row)
    result = []
    for key, rows in by_line.items():
        if lines is not None and key not in lines:
            continue
        line = Line(key or "", labels_of(rows[0], "line_label", key))
        by_period: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            by_period[period_of(row)].append(row)
        line.values = {period: summed(group, column) for period, group in by_period.items()}
        if table == "rpt_footprint" and column == "t_co2e":
            line.drafts = draft_periods(warehouse, frame, ("line", key))
        result.append(line)
    return result


def draft_periods(warehouse: Warehouse, frame: str, which: tuple[str, str]) -> set[str]:
    """Return the years in which a total is a draft."""
    kind, key = which
    rows = warehouse.rows(
        "rpt_footprint_totals", frame=frame, total_kind=kind, total_key=key, status="DRAFT"
    )
    return {str(row["reporting_year"]) for row in rows}


def period_of(row: Row) -> str:
    """Return the period of a row: 2024, 2024-1, or 2024-? where the half is merged for privacy."""
    if "half_year" not in row:
        return str(row["reporting_year"])
    return f"{row['reporting_year']}-{row['half_year'] or '?'}"


def period_label(period: str) -> Labels:
    """Return a period as people say it, in both languages."""
    year, _, half = period.partition("-")
    if not half:
        return dict.fromkeys(LANGUAGES, year)
    key = "half_merged" if half == "?" else "half_label"
    return {language: say(key, language, year=year, half=half) for language in LANGUAGES}


def total_line(
    warehouse: Warehouse, which: tuple[str, str], key: str, frame: str = "ladder"
) -> Line:
    """Return a total of rpt_footprint_totals as a line."""
    line = Line(key, texts(key), emphasis="total", drafts=draft_periods(warehouse, frame, which))
    for year in warehouse.years:
        row = total(warehouse, year, which, frame)
        if row:
            line.values[str(year)] = row["t_co2e"]
    return line


def ladder(warehouse: Warehouse) -> list[Line]:
    """Return the table of the Ladder: its lines, power by location beside scope 2, the totals."""
    result: list[Line] = []
    others: list[Line] = []
    for line in frame_lines(warehouse, "ladder"):
        if line.key not in MAIN_LINES:
            others.append(line)
            continue
        if line.key == "scope_2":
            line.labels = texts("scope_2_market")
        result.append(line)
        if line.key == "scope_2":
            result += [
                Line(
                    "scope_2_location",
                    texts("scope_2_location"),
                    beside.values,
                    emphasis="alternative",
                )
                for beside in frame_lines(
                    warehouse, "ladder", "t_co2e_location_based", lines=["scope_2"]
                )
            ]
    if result or others:
        result.append(total_line(warehouse, LADDER_TOTAL, "ladder_total"))
    if others:
        result += [*others, total_line(warehouse, WHOLE, "whole_total")]
    return result


def has_other_lines(warehouse: Warehouse) -> bool:
    """Whether the Ladder has lines beside scope 1, scope 2 and business travel."""
    rows = warehouse.rows("rpt_footprint", frame="ladder")
    return any(row["line"] not in MAIN_LINES for row in rows)


def scope_2_location(warehouse: Warehouse, year: int) -> Decimal | None:
    """Return scope 2 of a year at the power of the grid."""
    rows = warehouse.rows("rpt_footprint", frame="ladder", line="scope_2", reporting_year=year)
    return summed(rows, "t_co2e_location_based")


def scope_2_both_ways(warehouse: Warehouse) -> list[Line]:
    """Return scope 2 by market, by location, and the difference (which is no reduction)."""
    market = frame_lines(warehouse, "ladder", lines=["scope_2"])
    location = frame_lines(warehouse, "ladder", "t_co2e_location_based", lines=["scope_2"])
    if not market:
        return []
    difference = {
        period: (value or Decimal(0)) - (market[0].values.get(period) or Decimal(0))
        for period, value in location[0].values.items()
    }
    return [
        Line("market", texts("market_based"), market[0].values),
        Line("location", texts("location_based"), location[0].values),
        Line("difference", texts("difference"), difference, emphasis="alternative"),
    ]


def entity_lines(warehouse: Warehouse) -> list[tuple[str | None, list[tuple[Line, Row | None]]]]:
    """Return the lines of the Ladder by entity, each with the last year's row for its data quality.

    What the marts merged so that no person can be seen has no entity and comes last.
    """
    last = warehouse.years_with_figures[-1]
    by_entity: dict[str | None, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in warehouse.rows("rpt_footprint", frame="ladder"):
        by_entity[row["entity_id"]][row["line"]].append(row)
    result = []
    for entity in sorted(by_entity, key=lambda key: (key is None, key or "")):
        lines = []
        for key, rows in by_entity[entity].items():
            line = Line(key or "", labels_of(rows[0], "line_label", key))
            line.values = {period_of(row): row["t_co2e"] for row in rows}
            quality = next((row for row in rows if row["reporting_year"] == last), None)
            lines.append((line, quality))
        result.append((entity, lines))
    return result


def entity_name(warehouse: Warehouse, entity_id: str) -> str:
    """Return an entity's name, or its key if the mappings do not name it."""
    rows = warehouse.rows("dim_entities", entity_id=entity_id)
    return (rows[0]["entity_name"] if rows else None) or entity_id


def category_labels(warehouse: Warehouse, category: str) -> Labels:
    """Return the label of an activity category."""
    rows = warehouse.rows("activity_categories", activity_category=category)
    return labels_of(rows[0], "label", category) if rows else dict.fromkeys(LANGUAGES, category)


def frames_are_equal(warehouse: Warehouse, year: int) -> bool:
    """Whether the three frames have the same total in a year, to the last decimal."""
    totals = [total(warehouse, year, WHOLE, frame) for frame in FRAMES]
    return None not in totals and len({row["t_co2e"] for row in totals if row}) == 1


def years_by_equality(warehouse: Warehouse) -> tuple[list[int], list[int]]:
    """Return the years whose three totals are equal, and those where they are not."""
    years = warehouse.years_with_figures
    equal = [year for year in years if frames_are_equal(warehouse, year)]
    return equal, [year for year in years if year not in equal]


def periods(warehouse: Warehouse) -> list[str]:
    """Return the half-years that have rows, in order."""
    return sorted({period_of(row) for row in warehouse.tables["rpt_footprint_halfyear"]})


def halfyear_lines(warehouse: Warehouse) -> list[Line]:
    """Return the lines of the Ladder by half-year, their total, and what lies on the cut-off."""
    lines = frame_lines(warehouse, "ladder", table="rpt_footprint_halfyear")
    whole = Line("total", texts("total"), emphasis="total")
    at_cut_off = Line("at_cut_off", texts("at_cut_off"), emphasis="alternative")
    for period in periods(warehouse):
        rows = [
            row
            for row in warehouse.rows("rpt_footprint_halfyear", frame="ladder")
            if period_of(row) == period
        ]
        whole.values[period] = summed(rows, "t_co2e")
        at_cut_off.values[period] = summed(rows, "t_co2e_at_cut_off")
    return [*lines, whole, at_cut_off]


def key_figures(warehouse: Warehouse) -> list[tuple[Line, str]]:
    """Return the key figures with their units: intensities before quantities."""
    lines: dict[str, tuple[Line, str]] = {}
    for row in warehouse.tables["rpt_key_figures"]:
        key = row["figure_id"]
        if key not in lines:
            lines[key] = (Line(key, labels_of(row, "figure_label", key)), row["unit"])
        lines[key][0].values[str(row["reporting_year"])] = row["figure_value"]
    return sorted(lines.values(), key=_key_figure_order)


def _key_figure_order(figure: tuple[Line, str]) -> tuple[bool, bool, str]:
    """Return where a key figure stands: intensities of the whole, of its parts, quantities."""
    line, unit = figure
    return (not unit.startswith("t CO2e"), not line.key.startswith("t_per_"), line.key)


def sensible_decimals(values: dict[str, Decimal | None]) -> int:
    """Return the decimals that a row of figures needs: about three digits that say something."""
    largest = max(
        (abs(value) for value in values.values() if value is not None), default=Decimal(0)
    )
    if largest >= 1000:
        return 0
    return 2 if largest >= 10 else 3


def input_bases(warehouse: Warehouse) -> list[str]:
    """Return the input bases of the printed figures that occur, in the order of the contract."""
    present = {row["input_basis"] for row in warehouse.tables["rpt_reported_figures"]}
    known = [basis for basis in INPUT_BASES if basis in present]
    return known + sorted(present.difference(INPUT_BASES) - {None})


def reported_rows(warehouse: Warehouse) -> list[Row]:
    """Return the printed figures, those that differ first."""
    order = {verdict: place for place, verdict in enumerate(VERDICTS_BY_INTEREST)}
    return sorted(
        warehouse.tables["rpt_reported_figures"],
        key=lambda row: (order.get(row["verdict"], len(order)), row["figure_id"]),
    )


def printed_decimals(row: Row) -> int:
    """Return the decimals of a printed figure; one that is rounded to tens has none."""
    return max(row["printed_decimals"] or 0, 0)


def headline(warehouse: Warehouse) -> tuple[str, str]:
    """Return which total leads: scope 1, 2 and business travel, or all if that has no rows."""
    rows = warehouse.rows("rpt_footprint_totals", frame="ladder", total_kind=LADDER_TOTAL[0])
    return LADDER_TOTAL if rows else WHOLE


def drafts(warehouse: Warehouse) -> list[Draft]:
    """Return the years whose leading total is a draft, the last first, with the mart's reason."""
    which = headline(warehouse)
    labels = texts("ladder_total" if which == LADDER_TOTAL else "whole_total")
    rows = [total(warehouse, year, which) for year in reversed(warehouse.years)]
    return [
        Draft(row["reporting_year"], labels, status_reason(row))
        for row in rows
        if row and row["status"] == "DRAFT"
    ]


def status_reason(row: Row) -> Labels:
    """Return why a total has its status. The mart writes 95.50%; Dutch readers get 95,50%."""
    reasons = labels_of(row, "status_reason")
    return {language: with_own_mark(reasons[language], language) for language in LANGUAGES}


def rule_lines(warehouse: Warehouse) -> list[RuleLine]:
    """Return the rules that do not pass, those with most kg at stake first."""
    rules = {row["rule_id"]: row for row in warehouse.tables["dim_rules"]}
    at_stake: dict[str, list[Row]] = defaultdict(list)
    for finding in warehouse.tables["fct_findings"]:
        at_stake[finding["rule_id"]].append(finding)
    lines = [
        RuleLine(
            rules[result["rule_id"]],
            result,
            at_stake[result["rule_id"]],
            max(
                (
                    finding["kg_co2e"]
                    for finding in at_stake[result["rule_id"]]
                    if finding["kg_co2e"] is not None
                ),
                default=None,
            ),
        )
        for result in warehouse.tables["fct_rule_results"]
        if result["status"] in ("FAIL", "ACCEPTED") and result["rule_id"] in rules
    ]
    return sorted(lines, key=lambda line: (-(line.largest_kg_co2e or 0), line.rule["rule_id"]))


def rule_counts(warehouse: Warehouse) -> Counter[tuple[str, str]]:
    """Count the rules by severity and status."""
    return Counter((row["severity"], row["status"]) for row in warehouse.tables["fct_rule_results"])


def finding_counts(warehouse: Warehouse) -> Counter[tuple[str, str]]:
    """Count the findings by severity and status (open, accepted)."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in warehouse.tables["fct_findings"]:
        counts[row["severity"], row["status"]] += row["line_count"]
    return counts


def severities(counts: Iterable[tuple[str, str]]) -> list[str]:
    """Return the severities that occur, the worst first."""
    present = {severity for severity, _ in counts}
    known = [severity for severity in SEVERITIES if severity in present]
    return known + sorted(present.difference(SEVERITIES))


def verdict_counts(warehouse: Warehouse) -> Counter[tuple[str, str]]:
    """Count the printed figures by verdict and input basis."""
    return Counter(
        (row["verdict"], row["input_basis"]) for row in warehouse.tables["rpt_reported_figures"]
    )


def attributions(warehouse: Warehouse) -> list[str]:
    """Return what the licences ask to print of every edition that a figure rests on."""
    used = {row["factor_edition_id"] for row in warehouse.tables["rpt_factor_coverage"]}
    return sorted(
        {
            row["attribution"]
            for row in warehouse.tables["dim_factors"]
            if row["factor_edition_id"] in used and row["attribution"]
        }
    )
