"""A clock that jumps: for the job's modules only, so that the machine keeps its own."""

from __future__ import annotations

import datetime as datetime_module
import sys
import time as time_module
from datetime import UTC, datetime, timedelta, tzinfo
from types import SimpleNamespace

YEAR = 365.25 * 86_400


class Clock:
    """Tells the wrong time, by how much depending on how often it was read."""

    def __init__(self, jumps: tuple[tuple[int, float], ...]) -> None:
        self.jumps = sorted(jumps)
        self.readings = 0

    def off(self) -> float:
        """Return by how many seconds the clock is off, and count the reading."""
        self.readings += 1
        return next(
            (seconds for reading, seconds in reversed(self.jumps) if self.readings >= reading), 0.0
        )


def shift_clock(jumps: tuple[tuple[int, float], ...]) -> None:
    """Give every module of the job a clock that jumps; the monotonic clock does not, as in life."""
    if not jumps:
        return
    clock = Clock(jumps)

    class Shifted(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + timedelta(seconds=clock.off())

        @classmethod
        def utcnow(cls) -> datetime:  # type: ignore[override]
            return datetime.now(UTC).replace(tzinfo=None) + timedelta(seconds=clock.off())

    def shifted_time() -> float:
        return time_module.time() + clock.off()

    for name, module in list(sys.modules.items()):
        if not name.startswith("trede.job"):
            continue
        for attribute, value in list(vars(module).items()):
            if value is datetime:
                setattr(module, attribute, Shifted)
            elif value is datetime_module:
                shifted = {**vars(datetime_module), "datetime": Shifted}
                setattr(module, attribute, SimpleNamespace(**shifted))
            elif value is time_module:
                shifted = {**vars(time_module), "time": shifted_time}
                setattr(module, attribute, SimpleNamespace(**shifted))
            elif value is time_module.time:
                setattr(module, attribute, shifted_time)
