with

deliveries as (
    select * from {{ ref('stg_deliveries') }}
),

publications as (
    select
        reporting_year,
        max(published_on) as published_on
    from {{ ref('stg_publications') }}
    group by reporting_year
),

delivered as (
    {{ kg_of_deliveries() }}
)

select
    {{ finding(
        key=['deliveries.delivery_id', 'publications.reporting_year'],
        message=say(["'delivery '", 'deliveries.delivery_id', "' came on '", 'deliveries.received_on', "', after the publication of '", 'publications.reporting_year']),
        reporting_year='publications.reporting_year',
        extract_name="'deliveries'",
        line_id='deliveries.line_id',
        column_name="'received_on'",
        cell_value='deliveries.received_on',
        kg_co2e='delivered.kg_co2e'
    ) }}
from deliveries
inner join publications
    on extract(year from deliveries.covers_from) <= publications.reporting_year
    and extract(year from deliveries.covers_to) >= publications.reporting_year
    and deliveries.received_on > publications.published_on
left join delivered
    on deliveries.delivery_id = delivered.delivery_id
