with

company_years as (
    select * from {{ ref('int_company_years') }}
),

activities as (
    select
        activities.activity_category,
        activities.activity_type,
        activities.entity_id,
        activities.location_id,
        coalesce(activities.location_id, activities.entity_id) as source_key,
        activities.reporting_year
    from {{ ref('fct_activities') }} as activities
    inner join company_years
        on activities.reporting_year = company_years.reporting_year
    where
        activities.claim_status = 'counted'
        and activities.extract_name not in ('ledger_entries', 'subcontractor_travel')
),

-- Years with lines: where only one has any, every source is there in one year.
year_count as (
    select count(distinct reporting_year) as years
    from activities
),

sources as (
    select
        activity_category,
        source_key,
        min(activity_type) as activity_type,
        min(entity_id) as entity_id,
        min(location_id) as location_id,
        min(reporting_year) as reporting_year,
        count(distinct reporting_year) as source_years
    from activities
    group by
        activity_category,
        source_key
),

emissions as (
    select
        activity_category,
        coalesce(location_id, entity_id) as source_key,
        reporting_year,
        cast(sum(kg_co2e) as decimal(27, 6)) as kg_co2e
    from {{ ref('fct_emissions') }}
    group by
        activity_category,
        coalesce(location_id, entity_id),
        reporting_year
),

-- Places and entities that opened or closed.
dated as (
    select location_id as source_key
    from {{ ref('stg_locations') }}
    where coalesce(valid_from, valid_to) is not null
    union
    select entity_id as source_key
    from {{ ref('stg_entities') }}
    where coalesce(valid_from, valid_to) is not null
),

single as (
    select
        sources.activity_category,
        sources.source_key,
        sources.activity_type,
        sources.entity_id,
        sources.location_id,
        sources.reporting_year,
        emissions.kg_co2e
    from sources
    cross join year_count
    left join emissions
        on sources.activity_category = emissions.activity_category
        and sources.source_key = emissions.source_key
        and sources.reporting_year = emissions.reporting_year
    left join dated
        on sources.source_key = dated.source_key
    where
        sources.source_years = 1
        and year_count.years > 1
        and dated.source_key is null
)

select
    {{ finding(
        key=['activity_category', 'source_key', 'reporting_year'],
        message=say(['activity_category', "' of '", 'source_key', "' counts in '", 'reporting_year', "' only, and no date says that it began or ended there'"]),
        given=['entity_id', 'location_id', 'activity_type', 'reporting_year'],
        kg_co2e='kg_co2e'
    ) }}
from single
