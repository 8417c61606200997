{#- Parts of purchased power with the contract that supplies them on their day: CTEs that end in `joined`. `rows` is a CTE of
    rows of fct_activities: what counts, or in a restatement what an entity used before it was bought.
    Usage: {{ power_parts('counted') }} select * from joined -#}
{% macro power_parts(rows) -%}
activity_types as (
    select * from {{ ref('stg_activity_types') }}
),

power_contracts as (
    select * from {{ ref('stg_power_contracts') }}
),

power_labels as (
    select * from {{ ref('stg_power_labels') }}
),

power as (
    select
        activities.activity_id,
        activities.activity_type,
        activities.entity_id,
        activities.location_id,
        activities.reporting_year,
        activities.month,
        activities.part_start,
        activities.emission_quantity,
        case activities.activity_type
            when 'ev_charging_home' then 'home'
            when 'ev_charging_public' then 'public'
        end as charging_place
    from {{ rows }} as activities
    inner join activity_types
        on activities.activity_type = activity_types.activity_type
    where activity_types.is_power
),

-- Many parts are of one place and day: contracts are found once for these.
places as (
    select distinct
        location_id,
        charging_place,
        part_start
    from power
),

-- The contract of the location, or of the charging place: two ways to find it, each by a key of its own.
found as (
    {%- for key in ['location_id', 'charging_place'] %}
    select
        places.location_id,
        places.charging_place,
        places.part_start,
        power_contracts.product,
        power_contracts.supplier_id,
        power_contracts.valid_from
    from places
    inner join power_contracts
        on places.{{ key }} = power_contracts.{{ key }}
        and (power_contracts.valid_from is null or places.part_start >= power_contracts.valid_from)
        and (power_contracts.valid_to is null or places.part_start <= power_contracts.valid_to)
    {{ 'union all' if not loop.last else 'where power_contracts.location_id is null' }}
    {%- endfor %}
),

-- Of two that hold on the day, the later one.
matched as (
    select
        location_id,
        charging_place,
        part_start,
        product,
        supplier_id,
        row_number() over (
            partition by location_id, charging_place, part_start
            order by valid_from desc nulls last, product, supplier_id
        ) as contract_rank
    from found
),

labels as (
    select
        supplier_id,
        {{ adapter.quote('year') }} as label_year,
        min(kg_co2e_per_kwh) as label_value
    from power_labels
    where occurrence = 1
    group by
        supplier_id,
        {{ adapter.quote('year') }}
),

-- grey is grey power; green is grey as far as certificates do not reach; no contract is unknown power, with a finding.
joined as (
    select
        power.activity_id,
        power.activity_type,
        power.entity_id,
        power.location_id,
        power.reporting_year,
        power.month,
        power.emission_quantity,
        matched.product as contract_product,
        matched.supplier_id as contract_supplier_id,
        case
            when matched.product in ('grey', 'green') then 'grey'
            when matched.product = 'mix' then 'mix'
            when matched.product = 'label' then 'label'
            else 'unknown'
        end as residual_product,
        labels.label_value,
        matched.product is null as has_no_contract
    from power
    left join matched
        on coalesce(power.location_id, '') = coalesce(matched.location_id, '')
        and coalesce(power.charging_place, '') = coalesce(matched.charging_place, '')
        and coalesce(power.part_start, cast('9999-12-31' as date)) = coalesce(matched.part_start, cast('9999-12-31' as date))
        and matched.contract_rank = 1
    left join labels
        on matched.product = 'label'
        and matched.supplier_id = labels.supplier_id
        and power.reporting_year = labels.label_year
)
{%- endmacro %}
