"""Writing so that it survives a power cut: content first, then the name, then the folder.

A rename is atomic for whoever looks, but nothing says that the disk keeps the order: without an
fsync of the content a machine that stops may come back with the new name and an empty file.
`trede.files.write_whole` promises the first; what a run is judged by needs both.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

_PARTS = ".part"


def fsync_file(path: Path) -> None:
    """Bring the content of a file to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def fsync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network file systems know no fsync of a folder; they write names at once.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


def fsync_tree(folder: Path) -> None:
    """Bring everything below a folder to the disk: the deepest first, the folder last."""
    for place, _, files in os.walk(folder, topdown=False):
        for name in files:
            path = Path(place) / name
            if not path.is_symlink():
                fsync_file(path)
        fsync_folder(Path(place))


def write_durably(file: Path, content: bytes) -> None:
    """Write a file whole or not at all, also when the machine stops.

    Raises:
        OSError: the folder cannot be written; the file is as it was.
    """
    part = file.with_name(f".{file.name}{_PARTS}")
    try:
        with part.open("wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        part.replace(file)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    fsync_folder(file.parent)


def replace_link(link: Path, target: str) -> None:
    """Let a symbolic link point elsewhere in one step: a reader finds the old or the new.

    A plain file of that name is replaced as well; it must be kept somewhere else by then.

    Raises:
        OSError: the folder cannot be written; the link is as it was.
    """
    part = link.with_name(f".{link.name}{_PARTS}")
    part.unlink(missing_ok=True)
    part.symlink_to(target)
    try:
        part.replace(link)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    fsync_folder(link.parent)
