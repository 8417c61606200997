with

scopes as (
    select * from {{ ref('int_reported_scopes') }}
),

cells as (
    select * from {{ ref('int_reported_cells') }}
),

members as (
    select * from {{ ref('reported_metric_members') }}
    where role = 'subject'
),

activity_types as (
    select * from {{ ref('stg_activity_types') }}
),

periods as (
    select * from {{ ref('int_reported_periods') }}
),

-- What may be published apart: a subtotal by type or location of trips and cars may be the travel of one person.
publishable as (
    select
        levels.activity_category,
        levels.reporting_year,
        privacy_levels.keeps_activity_type,
        privacy_levels.keeps_location_and_project
    from {{ ref('int_privacy_levels') }} as levels
    inner join {{ ref('stg_privacy_levels') }} as privacy_levels
        on levels.privacy_level = privacy_levels.privacy_level
),

-- Which cells a figure speaks of. Members of one metric may overlap (a line and a type on it): a cell counts once.
matched as (
    select distinct
        scopes.scope_id,
        scopes.metric,
        scopes.kind,
        scopes.entity,
        scopes.period_label,
        scopes.is_searched,
        cells.claim_option,
        cells.entity_id,
        cells.location_id,
        cells.activity_category,
        cells.activity_type,
        cells.power_product,
        cells.own_edition_id,
        cells.unit,
        cells.is_in_footprint,
        not activity_types.is_person_borne or coalesce(publishable.keeps_activity_type, false) as is_type_publishable,
        not activity_types.is_person_borne or coalesce(publishable.keeps_location_and_project, false) as is_location_publishable,
        cells.quantity,
        cells.line_count,
        cells.kg_well_to_wheel,
        cells.kg_tank_to_wheel
    from scopes
    inner join members
        on scopes.metric = members.metric
    inner join cells
        on scopes.period_label = cells.period_label
        and cells.cell_kind = case scopes.kind when 'emissions' then 'emissions' else 'quantity' end
        and (scopes.kind <> 'quantity' or scopes.unit = cells.unit)
        and (scopes.entity = 'group' or scopes.entity = cells.location_id or scopes.entity = cells.entity_id)
        and (
            (members.dimension = 'ladder_line' and members.member = cells.ladder_line)
            or (members.dimension = 'activity_category' and members.member = cells.activity_category)
            or (members.dimension = 'activity_type' and members.member = cells.activity_type)
        )
    inner join activity_types
        on cells.activity_type = activity_types.activity_type
    inner join periods
        on scopes.period_label = periods.period_label
    left join publishable
        on cells.activity_category = publishable.activity_category
        and periods.calendar_year = publishable.reporting_year
)

select * from matched
