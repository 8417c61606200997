with

parts as (
    select * from {{ ref('int_power_parts') }}
),

lots as (
    select * from {{ ref('int_certificate_lots') }}
    where location_id is not null
),

{{ certificate_cover('parts', 'lots', 'location_id') }}

select * from covered
