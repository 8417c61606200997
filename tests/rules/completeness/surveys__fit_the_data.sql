with

chain_years as (
    select * from {{ ref('int_chain_years') }}
),

surveys as (
    select
        survey_id,
        {{ adapter.quote('year') }} as reporting_year,
        population,
        sampled,
        responded
    from {{ ref('stg_surveys') }}
    where survey_id like 'chain%'
),

totals as (
    select
        reporting_year,
        t_co2e
    from {{ ref('rpt_chain_analysis') }}
    where mode = 'total'
),

compared as (
    select
        chain_years.reporting_year,
        chain_years.subcontractors_total,
        chain_years.subcontractors_surveyed,
        surveys.survey_id,
        surveys.population,
        surveys.responded,
        totals.t_co2e
    from chain_years
    left join surveys
        on chain_years.reporting_year = surveys.reporting_year
    left join totals
        on chain_years.reporting_year = totals.reporting_year
    where
        (surveys.survey_id is null and chain_years.subcontractors_surveyed > 0)
        or surveys.population <> chain_years.subcontractors_total
        or surveys.responded <> chain_years.subcontractors_surveyed
        or surveys.sampled < surveys.responded
)

select
    {{ finding(
        key=['reporting_year', 'survey_id'],
        message=say([
            "'survey '", 'survey_id', "' of '", 'reporting_year', "' speaks of '", 'responded', "' answers of '", 'population', "' subcontractors; the data have '",
            'subcontractors_surveyed', "' of '", 'subcontractors_total'
        ]),
        given=['reporting_year'],
        extract_name="'surveys'",
        line_id='survey_id',
        kg_co2e='t_co2e * 1000'
    ) }}
from compared
