with

line_years as (
    select * from {{ ref('int_wpm_line_years') }}
    where
        exclusion_reason is null
        and reporting_year is not null
        and extract_name <> 'vehicle_distances'
),

fleet_parts as (
    select * from {{ ref('int_wpm_fleet_parts') }}
),

lines as (
    select * from {{ ref('int_wpm_lines') }}
),

employer_years as (
    select * from {{ ref('int_wpm_employer_years') }}
),

-- Business public transport is told in euros where there are euros; without them its kilometres keep their emissions.
travelled as (
    select
        line_years.*,
        case when line_years.block = 'D' then 'commuting' else 'trip' end as part_kind,
        coalesce(line_years.block <> 'D' and line_years.category = 'public_transport' and line_years.year_amount_eur <> 0, false) as is_told_in_euros
    from line_years
),

all_parts as (
    select
        kvk_number,
        reporting_year,
        block,
        category,
        part_kind,
        extract_name,
        line_id,
        vehicle_id,
        person_key,
        true as is_company_vehicle,
        quantity_basis,
        vehicle_km,
        traveller_km,
        cast(0 as decimal(19, 6)) as amount_eur,
        cast(0 as decimal(19, 6)) as km_told_in_euros
    from fleet_parts
    union all
    select
        kvk_number,
        reporting_year,
        block,
        category,
        part_kind,
        extract_name,
        line_id,
        vehicle_id,
        person_key,
        is_company_vehicle,
        quantity_basis,
        cast(sum(case when distance_basis = 'vehicle' then year_km else 0 end) as decimal(19, 6)) as vehicle_km,
        cast(sum(case when distance_basis = 'traveller' and not is_told_in_euros then year_km else 0 end) as decimal(19, 6)) as traveller_km,
        cast(sum(case when is_told_in_euros then year_amount_eur else 0 end) as decimal(19, 6)) as amount_eur,
        cast(sum(case when is_told_in_euros then year_km else 0 end) as decimal(19, 6)) as km_told_in_euros
    from travelled
    group by
        kvk_number,
        reporting_year,
        block,
        category,
        part_kind,
        extract_name,
        line_id,
        vehicle_id,
        person_key,
        is_company_vehicle,
        quantity_basis
),

-- A car whose fuel is not known stays unknown, unless a judgement names its category.
parts as (
    select
        all_parts.kvk_number,
        all_parts.reporting_year,
        all_parts.block,
        case
            when all_parts.category = 'car_unknown' then coalesce(employer_years.unknown_fuel_category, 'car_unknown')
            else all_parts.category
        end as category,
        all_parts.category as delivered_category,
        all_parts.part_kind,
        all_parts.extract_name,
        all_parts.line_id,
        lines.delivery_id,
        lines.source_file,
        lines.source_row,
        lines.source_document,
        lines.line_id is not null as has_line,
        lines.travel_mode,
        lines.energy,
        all_parts.vehicle_id,
        all_parts.person_key,
        all_parts.is_company_vehicle,
        all_parts.quantity_basis,
        all_parts.vehicle_km,
        all_parts.traveller_km,
        all_parts.amount_eur,
        all_parts.km_told_in_euros,
        cast(all_parts.vehicle_km + all_parts.traveller_km + all_parts.km_told_in_euros as decimal(19, 6)) as km
    from all_parts
    inner join employer_years
        on all_parts.kvk_number = employer_years.kvk_number
        and all_parts.reporting_year = employer_years.reporting_year
    left join lines
        on all_parts.extract_name = lines.extract_name
        and all_parts.line_id = lines.line_id
)

select * from parts
