"""Writing files so that nobody ever opens half of one."""

from __future__ import annotations

import tempfile
from pathlib import Path


def write_whole(file: Path, content: bytes) -> None:
    """Write a file whole or not at all: a reader never opens half of it.

    Raises:
        OSError: the folder cannot be made or written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "wb", dir=file.parent, prefix=file.name, suffix=".part", delete=False
    ) as opened:
        part = Path(opened.name)
        opened.write(content)
    try:
        # A temporary file is readable by its owner only, and so stays what holds exact lines.
        part.replace(file)
    except OSError:
        part.unlink()
        raise
