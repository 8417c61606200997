with

deliveries as (
    select * from {{ ref('stg_deliveries') }}
    where
        covers_from is not null
        and covers_to is not null
),

half_years as (
    select
        months.month_start as half_start,
        months.calendar_year as reporting_year,
        cast({{ dbt.dateadd('month', -12, 'months.month_start') }} as date) as earlier_start,
        cast({{ dbt.dateadd('day', -1, dbt.dateadd('month', 6, 'months.month_start')) }} as date) as half_end
    from {{ ref('stg_months') }} as months
    inner join {{ ref('int_company_years') }} as company_years
        on months.calendar_year = company_years.reporting_year
    where extract(month from months.month_start) in (1, 7)
),

extracts as (
    select distinct extract_name
    from deliveries
),

counted as (
    select
        extracts.extract_name,
        half_years.half_start,
        half_years.reporting_year,
        half_years.earlier_start,
        half_years.half_end,
        count(deliveries.delivery_id) as delivery_count
    from extracts
    cross join half_years
    left join deliveries
        on extracts.extract_name = deliveries.extract_name
        and deliveries.covers_from <= half_years.half_end
        and deliveries.covers_to >= half_years.half_start
    group by
        extracts.extract_name,
        half_years.half_start,
        half_years.reporting_year,
        half_years.earlier_start,
        half_years.half_end
),

-- What is not due yet is not missing: three months after the half-year, as the data plan has it.
fewer as (
    select
        counted.extract_name,
        counted.half_start,
        counted.reporting_year,
        counted.delivery_count,
        earlier.delivery_count as earlier_count
    from counted
    inner join counted as earlier
        on counted.extract_name = earlier.extract_name
        and counted.earlier_start = earlier.half_start
    where
        counted.delivery_count < earlier.delivery_count
        and cast({{ dbt.dateadd('month', 3, 'counted.half_end') }} as date) <= {{ as_of_date() }}
)

select
    {{ finding(
        key=['extract_name', 'half_start'],
        message=say(["'the half-year from '", 'half_start', "' has '", 'delivery_count', "' deliveries of '", 'extract_name', "', a year earlier it had '", 'earlier_count']),
        given=['reporting_year'],
        month='half_start',
        extract_name="'deliveries'",
        column_name="'extract_name'",
        cell_value='extract_name'
    ) }}
from fewer
