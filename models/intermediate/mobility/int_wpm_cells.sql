with

parts as (
    select * from {{ ref('int_wpm_parts') }}
),

blocks as (
    select * from {{ ref('stg_wpm_blocks') }}
),

categories as (
    select * from {{ ref('stg_wpm_categories') }}
),

-- What was delivered of a cell, beside what is taken off it: shares are shares of that.
told as (
    select
        parts.*,
        case when part_kind in ('distance', 'trip', 'commuting') and km > 0 then km else 0 end as told_km
    from parts
),

summed as (
    select
        kvk_number,
        reporting_year,
        block,
        category,
        cast(sum(vehicle_km) as decimal(19, 6)) as vehicle_km,
        cast(sum(traveller_km) as decimal(19, 6)) as traveller_km,
        cast(sum(amount_eur) as decimal(19, 6)) as amount_eur,
        cast(sum(km_told_in_euros) as decimal(19, 6)) as km_told_in_euros,
        cast(sum(km) as decimal(19, 6)) as km,
        cast(sum(told_km) as decimal(19, 6)) as told_km,
        cast(sum(case when quantity_basis = 'survey' then told_km else 0 end) as decimal(19, 6)) as surveyed_km,
        cast(sum(case when quantity_basis = 'estimated' then told_km else 0 end) as decimal(19, 6)) as estimated_km,
        cast(sum(case when delivered_category = 'car_unknown' then km else 0 end) as decimal(19, 6)) as unknown_fuel_km,
        cast(count(distinct extract_name || '|' || line_id) as integer) as line_count,
        cast(count(distinct person_key) as integer) as person_count
    from told
    group by
        kvk_number,
        reporting_year,
        block,
        category
),

cells as (
    select
        summed.kvk_number,
        summed.reporting_year,
        summed.block,
        blocks.purpose,
        summed.category,
        categories.mode_group,
        categories.kental_key,
        case when blocks.purpose = 'business' then categories.business_entry_unit else categories.entry_unit end as entry_unit,
        summed.vehicle_km,
        summed.traveller_km,
        summed.amount_eur,
        summed.km_told_in_euros,
        summed.km,
        summed.told_km,
        summed.surveyed_km,
        summed.estimated_km,
        summed.unknown_fuel_km,
        summed.line_count,
        summed.person_count
    from summed
    inner join blocks
        on summed.block = blocks.block
    left join categories
        on summed.category = categories.category
)

select * from cells
