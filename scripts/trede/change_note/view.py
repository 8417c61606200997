"""Arrange the note, in one language."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from trede.change_note.read import QUANTITY, STEPS, Change
from trede.change_note.words import say, say_code
from trede.language import NOTHING, Language, number
from trede.report.blocks import Block, Column, Document, Heading, Paragraph, Table
from trede.report.opening import company_name, synthetic_note


def make_document(change: Change, language: Language) -> Document:
    """Arrange the note of one publication and what came after it."""
    company = company_name(change.company)
    return Document(
        title=say("title", language),
        subtitle=say(
            "subtitle",
            language,
            company=company,
            year=change.year,
            start=_version(change.start, language),
            end=_version(change.end, language),
        ),
        language=language,
        lead=(*synthetic_note(change.company, language), Paragraph(say("lead", language))),
        blocks=tuple(_blocks(change, language)),
        footer=say("footer", language, company=company, year=change.year),
    )


def _version(version: str, language: Language) -> str:
    if version == "current":
        return say("today", language)
    return say("version", language, version=version)


def _blocks(change: Change, language: Language) -> Iterable[Block]:
    start = sum((row["start_t"] for row in change.lines), Decimal(0))
    end = sum((row["end_t"] for row in change.lines), Decimal(0))
    has_changed = any(row["start_t"] != row["end_t"] for row in change.lines)
    if has_changed:
        yield Paragraph(
            say(
                "total",
                language,
                start=number(start, 3, language),
                end=number(end, 3, language),
                change=number(end - start, 3, language),
                pct=number((end - start) * 100 / start if start else None, 2, language),
            ),
            "note",
        )
    else:
        yield Paragraph(say("same", language), "note")
    yield Heading(say("section_lines", language), "lines")
    yield _lines(change, language)
    merged = sum((abs(row["merged_t"] or 0) for row in change.lines), Decimal(0))
    if merged:
        yield Paragraph(say("merged", language, value=number(merged, 3, language)), "soft")
    yield Heading(say("section_reasons", language), "reasons")
    if change.reasons:
        yield Table(
            (
                Column(say("cause", language), width=1.5),
                Column(say("scope", language), width=1.5),
                Column(say("reason", language), width=6),
                Column(say("decided", language), width=2.5),
            ),
            tuple(
                (
                    say_code("cause", str(row["cause"]), language),
                    say("whole_year", language)
                    if str(row["scope"] or "all") == "all"
                    else str(row["scope"]),
                    str(row["reason"]),
                    f"{row['decided_by']}, {row['decided_on']}",
                )
                for row in change.reasons
            ),
        )
        unexplained = _unexplained(change)
        if unexplained:
            causes = ", ".join(say_code("cause", cause, language) for cause in unexplained)
            yield Paragraph(say("no_reason_of", language, causes=causes), "draft")
    elif has_changed:
        yield Paragraph(say("no_reasons", language), "draft")
    else:
        yield Paragraph(NOTHING)
    yield Heading(say("section_publications", language), "publications")
    yield Table(
        (
            Column(say("which", language), width=1),
            Column(say("published_on", language), width=1.5),
            Column(say("prepared_by", language), width=2),
            Column(say("approved_by", language), width=2),
            Column(say("pack", language), width=6),
        ),
        tuple(
            (
                str(row["version"]),
                str(row["published_on"] or NOTHING),
                str(row["prepared_by"] or NOTHING),
                str(row["approved_by"] or NOTHING),
                str(row["pack_sha256"] or NOTHING),
            )
            for row in change.publications
        ),
    )


def _unexplained(change: Change) -> list[str]:
    """Return the steps by which a line changed, and of which no reason was recorded."""
    if any(row["merged_t"] for row in change.lines):
        return []
    causes = {str(row["cause"] or "").strip().lower() for row in change.reasons}
    if causes & QUANTITY:
        causes |= QUANTITY
    return [
        step
        for step in STEPS
        if step not in causes and any(row[f"{step}_t"] for row in change.lines)
    ]


def _lines(change: Change, language: Language) -> Table:
    measures = ("start_t", *(f"{step}_t" for step in STEPS), "end_t")
    rows = [
        (
            str(row[f"line_label_{language}"] or row["line"]),
            *(number(row[measure], 3, language) for measure in measures),
        )
        for row in change.lines
    ]
    totals = (
        sum((row[measure] or Decimal(0) for row in change.lines), Decimal(0))
        for measure in measures
    )
    rows.append((say("all", language), *(number(total, 3, language) for total in totals)))
    return Table(
        (
            Column(say("line", language), width=3),
            *(Column(say(name, language), "right", 1.2) for name in ("was", *STEPS, "is")),
        ),
        tuple(rows),
        frozenset({len(rows) - 1}),
    )
