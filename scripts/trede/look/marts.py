"""Read the marts that the look shows, from the warehouse file and nothing else.

Nothing is computed here that the marts compute: figures are read, and summed over entities where
a table of the page has no room for them (the marts say which rows may be summed).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from trede.look.words import Language, as_language

Row = Mapping[str, Any]

#: Every table that is read, with the columns that the look needs of it and the order of its rows.
TABLES: dict[str, tuple[tuple[str, ...], str]] = {
    "judgements.company": (("name", "reporting_years", "language", "reason"), "name"),
    "factors.editions": (("edition_id", "title", "edition_kind", "attribution"), "edition_id"),
    "marts.rpt_footprint": (
        (
            "frame",
            "line",
            "scope",
            "line_label_nl",
            "line_label_en",
            "line_order",
            "reporting_year",
            "entity_id",
            "t_co2e",
            "t_co2e_location_based",
            "t_co2_biogenic",
            "estimated_share_pct",
            "official_share_pct",
            "unverified_share_pct",
            "data_quality_score",
        ),
        "frame, line_order, reporting_year, entity_id",
    ),
    "marts.rpt_footprint_totals": (
        (
            "frame",
            "level",
            "line",
            "reporting_year",
            "t_co2e",
            "low_t_co2e",
            "high_t_co2e",
            "uncertainty_pct",
            "status",
            "status_reason",
        ),
        "frame, level, line, reporting_year",
    ),
}


class LookError(Exception):
    """The warehouse cannot be shown; the message says why and what to do.

    Attributes:
        exit_code: what the command ends with (see `trede look --help`).
    """

    exit_code = 1


class NoWarehouseError(LookError):
    """There is no warehouse file, or it is no DuckDB database."""

    exit_code = 1


class MissingMartsError(LookError):
    """Tables or columns that the look reads are not in the warehouse."""

    exit_code = 3


class LockedError(LookError):
    """Another process is writing the warehouse."""

    exit_code = 4
