"""How much disk a benchmark needs."""

from __future__ import annotations

from collections.abc import Mapping

from bench.results import Report

#: Bytes per line before anything was measured: landed, and in a warehouse with every step kept.
LANDED_PER_LINE = 20
KEPT_PER_LINE = 1_650

#: A warehouse of its own, however few the lines.
FIXED = 500_000_000

#: What is left free beside it.
ROOM = 1.15


def needed_bytes(size: int, measured: Mapping[str, Report], warehouses: int = 2) -> int:
    """Estimate the most that stands on disk at once: the lines, the warehouses and what is spilled.

    What was measured at the size nearest below (or else the smallest) says how much a line takes.
    """
    reports = sorted(
        (report for report in measured.values() if report.build and report.scale),
        key=lambda report: report.scale.lines if report.scale else 0,
    )
    below = [report for report in reports if report.scale and report.scale.lines <= size]
    landed, kept, spilled = float(LANDED_PER_LINE), float(KEPT_PER_LINE), 0.0
    for report in below[-1:] or reports[:1]:
        assert report.build is not None  # filtered above
        assert report.scale is not None
        lines = report.scale.lines
        landed = report.landing_bytes / lines
        kept = (report.build.dbt.kept_bytes or 0) / lines
        spilled = report.build.dbt.spilled_bytes.most / lines
    return int(((landed + warehouses * kept + spilled) * size + FIXED) * ROOM)
