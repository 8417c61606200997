with

items as (
    select * from {{ ref('int_change_items') }}
),

categories as (
    select
        activity_category,
        coalesce(
            'ghg_category_' || ghg_category,
            case activity_category
                when 'vehicle_km_combustion' then 'fuel_vehicles'
                when 'vehicle_km_electric' then 'power_vehicles'
            end,
            activity_category
        ) as method_family
    from {{ ref('activity_categories') }}
),

-- Types of an entity that were delivered and left out: by a judgement, or because the entity was outside.
left_out as (
    select distinct
        entity_id,
        activity_type,
        reporting_year
    from {{ ref('fct_activities') }}
    where
        claim_status = 'excluded'
        or claim_reason = 'entity_outside_boundary'
),

base_year_lines as (
    select * from {{ ref('int_base_year_lines') }}
),

-- How a quantity is told: by the spend, by a supplier, by kilometres, or by what was burned or bought.
described as (
    select
        items.*,
        coalesce(categories.method_family, items.activity_category) as method_family,
        case
            when items.method <> 'activity' or items.unit is null then items.method
            when items.unit in ('vkm', 'pkm', 'tkm') then 'distance'
            else 'amount'
        end as way_of_telling,
        case
            when items.is_boundary then true
            -- In a restatement: the mapping of the entity changed within the year.
            when items.pair_kind = 'restatement' and items.start_boundary_days <> items.end_boundary_days then true
            -- On one side only, and left out on the other.
            when items.is_at_end and not items.is_at_start and left_out_at_start.activity_type is not null then true
            when items.is_at_start and not items.is_at_end and left_out_at_end.activity_type is not null then true
            -- New on a line that has its first complete year, its base year, later than the start.
            when items.is_at_end and not items.is_at_start and items.pair_kind = 'year'
                then
                    coalesce(ladder_base.base_year > items.start_year, false)
                    or coalesce(ghg_base.base_year > items.start_year, false)
                    or coalesce(iso_base.base_year > items.start_year, false)
            else false
        end as is_quantity_by_boundary,
        -- Stands on both sides, on another line of a frame: the frames place its category otherwise.
        not (items.is_at_start and items.is_at_end)
        and sum(case when items.is_at_start then 1 else 0 end) over (
            partition by
                items.pair_id, items.entity_id, items.activity_category, items.activity_type, items.component, items.method, items.unit,
                items.factor_key, items.is_boundary
        ) > 0
        and sum(case when items.is_at_end then 1 else 0 end) over (
            partition by
                items.pair_id, items.entity_id, items.activity_category, items.activity_type, items.component, items.method, items.unit,
                items.factor_key, items.is_boundary
        ) > 0 as is_placed_otherwise
    from items
    left join categories
        on items.activity_category = categories.activity_category
    left join left_out as left_out_at_start
        on items.pair_kind <> 'restatement'
        and items.entity_id = left_out_at_start.entity_id
        and items.activity_type = left_out_at_start.activity_type
        and items.start_year = left_out_at_start.reporting_year
    left join left_out as left_out_at_end
        on items.entity_id = left_out_at_end.entity_id
        and items.activity_type = left_out_at_end.activity_type
        and items.end_year = left_out_at_end.reporting_year
    left join base_year_lines as ladder_base
        on ladder_base.frame = 'ladder'
        and items.ladder_line = ladder_base.line
    left join base_year_lines as ghg_base
        on ghg_base.frame = 'ghg_protocol'
        and items.ghg_line = ghg_base.line
    left join base_year_lines as iso_base
        on iso_base.frame = 'iso_14064'
        and items.iso_line = iso_base.line
),

-- Ways of telling of a family that stand on one side only.
ways as (
    select
        pair_id,
        entity_id,
        method_family,
        way_of_telling,
        max(case when is_at_start then 1 else 0 end) as is_at_start,
        max(case when is_at_end then 1 else 0 end) as is_at_end,
        sum(start_kg) as start_kg,
        sum(end_kg) as end_kg
    from described
    where not is_quantity_by_boundary
    group by
        pair_id,
        entity_id,
        method_family,
        way_of_telling
),

