with

locations as (
    select * from {{ ref('stg_locations') }}
),

location_aliases as (
    select * from {{ ref('stg_location_aliases') }}
),

products as (
    select * from {{ ref('stg_products') }}
),

spellings as (
    select
        lower(location_id) as spelling,
        location_id
    from locations
    union all
    select
        lower(alias) as spelling,
        location_id
    from location_aliases
),

ambiguous as (
    select
        'location_aliases' as file_name,
        spelling,
        min(location_id) as first_meaning,
        max(location_id) as last_meaning
    from spellings
    where spelling is not null
    group by spelling
    having min(location_id) <> max(location_id)
    union all
    select
        'products' as file_name,
        extract_name || '|' || lower(product) as spelling,
        min(activity_type) as first_meaning,
        max(activity_type) as last_meaning
    from products
    group by
        extract_name,
        lower(product)
    having min(activity_type) <> max(activity_type)
)

select
    {{ finding(
        key=['file_name', 'spelling'],
        message=say(['file_name', "': '''", 'spelling', "''' means '", 'first_meaning', "' and '", 'last_meaning']),
        extract_name='file_name',
        cell_value='spelling'
    ) }}
from ambiguous
