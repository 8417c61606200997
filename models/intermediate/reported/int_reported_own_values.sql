with

scopes as (
    select * from {{ ref('int_reported_scopes') }}
),

scope_cells as (
    select * from {{ ref('int_reported_scope_cells') }}
),

locations as (
    select distinct location_id
    from {{ ref('stg_locations') }}
    where location_id is not null
),

own_values as (
    select
        scope_id,
        metric,
        entity,
        period_label,
        reported_value
    from {{ ref('int_reported_values') }}
    where changes = 0
    union all
    select
        scope_id,
        metric,
        entity,
        period_label,
        reported_value
    from {{ ref('int_reported_analysis_values') }}
    where changes = 0
),

-- Whether everything of the group has a place. Only then is a place without lines known to have none.
placed as (
    select
        scope_id,
        count(*) = count(location_id) as has_locations,
        count(*) = count(entity_id) as has_entities
    from scope_cells
    where claim_option = 'counted'
    group by scope_id
),

-- The footprint's own answer. A place without lines is zero where the group has some, and unknown where nobody has.
filled as (
    select
        scopes.scope_id,
        scopes.metric,
        scopes.kind,
        scopes.entity,
        scopes.period_label,
        coalesce(
            own_values.reported_value,
            case
                when case when locations.location_id is null then placed.has_entities else placed.has_locations end
                    then cast(0 as decimal(27, 9))
            end
        ) as own_value
    from scopes
    left join own_values
        on scopes.scope_id = own_values.scope_id
    left join own_values as group_values
        on scopes.metric = group_values.metric
        and scopes.period_label = group_values.period_label
        and group_values.entity = 'group'
    left join placed
        on group_values.scope_id = placed.scope_id
    left join locations
        on scopes.entity = locations.location_id
)

select * from filled
where own_value is not null
