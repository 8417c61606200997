with

edition_choices as (
    select * from {{ ref('int_edition_choices') }}
),

activity_types as (
    select * from {{ ref('stg_activity_types') }}
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
    where
        wtw_factor_value is not null
        and not is_withdrawn
),

-- Types that have a usable factor in a year: their kilograms can tell euros.
listed as (
    select distinct
        edition_choices.reporting_year,
        edition_choices.activity_type
    from edition_choices
    inner join activity_types
        on edition_choices.activity_type = activity_types.activity_type
    inner join factors
        on edition_choices.edition_id = factors.edition_id
        and activity_types.activity_unit = factors.unit
    inner join type_factors
        on edition_choices.activity_type = type_factors.activity_type
        and factors.factor_key = type_factors.factor_key
        and (type_factors.valid_from_year is null or factors.edition_year >= type_factors.valid_from_year)
        and (type_factors.valid_to_year is null or factors.edition_year <= type_factors.valid_to_year)
)

select * from listed
