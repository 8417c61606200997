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
        emissions.extract_name,
        emissions.line_id,
        min(emissions.reporting_year) as reporting_year,
        min(emissions.location_id) as location_id,
        cast(sum(emissions.kg_co2e) as decimal(27, 6)) as kg_co2e
    from {{ ref('fct_emissions') }} as emissions
    inner join feed_in
        on emissions.extract_name = feed_in.extract_name
        and emissions.line_id = feed_in.line_id
    group by
        emissions.extract_name,
        emissions.line_id
)

select
    {{ finding(
        key=['extract_name', 'line_id'],
        message=say(['extract_name', "', line '", 'line_id', "' was fed in to the grid and has '", 'kg_co2e', "' kg in the footprint'"]),
        given=['extract_name', 'line_id', 'location_id', 'reporting_year']
    ) }}
from emissions
