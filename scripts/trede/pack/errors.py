"""What keeps the pack's commands from doing their work, with the exit code of each."""

from __future__ import annotations


class PackError(Exception):
    """A pack cannot be made, read or used; the message says why and what to do."""

    exit_code = 1


class UsageError(PackError):
    """What was asked cannot be done: the folder exists already, or is no pack."""

    exit_code = 2


class RefusedError(PackError):
    """The build must not be sealed: unfinished, failed, or not of the files that lie there."""

    exit_code = 3


class TouchedError(PackError):
    """A pack that something rests on was touched."""

    exit_code = 4


class ChainError(PackError):
    """The chain of packs is broken."""

    exit_code = 5


class CompanyFilesError(PackError):
    """The company's files are not there, or are not those of the pack."""

    exit_code = 7
