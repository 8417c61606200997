"""The answer as the warehouse gives it: what its marts say of the same lines."""

from __future__ import annotations

import duckdb

from bench.ways.answer import Answer, canonical
from bench.ways.lookups import FUEL, LEDGER

#: The models that the answer needs, with everything before them.
MODELS = ("fct_activities", "fct_emissions", "int_ledger_amounts")

SQL = f"""
with kg as (
    select activity_id, sum(kg_co2e) as kg_co2e
    from audit.fct_emissions
    where extract_name in ('{FUEL}', '{LEDGER}')
    group by activity_id
)
select
    activities.extract_name,
    activities.entity_id,
    activities.month,
    activities.activity_type,
    ledger.spend_category,
    activities.claim_status,
    activities.claim_reason,
    count(*),
    cast(sum(activities.quantity) * 1000000 as hugeint),
    cast(sum(kg.kg_co2e) * 1000000 as hugeint)
from audit.fct_activities as activities
left join kg on activities.activity_id = kg.activity_id
left join intermediate.int_ledger_amounts as ledger
    on activities.extract_name = '{LEDGER}'
    and activities.line_id = ledger.line_id
    and activities.occurrence = ledger.occurrence
where activities.extract_name in ('{FUEL}', '{LEDGER}')
group by all
"""


def answer(connection: duckdb.DuckDBPyConnection) -> Answer:
    """Read the answer from a warehouse that holds MODELS.

    A company whose euros are told in physical units, or whose chain analysis replaces spend, has
    lines of more than one part: the other ways know nothing of those.
    """
    return canonical(connection.execute(SQL).fetchall())
