"""What a report is made of. The page and the PDF draw the same blocks, so that they say the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Align = Literal["left", "right"]
Tone = Literal["normal", "soft", "note", "draft"]


@dataclass(frozen=True)
class Heading:
    """A heading.

    Attributes:
        text: what it says.
        anchor: its name in the page, for the table of contents; sub-headings have none.
    """

    text: str
    anchor: str | None = None


@dataclass(frozen=True)
class Paragraph:
    """A text."""

    text: str
    tone: Tone = "normal"


@dataclass(frozen=True)
class Card:
    """One large figure with its name, and what must be known beside it."""

    name: str
    value: str
    more: str = ""


@dataclass(frozen=True)
class Cards:
    """Figures beside each other."""

    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        name: its header.
        align: of its cells.
        width: its share of the width, beside the others; 0 takes what its text needs.
    """

    name: str
    align: Align = "left"
    width: float = 0


@dataclass(frozen=True)
class Table:
    """A table; a row may stand out.

    Attributes:
        columns: its columns.
        rows: the texts of its cells; a first cell that begins with one of `tones` colours the row.
        strong: numbers of rows that stand out.
        tones: a word of a cell: its tone (good, warn, bad), shown as a tag.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    strong: frozenset[int] = frozenset()
    tones: tuple[tuple[str, str], ...] = ()


def without_empty_columns(table: Table, nothing: str) -> Table:
    """Leave out the columns in which no row says anything: the others get their width.

    Args:
        table: its first column always stays.
        nothing: what an empty cell shows.
    """
    kept = [
        place
        for place in range(len(table.columns))
        if place == 0 or any(row[place] != nothing for row in table.rows)
    ]
    return replace(
        table,
        columns=tuple(table.columns[place] for place in kept),
        rows=tuple(tuple(row[place] for place in kept) for row in table.rows),
    )


@dataclass(frozen=True)
class Bar:
    """One share of a whole.

    Attributes:
        name: what it is.
        share_pct: between 0 and 100; what is drawn.
        text: the share and the amount, in words.
    """

    name: str
    share_pct: float
    text: str


@dataclass(frozen=True)
class Bars:
    """Shares of one whole, below each other."""

    name: str
    bars: tuple[Bar, ...]


Block = Heading | Paragraph | Cards | Table | Bars


@dataclass(frozen=True)
class Document:
    """A whole report in one language.

    Attributes:
        title: its title.
        subtitle: company and years.
        language: nl or en.
        lead: what stands between title and first heading.
        blocks: the rest.
        footer: on every printed page.
    """

    title: str
    subtitle: str
    language: str
    lead: tuple[Block, ...]
    blocks: tuple[Block, ...]
    footer: str