-- What entered, what left, and what gave way or made room, of a family of one entity.
moves as (
    select
        pair_id,
        entity_id,
        method_family,
        sum(start_kg) as family_start_kg,
        sum(case when is_at_start = 0 then end_kg else 0 end) as entered_kg,
        sum(case when is_at_end = 0 then start_kg else 0 end) as left_kg,
        max(case when is_at_start = 0 then 1 else 0 end) as has_entered,
        max(case when is_at_end = 0 then 1 else 0 end) as has_left
    from ways
    group by
        pair_id,
        entity_id,
        method_family
),

staying as (
    select
        described.pair_id,
        described.entity_id,
        described.method_family,
        max(case when described.end_kg_at_start_factor < described.start_kg then 1 else 0 end) as has_fall,
        max(case when described.end_kg_at_start_factor > described.start_kg then 1 else 0 end) as has_rise
    from described
    inner join ways
        on described.pair_id = ways.pair_id
        and coalesce(described.entity_id, '') = coalesce(ways.entity_id, '')
        and described.method_family = ways.method_family
        and described.way_of_telling = ways.way_of_telling
        and ways.is_at_start = 1
        and ways.is_at_end = 1
    where not described.is_quantity_by_boundary
    group by
        described.pair_id,
        described.entity_id,
        described.method_family
),

-- A method takes the place of another where one enters and another leaves, or where at least 5% of the family enters (leaves)
-- and what stays falls (rises). A method that enters while nothing gives way is new activity.
moved as (
    select
        moves.pair_id,
        moves.entity_id,
        moves.method_family,
        moves.has_entered = 1 and moves.has_left = 1 as is_swapped,
        moves.has_entered = 1 and moves.has_left = 0
        and staying.has_fall = 1
        and moves.entered_kg * 20 >= moves.family_start_kg as is_moved_in,
        moves.has_left = 1 and moves.has_entered = 0
        and staying.has_rise = 1
        and moves.left_kg * 20 >= moves.family_start_kg as is_moved_out
    from moves
    left join staying
        on moves.pair_id = staying.pair_id
        and coalesce(moves.entity_id, '') = coalesce(staying.entity_id, '')
        and moves.method_family = staying.method_family
),

-- In this order, each row once: boundary, method, factor; what is left is activity between years, and in a restatement the
-- correction of an error or a late delivery.
classified as (
    select
        described.*,
        case
            when described.is_quantity_by_boundary then 'boundary'
            when described.is_placed_otherwise then 'method'
            when ways.is_at_start + ways.is_at_end = 1 and (moved.is_swapped or moved.is_moved_in or moved.is_moved_out) then 'method'
            when ways.is_at_start + ways.is_at_end = 2 and moved.is_moved_in and described.end_kg_at_start_factor < described.start_kg then 'method'
            when ways.is_at_start + ways.is_at_end = 2 and moved.is_moved_out and described.end_kg_at_start_factor > described.start_kg then 'method'
            when described.pair_kind = 'restatement' then 'error'
            else 'activity'
        end as quantity_step
    from described
    left join ways
        on described.pair_id = ways.pair_id
        and coalesce(described.entity_id, '') = coalesce(ways.entity_id, '')
        and described.method_family = ways.method_family
        and described.way_of_telling = ways.way_of_telling
    left join moved
        on described.pair_id = moved.pair_id
        and coalesce(described.entity_id, '') = coalesce(moved.entity_id, '')
        and described.method_family = moved.method_family
),

steps as (
    select
        pair_id,
        pair_kind,
        entity_id,
        activity_category,
        activity_type,
        component,
        ladder_line,
        ghg_line,
        iso_line,
        method,
        factor_key,
        unit,
        is_boundary,
        is_merged_over_types,
        quantity_step,
        start_kg,
        {%- for step in ['activity', 'boundary', 'method', 'error'] %}
        cast(case when quantity_step = '{{ step }}' then end_kg_at_start_factor - start_kg else 0 end as decimal(18, 6)) as {{ step }}_kg,
        {%- endfor %}
        cast(end_kg - end_kg_at_start_factor as decimal(18, 6)) as factor_kg,
        cast(case when is_merged_over_types then end_kg - start_kg else 0 end as decimal(18, 6)) as merged_kg,
        end_kg
    from classified
)

select * from steps
