"""Show an explanation in the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from trede.explain.model import Explanation, Group, LineTrace, Part, Trace
from trede.explain.texts import Texts
from trede.look.words import NOTHING, Language

#: Rows of a list on a screen; the others are counted, and stand in --json and on the page.
MOST_ROWS = 60


def show(document: Explanation | Trace, language: Language, console: Console) -> None:
    """Show a figure with its groups and lines, or a line with what it became."""
    texts = Texts(document, language)
    if document.holds_personal_lines:
        console.print(f"[bold red]{escape(texts.say('personal_note'))}[/]\n")
    if isinstance(document, Explanation):
        _show_figure(document, texts, console)
    else:
        _show_trace(document, texts, console)
    _show_judgements(document, texts, console)
    _show_proof(document, texts, console)


def _table(title: str, columns: Iterable[tuple[str, bool]]) -> Table:
    """Return an empty table; a column is its heading, and whether it holds numbers."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for heading, is_number in columns:
        # identifiers are folded and never cut: nobody could find the line again
        table.add_column(
            escape(heading),
            justify="right" if is_number else "left",
            no_wrap=is_number,
            overflow="fold",
        )
    return table


def _show_figure(document: Explanation, texts: Texts, console: Console) -> None:
    """Show a figure: its value, the proof, its groups and the lines with most kilograms."""
    figure, check = document.figure, document.check
    console.print(f"[bold]{escape(texts.title)}[/]")
    console.print(f"{escape(texts.where)} · {escape(texts.say(figure.measure))}")
    status = f" [{texts.code('status', figure.status)}]" if figure.status else ""
    console.print(
        f"[bold]{texts.number(figure.t_co2e, 6)} t CO₂e[/]{escape(status)}", highlight=False
    )
    console.print(
        "[green]"
        + escape(
            texts.say(
                "adds_up_short", rows=texts.number(check.row_count), kg=texts.kg(check.kg_of_rows)
            )
        )
        + "[/]\n",
        highlight=False,
    )
    table = _table(
        texts.say("section_groups"),
        [
            (texts.say("entity"), False),
            (texts.say("activity"), False),
            (texts.say("quantity"), True),
            (texts.say("factor"), False),
            (texts.say("lines"), True),
            (texts.say("direct"), True),
            (texts.say("upstream"), True),
            (texts.say("kg"), True),
        ],
    )
    for group in document.groups[:MOST_ROWS]:
        table.add_row(
            escape(texts.entity(group.entity_id)),
            escape(texts.group_label(group)),
            texts.amount(group.quantity, group.quantity_unit),
            escape(_factor_name(group, texts)),
            texts.number(group.line_count),
            texts.kg(group.kg_direct),
            texts.kg(group.kg_upstream),
            texts.kg(group.kg_co2e),
        )
    console.print(table)
    _say_more(len(document.groups) - MOST_ROWS, texts, console)
    console.print()
    parts = _table(texts.say("section_parts"), _part_columns(texts))
    for place, group in enumerate(document.groups):
        if place >= MOST_ROWS and not group.parts:
            continue
        for part in group.parts:
            _add_part(parts, part, texts)
        for rest, wording in ((group.remainder, "remainder"), (group.withheld, "withheld")):
            if rest.part_count:
                told = texts.say(wording, count=texts.number(rest.part_count))
                parts.add_row(
                    f"[dim]{escape(texts.group_label(group))}[/]",
                    "",
                    "",
                    f"[dim]{escape(told)}[/]",
                    "",
                    "",
                    texts.kg(rest.kg_co2e),
                )
    console.print(parts)
    unshown = [group for group in document.groups[MOST_ROWS:] if not group.parts]
    _say_more(len(unshown), texts, console)
    if document.left_out:
        console.print()
        left = _table(
            texts.say("section_left_out"),
            [
                (texts.say("activity"), False),
                (texts.say("reason"), False),
                (texts.say("parts"), True),
                (texts.say("quantity"), True),
            ],
        )
        for out in document.left_out:
            reason = texts.code("reason", out.claim_reason)
            if out.judgements:
                reason += f" ({', '.join(out.judgements)})"
            left.add_row(
                escape(texts.label(out)),
                escape(f"{texts.code('claim_status', out.claim_status)}: {reason}"),
                texts.number(out.part_count),
                texts.amount(out.quantity, out.unit),
            )
        console.print(left)


