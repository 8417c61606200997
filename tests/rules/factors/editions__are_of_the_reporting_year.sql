with

emissions as (
    select distinct
        activity_type,
        reporting_year,
        factor_edition_id
    from {{ ref('fct_emissions') }}
    where
        factor_edition_id is not null
        and not coalesce(is_chosen_edition, false)
),

editions as (
    select * from {{ ref('stg_editions') }}
)

select
    {{ finding(
        key=['emissions.activity_type', 'emissions.reporting_year'],
        message=say(['emissions.activity_type', "' of '", 'emissions.reporting_year', "' takes edition '", 'emissions.factor_edition_id', "' without a choice'"]),
        activity_type='emissions.activity_type',
        reporting_year='emissions.reporting_year'
    ) }}
from emissions
left join editions
    on emissions.factor_edition_id = editions.edition_id
where
    editions.edition_year is null
    or editions.edition_year <> emissions.reporting_year
