-- Nothing waits for this test: it also looks at a table on which no model rests, so that an error skips no model.
-- depends_on: {{ ref('fct_findings') }}
{# The quantity column of each extract whose lines carry a quantity themselves; readings and refrigerants carry a
    difference, which int_activity_lines computes. #}
{% set quantity_columns = {
    'charging_sessions': 'energy',
    'commuting': 'distance_one_way',
    'fuel_transactions': 'quantity',
    'ledger_entries': 'amount',
    'purchases_physical': 'quantity',
    'subcontractor_travel': 'distance',
    'supplier_invoices': 'quantity',
    'trips': 'distance',
    'vehicle_distances': 'distance',
    'waste_collections': 'quantity',
} %}

with

lines as (
    select * from {{ ref('int_activity_lines') }}
),

-- From the delivered text itself.
delivered as (
    {%- for extract_name, column_name in quantity_columns.items() %}
    {#- An empty currency is euro. #}
    {%- set unit = "coalesce(lower(currency), 'eur')" if extract_name == 'ledger_entries' else 'lower(unit)' %}
    select
        '{{ extract_name }}' as extract_name,
        {{ unit }} as source_unit,
        sum({{ read_number(column_name) }}) as delivered_quantity
    from ({{ extract(extract_name) }}) as cells
    group by {{ unit }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

line_quantities as (
    select distinct
        extract_name,
        line_id,
        occurrence,
        lower(source_unit) as source_unit,
        source_quantity
    from {{ ref('fct_activities') }}
    where extract_name in ({{ literals(quantity_columns.keys() | list) }})
),

claimed as (
    select
        extract_name,
        source_unit,
        sum(source_quantity) as claimed_quantity
    from line_quantities
    group by
        extract_name,
        source_unit
),

-- From line to parts: the parts of a line make the line, in the unit of its activity type.
line_totals as (
    select
        extract_name,
        unit,
        sum(quantity) as delivered_quantity
    from lines
    where quantity is not null
    group by
        extract_name,
        unit
),

part_totals as (
    select
        extract_name,
        unit,
        sum(quantity) as claimed_quantity,
        sum(case when claim_status in ('counted', 'superseded', 'excluded', 'out_of_scope', 'unreadable') then quantity end) as known_quantity
    from {{ ref('fct_activities') }}
    where quantity is not null
    group by
        extract_name,
        unit
),

unequal as (
    select
        'source' as step,
        coalesce(delivered.extract_name, claimed.extract_name) as extract_name,
        coalesce(delivered.source_unit, claimed.source_unit) as unit,
        delivered.delivered_quantity,
        claimed.claimed_quantity
    from delivered
    full outer join claimed
        on delivered.extract_name = claimed.extract_name
        and coalesce(delivered.source_unit, '') = coalesce(claimed.source_unit, '')
    where coalesce(delivered.delivered_quantity, 0) <> coalesce(claimed.claimed_quantity, 0)
    union all
    select
        'parts' as step,
        coalesce(line_totals.extract_name, part_totals.extract_name) as extract_name,
        coalesce(line_totals.unit, part_totals.unit) as unit,
        line_totals.delivered_quantity,
        part_totals.known_quantity as claimed_quantity
    from line_totals
    full outer join part_totals
        on line_totals.extract_name = part_totals.extract_name
        and line_totals.unit = part_totals.unit
    where
        coalesce(line_totals.delivered_quantity, 0) <> coalesce(part_totals.claimed_quantity, 0)
        or coalesce(part_totals.known_quantity, 0) <> coalesce(part_totals.claimed_quantity, 0)
)

select
    {{ finding(
        key=['step', 'extract_name', 'unit'],
        message=say(['extract_name', "': '", 'delivered_quantity', "' '", 'unit', "' delivered, '", 'claimed_quantity', "' claimed ('", 'step', "')'"]),
        given=['extract_name']
    ) }}
from unequal
