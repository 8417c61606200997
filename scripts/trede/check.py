"""The preflight: what dbt would answer with a traceback, or swallow, said by file and row.

It reads a company's files against the contract and refuses what no build can put right: a file
that is missing, is not UTF-8, has ragged rows, or names a column twice. What a build can carry
(a column that was not delivered, a cell that cannot be read, a line_id used twice) is left to the
data-quality rules, which keep the line and report it as a finding.
"""

from __future__ import annotations

import csv
import difflib
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import typer
from rich.console import Console
from rich.progress import track

from trede.contract import GROUPS, Contract, File, load_contract
from trede.paths import company_dir, company_name

#: A file with the wrong encoding or delimiter is wrong in every row: the first ones say enough.
SHOWN_PER_FILE = 5

RECODE = (
    "In Excel: Save As, type 'CSV UTF-8 (Comma delimited)'. On a command line: "
    "iconv -f {encoding} -t UTF-8 {name} > utf8.csv"
)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a company folder, and the way out.

    Attributes:
        severity: an error refuses the build; a warning is shown and built.
        file: path inside the company folder, such as extracts/trips.csv.
        message: what is wrong, with the value where there is one.
        way_out: what to do about it.
        row: row of the file as a spreadsheet counts it; the header is row 1.
        column: name of the column, where one is concerned.
    """

    severity: Literal["error", "warning"]
    file: str
    message: str
    way_out: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        """Say it in two lines: where and what, and the way out."""
        place = self.file
        if self.row is not None:
            place += f", row {self.row}"
        if self.column is not None:
            place += f", column {self.column}"
        return f"{self.severity}: {place}: {self.message}\n    {self.way_out}"


def check_company(folder: Path, contract: Contract) -> Iterator[Problem]:
    """Yield every problem of a company folder, file by file.

    Args:
        folder: the company's folder, with extracts/, mappings/ and judgements/.
        contract: the files and columns that belong there.
    """
    if not folder.is_dir():
        dangling = folder.is_symlink()
        yield Problem(
            "error",
            folder.name,
            "the link points at a folder that does not exist"
            if dangling
            else "there is no folder of this name under seeds/companies",
            "Link the company's folder in: ln -s ~/acme seeds/companies/acme. "
            f"For a new one: trede new-company {folder.name}",
        )
        return
    for file in contract.files:
        yield from check_file(folder, file)
    yield from _strangers(folder, contract)


def check_file(folder: Path, file: File) -> Iterator[Problem]:
    """Yield the problems of one file of the contract."""
    path = folder / file.file_name
    if not path.is_file():
        yield _missing_file(path, file)
        return
    data = path.read_bytes()
    text, problem = _decode(data, file.file_name)
    if problem:
        yield problem
        return
    yield from _check_text(text, file)


def _missing_file(path: Path, file: File) -> Problem:
    """Say that a file is missing, and which file there may be meant."""
    there = [other.name for other in path.parent.glob("*")] if path.parent.is_dir() else []
    near = difflib.get_close_matches(path.name, there, n=1, cutoff=0.7)
    hint = f"Is {near[0]} meant? Rename it. Otherwise: " if near else ""
    return Problem(
        "error",
        file.file_name,
        "the file is missing (every file is present, with only its header if there is nothing)",
        f"{hint}trede new-company {path.parents[1].name} writes the files that are missing "
        "and touches no other.",
    )


def _decode(data: bytes, name: str) -> tuple[str, Problem | None]:
    """Decode a file as UTF-8, or say where it is not and what it probably is."""
    short = name.rsplit("/", 1)[-1]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "", Problem(
            "error",
            name,
            "is UTF-16 (Excel calls it 'Unicode Text'), not UTF-8",
            RECODE.format(encoding="UTF-16", name=short),
            row=1,
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line_start = data.rfind(b"\n", 0, error.start) + 1
        row = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start]
        meant = bytes([byte]).decode("cp1252", errors="replace")
        cell = data[line_start : error.start].count(b",") + 1
        return "", Problem(
            "error",
            name,
            f"byte {error.start + 1 - line_start} of the row (0x{byte:02X}, in cell {cell}) is not "
            f"UTF-8; in Windows-1252 it is '{meant}', so the file was probably saved as that",
            RECODE.format(encoding="WINDOWS-1252", name=short),
            row=row,
        )
    if "\x00" in text:
        return "", Problem(
            "error",
            name,
            "holds a NUL byte, which no text file does",
            "Export the file again; it may be a spreadsheet or damaged.",
            row=text.count("\n", 0, text.index("\x00")) + 1,
        )
    return text, None


def _check_text(text: str, file: File) -> Iterator[Problem]:
    """Yield the problems of a decoded file: its header, then its rows."""
    name = file.file_name
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader)
    except StopIteration:
        yield Problem(
            "error",
            name,
            "the file is empty: it has no header",
            f"Its header is: {','.join(file.column_names)}",
            row=1,
        )
        return
    except csv.Error as error:
        yield _quoting(name, 1, error)
        return
    delimiter = _other_delimiter(header, file)
    if delimiter:
        yield Problem(
            "error",
            name,
            f"the cells are separated by {delimiter}, not by commas",
            "A Dutch Excel writes semicolons and decimal commas. Export with commas and decimal "
            "points: in Excel under File, Options, Advanced, or 'CSV UTF-8' on an English system.",
            row=1,
        )
        return
    header_problems = list(_check_header(header, file))
    yield from header_problems
    if any(problem.severity == "error" for problem in header_problems):
        return
    yield from _check_rows(reader, header, name)


def _other_delimiter(header: list[str], file: File) -> str | None:
    """Name the delimiter when it is not a comma: then no cell of the header is a known column."""
    if set(header) & set(file.column_names):
        return None
    line = ",".join(header)
    for character, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")):
        if character in line and set(line.split(character)) & set(file.column_names):
            return name
    return None


def _check_header(header: list[str], file: File) -> Iterator[Problem]:
    """Yield the problems of the header: no names, names twice, unknown and missing ones."""
    name = file.file_name
    for position, column in enumerate(header, start=1):
        if not column.strip():
            yield Problem(
                "error",
                name,
                f"cell {position} of the header is empty",
                "Name the column, or remove it (a comma too many at the end of the row?).",
                row=1,
            )
    # Databases do not tell Unit from unit.
    counts = Counter(column.strip().lower() for column in header if column.strip())
    for column, count in counts.items():
        if count > 1:
            yield Problem(
                "error",
                name,
                f"the header names this column {count} times",
                "Remove or rename all but one: dbt would load the second under another name.",
                row=1,
                column=column,
            )
    if not set(header) & set(file.column_names):
        yield Problem(
            "error",
            name,
            f"the first row is not the header: it begins with '{header[0][:40]}'",
            f"The header is: {','.join(file.column_names)}",
            row=1,
        )
        return
    missing = [column for column in file.column_names if column not in header]
    for column in header:
        if column.strip() and column not in file.column_names:
            near = difflib.get_close_matches(column.strip().lower(), missing, n=1, cutoff=0.75)
            yield Problem(
                "warning",
                name,
                "the contract has no such column, so nothing reads it",
                f"Is {near[0]} meant? Rename it." if near else "It may stay; it is kept as loaded.",
                row=1,
                column=column,
            )
    for column in missing:
        required = file.column(column).required
        yield Problem(
            "warning",
            name,
            "was not delivered; it is empty on every line"
            + (" and each of them becomes a finding" if required else ""),
            f"It should hold: {file.column(column).description}",
            row=1,
            column=column,
        )


def _check_rows(reader: Iterator[list[str]], header: list[str], name: str) -> Iterator[Problem]:
    """Yield ragged and empty rows, and quotes that do not match."""
    found, row = 0, 1
    while True:
        row += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            # What follows a wrong quote cannot be told apart into rows.
            yield _quoting(name, row, error)
            return
        if not cells or (len(cells) == len(header) and any(cells)):
            continue
        found += 1
        if found > SHOWN_PER_FILE:
            yield Problem(
                "error" if len(cells) != len(header) else "warning",
                name,
                "and more rows like these",
                "The rows above are the first of them.",
                row=row,
            )
            return
        if len(cells) == len(header):
            yield Problem(
                "warning",
                name,
                "has commas but no values",
                "Remove the row: it counts as a delivered line of which nothing can be read.",
                row=row,
            )
            continue
        surplus = len(cells) - len(header)
        cells_word = "cell" if abs(surplus) == 1 else "cells"
        what = f"{abs(surplus)} {cells_word} too {'many' if surplus > 0 else 'few'}"
        start = ",".join(cells)[:60]
        yield Problem(
            "error",
            name,
            f"{what} ({len(cells)} for a header of {len(header)}): '{start}'",
            "A comma inside a value (a decimal comma, a description) needs double quotes around "
            'the value: "1,5".'
            if surplus > 0
            else "Complete the row; an empty cell still has its comma.",
            row=row,
        )


def _quoting(name: str, row: int, error: csv.Error) -> Problem:
    """Say that the double quotes of a row do not match."""
    return Problem(
        "error",
        name,
        f"the double quotes do not match ({error})",
        'A value in double quotes ends with one; a quote inside it is written twice: "5"" pipe".',
        row=row,
    )


def _strangers(folder: Path, contract: Contract) -> Iterator[Problem]:
    """Yield CSV files that the contract does not have; dbt would load them too."""
    known = {file.file_name for file in contract.files}
    names = {file.name for file in contract.files}
    for path in sorted(folder.rglob("*.csv")):
        relative = path.relative_to(folder).as_posix()
        if relative in known:
            continue
        if path.stem in names:
            yield Problem(
                "error",
                relative,
                f"dbt would find two files named {path.name}",
                f"Keep the one that belongs to the contract: {contract.file(path.stem).file_name}.",
            )
        else:
            yield Problem(
                "warning",
                relative,
                "the contract has no such file, so nothing reads it",
                f"A company folder holds the files of {', '.join(GROUPS)}; keep others elsewhere.",
            )


app = typer.Typer(add_completion=False)


@app.command()
def check(
    company: str = typer.Argument(
        None, help="Name under seeds/companies; default is TREDE_COMPANY, or demo."
    ),
    folder: Path = typer.Option(None, "--folder", help="Check this folder instead."),
) -> None:
    """Look at a company's files before dbt does.

    Exit code 0: they can be built (warnings are shown). 1: they are refused, by file and row.
    """
    console = Console(highlight=False, soft_wrap=True, stderr=True)
    contract = load_contract()
    target = folder or company_dir(company or company_name())
    problems: list[Problem] = []
    if target.is_dir():
        for file in track(
            contract.files,
            description="Looking at the files",
            console=console,
            transient=True,
            disable=not console.is_terminal,
        ):
            problems.extend(check_file(target, file))
        problems.extend(_strangers(target, contract))
    else:
        problems.extend(check_company(target, contract))
    for problem in problems:
        console.print(str(problem), markup=False)
    errors = sum(problem.severity == "error" for problem in problems)
    if errors:
        console.print(f"{target.name}: refused; errors in the company's files: {errors}")
        raise typer.Exit(1)
    warnings = f"; warnings: {len(problems)}" if problems else ""
    console.print(f"{target.name}: the {len(contract.files)} files can be built{warnings}")
