"""dbt's `exceptions` while sqlfluff renders a model."""

from __future__ import annotations


def raise_compiler_error(message: str) -> str:
    """Give any expression: what macros refuse is dbt's to refuse, not the linter's."""
    del message
    return "null"
