with

options as (
    select
        axis,
        {{ adapter.quote('option') }} as option_key,
        nullif(member, '') as member,
        {{ read_integer('changes') }} as changes,
        {{ read_integer('option_order') }} as option_order
    from {{ ref('explanation_options') }}
),

editions as (
    select
        edition_id,
        edition_year,
        revision
    from {{ ref('stg_editions') }}
    where factor_list = 'co2emissiefactoren_nl'
),

edition_options as (
    select
        cast(null as {{ dbt.type_string() }}) as edition_id,
        changes,
        0 as edition_order
    from options
    where
        axis = 'edition'
        and option_key = 'own'
    union all
    select
        editions.edition_id,
        options.changes,
        editions.edition_year * 100 + editions.revision as edition_order
    from options
    cross join editions
    where
        options.axis = 'edition'
        and options.option_key = 'other'
),

supply_options as (
    select * from options
    where axis = 'supply'
),

component_options as (
    select * from options
    where axis = 'component'
),

claim_options as (
    select * from options
    where axis = 'claim'
),

-- How a figure may have been computed. More than two departures at once are not searched: with enough of them
-- any number can be made.
bases as (
    select
        coalesce(edition_options.edition_id, 'own')
        || '|' || supply_options.option_key
        || '|' || component_options.option_key
        || '|' || claim_options.option_key as basis_id,
        edition_options.edition_id,
        supply_options.option_key as supply_option,
        supply_options.member as supply_product,
        component_options.option_key as component_option,
        claim_options.option_key as claim_option,
        edition_options.changes + supply_options.changes + component_options.changes + claim_options.changes as changes,
        edition_options.edition_order
        + 1000000 * (supply_options.option_order + component_options.option_order + claim_options.option_order) as basis_order,
        edition_options.edition_id is null
        and supply_options.changes + component_options.changes = 0 as holds_for_quantities
    from edition_options
    cross join supply_options
    cross join component_options
    cross join claim_options
    where edition_options.changes + supply_options.changes + component_options.changes + claim_options.changes <= 2
)

select * from bases
