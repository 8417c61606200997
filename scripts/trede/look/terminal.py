"""The look in the terminal: short tables, and where the files are."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from trede.look import scope_3, view
from trede.look.marts import Row, Warehouse
from trede.look.words import NOTHING, Language, number, say, say_code

STYLES = {"FINAL": "green", "DRAFT": "bold red", "error": "bold red", "warn": "yellow"}


def show(
    warehouse: Warehouse, language: Language, page: Path | None, readme: Path, console: Console
) -> None:
    """Print the footprint, the findings and the files.

    Args:
        warehouse: what was read.
        language: of the words and the numbers.
        page: where the HTML page was written, if it was.
        readme: where the next steps stand.
        console: where to print.
    """
    console.print()
    if warehouse.is_empty:
        title = warehouse.company_name or say("no_company", language)
        console.print(Text(f"{title}: {say('nothing_title', language).lower()}", style="bold"))
        console.print(Text(say("nothing", language)))
    else:
        console.print(footprint_table(warehouse, language))
        for draft in view.drafts(warehouse):
            status = say_code("status", "DRAFT", language)
            console.print(Text(f"{status} {draft.year}: {draft.reasons[language]}", style="red"))
    beside = scope_3_table(warehouse, language)
    if beside:
        console.print()
        console.print(beside)
    console.print()
    console.print(findings_table(warehouse, language))
    console.print()
    console.print(files_table(warehouse, language, page, readme))
    if warehouse.is_synthetic:
        console.print(Text(say("synthetic", language), style="dim"))


def footprint_table(warehouse: Warehouse, language: Language) -> Table:
    """Return the lines of the Ladder by year, with status and uncertainty of the leading total."""
    years = warehouse.years
    table = Table(
        title=f"{warehouse.company_name or say('no_company', language)}\n"
        f"{say('page_title', language)}, {say('tonnes', language)}",
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
    )
    table.add_column(say("line", language))
    for year in years:
        table.add_column(str(year), justify="right", no_wrap=True)
    for line in view.ladder(warehouse):
        style = {"total": "bold", "alternative": "dim"}.get(line.emphasis, "")
        table.add_row(
            line.labels[language],
            *(number(line.values.get(str(year)), 2, language) for year in years),
            style=style,
        )
    table.add_section()
    headline = [view.total(warehouse, year, view.headline(warehouse)) for year in years]
    table.add_row(
        say("status", language),
        *(
            Text(say_code("status", row["status"], language), style=STYLES.get(row["status"], ""))
            if row
            else NOTHING
            for row in headline
        ),
    )
    table.add_row(
        say("range_title", language),
        *(
            f"{number(row['low_t_co2e'], 1, language)} – {number(row['high_t_co2e'], 1, language)}"
            if row
            else NOTHING
            for row in headline
        ),
        style="dim",
    )
    return table


def scope_3_table(warehouse: Warehouse, language: Language) -> Table | None:
    """Return scope 3 with its range, and what stands beside it: other factors and the chain."""
    years = warehouse.years
    totals = {year: view.total(warehouse, year, scope_3.SCOPE_3) for year in years}
    chains = {each.year: each.whole for each in scope_3.chain_years(warehouse)}
    if not any(totals.values()) and not chains:
        return None
    table = Table(
        title=f"{say('contents_scope_3', language)}, {say('tonnes', language)}",
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
    )
    table.add_column("")
    for year in years:
        table.add_column(str(year), justify="right", no_wrap=True)

    def span(row: Row | None, low: str, high: str) -> str:
        if not row or row[low] is None or row[high] is None:
            return NOTHING
        return f"{number(row[low], 1, language)} – {number(row[high], 1, language)}"

    def add(key: str, cells: Iterable[str], style: str) -> None:
        table.add_row(say(key, language), *cells, style=style)

    whole = [totals[year] for year in years]
    chain = [chains.get(year) for year in years]
    other = [scope_3.ladder_by_the_other_factors(warehouse, year) for year in years]
    add("scope_3", (number(row["t_co2e"] if row else None, 2, language) for row in whole), "bold")
    add("range_title", (span(row, "low_t_co2e", "high_t_co2e") for row in whole), "dim")
    add("other_factors", (number(value, 2, language) for value in other), "dim")
    table.add_section()
    add("chain_beside", (number(row["t_co2e"] if row else None, 2, language) for row in chain), "")
    add("chain_plan", (span(row, "plan_low", "plan_high") for row in chain), "dim")
    add("chain_model", (span(row, "model_low", "model_high") for row in chain), "dim")
    return table


def findings_table(warehouse: Warehouse, language: Language) -> Table | Text:
    """Return the findings and the rules, by severity."""
    if not warehouse.tables["fct_rule_results"]:
        return Text(say("rules_not_run", language), style="yellow")
    rules = view.rule_counts(warehouse)
    found = view.finding_counts(warehouse)
    severities = view.severities([*rules, *found])
    table = Table(
        title=say("section_findings", language),
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
    )
    table.add_column("")
    for severity in severities:
        table.add_column(
            Text(say_code("severity", severity, language), style=STYLES.get(severity, "")),
            justify="right",
        )
    for status in ("open", "accepted"):
        table.add_row(
            f"{say('findings', language)}: {say(f'findings_{status}', language).lower()}",
            *(str(found[severity, status]) for severity in severities),
            style="bold" if status == "open" else "",
        )
    table.add_section()
    for status in view.STATUSES:
        if any(rules[severity, status] for severity in severities):
            table.add_row(
                f"{say('rules_by_status', language)}: {say_code('rule_status', status, language)}",
                *(str(rules[severity, status]) for severity in severities),
                style="dim",
            )
    return table


def files_table(warehouse: Warehouse, language: Language, page: Path | None, readme: Path) -> Table:
    """Return where the files are; paths are folded rather than cut off, so they can be copied."""
    table = Table(
        title=say("files", language),
        title_justify="left",
        title_style="bold",
        box=None,
        show_header=False,
    )
    table.add_column()
    table.add_column(overflow="fold")
    table.add_row(say("file_warehouse", language), str(warehouse.file))
    if page:
        table.add_row(say("file_page", language), str(page))
    if readme.is_file():
        table.add_row(say("file_readme", language), str(readme))
    return table
