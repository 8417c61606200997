"""Read a page as a browser and a reader do, without the code that wrote it."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from html.parser import HTMLParser

VOID = {"meta", "input", "br", "wbr", "link", "img"}


@dataclass
class Element:
    """One element with its attributes, its elements and its text."""

    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    def all(self, tag: str | None = None, **attributes: str) -> list[Element]:
        """Return the elements below this one that have this tag and these attributes."""
        found = []
        for child in self.children:
            if isinstance(child, str):
                continue
            wanted = {name.replace("_", "-").strip("-"): text for name, text in attributes.items()}
            if tag in (None, child.tag) and wanted.items() <= child.attributes.items():
                found.append(child)
            found += child.all(tag, **attributes)
        return found

    def one(self, tag: str | None = None, **attributes: str) -> Element:
        """Return the only element below this one that has this tag and these attributes."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} of {tag} {attributes}"
        return found[0]

    def text(self, language: str | None = None) -> str:
        """Return the text that a reader of one language sees; None for all of it."""
        return " ".join(self._raw(language).split())

    def _raw(self, language: str | None) -> str:
        """Return the text with the white space of the source."""
        if language and self.attributes.get("class") in {"nl", "en"} - {language}:
            return ""
        if self.tag in ("style", "svg"):
            return ""
        return "".join(
            child if isinstance(child, str) else child._raw(language) for child in self.children
        )


class _Reader(HTMLParser):
    """Build the tree; every element must be closed in its turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("document", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        closed = self.open.pop()
        assert closed.tag == tag, f"<{closed.tag}> is closed by </{tag}>"

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read_page(text: str) -> Element:
    """Read a page into elements; AssertionError when they are not nested properly."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].tag}> is not closed"
    return reader.open[0]


def cells(page: Element, section: str) -> list[list[Element]]:
    """Return the rows of the tables in the section whose heading has this id."""
    sections = [one for one in page.all("section") if one.all("h2", id=section)]
    assert len(sections) == 1, section
    return [
        [cell for cell in row.children if isinstance(cell, Element)]
        for body in sections[0].all("tbody")
        for row in body.all("tr")
    ]


def row_of(page: Element, section: str, label: str) -> list[str]:
    """Return the Dutch texts of the cells in the row of a section that begins with a label."""
    rows = [
        [cell.text("nl") for cell in row]
        for row in cells(page, section)
        if row and row[0].text("nl") == label
    ]
    assert rows, f"no row {label} in {section}"
    return rows[0][1:]


def written(value: str, decimals: int, language: str) -> str:
    """Write a number by whole-number arithmetic: another way than the page's decimals."""
    scaled = Fraction(value) * 10**decimals
    whole = int(abs(scaled) + Fraction(1, 2))
    digits = str(whole).rjust(decimals + 1, "0")
    integer, fraction = digits[: len(digits) - decimals], digits[len(digits) - decimals :]
    groups = []
    while integer:
        groups.insert(0, integer[-3:])
        integer = integer[:-3]
    thousands, mark = (".", ",") if language == "nl" else (",", ".")
    text = thousands.join(groups) + (mark + fraction if decimals else "")
    return f"-{text}" if scaled < 0 and whole else text