def _say_more(count: int, texts: Texts, console: Console) -> None:
    """Say how many rows of a list were left out, if any."""
    if count > 0:
        console.print(f"[dim]{escape(texts.say('more', count=texts.number(count)))}[/]")


def _refs(document: Explanation | Trace) -> set[str]:
    """Return the judgements and files that something on the screen refers to."""
    if not isinstance(document, Explanation):
        return {judgement.ref for judgement in document.judgements}
    parts = [part for group in document.groups for part in group.parts]
    files = {(file.extract_name, file.source_file): file.ref for file in document.delivered_files}
    named = {files.get((part.extract_name, part.source_file), "") for part in parts}
    return named.union(*(each.judgements for each in (*parts, *document.left_out)))


def _factor_name(group: Group, texts: Texts) -> str:
    """Write a factor with its edition."""
    if group.factor is None:
        return NOTHING
    return f"{texts.factor(group.factor)} ({group.factor.split('/')[0]})"


def _part_columns(texts: Texts) -> list[tuple[str, bool]]:
    """Return the columns of a table of parts."""
    return [
        (texts.say("line"), False),
        (texts.say("month"), False),
        (texts.say("delivered"), True),
        (texts.say("steps"), False),
        (texts.say("counted"), True),
        (texts.say("claim"), False),
        (texts.say("kg"), True),
    ]


def _add_part(table: Table, part: Part, texts: Texts) -> None:
    """Add a part: where it comes from, its steps, its claim and its kilograms."""
    where = " · ".join(text for text in (texts.file(part), part.source_document) if text)
    name = texts.part_name(part)
    claim = texts.code("reason", part.claim_reason)
    if part.claim_status != "counted":
        claim = f"{texts.code('claim_status', part.claim_status)}: {claim}"
    if part.judgements:
        claim += f" ({', '.join(part.judgements)})"
    table.add_row(
        escape(f"{part.line_id}{f' ({name})' if name else ''}") + f"\n[dim]{escape(where)}[/]",
        texts.month(part),
        escape(texts.delivered(part)),
        escape("\n".join(texts.steps(part))),
        texts.counts(part),
        escape(claim),
        texts.kg(part.kg_co2e),
    )


def _show_trace(document: Trace, texts: Texts, console: Console) -> None:
    """Show what each line became."""
    if document.withheld_lines:
        console.print(escape(texts.say("withheld_lines", count=document.withheld_lines)) + "\n")
    for trace in document.traces:
        _show_line(trace, texts, console)
        console.print()


