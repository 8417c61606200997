with

parts as (
    select * from {{ ref('int_wpm_parts') }}
),

categories as (
    select * from {{ ref('stg_wpm_categories') }}
    where mode_group = 'car'
),

-- By what was delivered: a judgement that names a category does not make the fuel known.
car_fuels as (
    select
        parts.kvk_number,
        parts.reporting_year,
        cast(sum(parts.km) as decimal(19, 6)) as car_km,
        cast(sum(case when parts.delivered_category = 'car_unknown' then parts.km else 0 end) as decimal(19, 6)) as unknown_fuel_km,
        cast(count(distinct case when parts.delivered_category = 'car_unknown' then parts.person_key end) as integer) as persons_unknown_fuel,
        cast(count(distinct case when parts.delivered_category <> 'car_unknown' then parts.person_key end) as integer) as persons_known_fuel
    from parts
    inner join categories
        on parts.delivered_category = categories.category
    group by
        parts.kvk_number,
        parts.reporting_year
)

select * from car_fuels
