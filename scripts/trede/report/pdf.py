"""Draw the report as a PDF with typst: no browser, no network, and the same bytes for the same report."""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from importlib import resources
from pathlib import Path
from typing import Any

import typst

from trede.report.blocks import Block, Document


def render(document: Document) -> bytes:
    """Return the PDF.

    Raises:
        typst.TypstError: the template cannot be drawn: an error of ours.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        template = resources.files("trede.report").joinpath("templates", "report.typ")
        (root / "report.typ").write_bytes(template.read_bytes())
        (root / "report.json").write_text(
            json.dumps(as_data(document), ensure_ascii=False), encoding="utf-8"
        )
        # Only typst's own fonts: another machine's fonts would give other pages.
        compiled: bytes = typst.compile(
            str(root / "report.typ"), root=str(root), ignore_system_fonts=True, format="pdf"
        )
    return compiled


def as_data(document: Document) -> dict[str, Any]:
    """Return the report as plain data, as the template reads it."""
    data = asdict(document)
    for part in ("lead", "blocks"):
        data[part] = [_block(each) for each in getattr(document, part)]
    return data


def _block(block: Block) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": type(block).__name__.lower(), **asdict(block)}
    if "strong" in data:
        data["strong"] = sorted(data["strong"])
        data["tones"] = dict(data["tones"])
    return data
