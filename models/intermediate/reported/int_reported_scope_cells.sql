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
)

select * from matched
