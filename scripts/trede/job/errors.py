"""What keeps the job from doing its work, with the exit code of each."""

from __future__ import annotations

from collections.abc import Sequence


class JobError(Exception):
    """The job did not publish; the message says why and what to do.

    Attributes:
        exit_code: what the command ends with (its --help lists the codes).
        nodes: the models and tests of dbt that failed, by kind and name: the message quotes more,
            and stays on the machine.
    """

    exit_code = 1

    def __init__(self, message: str, nodes: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.nodes = tuple(nodes)


class CannotStartError(JobError):
    """The folder, the company or the configuration does not let a job start."""

    exit_code = 1


class UsageError(JobError):
    """What was asked cannot be done: an option that the job sets itself, a run that is not there."""

    exit_code = 2


class NotGreenError(JobError):
    """Inputs were refused, the build or a test failed: the live warehouse is as it was."""

    exit_code = 3


class StoppedError(NotGreenError):
    """A signal asked the job to stop."""


class LockHeldError(JobError):
    """Another job, or a plain build, is at work in the folder."""

    exit_code = 4


class NoRoomError(JobError):
    """The disk has no room for another warehouse, or became full."""

    exit_code = 5
