with

choices as (
    select distinct
        reporting_year,
        activity_type,
        edition_id,
        choice_reason,
        choice_decided_by
    from {{ ref('int_edition_choices') }}
    where is_chosen
),

activity_types as (
    select * from {{ ref('stg_activity_types') }}
),

own_editions as (
    select
        edition_id,
        edition_year,
        row_number() over (partition by edition_year order by revision desc) as edition_rank
    from {{ ref('stg_editions') }}
    where factor_list = 'co2emissiefactoren_nl'
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

-- Power takes its factor from its contract, so it has none of its own type: any value of the year will do for it.
in_own_edition as (
    select distinct
        choices.reporting_year,
        choices.activity_type,
        choices.edition_id,
        choices.choice_reason,
        choices.choice_decided_by,
        own_editions.edition_id as own_edition_id
    from choices
    inner join own_editions
        on choices.reporting_year = own_editions.edition_year
        and own_editions.edition_rank = 1
        and choices.edition_id <> own_editions.edition_id
    inner join activity_types
        on choices.activity_type = activity_types.activity_type
    left join type_factors
        on choices.activity_type = type_factors.activity_type
        and (type_factors.valid_from_year is null or own_editions.edition_year >= type_factors.valid_from_year)
        and (type_factors.valid_to_year is null or own_editions.edition_year <= type_factors.valid_to_year)
    left join factors
        on own_editions.edition_id = factors.edition_id
        and type_factors.factor_key = factors.factor_key
        and activity_types.activity_unit = factors.unit
    where
        factors.factor_key is not null
        or type_factors.factor_key is null
),

-- Only what is counted: a choice for all types of a year names many that the company does not have.
counted as (
    select distinct
        activity_type,
        reporting_year
    from {{ ref('fct_emissions') }}
)

select
    {{ finding(
        key=['in_own_edition.activity_type', 'in_own_edition.reporting_year'],
        message=say([
            'in_own_edition.activity_type', "' of '", 'in_own_edition.reporting_year', "' takes edition '", 'edition_id', "', while '", 'own_edition_id',
            "' has a value for it; the reason given by '", 'choice_decided_by', "' is: '", 'choice_reason'
        ]),
        activity_type='in_own_edition.activity_type',
        reporting_year='in_own_edition.reporting_year'
    ) }}
from in_own_edition
inner join counted
    on in_own_edition.activity_type = counted.activity_type
    and in_own_edition.reporting_year = counted.reporting_year
