{#- A half-year is due when three months have passed after it: figures are due in April and October. -#}
with

data_plan as (
    select distinct emission_category
    from {{ ref('stg_data_plan') }}
    where emission_category is not null
),

data_flows as (
    select * from {{ ref('data_flows') }}
),

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
        cast({{ dbt.dateadd('day', -1, dbt.dateadd('month', 6, 'months.month_start')) }} as date) as half_end
    from {{ ref('stg_months') }} as months
    inner join {{ ref('int_company_years') }} as company_years
        on months.calendar_year = company_years.reporting_year
    where extract(month from months.month_start) in (1, 7)
),

due as (
    select * from half_years
    where cast({{ dbt.dateadd('month', 3, 'half_end') }} as date) <= {{ as_of_date() }}
),

known_flows as (
    select distinct emission_category
    from data_flows
),

unknown_flows as (
    select data_plan.emission_category
    from data_plan
    left join known_flows
        on data_plan.emission_category = known_flows.emission_category
    where known_flows.emission_category is null
),

-- Any extract of a flow will do: an invoice, or a reading of the same meter.
delivered as (
    select distinct
        data_flows.emission_category,
        half_years.half_start
    from data_flows
    inner join deliveries
        on data_flows.extract_name = deliveries.extract_name
    inner join half_years
        on deliveries.covers_from <= half_years.half_end
        and deliveries.covers_to >= half_years.half_start
),

-- A flow is expected from the first half-year in which it came; one that never came, in all.
first_halves as (
    select
        emission_category,
        min(half_start) as first_half
    from delivered
    group by emission_category
),

missing as (
    select
        data_plan.emission_category,
        due.half_start,
        due.reporting_year
    from data_plan
    inner join known_flows
        on data_plan.emission_category = known_flows.emission_category
    cross join due
    left join first_halves
        on data_plan.emission_category = first_halves.emission_category
    left join delivered
        on data_plan.emission_category = delivered.emission_category
        and due.half_start = delivered.half_start
    where
        delivered.half_start is null
        and due.half_start >= coalesce(first_halves.first_half, due.half_start)
),

told as (
    select
        emission_category,
        half_start,
        reporting_year,
        {{ say(["'no delivery of '", 'emission_category', "' covers the half-year from '", 'half_start']) }} as message
    from missing
    union all
    select
        emission_category,
        cast(null as date) as half_start,
        cast(null as integer) as reporting_year,
        {{ say([
            "'data flow '", 'emission_category', "' is not among those of seeds/shared/reference/data_flows.csv: whether it came cannot be told'"
        ]) }} as message
    from unknown_flows
)

select
    {{ finding(
        key=['emission_category', 'half_start'],
        message='message',
        given=['reporting_year'],
        month='half_start',
        extract_name="'data_plan'",
        line_id='emission_category',
        column_name="'emission_category'",
        cell_value='emission_category'
    ) }}
from told
