with

scopes as (
    select * from {{ ref('int_reported_scopes') }}
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
),

-- The footprint's own answer. A location without lines is zero where the group has some, and unknown where nobody has.
filled as (
    select
        scopes.scope_id,
        scopes.metric,
        scopes.kind,
        scopes.entity,
        scopes.period_label,
        coalesce(
            own_values.reported_value,
            case when group_values.reported_value is not null then cast(0 as decimal(27, 9)) end
        ) as own_value
    from scopes
    left join own_values
        on scopes.scope_id = own_values.scope_id
    left join own_values as group_values
        on scopes.metric = group_values.metric
        and scopes.period_label = group_values.period_label
        and group_values.entity = 'group'
)

select * from filled
where own_value is not null
