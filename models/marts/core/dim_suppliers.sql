with

suppliers as (
    select * from {{ ref('stg_suppliers') }}
),

numbered as (
    select
        supplier_id,
        name as supplier_name,
        is_subcontractor,
        is_group_company,
        row_number() over (partition by supplier_id order by name) as supplier_rank
    from suppliers
    where supplier_id is not null
),

unique_suppliers as (
    select
        supplier_id,
        supplier_name,
        is_subcontractor,
        is_group_company
    from numbered
    where supplier_rank = 1
)

select * from unique_suppliers
