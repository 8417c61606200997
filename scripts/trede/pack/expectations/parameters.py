"""The bounds of the second opinion, as parameters.yml has them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

FILE = Path(__file__).with_name("parameters.yml")


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RowCount(_Model):
    """Bounds on the rows of any table: per cent of what it had, and rows that never matter."""

    less_pct: Decimal = Field(ge=0, le=100)
    more_pct: Decimal = Field(ge=0)
    always_allowed_rows: int = Field(ge=0)


class Mean(_Model):
    """A measure whose mean stays within per cents of what it was, or within a fixed difference."""

    table: str
    measure: str
    within_pct: Decimal = Field(ge=0)
    always_allowed: Decimal = Field(ge=0)


class YearSum(Mean):
    """A measure whose sum of each year and group stays so."""

    year: str
    by: tuple[str, ...]


class Editions(_Model):
    """A column of editions: per year the same ones; without a year, none may vanish."""

    table: str
    column: str
    year: str | None = None


class LockedYear(_Model):
    """A measure that is equal in published years, in each group."""

    table: str
    measure: str
    year: str
    by: tuple[str, ...]


class ColumnName(_Model):
    """A column, or `*` for all of a table."""

    table: str
    column: str


class Parameters(_Model):
    """The content of parameters.yml."""

    row_count: RowCount
    sums: tuple[YearSum, ...]
    means: tuple[Mean, ...]
    editions: tuple[Editions, ...]
    locked_years: tuple[LockedYear, ...]
    nulls_are_allowed: tuple[ColumnName, ...]

    def allows_nulls(self, table: str, column: str) -> bool:
        """Whether empty cells may come in a column that had none."""
        return any(
            each.table == table and each.column in ("*", column) for each in self.nulls_are_allowed
        )


def load_parameters(file: Path = FILE) -> Parameters:
    """Read the bounds; ValueError when the file has another shape."""
    return Parameters.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
