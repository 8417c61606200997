{{ config(materialized=read_once()) }}
{#- What a lot says of its activity. -#}
{%- set of_activity = ['activity_type', 'activity_category', 'unit'] + carried_columns() -%}
with

activity_types as (
    select * from {{ ref('stg_activity_types') }}
),

-- Purchases that find the factor of their product have lots of their own (int_emission_components).
purchase_factors as (
    select distinct
        line_id,
        occurrence
    from {{ ref('int_purchase_factors') }}
),

power_parts as (
    select * from {{ ref('int_power_parts') }}
),

certificates as (
    select * from {{ ref('int_location_certificates') }}
    union all
    select * from {{ ref('int_entity_certificates') }}
),

covered as (
    select
        activity_id,
        sum(covered_quantity) as covered_quantity
    from certificates
    group by activity_id
),

-- Power: one lot per certificate, and one for what the contract supplies. Everything else is one lot; that of spend finds
-- its factor by its category (fct_spend_emissions). A lot says what it is of: its factor is found without its activity.
-- The activities are read for each use: DuckDB keeps what is read twice in memory, with all its columns.
lots as (
    select
        activities.activity_id,
        case when activities.extract_name = 'ledger_entries' then 'spend' else 'none' end as supply_lot,
        cast(null as {{ dbt.type_string() }}) as power_product,
        activities.emission_quantity as quantity,
        cast(null as decimal(19, 6)) as label_value,
    {%- for column in of_activity %}
    activities.{{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
    from {{ ref('fct_activities') }} as activities
    left join activity_types
        on activities.activity_type = activity_types.activity_type
    left join purchase_factors
        on activities.extract_name = 'purchases_physical'
        and activities.line_id = purchase_factors.line_id
        and activities.occurrence = purchase_factors.occurrence
    where
        activities.claim_status = 'counted'
        and not coalesce(activity_types.is_power, false)
        and purchase_factors.line_id is null
    union all
    select
        activities.activity_id,
        'certificate|' || certificates.certificate_line_id as supply_lot,
        certificates.energy_source as power_product,
        certificates.covered_quantity as quantity,
        cast(null as decimal(19, 6)) as label_value,
    {%- for column in of_activity %}
    activities.{{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
    from {{ ref('fct_activities') }} as activities
    inner join certificates
        on activities.activity_id = certificates.activity_id
    union all
    select
        activities.activity_id,
        'contract|' || power_parts.residual_product as supply_lot,
        power_parts.residual_product as power_product,
        cast(power_parts.emission_quantity - coalesce(covered.covered_quantity, 0) as decimal(19, 6)) as quantity,
        power_parts.label_value,
    {%- for column in of_activity %}
    activities.{{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
    from {{ ref('fct_activities') }} as activities
    inner join power_parts
        on activities.activity_id = power_parts.activity_id
    left join covered
        on activities.activity_id = covered.activity_id
    where
        covered.covered_quantity is null
        or power_parts.emission_quantity <> covered.covered_quantity
)

select * from lots
