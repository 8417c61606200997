with

basis_cells as (
    select * from {{ ref('int_reported_basis_cells') }}
),

scopes as (
    select * from {{ ref('int_reported_scopes') }}
),

bases as (
    select * from {{ ref('int_reported_bases') }}
),

subtotal_options as (
    select
        {{ adapter.quote('option') }} as subtotal_option,
        dimension,
        {{ read_integer('changes') }} as changes,
        {{ read_integer('option_order') }} as option_order
    from {{ ref('explanation_options') }}
    where axis = 'subtotal'
),

dimensions as (
    select distinct dimension from subtotal_options
),

membered as (
    select
        basis_cells.scope_id,
        basis_cells.basis_id,
        dimensions.dimension,
        case dimensions.dimension
            when 'activity_category' then basis_cells.activity_category
            when 'activity_type' then basis_cells.activity_type
            when 'location' then coalesce(basis_cells.location_id, 'none')
            when 'spend_category' then coalesce(basis_cells.spend_category, 'none')
            else 'whole'
        end as member,
        case dimensions.dimension
            when 'activity_type' then case when basis_cells.is_type_publishable then 0 else 1 end
            when 'location' then case when basis_cells.is_location_publishable then 0 else 1 end
            else 0
        end as is_person_cell,
        basis_cells.cell_value
    from basis_cells
    cross join dimensions
),

sums as (
    select
        scope_id,
        basis_id,
        dimension,
        member,
        sum(cell_value) as member_value,
        count(*) - count(cell_value) as missing_cells,
        sum(is_person_cell) as person_cells
    from membered
    group by
        scope_id,
        basis_id,
        dimension,
        member
),

wholes as (
    select
        scope_id,
        basis_id,
        member_value as whole_value,
        missing_cells as whole_missing_cells
    from sums
    where dimension = 'whole'
),

-- A part, or the whole without it. A dimension with one member has neither, and what persons may be read from is no part.
counted as (
    select
        sums.*,
        count(*) over (partition by sums.scope_id, sums.basis_id, sums.dimension) as members_in_dimension
    from sums
),

subtotals as (
    select
        counted.scope_id,
        counted.basis_id,
        subtotal_options.subtotal_option,
        counted.dimension as subtotal_dimension,
        counted.member as subtotal_member,
        subtotal_options.changes as subtotal_changes,
        subtotal_options.option_order as subtotal_order,
        case
            when subtotal_options.subtotal_option = 'without_' || counted.dimension
                then coalesce(wholes.whole_value, 0) - coalesce(counted.member_value, 0)
            else counted.member_value
        end as value_or_null,
        case
            when subtotal_options.subtotal_option = 'without_' || counted.dimension
                then wholes.whole_missing_cells - counted.missing_cells
            else counted.missing_cells
        end as missing_cells
    from counted
    inner join subtotal_options
        on counted.dimension = subtotal_options.dimension
    inner join wholes
        on counted.scope_id = wholes.scope_id
        and counted.basis_id = wholes.basis_id
    where
        counted.dimension = 'whole'
        or (counted.members_in_dimension > 1 and counted.person_cells = 0)
),

-- A subtotal for which a factor is missing is not available.
available as (
    select
        scopes.scope_id,
        scopes.metric,
        scopes.kind,
        scopes.entity,
        scopes.period_label,
        bases.basis_id,
        bases.edition_id,
        bases.supply_option,
        bases.component_option,
        bases.claim_option,
        bases.placing_option,
        bases.spend_option,
        bases.extrapolation_option,
        bases.basis_order,
        subtotals.subtotal_option,
        subtotals.subtotal_dimension,
        subtotals.subtotal_member,
        subtotals.subtotal_order,
        bases.changes + subtotals.subtotal_changes as changes,
        cast(subtotals.value_or_null as decimal(27, 9)) as reported_value
    from subtotals
    inner join scopes
        on subtotals.scope_id = scopes.scope_id
    inner join bases
        on subtotals.basis_id = bases.basis_id
    where
        subtotals.missing_cells = 0
        and bases.changes + subtotals.subtotal_changes <= 2
)

select * from available
