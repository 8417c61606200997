-- Nothing waits for this test: it also looks at a table on which no model rests, so that an error skips no model.
-- depends_on: {{ ref('fct_findings') }}
with

feed_in as (
    select distinct
        extract_name,
        line_id
    from {{ ref('int_activity_lines') }}
    where direction = 'feed_in'
),

emissions as (
    select
        extract_name,
        line_id,
        min(reporting_year) as reporting_year,
        min(location_id) as location_id,
        cast(sum(kg_co2e) as decimal(27, 6)) as kg_co2e
    from {{ ref('fct_emissions') }}
    group by
        extract_name,
        line_id
)

select
    {{ finding(
        key=['feed_in.extract_name', 'feed_in.line_id'],
        message=say(['feed_in.extract_name', "', line '", 'feed_in.line_id', "' was fed in to the grid and has '", 'emissions.kg_co2e', "' kg in the footprint'"]),
        extract_name='feed_in.extract_name',
        line_id='feed_in.line_id',
        location_id='emissions.location_id',
        reporting_year='emissions.reporting_year'
    ) }}
from feed_in
inner join emissions
    on feed_in.extract_name = emissions.extract_name
    and feed_in.line_id = emissions.line_id