def _show_line(trace: LineTrace, texts: Texts, console: Console) -> None:
    """Show one line: as delivered, its parts, what counts instead, and its figures."""
    console.print(f"[bold]{escape(trace.extract_name)} · {escape(trace.line_id)}[/]")
    outcome = texts.code("outcome", trace.outcome)
    if trace.outcome in ("counted", "partly_counted"):
        outcome += f" {texts.say('brings')} {texts.kg(trace.kg_co2e)} kg CO₂e."
    console.print(f"[bold]{escape(outcome)}[/]", highlight=False)
    for note in trace.notes:
        console.print(escape(texts.code("note", note)))
    cells = _table(texts.say("section_delivered"), [("", False), ("", False)])
    cells.show_header = False
    for column, value in texts.delivered_cells(trace.delivered):
        cells.add_row(f"[dim]{escape(column)}[/]", escape(value))
    cells.add_row(
        f"[dim]{texts.say('sha256')}[/]",
        escape(trace.delivered_sha256 or texts.say("not_registered")),
    )
    console.print(cells)
    if trace.parts:
        parts = _table(texts.say("section_what_became"), _part_columns(texts))
        for part in trace.parts:
            _add_part(parts, part, texts)
        console.print(parts)
    for teller in trace.tellers:
        told = texts.say(
            "tells_instead",
            count=texts.number(teller.line_count),
            extract=teller.extract_name,
            activity=texts.label(teller),
            quantity=texts.amount(teller.quantity, teller.unit),
        )
        reason = texts.say("for_reason", reason=texts.code("reason", teller.claim_reason))
        names = ", ".join(teller.line_ids) + (
            " …" if teller.line_ids and teller.line_count > len(teller.line_ids) else ""
        )
        console.print(
            escape(f"{told} · {reason}" + (f": {names}" if names else "")), soft_wrap=True
        )
    for use in trace.uses:
        brings = "" if use.kg_co2e is None else f", {texts.kg(use.kg_co2e)} kg CO₂e"
        amount = "" if use.quantity is None else f": {texts.amount(use.quantity, use.unit)}"
        console.print(escape(texts.code("use", use.purpose) + amount + brings))
    if trace.shares:
        shares = _table(
            texts.say("section_shares"),
            [
                ("", False),
                (texts.say("figure"), False),
                ("", False),
                (texts.say("entity"), False),
                (texts.say("kg"), True),
                ("t CO₂e", True),
                (texts.say("share"), True),
            ],
        )
        for share in trace.shares:
            is_cell = share.total_kind == "cell"
            shares.add_row(
                escape(texts.code("frame", share.frame)),
                escape(f"{texts.label(share)} {share.reporting_year}"),
                escape(texts.code("total_kind", share.total_kind)),
                escape(texts.entity(share.entity_id)) if is_cell else "",
                texts.kg(share.kg_co2e),
                texts.number(share.t_co2e, 3),
                _percent(share.share_pct, texts),
            )
        console.print(shares)
    elif trace.parts:
        console.print(escape(texts.say("no_shares")))
    for finding in trace.findings:
        console.print(escape(f"{finding.rule_id}: {finding.message}"), soft_wrap=True)
    if not trace.findings:
        console.print(escape(texts.say("no_findings")))


def _percent(value: Decimal | None, texts: Texts) -> str:
    """Write a share."""
    return NOTHING if value is None else f"{texts.number(value, 4)}%"


def _show_judgements(document: Explanation | Trace, texts: Texts, console: Console) -> None:
    """Show what was decided, with reason, role and day."""
    if not document.judgements:
        return
    console.print()
    table = _table(
        texts.say("section_judgements"),
        [
            ("", False),
            (texts.say("which"), False),
            (texts.say("says"), False),
            (texts.say("why"), False),
            (texts.say("decided"), False),
        ],
    )
    refs = _refs(document)
    unshown = 0
    for place, judgement in enumerate(document.judgements):
        if place >= MOST_ROWS and judgement.ref not in refs:
            unshown += 1
            continue
        table.add_row(
            judgement.ref,
            escape(judgement.key) + f"\n[dim]{escape(judgement.file)}[/]",
            escape(judgement.value),
            escape(judgement.reason or NOTHING),
            escape(texts.decided(judgement)),
        )
    console.print(table)
    _say_more(unshown, texts, console)


def _show_proof(document: Explanation | Trace, texts: Texts, console: Console) -> None:
    """Show the editions and files with their hashes."""
    console.print()
    table = _table("SHA-256", [("", False), ("", False), ("", False)])
    table.show_header = False
    unshown = 0
    if isinstance(document, Explanation):
        refs = _refs(document)
        for place, file in enumerate(document.delivered_files):
            if place >= MOST_ROWS and file.ref not in refs:
                unshown += 1
                continue
            table.add_row(
                f"{file.ref} {escape(file.source_file or NOTHING)}",
                escape(file.delivered_sha256 or texts.say("not_registered")),
                f"{file.received_on or ''}",
            )
    for loaded in document.loaded_files:
        table.add_row(
            escape(loaded.file),
            loaded.sha256 or NOTHING,
            _colour(loaded.is_loaded, texts.loaded(loaded)),
        )
    for edition in document.editions:
        told = f"{texts.checksum(edition)}; {texts.loaded(edition)}"
        table.add_row(
            escape(f"{edition.file_name} ({edition.author})"),
            edition.registered_sha256 or NOTHING,
            _colour(texts.proved(edition), told),
        )
    console.print(table)
    _say_more(unshown, texts, console)


def _colour(is_good: bool | None, text: str) -> str:
    """Colour a verdict."""
    return f"[{'green' if is_good else 'bold red' if is_good is False else 'dim'}]{escape(text)}[/]"
