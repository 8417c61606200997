"""Read what was accepted, and whether it holds. Keys of persons stay behind: they are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import duckdb

from trede.warehouse import Row, Table, rows

#: What is joined: the judgements as the rules read them, and the findings of the lines.
TABLES: dict[str, Table] = {
    "staging.stg_accepted_findings": Table(
        ("rule_id", "finding_key", "accepted_by", "expires_on", "reason"), "rule_id, finding_key"
    ),
    "audit.fct_finding_lines": Table(
        ("finding_id", "rule_id", "finding_key", "status", "is_person_borne", "accepted_until"),
        "finding_id",
    ),
}

#: holds: the finding is accepted by this row. replaced: by another row that holds longer. incomplete: it
#: lacks a role, a reason or a readable last day. no_finding: no rule finds this any more, or it never did.
State = Literal["holds", "replaced", "expired", "incomplete", "no_finding"]

_ACCEPTED = """
select
    accepted.rule_id,
    accepted.finding_key,
    accepted.accepted_by,
    accepted.expires_on,
    accepted.reason,
    known.rule_id is not null as is_rule,
    found.finding_id is not null as is_found,
    found.status,
    found.is_person_borne,
    found.accepted_until
from staging.stg_accepted_findings as accepted
left join marts.dim_rules as known on accepted.rule_id = known.rule_id
left join audit.fct_finding_lines as found
    on accepted.rule_id = found.rule_id and accepted.finding_key = found.finding_key
order by accepted.rule_id, accepted.expires_on, accepted.finding_key
"""


def read_acceptances(connection: duckdb.DuckDBPyConnection) -> tuple[Row, ...]:
    """Return the acceptances, those with the same contents once with their count.

    The key stands with a finding that is published with it; a finding about a person is counted, and so is
    one that names no finding: its key may be that of a person who is in no file any more.

    Returns:
        rows with rule_id, finding_key, state, is_person_borne, accepted_by, reason, expires_on, is_withheld
        and count; a text that names a person is None and withheld, and so is the reason of what names no
        finding.
    """
    accepted = rows(connection, _ACCEPTED)
    personal = _keys_of_persons(connection, accepted)
    counted: Counter[tuple[Any, ...]] = Counter()
    for row in accepted:
        found = bool(row["is_found"])
        is_public = found and not row["is_person_borne"]
        accepted_by = _without(row["accepted_by"], personal)
        reason = _without(row["reason"], personal) if found else None
        counted[
            row["rule_id"] if row["is_rule"] else None,
            row["finding_key"] if is_public else None,
            _state(row),
            found and not is_public,
            accepted_by,
            reason,
            row["expires_on"],
            (accepted_by, reason) != (row["accepted_by"], row["reason"]),
        ] += 1
    names = (
        *("rule_id", "finding_key", "state", "is_person_borne"),
        *("accepted_by", "reason", "expires_on", "is_withheld"),
    )
    return tuple(
        dict(zip(names, each, strict=True), count=count) for each, count in counted.items()
    )


def _state(row: Mapping[str, Any]) -> State:
    if not row["is_found"]:
        return "no_finding"
    if None in (row["accepted_by"], row["reason"], row["expires_on"]):
        return "incomplete"
    if row["status"] != "accepted":
        return "expired"
    return "holds" if row["expires_on"] == row["accepted_until"] else "replaced"


def _without(text: str | None, personal: frozenset[str]) -> str | None:
    """Return a text, or None where a word of it is a key of a person."""
    from trede.pack.personal import possible_keys

    return None if text is None or possible_keys(text) & personal else text


def _keys_of_persons(
    connection: duckdb.DuckDBPyConnection, accepted: Iterable[Mapping[str, Any]]
) -> frozenset[str]:
    """Return the words of roles and reasons that are keys of persons in the delivered lines."""
    # jinja and pyarrow take a moment to import; an error about the warehouse need not wait.
    from trede.pack.personal import PERSON_COLUMNS, PERSONAL_ANYWHERE, possible_keys

    words = sorted(
        {
            word
            for row in accepted
            for text in (row["accepted_by"], row["reason"])
            for word in possible_keys(text or "")
        }
    )
    if not words:
        return frozenset()
    # A staged file with such a column is about persons; so are its line ids.
    columns = connection.execute(
        "select table_name, column_name from information_schema.columns where table_schema = 'staging' "
        "and list_contains(?, column_name) and table_name in (select table_name "
        "from information_schema.columns where table_schema = 'staging' and list_contains(?, column_name)) "
        "order by all",
        [list(PERSON_COLUMNS), [*PERSONAL_ANYWHERE, "charge_point_id"]],
    ).fetchall()
    found: set[str] = set()
    for table, column in columns:
        sql = (
            f'select distinct trim("{column}") from staging."{table}" '  # noqa: S608  # names of the catalogue
            f'where list_contains(?, trim("{column}"))'
        )
        found.update(word for (word,) in connection.execute(sql, [words]).fetchall())
    return frozenset(found)
