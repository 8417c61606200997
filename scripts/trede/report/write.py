"""Write reports: a page and a PDF for each language, each whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import typer
from rich.console import Console

from trede.files import write_whole
from trede.language import LANGUAGES, Language, as_language
from trede.report.blocks import Document
from trede.report.page import WORDS
from trede.warehouse import WarehouseError


class LanguageError(WarehouseError):
    """A language that nobody speaks here."""

    exit_code = 2


def languages(given: Sequence[str]) -> tuple[Language, ...]:
    """Return the languages that were asked for, each once; all of them where none was.

    Raises:
        LanguageError: one of them is not spoken.
    """
    spoken = []
    for each in given:
        known = as_language(each)
        if known is None:
            raise LanguageError(f"--language {each}: give nl or en.")
        spoken.append(known)
    return tuple(dict.fromkeys(spoken)) or LANGUAGES


def write_reports(documents: Iterable[Document], folder: Path, stem: str) -> None:
    """Write <stem>_<language>.html and .pdf, and say where.

    Raises:
        typer.Exit: with code 5, when the files cannot be written.
    """
    # Jinja and typst take a moment to import; an error about the warehouse need not wait.
    from trede.report import page, pdf

    console = Console(soft_wrap=True)
    for document in documents:
        language = as_language(document.language) or "nl"
        for ending, content in (
            ("html", page.render(document).encode()),
            ("pdf", pdf.render(document)),
        ):
            file = folder / f"{stem}_{language}.{ending}"
            try:
                write_whole(file, content)
            except OSError as error:
                Console(stderr=True, soft_wrap=True).print(
                    f"The report cannot be written to {folder}: {error.strerror or error}.\n"
                    "Name another folder with --out.",
                    markup=False,
                    highlight=False,
                )
                raise typer.Exit(5) from error
            console.print(WORDS.say("written", language, file=file), markup=False, highlight=False)
