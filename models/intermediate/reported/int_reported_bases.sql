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

placing_options as (
    select * from options
    where axis = 'placing'
),

spend_options as (
    select * from options
    where axis = 'spend'
),

extrapolation_options as (
    select * from options
    where axis = 'extrapolation'
),

combined as (
    select
        edition_options.edition_id,
        supply_options.member as supply_product,
        supply_options.option_key as supply_option,
        component_options.option_key as component_option,
        claim_options.option_key as claim_option,
        placing_options.option_key as placing_option,
        spend_options.option_key as spend_option,
        extrapolation_options.option_key as extrapolation_option,
        coalesce(edition_options.edition_id, 'own')
        || '|' || supply_options.option_key
        || '|' || component_options.option_key
        || '|' || claim_options.option_key
        || '|' || placing_options.option_key
        || '|' || spend_options.option_key
        || '|' || extrapolation_options.option_key as basis_id,
        edition_options.edition_order
        + 1000000 * (
            supply_options.option_order
            + component_options.option_order
            + claim_options.option_order
            + placing_options.option_order
            + spend_options.option_order
            + extrapolation_options.option_order
        ) as basis_order,
        edition_options.changes
        + supply_options.changes
        + component_options.changes
        + claim_options.changes
        + placing_options.changes
        + spend_options.changes
        + extrapolation_options.changes as changes,
        -- Other factors change no litres.
        edition_options.edition_id is null
        and supply_options.changes + component_options.changes + spend_options.changes = 0 as holds_for_quantities
    from edition_options
    cross join supply_options
    cross join component_options
    cross join claim_options
    cross join placing_options
    cross join spend_options
    cross join extrapolation_options
),

-- How a figure may have been computed. More than two departures at once are not searched: with enough of them
-- any number can be made.
bases as (
    select * from combined
    where changes <= 2
)

select * from bases
