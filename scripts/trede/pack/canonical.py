"""One way to write things down before they are hashed, so that equal things have equal hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

#: Bytes of a cell's hash that are kept. It only says WHERE a file was changed; THAT it was changed
#: is told by the whole SHA-256 of the file, which nobody can make agree.
CELL_BYTES = 8


def cell_text(value: Any) -> str:  # noqa: ANN401  # a cell of any type that a mart has
    """Write a cell as text that names its type, so that 1, '1' and null are three things.

    Raises:
        TypeError: the type has no way of writing; a list or a blob is no cell of a mart.
    """
    match value:
        case None:
            return "null"
        case bool():
            return f"b:{int(value)}"
        case int():
            return f"i:{value}"
        case str():
            return f"s:{value}"
        case Decimal():
            return f"d:{value:f}"
        case float():
            return f"f:{value.hex()}"
        case datetime():
            return f"t:{value.isoformat()}"
        case date():
            return f"a:{value.isoformat()}"
        case _:
            raise TypeError(f"a cell of type {type(value).__name__} has no canonical text")


def cell_hash(column: str, value: Any) -> bytes:  # noqa: ANN401
    """Return the shortened SHA-256 of one cell, bound to the name of its column."""
    return hashlib.sha256(f"{column}\0{cell_text(value)}".encode()).digest()[:CELL_BYTES]


def column_hash(cells: Iterable[bytes]) -> str:
    """Return the SHA-256 over the hashes of a column's cells, in order of rows."""
    return hashlib.sha256(b"".join(cells)).hexdigest()


def row_key(values: Sequence[Any]) -> str:
    """Write the key of a row for people, and the same for the same row."""
    return json.dumps([_readable(value) for value in values], ensure_ascii=False)


def _readable(value: Any) -> Any:  # noqa: ANN401
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 of bytes."""
    return hashlib.sha256(content).hexdigest()


def sha256_of_file(path: Path) -> str:
    """Return the SHA-256 of a file, read in parts."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def merkle_root(leaves: Iterable[tuple[str, str]]) -> str:
    """Return the root over files (path, SHA-256), as RFC 6962 builds it.

    Leaves and nodes have prefixes of their own, so that a node cannot be passed off as a file;
    one file can be proved with the hashes beside its way up, without the other files.
    """
    level = [
        hashlib.sha256(b"\0" + f"{path}\0{digest}".encode()).digest()
        for path, digest in sorted(leaves)
    ]
    return (_root(level) if level else hashlib.sha256(b"").digest()).hex()


def _root(nodes: list[bytes]) -> bytes:
    if len(nodes) == 1:
        return nodes[0]
    split = 1 << ((len(nodes) - 1).bit_length() - 1)
    return hashlib.sha256(b"\1" + _root(nodes[:split]) + _root(nodes[split:])).digest()


def canonical_json(content: Any) -> bytes:  # noqa: ANN401
    """Write JSON one way only: sorted keys, one space of indent, UTF-8, a newline at the end."""
    text = json.dumps(content, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()
