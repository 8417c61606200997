"""What keeps a year from being published, each with its exit code."""

from __future__ import annotations


class PublishError(Exception):
    """The year was not published; the message says why, and what to do about it.

    Attributes:
        exit_code: what the command ends with (see `trede publish --help`).
    """

    exit_code = 2


class UsageError(PublishError):
    """An option cannot be used."""

    exit_code = 2


class OtherFilesError(PublishError):
    """The warehouse was built from other files than the company's folder holds now."""

    exit_code = 3


class WriteError(PublishError):
    """The company's folder cannot be read or written as the contract has it."""

    exit_code = 5


class RefusedError(PublishError):
    """The year may not be published as it is."""

    exit_code = 6
