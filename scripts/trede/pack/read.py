"""What other commands read of a pack."""

from __future__ import annotations

import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from trede.pack.canonical import sha256_of
from trede.pack.errors import TouchedError, UsageError
from trede.pack.manifest import Manifest, read_manifest
from trede.pack.verify import Report, verify_pack


def head_hash(folder: Path) -> str:
    """Return the head of a pack: the hash to print in a report and in publications.csv.

    Raises:
        UsageError: the folder is no pack.
    """
    return read_manifest(folder)[1]


def untouched(folder: Path) -> Report:
    """Look at every byte of a pack.

    Raises:
        UsageError: the folder is no pack.
        TouchedError: it is not as it was sealed.
    """
    report = verify_pack(folder)
    if report.touches:
        raise TouchedError(
            f"{folder} was touched: {report.touches[0].text}\n`trede pack verify {folder}` says all."
        )
    return report


def manifest_of(folder: Path) -> Manifest:
    """Return the manifest of a pack; UsageError when the folder is none."""
    return read_manifest(folder)[0]


def read_bytes(folder: Path, path: str) -> bytes:
    """Return one file of a pack after a look at its hash.

    Raises:
        UsageError: the pack has no such file.
        TouchedError: it is not there any more, or not as it was sealed.
    """
    try:
        sealed = manifest_of(folder).file(path)
    except KeyError as error:
        raise UsageError(f"{folder}: {error.args[0]}") from error
    try:
        content = (folder / path).read_bytes()
    except OSError as error:
        raise TouchedError(f"{folder / path} cannot be read: {error.strerror or error}") from error
    if sha256_of(content) != sealed.sha256:
        raise TouchedError(
            f"{folder / path} is not as it was sealed; `trede pack verify {folder}` says where."
        )
    return content


def read_table(folder: Path, table: str) -> pa.Table:
    """Return a frozen table, such as `rpt_footprint`, after a look at its hash."""
    return pq.read_table(io.BytesIO(read_bytes(folder, f"data/marts/{table}.parquet")))


def table_names(manifest: Manifest) -> list[str]:
    """Return the names of the frozen tables."""
    prefix = "data/marts/"
    return [
        file.path.removeprefix(prefix).removesuffix(".parquet")
        for file in manifest.files
        if file.path.startswith(prefix)
    ]
