with

products as (
    select * from {{ ref('stg_products') }}
),

-- A name mapped twice in one extract is a finding; the first by key is taken, so that no line doubles.
numbered as (
    select
        extract_name,
        lower(product) as spelling,
        activity_type,
        row_number() over (partition by extract_name, lower(product) order by activity_type) as product_rank
    from products
    where product is not null
),

unique_spellings as (
    select
        extract_name,
        spelling,
        activity_type
    from numbered
    where product_rank = 1
)

select * from unique_spellings
