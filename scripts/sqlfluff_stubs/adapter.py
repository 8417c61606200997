"""What `adapter` answers while sqlfluff renders a model: no database is asked."""

from __future__ import annotations

from collections.abc import Callable


def dispatch(macro_name: str, macro_namespace: str | None = None) -> Callable[..., str]:
    """Stand in for an engine's own SQL: a call of a function with the macro's name."""
    del macro_namespace

    def call(*arguments: object, **options: object) -> str:
        given = [_as_sql(str(argument)) for argument in (*arguments, *options.values())]
        return f"{macro_name}({', '.join(given)})"

    return call


def _as_sql(argument: str) -> str:
    """Quote a regular expression, which is no SQL by itself."""
    return f"'{argument}'" if set(argument) & set("[]{}^?\\") else argument


def quote(identifier: str) -> str:
    """Quote a name as DuckDB and PostgreSQL do."""
    return f'"{identifier}"'


def get_columns_in_relation(relation: object) -> list[object]:
    """Return no columns: macros that loop over them take their empty branch."""
    del relation
    return []
