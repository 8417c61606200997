"""dbt's cross-database macros while sqlfluff renders a model: any SQL of the same shape."""

from __future__ import annotations


def type_string() -> str:
    """Name the text type."""
    return "varchar"


def type_timestamp() -> str:
    """Name the timestamp type."""
    return "timestamp"


def type_int() -> str:
    """Name the integer type."""
    return "integer"


def type_float() -> str:
    """Name the floating-point type."""
    return "double"


def type_numeric() -> str:
    """Name the exact number type."""
    return "numeric"


def type_bigint() -> str:
    """Name the large integer type."""
    return "bigint"


def type_boolean() -> str:
    """Name the boolean type."""
    return "boolean"


def current_timestamp() -> str:
    """Give the time of the query."""
    return "now()"


def date_trunc(datepart: str, date: str) -> str:
    """Give the first day of a month, quarter or year."""
    return f"date_trunc('{datepart}', {date})"


def dateadd(datepart: str, interval: object, from_date_or_timestamp: str) -> str:
    """Move a date."""
    return f"date_add({from_date_or_timestamp}, {interval}, '{datepart}')"


def datediff(first_date: str, second_date: str, datepart: str) -> str:
    """Count the boundaries between two dates."""
    return f"date_diff('{datepart}', {first_date}, {second_date})"


def last_day(date: str, datepart: str) -> str:
    """Give the last day of a period."""
    return f"last_day({date}, '{datepart}')"


def date_spine(datepart: str, start_date: str, end_date: str) -> str:
    """Give one row per period."""
    return f"select date_{datepart} from spine({start_date}, {end_date})"


def concat(fields: list[str]) -> str:
    """Join texts."""
    return " || ".join(fields)


def safe_cast(field: str, type: str) -> str:
    """Cast."""
    return f"cast({field} as {type})"


def cast(field: str, type: str) -> str:
    """Cast."""
    return f"cast({field} as {type})"


def hash(field: str) -> str:
    """Hash a text."""
    return f"md5({field})"


def escape_single_quotes(expression: str) -> str:
    """Write a quote inside a text."""
    return expression.replace("'", "''")


def string_literal(value: str) -> str:
    """Write a text."""
    return f"'{value}'"


def split_part(string_text: str, delimiter_text: str, part_number: int) -> str:
    """Take one part of a text."""
    return f"split_part({string_text}, {delimiter_text}, {part_number})"


def replace(field: str, old_chars: str, new_chars: str) -> str:
    """Replace in a text."""
    return f"replace({field}, {old_chars}, {new_chars})"


def length(expression: str) -> str:
    """Count the characters of a text."""
    return f"length({expression})"


def listagg(measure: str, delimiter_text: str = "','", order_by_clause: str = "") -> str:
    """Join the texts of a group."""
    return f"string_agg({measure}, {delimiter_text} {order_by_clause})"
