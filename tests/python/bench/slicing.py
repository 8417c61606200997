"""A landing folder in which only the extracts of the slice have lines.

`python -m bench.slicing LANDING FOLDER`.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import typer

#: What the slice reads.
EXTRACTS = ("fuel_transactions", "ledger_entries")


def slice_landing(landing: Path, folder: Path) -> None:
    """Link the files of the slice, and keep one empty file of every other extract.

    So the warehouse does no work that the hand-written ways are spared. Linked hard: DuckDB's `**`
    follows no links to folders.
    """
    import pyarrow.parquet as pq

    shutil.rmtree(folder, ignore_errors=True)
    for extract in sorted(path for path in landing.iterdir() if path.is_dir()):
        files = sorted(extract.rglob("*.parquet"))
        for file in files if extract.name in EXTRACTS else files[:1]:
            target = folder / file.relative_to(landing)
            target.parent.mkdir(parents=True, exist_ok=True)
            if extract.name in EXTRACTS:
                os.link(file, target)
            else:
                pq.write_table(pq.ParquetFile(file).schema_arrow.empty_table(), target)


if __name__ == "__main__":
    typer.run(slice_landing)
