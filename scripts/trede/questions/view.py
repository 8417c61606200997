"""Write the questions out, in one language."""

from __future__ import annotations

from collections.abc import Iterable

from trede.language import NOTHING, Language, number
from trede.questions.ask import Question, Recipient, make_questions
from trede.questions.read import Findings
from trede.questions.words import WORDS, say, say_code
from trede.report.blocks import (
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Table,
    without_empty_columns,
)
from trede.report.opening import company_name, synthetic_note

#: Lines that are listed under a question; the rest is counted.
LINES = 15


def make_document(told: Findings, language: Language) -> Document:
    """Arrange the questions of a warehouse in one language."""
    company = company_name(told.company)
    return Document(
        title=say("title", language),
        subtitle=say("subtitle", language, company=company),
        language=language,
        lead=(
            *synthetic_note(told.company, language),
            Paragraph(say("lead", language)),
            Paragraph(say("not_published", language), "soft"),
        ),
        blocks=tuple(_blocks(told, make_questions(told), language)),
        footer=say("footer", language, company=company),
    )


def _blocks(told: Findings, questions: list[Question], language: Language) -> Iterable[Block]:
    if not questions:
        yield Paragraph(say("nothing", language))
        return
    outside = [each for each in questions if each.recipient.kind != "owner"]
    inside = [each for each in questions if each.recipient.kind == "owner"]
    place = 1
    for anchor, some in (("outside", outside), ("inside", inside)):
        if some:
            yield Heading(say(anchor, language), anchor)
            yield from _section(told, some, place, language)
            place += len(some)


def _section(
    told: Findings, questions: list[Question], first: int, language: Language
) -> Iterable[Block]:
    yield Table(
        (
            Column(say("rank", language), "right", 0.5),
            Column(say("to", language), width=4),
            Column(say("rule", language), width=1.2),
            Column(say("findings", language), "right"),
            Column(say("kg", language), "right"),
        ),
        tuple(
            (
                str(place),
                name_of(question.recipient, language),
                str(question.rule["rule_id"]),
                number(len(question.findings), 0, language),
                number(question.kg or None, 1, language),
            )
            for place, question in enumerate(questions, start=first)
        ),
    )
    for place, question in enumerate(questions, start=first):
        yield Heading(
            say(
                "heading",
                language,
                number=place,
                recipient=name_of(question.recipient, language),
                rule=question.rule["rule_id"],
            )
        )
        yield Paragraph(text_of(question, language), "note")
        yield _lines(told, question, language)


def name_of(recipient: Recipient, language: Language) -> str:
    """Return how a recipient is called; roles of the company are marked as internal."""
    if recipient.kind != "owner":
        return say(f"recipient.{recipient.kind}", language, name=recipient.name)
    name = recipient.name
    if name is None:
        known = f"owner.{recipient.key}" in WORDS.table
        name = say(f"owner.{recipient.key}", language) if known else say("keeper", language)
    return f"{name} {say('internal', language)}"


def text_of(question: Question, language: Language) -> str:
    """Return the question, ready to be sent."""
    years = sorted({row["reporting_year"] for row in question.findings if row["reporting_year"]})
    count = len(question.findings)
    return say(
        "text",
        language,
        years=say("of_years", language, years=_span(years)) if years else "",
        wording=str(question.rule[f"wording_{language}"]).strip(),
        count=say("one_finding", language)
        if count == 1
        else say("more_findings", language, count=number(count, 0, language)),
        what=say("below", language),
        ask=say_code("ask", str(question.rule["family"]), language),
        stake=say("stake", language, kg=number(question.kg, 0, language)) if question.kg else "",
    )


def _span(years: list[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def _lines(told: Findings, question: Question, language: Language) -> Table:
    persons = [row for row in question.findings if row["is_person_borne"]]
    others = [row for row in question.findings if not row["is_person_borne"]]
    rows = []
    for row in others[:LINES]:
        line = told.lines.get((str(row["extract_name"]), str(row["line_id"])), {})
        source = ", ".join(str(each) for each in (row["source_file"], row["source_row"]) if each)
        rows.append(
            (
                f"{row['extract_name']} {row['line_id'] or ''}".strip()
                if row["extract_name"]
                else str(row["finding_key"] or NOTHING),
                str(line.get("source_document") or NOTHING),
                source or NOTHING,
                str(row["message"] or NOTHING),
                number(row["kg_co2e"], 1, language),
            )
        )
    if len(others) > LINES:
        more = say("more", language, count=len(others) - LINES)
        rows.append((more, NOTHING, NOTHING, NOTHING, NOTHING))
    if persons:
        rows.append(
            (
                say("persons", language, count=len(persons)),
                NOTHING,
                NOTHING,
                say("persons_where", language, rule=question.rule["rule_id"]),
                NOTHING,
            )
        )
    table = Table(
        (
            Column(say("line", language), width=2),
            Column(say("document", language), width=1.3),
            Column(say("source", language), width=2),
            Column(say("message", language), width=5),
            Column(say("kg", language), "right"),
        ),
        tuple(rows),
    )
    return without_empty_columns(table, NOTHING)
