"""Arrange the report: which blocks stand in which section, in one language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from trede.language import NOTHING, Language, number, with_own_mark
from trede.quality.outside import Outside
from trede.quality.read import Quality
from trede.quality.words import say, say_code
from trede.report.blocks import (
    Bar,
    Bars,
    Block,
    Card,
    Cards,
    Column,
    Document,
    Heading,
    Paragraph,
    Table,
    without_empty_columns,
)
from trede.report.opening import company_name, synthetic_note
from trede.rules.remedy import remedy
from trede.stakes import touched_kg, whole_years
from trede.warehouse import Row

#: Order of the families in the report: what an auditor asks first.
FAMILIES = (
    *("completeness", "double_counting", "validity", "consistency", "plausibility", "boundary"),
    *("cut_off", "evidence", "factors", "governance", "mobility"),
)

VERDICT_TONES = (
    ("PASS", "good"),
    ("FAIL", "bad"),
    ("ACCEPTED", "warn"),
    ("NOT_RUN", "bad"),
    ("MANUAL", "warn"),
)

#: What still holds; the other rows of judgements/accepted_findings accept nothing.
ACCEPTANCE_TONES = (
    ("holds", "good"),
    ("replaced", "good"),
    ("expired", "bad"),
    ("incomplete", "bad"),
    ("no_finding", "warn"),
)

#: How many lines of a rule are shown; the rest is counted.
LINES_OF_A_RULE = 12


@dataclass(frozen=True)
class _Speaker:
    """One language, and short ways to say things in it."""

    quality: Quality
    outside: Outside
    language: Language

    def say(self, key: str, **values: object) -> str:
        return say(key, self.language, **values)

    def code(self, group: str, code: object) -> str:
        return say_code(group, None if code is None else str(code), self.language)

    def number(self, value: Any, decimals: int = 0) -> str:  # noqa: ANN401  # Decimal, int or None
        return number(value, decimals, self.language)

    def tonnes(self, kg: Decimal | None) -> str:
        return self.number(None if kg is None else kg / 1000, 2)

    def label(self, row: Row, name: str) -> str:
        return str(row[f"{name}_{self.language}"] or NOTHING)

    def rows(self, table: str, **wanted: object) -> list[Row]:
        return [
            row
            for row in self.quality.tables[table]
            if all(row[column] == value for column, value in wanted.items())
        ]


def make_document(quality: Quality, outside: Outside, language: Language) -> Document:
    """Arrange the report of a warehouse in one language."""
    speaker = _Speaker(quality, outside, language)
    company = company_name(quality.company)
    years = quality.years
    blocks: list[Block] = []
    for name, section in (
        ("summary", _summary),
        ("estimates", _estimates),
        ("rules", _rules),
        ("findings", _findings),
        ("accepted", _accepted),
        ("uncertainty", _uncertainty),
        ("printed", _printed),
        ("method", _method),
        ("changes", _changes),
        ("second_opinion", _second_opinion),
    ):
        blocks += [Heading(speaker.say(f"section_{name}"), name), *section(speaker)]
    return Document(
        title=speaker.say("title"),
        subtitle=speaker.say(
            "subtitle", company=company, years=f"{years[0]}–{years[-1]}" if years else NOTHING
        ),
        language=language,
        lead=tuple(_lead(speaker)),
        blocks=tuple(blocks),
        footer=speaker.say("page_footer", company=company),
    )


def _lead(speaker: _Speaker) -> Iterable[Block]:
    quality, outside = speaker.quality, speaker.outside
    yield Paragraph(
        speaker.say(
            "built",
            day=quality.built_at.strftime("%Y-%m-%d"),
            time=quality.built_at.strftime("%H:%M"),
        ),
        "soft",
    )
    if len(quality.runs) > 1:
        judged = Counter(str(row["run_id"]) for row in quality.tables["fct_rule_results"])
        yield Paragraph(
            speaker.say(
                "several_runs",
                count=len(quality.runs),
                runs=", ".join(f"{run} ({rules})" for run, rules in judged.most_common()),
            ),
            "draft",
        )
    yield from synthetic_note(quality.company, speaker.language)
    if outside.pack is not None:
        yield Paragraph(f"{speaker.say('head_hash')}: {outside.pack.head}", "note")
        yield Paragraph(
            speaker.say("head_hash_more", folder=outside.pack.name, head=outside.pack.head), "soft"
        )
    else:
        yield Paragraph(speaker.say("no_pack"), "soft")
    yield Paragraph(speaker.say("not_replacing"), "soft")


def _summary(speaker: _Speaker) -> Iterable[Block]:
    quality = speaker.quality
    if not quality.years:
        return
    year = quality.years[-1]
    results = quality.tables["fct_rule_results"]
    verdicts = Counter(row["status"] for row in results)
    findings = quality.tables["fct_findings"]
    is_open = [row for row in findings if row["status"] == "open"]
    total = _total(speaker, "total", "total", year)
    leaves = speaker.rows("rpt_footprint", frame="ladder", reporting_year=year)
    own = [row for row in leaves if row["scope"] != "scope_3"]
    yield Cards(
        (
            Card(
                speaker.say("total", year=year),
                speaker.say("t_co2e", value=speaker.number(total["t_co2e"] if total else None, 1)),
                speaker.code("status", total["status"] if total else None),
            ),
            Card(
                speaker.say("estimated_share", year=year),
                f"{speaker.number(_estimated(leaves), 1)}%",
                speaker.say("estimated_share_more")
                + "; "
                + speaker.say("own_estimated", share=speaker.number(_estimated(own), 1)),
            ),
            Card(
                speaker.say("open_findings"),
                speaker.number(sum(row["line_count"] for row in is_open)),
                speaker.say(
                    "open_findings_more",
                    rules=verdicts["FAIL"],
                    all=len(results),
                    accepted=sum(
                        row["line_count"] for row in findings if row["status"] == "accepted"
                    ),
                ),
            ),
            Card(
                speaker.say("rules_looked_at"),
                speaker.number(len(results) - verdicts["NOT_RUN"]),
                speaker.say(
                    "rules_looked_at_more",
                    na=verdicts["NOT_APPLICABLE"],
                    manual=verdicts["MANUAL"],
                    not_run=verdicts["NOT_RUN"],
                ),
            ),
        )
    )
    for kind, key in _totals(speaker):
        row = _total(speaker, kind, key, year)
        if row is not None and row["status"] != "FINAL":
            yield Paragraph(
                speaker.say(
                    "draft_because",
                    what=_total_name(speaker, kind, key),
                    year=year,
                    why=with_own_mark(speaker.label(row, "status_reason"), speaker.language),
                ),
                "draft",
            )
    for each in quality.years:
        kilograms = {
            (row["best_score"], row["worst_score"]): row["kg_co2e"]
            for row in speaker.rows("scores", reporting_year=each)
        }
        whole = sum((abs(kg) for kg in kilograms.values()), Decimal(0))
        if not whole:
            continue
        yield Bars(
            speaker.say("scores_title", year=each),
            tuple(
                Bar(
                    _score_name(speaker, *scores),
                    float(abs(kg) * 100 / whole),
                    speaker.say(
                        "share_of",
                        share=speaker.number(kg * 100 / whole, 1),
                        value=speaker.tonnes(kg),
                    ),
                )
                for scores, kg in sorted(kilograms.items())
            ),
        )
    yield Paragraph(speaker.say("scores_note"), "soft")


def _score_name(speaker: _Speaker, best: int, worst: int) -> str:
    if best != worst:
        return speaker.say("scores_together", best=best, worst=worst)
    return speaker.say("score", score=best, what=speaker.code("score", best))


def _totals(speaker: _Speaker) -> list[tuple[str, str]]:
    """Return kind and key of every total of the Ladder: each line, with what it adds up to behind it.

    A scope of one line is that line: it is named once.
    """
    lines = {row["line"]: row for row in speaker.rows("rpt_footprint", frame="ladder")}

    def place(total: tuple[str, str]) -> tuple[int, int, int, str]:
        kind, key = total
        if kind == "total":
            return 2, 0, 0, key
        if kind == "ladder_total":
            return 0, 1, 0, key
        if kind == "scope":
            return 1, 1, 0, key
        known = lines.get(key)
        is_scope_3 = known is None or known["scope"] == "scope_3"
        return int(is_scope_3), 0, known["line_order"] if known else 0, key

    found = {
        (str(row["total_kind"]), str(row["total_key"]))
        for row in speaker.rows("rpt_footprint_totals", frame="ladder")
    }
    return sorted(
        (each for each in found if each[0] != "scope" or ("line", each[1]) not in found), key=place
    )


def _estimated(rows: Sequence[Row]) -> Decimal | None:
    """Return the estimated share of leaf lines, in per cent; a line has a share of its own tonnes."""
    whole = sum((abs(row["t_co2e"]) for row in rows), Decimal(0))
    estimated = sum(
        (abs(row["t_co2e"]) * (row["estimated_share_pct"] or 0) for row in rows), Decimal(0)
    )
    return estimated / whole if whole else None


def _total(speaker: _Speaker, kind: str, key: str, year: int) -> Row | None:
    return next(
        iter(
            speaker.rows(
                "rpt_footprint_totals",
                frame="ladder",
                total_kind=kind,
                total_key=key,
                reporting_year=year,
            )
        ),
        None,
    )


def _total_name(speaker: _Speaker, kind: str, key: str) -> str:
    if kind == "total":
        return speaker.say("all_scopes")
    if key in ("scope_1_2_business_travel", "scope_3"):
        return speaker.say(key)
    for row in speaker.rows("rpt_footprint", frame="ladder", line=key):
        return speaker.label(row, "line_label")
    return key.replace("_", " ")


def _estimates(speaker: _Speaker) -> Iterable[Block]:
    years = speaker.quality.years
    names = {row["location_id"]: row["location_name"] for row in speaker.rows("dim_locations")}
    resting = {
        (row["estimation_method"], row["reporting_year"]): row["kg_co2e"]
        for row in speaker.rows("estimated")
    }
    rows = speaker.rows("estimates")
    if rows:
        yield Paragraph(speaker.say("estimates_lead"))
        yield Table(
            (
                Column(speaker.say("location"), width=2),
                Column(speaker.say("carrier"), width=1.6),
                Column(speaker.say("method"), width=4),
                Column(speaker.say("bounds")),
                Column(speaker.say("decided"), width=2),
                *(Column(speaker.say("kg_year", year=year), "right") for year in years),
            ),
            tuple(
                (
                    str(names.get(row["location_id"]) or row["location_id"] or NOTHING),
                    speaker.code("carrier", row["carrier"]),
                    f"{row['method'] or NOTHING} {row['reason'] or ''}".strip(),
                    f"{row['uncertainty_pct_low'] or '?'}% … +{row['uncertainty_pct_high'] or '?'}%",
                    f"{row['decided_by'] or NOTHING}, {row['decided_on'] or NOTHING}",
                    *(
                        speaker.number(resting.get((row["estimation_method"], year)))
                        for year in years
                    ),
                )
                for row in rows
            ),
        )
    else:
        yield Paragraph(speaker.say("no_estimates"))
    carved = speaker.rows("carved")
    if carved:
        places = sorted({str(row["location_id"]) for row in carved})
        kwh = {(str(row["location_id"]), row["reporting_year"]): row["kwh"] for row in carved}
        yield Paragraph(speaker.say("charging_lead"))
        yield Table(
            (
                Column(speaker.say("location"), width=2),
                *(Column(speaker.say("carved_kwh", year=year), "right") for year in years),
            ),
            tuple(
                (
                    str(names.get(place) or place),
                    *(speaker.number(kwh.get((place, year))) for year in years),
                )
                for place in places
            ),
        )
    else:
        yield Paragraph(speaker.say("no_carved"))
    statuses = {row["rule_id"]: row["status"] for row in speaker.rows("fct_rule_results")}
    counts = Counter(
        statuses.get(row["rule_id"]) for row in speaker.rows("dim_rules", family="double_counting")
    )
    yield Paragraph(
        speaker.say(
            "double_counting_rules",
            passed=counts["PASS"],
            failed=counts["FAIL"],
            na=counts["NOT_APPLICABLE"],
        )
    )


def _rules(speaker: _Speaker) -> Iterable[Block]:
    yield Paragraph(speaker.say("rules_lead"))
    results = {row["rule_id"]: row for row in speaker.rows("fct_rule_results")}
    tones = tuple((speaker.say(status), tone) for status, tone in VERDICT_TONES)
    told = {row["family"] for row in speaker.rows("dim_rules")}
    for family in (*FAMILIES, *sorted(told - set(FAMILIES))):
        rules = speaker.rows("dim_rules", family=family)
        if not rules:
            continue
        verdicts = Counter(
            results[row["rule_id"]]["status"] for row in rules if row["rule_id"] in results
        )
        yield Heading(
            speaker.say(
                "family_summary",
                name=speaker.code("family", family),
                passed=verdicts["PASS"],
                failed=verdicts["FAIL"],
                other=len(rules) - verdicts["PASS"] - verdicts["FAIL"],
            )
        )
        yield Table(
            (
                Column(speaker.say("rule")),
                Column(speaker.say("wording"), width=6),
                Column(speaker.say("verdict")),
                Column(speaker.say("looked_at"), "right"),
                Column(speaker.say("found"), "right"),
            ),
            tuple(
                (
                    str(row["rule_id"]),
                    speaker.label(row, "wording"),
                    speaker.say(str(results.get(row["rule_id"], {}).get("status", "NOT_RUN"))),
                    speaker.number(results.get(row["rule_id"], {}).get("population_count")),
                    speaker.number(results.get(row["rule_id"], {}).get("finding_count")),
                )
                for row in sorted(rules, key=lambda row: str(row["rule_id"]))
            ),
            tones=tones,
        )


def _findings(speaker: _Speaker) -> Iterable[Block]:
    is_open = speaker.rows("fct_findings", status="open")
    if not is_open:
        yield Paragraph(speaker.say("no_findings"))
        return
    yield Paragraph(speaker.say("findings_lead"))
    rules = {row["rule_id"]: row for row in speaker.rows("dim_rules")}
    by_rule: dict[str, list[Row]] = {}
    for row in is_open:
        by_rule.setdefault(str(row["rule_id"]), []).append(row)
    order = sorted(by_rule, key=lambda rule: (-_stake(speaker, by_rule[rule]), rule))
    yield Table(
        (
            Column(speaker.say("rule")),
            Column(speaker.say("wording"), width=4),
            Column(speaker.say("severity")),
            Column(speaker.say("found"), "right"),
            Column(speaker.say("kg_at_stake"), "right"),
            Column(speaker.say("what_to_do"), width=4),
        ),
        tuple(
            (
                rule,
                speaker.label(rules[rule], "wording"),
                speaker.code("severity", rules[rule]["severity"]),
                speaker.number(sum(row["line_count"] for row in by_rule[rule])),
                speaker.number(_stake(speaker, by_rule[rule]) or None),
                remedy(rules[rule], speaker.language),
            )
            for rule in order
        ),
    )
    for rule in order:
        yield Heading(
            speaker.say("lines_title", rule=rule, wording=speaker.label(rules[rule], "wording"))
        )
        yield _lines(speaker, by_rule[rule])


def _stake(speaker: _Speaker, rows: Iterable[Row]) -> Decimal:
    """Return the kilograms that findings touch together."""
    return touched_kg(rows, whole_years(speaker.rows("rpt_footprint_totals")))


def _lines(speaker: _Speaker, rows: Sequence[Row]) -> Table:
    told = []
    for row in rows[:LINES_OF_A_RULE]:
        line = (
            f"{row['extract_name']} {row['line_id'] or ''}".strip() if row["extract_name"] else ""
        )
        document = speaker.quality.documents.get(
            (str(row["extract_name"]), str(row["line_id"])), ""
        )
        file = ", ".join(str(each) for each in (row["source_file"], row["source_row"]) if each)
        told.append(
            (
                speaker.say("persons_count", count=row["line_count"])
                if row["is_person_borne"] and not row["line_id"]
                else line or str(row["finding_key"] or NOTHING),
                document or NOTHING,
                file or NOTHING,
                str(row["message"] or NOTHING),
                speaker.number(row["kg_co2e"], 1),
            )
        )
    if len(rows) > LINES_OF_A_RULE:
        rest = rows[LINES_OF_A_RULE:]
        more = speaker.say("lines_more", count=len(rest))
        told.append(
            (more, NOTHING, NOTHING, NOTHING, speaker.number(_stake(speaker, rest) or None, 1))
        )
    table = Table(
        (
            Column(speaker.say("extract_line"), width=2),
            Column(speaker.say("invoice"), width=1),
            Column(speaker.say("file_and_line"), width=2),
            Column(speaker.say("message"), width=4),
            Column(speaker.say("kg_at_stake"), "right"),
        ),
        tuple(told),
    )
    return without_empty_columns(table, NOTHING)


def _accepted(speaker: _Speaker) -> Iterable[Block]:
    rows = speaker.rows("accepted")
    if not rows:
        yield Paragraph(speaker.say("no_accepted"))
        return
    yield Paragraph(speaker.say("accepted_lead"))

    def what(row: Row) -> str:
        if row["is_person_borne"]:
            return speaker.say("persons_count", count=row["count"])
        return str(row["finding_key"] or speaker.say("rows_count", count=row["count"]))

    def text(row: Row, column: str) -> str:
        return str(row[column] or (speaker.say("withheld") if row["is_withheld"] else NOTHING))

    yield Table(
        (
            Column(speaker.say("rule")),
            Column(speaker.say("accepted_what"), width=2.5),
            Column(speaker.say("acceptance"), width=2),
            Column(speaker.say("reason"), width=3),
            Column(speaker.say("accepted_by"), width=1.5),
            Column(speaker.say("accepted_until")),
        ),
        tuple(
            (
                str(row["rule_id"] or NOTHING),
                what(row),
                speaker.code("acceptance", row["state"]),
                text(row, "reason"),
                text(row, "accepted_by"),
                str(row["expires_on"] or NOTHING),
            )
            for row in rows
        ),
        tones=tuple((speaker.code("acceptance", state), tone) for state, tone in ACCEPTANCE_TONES),
    )


def _uncertainty(speaker: _Speaker) -> Iterable[Block]:
    yield Paragraph(speaker.say("uncertainty_lead"))
    rows: list[tuple[str, ...]] = []
    strong = set()
    for kind, key in _totals(speaker):
        for year in speaker.quality.years:
            row = _total(speaker, kind, key, year)
            if row is None:
                continue
            if kind != "line":
                strong.add(len(rows))
            rows.append(
                (
                    _total_name(speaker, kind, key),
                    str(year),
                    speaker.number(row["t_co2e"], 2),
                    speaker.number(row["low_t_co2e"], 2),
                    speaker.number(row["high_t_co2e"], 2),
                    _bounds(speaker, row),
                    speaker.number(row["unverified_share_pct"], 1),
                    speaker.code("status", row["status"]),
                )
            )
    yield Table(
        (
            Column(speaker.say("line"), width=3),
            Column(speaker.say("year")),
            *(
                Column(speaker.say(name), "right")
                for name in ("value_t", "low", "high", "bounds_pct", "unverified_pct")
            ),
            Column(speaker.say("status")),
        ),
        tuple(rows),
        frozenset(strong),
        tones=((speaker.code("status", "DRAFT"), "bad"), (speaker.code("status", "FINAL"), "good")),
    )


def _bounds(speaker: _Speaker, row: Row) -> str:
    """Return how far the bounds lie from the total, per cent of it: they do not lie equally far."""
    tonnes = row["t_co2e"]
    if not tonnes or row["low_t_co2e"] is None or row["high_t_co2e"] is None:
        return NOTHING
    low, high = (
        speaker.number(abs(row[bound] - tonnes) * 100 / abs(tonnes), 1)
        for bound in ("low_t_co2e", "high_t_co2e")
    )
    return f"-{low} / +{high}"


def _printed(speaker: _Speaker) -> Iterable[Block]:
    rows = speaker.rows("rpt_reported_figures")
    if not rows:
        yield Paragraph(speaker.say("no_printed"))
        return
    yield Paragraph(speaker.say("printed_lead"))
    verdicts = Counter(row["verdict"] for row in rows)
    yield Paragraph(
        " · ".join(
            f"{speaker.code('verdict', verdict)}: {count}"
            for verdict, count in sorted(verdicts.items(), key=lambda each: -each[1])
        ),
        "note",
    )
    yield Table(
        (
            Column(speaker.say("figure"), width=3),
            Column(speaker.say("printed"), "right"),
            Column(speaker.say("recomputed"), "right"),
            Column(speaker.say("explanation"), width=6),
        ),
        tuple(
            (
                f"{row['figure_id']} {speaker.label(row, 'metric_label')}, {row['entity']}, {row['period']}",
                speaker.number(row["printed_value"], int(row["printed_decimals"] or 0)),
                speaker.number(row["recomputed_value"], int(row["printed_decimals"] or 0) + 2),
                speaker.label(row, "best_explanation_label"),
            )
            for row in rows
            if row["verdict"] in ("differs", "rounding")
        ),
    )


def _method(speaker: _Speaker) -> Iterable[Block]:
    yield Paragraph(speaker.say("method_lead"))
    years = speaker.quality.years
    editions = {row["edition_id"]: row for row in speaker.rows("editions")}
    kilograms: dict[tuple[str | None, str | None], dict[int, Decimal]] = {}
    for row in speaker.rows("rpt_factor_coverage", has_factor=True):
        if row["kg_co2e"] is not None:
            of = kilograms.setdefault((row["factor_edition_id"], row["factor_status"]), {})
            year = int(row["reporting_year"])
            of[year] = of.get(year, Decimal(0)) + row["kg_co2e"]
    rows = []
    for edition, status in sorted(kilograms, key=lambda each: (each[0] is None, each)):
        known = editions.get(edition, {})
        rows.append(
            (
                str(edition or speaker.say("merged_edition")),
                speaker.code("factor_status", status),
                *(speaker.tonnes(kilograms[edition, status].get(year)) for year in years),
                str(known.get("author") or NOTHING),
                str(known.get("attribution") or NOTHING),
            )
        )
    yield Table(
        (
            Column(speaker.say("edition"), width=2),
            Column(speaker.say("factor_status"), width=1),
            *(Column(f"t {year}", "right") for year in years),
            Column(speaker.say("author"), width=2),
            Column(speaker.say("licence"), width=5),
        ),
        tuple(rows),
    )
    for year in years:
        told = [
            row
            for row in speaker.rows("rpt_scope_3_categories", reporting_year=year)
            if row["t_co2e"]
        ]
        whole = sum((abs(row["t_co2e"]) for row in told), Decimal(0))
        if not whole:
            continue
        bars = []
        for name in (
            *("supplier_specific_pct", "hybrid_pct", "average_data_pct"),
            *("activity_pct", "estimate_pct", "spend_pct"),
        ):
            tonnes = sum((abs(row["t_co2e"]) * (row[name] or 0) for row in told), Decimal(0)) / 100
            if tonnes:
                share = tonnes * 100 / whole
                bars.append(
                    Bar(
                        speaker.say(f"method.{name}"),
                        float(share),
                        speaker.say(
                            "share_of",
                            share=speaker.number(share, 1),
                            value=speaker.number(tonnes, 2),
                        ),
                    )
                )
        yield Bars(speaker.say("methods_title", year=year), tuple(bars))


def _changes(speaker: _Speaker) -> Iterable[Block]:
    changes = speaker.outside.changes
    if changes is None:
        yield Paragraph(speaker.say("no_changes_pack"))
        return
    yield Paragraph(speaker.say("changes_lead", previous=changes.previous))
    if not changes.totals and not changes.rules:
        yield Paragraph(speaker.say("no_changes"))
    if changes.totals:
        yield Table(
            (
                Column(speaker.say("line"), width=3),
                Column(speaker.say("before"), "right"),
                Column(speaker.say("after"), "right"),
                Column(speaker.say("difference"), "right"),
            ),
            tuple(
                (
                    name,
                    speaker.number(before, 3),
                    speaker.number(after, 3),
                    speaker.number((after or Decimal(0)) - (before or Decimal(0)), 3),
                )
                for name, before, after in changes.totals
            ),
        )
    if changes.rules:
        yield Heading(speaker.say("rule_changes"))
        yield Table(
            (
                Column(speaker.say("rule")),
                Column(speaker.say("before")),
                Column(speaker.say("after")),
            ),
            tuple(
                (
                    rule,
                    *(NOTHING if each is None else speaker.say(each) for each in (before, after)),
                )
                for rule, before, after in changes.rules
            ),
        )


def _second_opinion(speaker: _Speaker) -> Iterable[Block]:
    opinion = speaker.outside.opinion
    if opinion is None:
        yield Paragraph(speaker.say("no_second"))
        return
    yield Paragraph(speaker.say("second_lead"))
    yield Paragraph(
        speaker.say("second_outcome", passed=opinion.passed, all=opinion.all),
        "note" if opinion.passed == opinion.all else "draft",
    )
    if opinion.failures:
        yield Table(
            (
                Column(speaker.say("line"), width=2),
                Column(speaker.say("expectation"), width=3),
                Column(speaker.say("observed"), width=3),
            ),
            opinion.failures,
        )
