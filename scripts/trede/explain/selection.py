"""Which emission rows make a figure, said in SQL: the narrow side of audit.rpt_line_trail.

The trail carries every step of every row, for the few rows that are written out. What is added up,
checked and chosen over all rows reads only the columns that this takes, straight from the facts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import duckdb

from trede.explain.model import Measure
from trede.explain.warehouse import Row
from trede.warehouse import rows

#: Column of the line in the fact tables, by frame.
LINE_COLUMNS = {"ladder": "ladder_line", "ghg_protocol": "ghg_line", "iso_14064": "iso_line"}

_KG_COLUMNS: dict[Measure, str] = {
    "market_based": "kg_co2e",
    "location_based": "kg_co2e_location_based",
}

#: What both fact tables say under the same name, and what an explanation takes of it.
SAID_OF_ACTIVITY = (
    *("extract_name", "line_id", "occurrence", "source_file", "entity_id", "location_id"),
    *("activity_type", "activity_category", "period_start", "period_end", "estimation_method"),
)
_COLUMNS = ", ".join(
    (
        *SAID_OF_ACTIVITY,
        "person_key is not null as points_at_person",
        *("factor_edition_id", "factor_id", "factor_value", "wtw_factor_value", "factor_unit"),
        *("factor_status", "split_status", "split_edition_id", "quantity", "unit", "kg_co2e as kg"),
    )
)


@dataclass(frozen=True)
class Selection:
    """Which rows make a figure.

    Attributes:
        frame: ladder, ghg_protocol or iso_14064.
        year: reporting year.
        lines: lines of the frame; None for all that there are, and what no line holds.
        is_whole: whether it is of all entities; else of one cell of rpt_footprint.
        entity: entity of the cell; None is the cell that privacy merges over the entities.
        measure: which answer for power.
    """

    frame: str
    year: int
    lines: tuple[str, ...] | None
    is_whole: bool
    entity: str | None
    measure: Measure

    @property
    def kg_column(self) -> str:
        """The kilograms of the measure in the trail."""
        return _KG_COLUMNS[self.measure]

    @property
    def parameters(self) -> dict[str, Any]:
        """The values of the $names that the SQL below uses."""
        lines = {f"line_{place}": line for place, line in enumerate(self.lines or ())}
        return {"frame": self.frame, "year": self.year, "entity": self.entity, **lines}

    def of_lines(self, column: str) -> str:
        """Return the condition on a column of lines, with `and` before it."""
        if self.lines is None:
            return ""
        marks = ", ".join(f"$line_{place}" for place in range(len(self.lines)))
        return f" and {column} in ({marks})"

    @property
    def trail(self) -> str:
        """The condition on audit.rpt_line_trail."""
        other = "location_based" if self.measure == "market_based" else "market_based"
        of_cell = "" if self.is_whole else " and published_entity_id is not distinct from $entity"
        return (
            f"frame = $frame and reporting_year = $year{self.of_lines('line')}{of_cell} "
            f"and power_basis <> '{other}'"
        )

    @property
    def emissions(self) -> str:
        """The emission rows, before privacy says to which cell they belong.

        Under the names of fct_emissions; `kg` are the kilograms of the measure.
        """
        # A cell of one entity needs its rows only; the merged cell finds its rows by privacy.
        of_entity = "" if self.is_whole or self.entity is None else " and entity_id = $entity"
        market = (
            "select emission_id, activity_id, component, supply_lot, method, "  # noqa: S608
            f"is_chosen_edition, {_COLUMNS} "
            f"from audit.fct_emissions where reporting_year = $year{of_entity}"
            f"{self.of_lines(LINE_COLUMNS[self.frame])}"
        )
        if self.measure == "market_based":
            return market
        placed = (
            ""
            if self.lines is None
            else " and (activity_category, component) in (select (activity_category, component) "  # noqa: S608
            f"from reference.frame_mapping where frame = $frame{self.of_lines('line')})"
        )
        return (
            f"{market} and activity_type not in (select activity_type "  # noqa: S608
            "from staging.stg_activity_types where is_power) union all "
            f"select 'location_based|' || emission_id, activity_id, component, 'grid', 'activity', "
            f"null, {_COLUMNS} "
            f"from audit.fct_power_location_based where reporting_year = $year{of_entity}{placed}"
        )

    def rows(
        self, connection: duckdb.DuckDBPyConnection, sql: str, **more: object
    ) -> list[dict[str, Any]]:
        """Run one query that names values of the selection, or others, as $names."""
        return rows(connection, sql, self._named(sql, more))

    def run(self, connection: duckdb.DuckDBPyConnection, sql: str, **more: object) -> None:
        """Run a statement that brings no rows."""
        connection.execute(sql, self._named(sql, more))

    def _named(self, sql: str, more: Row) -> dict[str, Any]:
        """Return the values that a statement names: DuckDB refuses one that is not used."""
        values = {**self.parameters, **more}
        return {name: values[name] for name in set(re.findall(r"\$([a-z]\w*)", sql))}
