with

location_cover as (
    select
        activity_id,
        sum(covered_quantity) as covered_quantity
    from {{ ref('int_location_certificates') }}
    group by activity_id
),

power_parts as (
    select * from {{ ref('int_power_parts') }}
),

-- Lots of the entity cover what the lots of its locations left.
parts as (
    select
        power_parts.activity_id,
        power_parts.entity_id,
        power_parts.reporting_year,
        power_parts.month,
        cast(power_parts.emission_quantity - coalesce(location_cover.covered_quantity, 0) as decimal(19, 6)) as emission_quantity
    from power_parts
    left join location_cover
        on power_parts.activity_id = location_cover.activity_id
),

lots as (
    select * from {{ ref('int_certificate_lots') }}
    where location_id is null
),

{{ certificate_cover('parts', 'lots', 'entity_id') }}

select * from covered
