with

parts as (
    select * from {{ ref('int_wpm_parts') }}
),

line_years as (
    select * from {{ ref('int_wpm_line_years') }}
    where exclusion_reason is not null
),

-- What makes the cells, and beside it what no cell holds: together every delivered line of travel.
trail as (
    select
        kvk_number,
        reporting_year,
        block,
        category,
        delivered_category,
        part_kind,
        extract_name,
        line_id,
        delivery_id,
        source_file,
        source_row,
        source_document,
        vehicle_id,
        person_key,
        quantity_basis,
        vehicle_km,
        traveller_km,
        amount_eur,
        km,
        cast(0 as decimal(19, 6)) as left_out_km,
        cast(null as {{ dbt.type_string() }}) as exclusion_reason
    from parts
    union all
    select
        kvk_number,
        reporting_year,
        cast(null as {{ dbt.type_string() }}) as block,
        cast(null as {{ dbt.type_string() }}) as category,
        category as delivered_category,
        'left_out' as part_kind,
        extract_name,
        line_id,
        delivery_id,
        source_file,
        source_row,
        source_document,
        vehicle_id,
        person_key,
        quantity_basis,
        cast(0 as decimal(19, 6)) as vehicle_km,
        cast(0 as decimal(19, 6)) as traveller_km,
        cast(0 as decimal(19, 6)) as amount_eur,
        cast(0 as decimal(19, 6)) as km,
        cast(coalesce(year_km, 0) as decimal(19, 6)) as left_out_km,
        exclusion_reason
    from line_years
)

select * from trail
