with

editions as (
    select * from {{ ref('stg_editions') }}
    where
        factor_list = 'co2emissiefactoren_nl'
        and coalesce(recalculates_history, 'unknown') not in ('yes', 'no')
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

-- One factor per type, product and year; the supplier's own label is not the list's.
used as (
    select
        emissions.reporting_year,
        emissions.activity_type,
        coalesce(emissions.power_product, '') as power_product,
        emissions.factor_edition_id,
        max(emissions.wtw_factor_value) as wtw_factor_value
    from {{ ref('fct_emissions') }} as emissions
    inner join company_years
        on emissions.reporting_year = company_years.reporting_year
    where coalesce(emissions.power_product, '') <> 'label'
    group by
        emissions.reporting_year,
        emissions.activity_type,
        coalesce(emissions.power_product, ''),
        emissions.factor_edition_id
),

-- Types of earlier years that the edition would give another factor.
changed as (
    select
        editions.edition_id,
        min(used.reporting_year) as reporting_year,
        count(distinct earlier.activity_type || '|' || earlier.power_product) as type_count,
        min(earlier.reporting_year) as earliest_year
    from editions
    inner join used
        on editions.edition_id = used.factor_edition_id
    inner join used as earlier
        on used.activity_type = earlier.activity_type
        and used.power_product = earlier.power_product
        and earlier.reporting_year < used.reporting_year
        and earlier.wtw_factor_value <> used.wtw_factor_value
        and earlier.factor_edition_id <> used.factor_edition_id
    group by editions.edition_id
)

select
    {{ finding(
        key=['edition_id'],
        message=say([
            "'edition '", 'edition_id', "' does not say whether it restates history; '", 'type_count', "' types of '", 'earliest_year',
            "' and later have another factor in it, and keep their own'"
        ]),
        given=['reporting_year']
    ) }}
from changed
