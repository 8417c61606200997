"""Days, seasons and Dutch local time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

YEARS = (2022, 2023, 2024)

#: Driving per working day by month, against the year's mean: less in July, August and at Christmas.
DRIVING_SEASON = (1.02, 1.04, 1.08, 1.02, 0.98, 1.04, 0.84, 0.80, 1.08, 1.06, 1.08, 0.90)
#: Driving by weekday, Monday first.
DRIVING_WEEK = (1.0, 1.02, 1.02, 1.0, 0.96, 0.18, 0.04)
#: Fixed Dutch public holidays (month, day) on which almost nobody drives for work.
HOLIDAYS = ((1, 1), (4, 27), (12, 25), (12, 26))


def days(first: date, last: date) -> Iterator[date]:
    """Yield every day from first to last, both included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def half_year(day: date) -> str:
    """Return the half-year of a day, such as 2024H1."""
    return f"{day.year}H{1 if day.month <= 6 else 2}"


def driving_weight(day: date) -> float:
    """Return how much is driven on a day, against an average working day."""
    if (day.month, day.day) in HOLIDAYS:
        return 0.02
    return DRIVING_SEASON[day.month - 1] * DRIVING_WEEK[day.weekday()]


def _last_sunday(year: int, month: int) -> date:
    """Return the last Sunday of a month (the clocks change on it in March and October)."""
    last = month_end(year, month)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def to_local(moment: datetime) -> str:
    """Write a moment in UTC (naive) as Dutch local time with its offset.

    Summer time runs from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last Sunday
    of October; written out so that the result needs no time zone database.
    """
    start = datetime.combine(_last_sunday(moment.year, 3), datetime.min.time())
    end = datetime.combine(_last_sunday(moment.year, 10), datetime.min.time())
    one_hour = timedelta(hours=1)
    hours = 2 if start + one_hour <= moment < end + one_hour else 1
    return f"{(moment + timedelta(hours=hours)).isoformat(timespec='seconds')}+0{hours}:00"


def to_utc(day: date, minute_of_day: int) -> datetime:
    """Return the moment in UTC (naive) of a local clock time; not for the hour that is changed."""
    clock = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute_of_day)
    for hours in (2, 1):
        moment = clock - timedelta(hours=hours)
        if to_local(moment).startswith(clock.isoformat(timespec="seconds")):
            return moment
    raise ValueError(f"{clock} does not exist in Dutch local time")
