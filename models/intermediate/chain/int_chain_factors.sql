with

travelled as (
    select distinct
        reporting_year,
        activity_type
    from {{ ref('int_chain_lines') }}
    where
        reporting_year is not null
        and activity_type is not null
),

activity_types as (
    select * from {{ ref('stg_activity_types') }}
),

edition_choices as (
    select * from {{ ref('int_edition_choices') }}
),

editions as (
    select
        edition_id,
        edition_year
    from {{ ref('stg_editions') }}
),

type_factors as (
    select
        activity_type,
        factor_key,
        {{ read_integer('valid_from_year') }} as valid_from_year,
        {{ read_integer('valid_to_year') }} as valid_to_year
    from {{ ref('activity_type_factors') }}
),

factors as (
    select * from {{ ref('int_factors') }}
    where not is_withdrawn
),

-- The edition of the year or the one that was chosen, as for every other activity. What is zero by definition needs no list.
-- No row of the edition, no well-to-wheel value or another unit: no factor, so kilometres without kg.
matched as (
    select
        travelled.reporting_year,
        travelled.activity_type,
        activity_types.activity_unit as unit,
        edition_choices.edition_id as factor_edition_id,
        coalesce(edition_choices.is_chosen, false) as is_chosen_edition,
        case when activity_types.is_zero_by_definition then 'zero_by_definition' else factors.factor_key end as factor_id,
        case when activity_types.is_zero_by_definition then cast(0 as decimal(18, 9)) else factors.wtw_factor_value end as factor_value,
        case when activity_types.is_zero_by_definition then 'official' else factors.factor_status end as factor_status
    from travelled
    inner join activity_types
        on travelled.activity_type = activity_types.activity_type
    left join edition_choices
        on travelled.reporting_year = edition_choices.reporting_year
        and travelled.activity_type = edition_choices.activity_type
    left join editions
        on edition_choices.edition_id = editions.edition_id
    left join type_factors
        on travelled.activity_type = type_factors.activity_type
        and (type_factors.valid_from_year is null or editions.edition_year >= type_factors.valid_from_year)
        and (type_factors.valid_to_year is null or editions.edition_year <= type_factors.valid_to_year)
    left join factors
        on edition_choices.edition_id = factors.edition_id
        and type_factors.factor_key = factors.factor_key
        and activity_types.activity_unit = factors.unit
        and factors.wtw_factor_value is not null
)

select * from matched
