"""`trede sample`: draw lines for an auditor, and say what they say of all kilograms."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from trede.files import write_whole
from trede.language import Language, as_language, number
from trede.paths import project_root, warehouse_file
from trede.sample.draw import Drawn, Sample, draw
from trede.sample.evaluate import Evaluation, Examined, evaluate
from trede.sample.population import Population, read_population
from trede.sample.words import say, say_code
from trede.sample.workbook import Answer, Filled, SheetError, read_back, render
from trede.warehouse import WarehouseError

DEFAULT_FOLDER = Path("target", "sample")

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Draw lines for an auditor by their kilograms, and project what was found.",
)


@app.command("draw")
def draw_command(
    year: int | None = typer.Option(None, "--year", help="Reporting year. Default: the last."),
    line: list[str] = typer.Option(
        [],
        "--line",
        help="Line of the Ladder, such as scope_1 or 3.1; may be repeated. Default: all.",
    ),
    size: int = typer.Option(25, "--size", min=1, help="Lines to draw by their kilograms."),
    silent: int = typer.Option(
        8, "--silent", min=0, help="Lines to draw from those that bring no kilograms."
    ),
    seed: str = typer.Option(
        "trede", "--seed", help="Any words, agreed with the auditor; best the head hash of a pack."
    ),
    language: str | None = typer.Option(
        None, "--language", help="nl or en. Default: the company's own."
    ),
    out: Path | None = typer.Option(
        None, "--out", help=f"Folder for the sheet. Default: {DEFAULT_FOLDER} in this checkout."
    ),
) -> None:
    """Draw a sample of delivered lines, with the document to ask for, as a sign-off sheet (XLSX).

    Lines are drawn by monetary unit sampling with kg CO2e in the place of euros, and beside them lines
    without kilograms. The same seed draws the same lines from the same warehouse.

    Exit codes: 0, it was written. 1, there is no warehouse. 2, an option cannot be used. 3, tables are
    missing. 4, another process is writing the warehouse. 5, the sheet cannot be written.
    """
    with _told():
        population = read_population(warehouse_file(), year, line)
        spoken = _language(language, population)
    sample = draw((each.unit for each in population.lines.values()), seed, size, silent)
    content = render(population, sample, size, silent, spoken, _synthetic(population, spoken))
    folder = out or project_root() / DEFAULT_FOLDER
    file = folder / f"sample_{population.year}_{spoken}.xlsx"
    try:
        write_whole(file, content)
    except OSError as error:
        Console(stderr=True, soft_wrap=True).print(
            f"The sheet cannot be written to {folder}: {error.strerror or error}.\n"
            "Name another folder with --out.",
            markup=False,
            highlight=False,
        )
        raise typer.Exit(5) from error
    console = Console()
    console.print(_table(population, sample, spoken))
    console.print(say("written", spoken, file=file), markup=False, highlight=False, soft_wrap=True)


@app.command("evaluate")
def evaluate_command(
    file: Path = typer.Argument(..., help="The sheet, filled in."),
    confidence: str = typer.Option("0.95", "--confidence", help="One-sided, between 0 and 1."),
    language: str | None = typer.Option(
        None, "--language", help="nl or en. Default: the company's."
    ),
) -> None:
    """Project what was found in a filled sheet to all kilograms, with an upper bound (Stringer).

    The sample is drawn again from today's warehouse first: a sheet of another build is refused.

    Exit codes: 0, evaluated. 1, there is no warehouse. 2, an option cannot be used. 3, tables are
    missing. 4, another process is writing the warehouse. 6, the sheet cannot be read, is not filled in,
    or does not belong to this warehouse.
    """
    errors = Console(stderr=True, soft_wrap=True)
    try:
        filled = read_back(file)
    except SheetError as error:
        errors.print(str(error), markup=False, highlight=False)
        raise typer.Exit(6) from error
    with _told():
        try:
            share = Decimal(confidence)
        except InvalidOperation:
            share = Decimal(0)
        if not 0 < share < 1:
            raise _UsageError(f"--confidence {confidence}: give a number such as 0.95.")
        population = read_population(warehouse_file(), filled.year, filled.ladder_lines)
        spoken = _language(language, population)
    sample = draw(
        (each.unit for each in population.lines.values()), filled.seed, filled.size, filled.silent
    )
    problems = compare(filled, sample, population)
    if problems:
        errors.print("\n".join([f"{file}:", *problems]), markup=False, highlight=False)
        raise typer.Exit(6)
    drawn = {each.unit.key: each for each in sample.drawn}
    outcome = evaluate(
        (
            examined(answer, drawn[answer.key], population.lines[answer.key].quantity)
            for answer in filled.answers
        ),
        sample.interval_kg,
        share,
    )
    _tell(outcome, sample, filled, spoken)


class _UsageError(WarehouseError):
    exit_code = 2


@contextmanager
def _told() -> Iterator[None]:
    """End with the code and the words of an error about the warehouse."""
    try:
        yield
    except WarehouseError as error:
        Console(stderr=True, soft_wrap=True).print(str(error), markup=False, highlight=False)
        raise typer.Exit(error.exit_code) from error


def compare(filled: Filled, sample: Sample, population: Population) -> list[str]:
    """Return why a filled sheet cannot be evaluated: other lines than today's, changed cells or holes.

    A cell that the auditor does not fill in decides how an error is projected: kilograms, quantity
    and stratum are those of today's draw, or the sheet is refused.
    """
    drawn = {each.unit.key: each for each in sample.drawn}
    problems = []
    told = [answer.key for answer in filled.answers]
    for key in sorted(set(drawn) - set(told)):
        problems.append(f"line {key} was drawn and is not on the sheet")
    for answer in filled.answers:
        each = drawn.get(answer.key)
        where = f"row {answer.row}, line {answer.key}"
        if each is None or told.count(answer.key) > 1:
            problems.append(f"{where}: it was not drawn, or stands twice")
        elif answer.book_kg != each.unit.kg:
            problems.append(
                f"{where}: {answer.book_kg} kg on the sheet, {each.unit.kg} kg in the warehouse: "
                "the sheet was drawn from another build, or changed"
            )
        elif answer.stratum != each.stratum:
            problems.append(
                f"{where}: the sheet says that it was drawn otherwise ({answer.stratum}) than it was "
                f"({each.stratum}): the sheet was changed"
            )
        elif answer.quantity != population.lines[answer.key].quantity:
            problems.append(
                f"{where}: quantity {answer.quantity} on the sheet, "
                f"{population.lines[answer.key].quantity} in the warehouse: "
                "the sheet was drawn from another build, or changed"
            )
        elif each.stratum == "silent":
            if answer.missed_kg is None:
                problems.append(f"{where}: fill in the kilograms that are missing, 0 if none")
        elif answer.seen_quantity is None:
            problems.append(
                f"{where}: fill in the quantity by the document, 0 if there is no document"
            )
        elif not answer.quantity:
            problems.append(f"{where}: the line has no quantity to compare with")
    return problems


def examined(answer: Answer, drawn: Drawn, quantity: Decimal | None) -> Examined:
    """Return a row as it is evaluated: kilograms are in proportion to the quantity that was seen.

    Args:
        answer: what the auditor filled in; of its other cells nothing is taken.
        drawn: the line as it is drawn today.
        quantity: its delivered quantity in the warehouse.
    """
    if drawn.stratum == "silent":
        return Examined("silent", Decimal(0), answer.missed_kg or Decimal(0))
    seen, delivered = answer.seen_quantity or Decimal(0), quantity or Decimal(1)
    return Examined(drawn.stratum, drawn.unit.kg, drawn.unit.kg * seen / delivered, drawn.hits)


def _language(given: str | None, population: Population) -> Language:
    if given is not None and as_language(given) is None:
        raise _UsageError(f"--language {given}: give nl or en.")
    return as_language(given) or as_language(population.language) or "nl"


def _synthetic(population: Population, language: Language) -> str | None:
    from trede.look.words import say as look_say

    return look_say("synthetic", language) if population.is_synthetic else None


def _table(population: Population, sample: Sample, language: Language) -> Table:
    """Say how many lines were drawn and from what; the lines themselves stand on the sheet only.

    A terminal ends in a log, and some lines are one person's.
    """
    table = Table(title=f"{say('title', language)} {population.year} · {sample.seed}")
    for name in ("stratum", "drawn", "of_lines", "kg"):
        table.add_column(say(name, language), justify="left" if name == "stratum" else "right")
    for stratum in ("certain", "interval", "silent"):
        drawn = [each for each in sample.drawn if each.stratum == stratum]
        of = sample.silent_lines if stratum == "silent" else sample.population_lines
        table.add_row(
            say_code("stratum", stratum, language),
            number(len(drawn), 0, language),
            number(of, 0, language),
            number(sum((each.unit.kg for each in drawn), Decimal(0)), 1, language),
        )
    return table


def _tell(outcome: Evaluation, sample: Sample, filled: Filled, language: Language) -> None:
    table = Table(
        title=f"{say('evaluation', language)} {filled.year} · "
        f"{say('confidence', language)} {number(outcome.confidence * 100, 0, language)}%"
    )
    for name in ("", "errors", "projected", "upper", "upper_pct"):
        table.add_column(say(name, language) if name else "", justify="right" if name else "left")
    for name, bound in (("overstated", outcome.overstated), ("understated", outcome.understated)):
        share = bound.upper_kg * 100 / sample.population_kg if sample.population_kg else None
        table.add_row(
            say(name, language),
            str(bound.errors),
            number(bound.projected_kg, 1, language),
            number(bound.upper_kg, 1, language),
            number(share, 2, language),
        )
    console = Console()
    console.print(table)
    console.print(say("understated_note", language), soft_wrap=True, highlight=False)
    console.print(
        say(
            "silent_outcome",
            language,
            errors=outcome.silent_errors,
            drawn=sum(each.stratum == "silent" for each in sample.drawn),
            kg=number(outcome.silent_kg, 1, language),
        ),
        soft_wrap=True,
        highlight=False,
    )
