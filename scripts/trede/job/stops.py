"""Signals that ask the job to end: at once while it builds, not between the switch and the record."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any

from trede.job.errors import StoppedError

#: systemd and schedulers end a job with TERM, a keyboard with INT, a closed terminal with HUP.
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Stops:
    """Turns the first signal into StoppedError; later ones do not disturb the cleaning up.

    A signal that comes when nobody listens (while the lock is taken, after the switch) ends nothing:
    what is left of the run then is quick.
    """

    def __init__(self) -> None:
        self.received: int | None = None
        self._heard = False
        self._raised = False
        self._former: dict[int, Callable[..., Any] | int | None] = {}

    def __enter__(self) -> Stops:
        """Listen, where signals can be listened to: in the main thread."""
        if threading.current_thread() is threading.main_thread():
            for number in SIGNALS:
                former = signal.getsignal(number)
                # nohup ignores HUP on purpose.
                if former is not signal.SIG_IGN:
                    self._former[number] = former
                    signal.signal(number, self._handle)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Listen no more."""
        for number, former in self._former.items():
            signal.signal(number, former)

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Let a signal raise StoppedError in here; elsewhere it waits for nobody and is too late."""
        self._heard = True
        try:
            self.check()
            yield
        finally:
            self._heard = False

    def check(self) -> None:
        """Raise StoppedError for the first signal, where it is heard."""
        if self.received is not None and self._heard and not self._raised:
            self._raised = True
            name = signal.Signals(self.received).name
            raise StoppedError(
                f"Stopped by {name}. The live warehouse is as it was; run the job again."
            )

    def _handle(self, number: int, _: FrameType | None) -> None:
        if self.received is None:
            self.received = number
        self.check()
