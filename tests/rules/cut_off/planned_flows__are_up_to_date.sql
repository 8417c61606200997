{#- CMP-22 asks for each half-year of the reporting years. This rule asks by the terms of the plan itself, and goes on after the
    last reporting year: there a source that stopped delivering would be seen by nobody. -#}
with

data_plan as (
    select distinct
        emission_category,
        due
    from {{ ref('stg_data_plan') }}
    where
        emission_category is not null
        and due is not null
),

due_words as (
    select * from {{ ref('due_words') }}
),

months as (
    select * from {{ ref('stg_months') }}
),

data_flows as (
    select * from {{ ref('data_flows') }}
),

deliveries as (
    select * from {{ ref('stg_deliveries') }}
    where covers_to is not null
),

-- Word by word: 'may' is a month, and part of 'maybe'.
planned as (
    select
        data_plan.emission_category,
        data_plan.due,
        cast(due_words.due_month as integer) as due_month
    from data_plan
    left join due_words
        on ' ' || replace(replace(replace(replace(lower(data_plan.due), ',', ' '), ';', ' '), '.', ' '), '/', ' ') || ' '
        like '% ' || due_words.word || ' %'
),

-- The last month of delivery that has passed altogether. What is due in it covers the days up to three months before it.
terms as (
    select
        planned.emission_category,
        planned.due,
        max(months.month_start) as term_start
    from planned
    inner join months
        on planned.due_month = extract(month from months.month_start)
    where months.month_end < {{ as_of_date() }}
    group by
        planned.emission_category,
        planned.due
),

needed as (
    select
        emission_category,
        due,
        term_start,
        cast({{ dbt.dateadd('day', -1, dbt.dateadd('month', -3, 'term_start')) }} as date) as needed_to
    from terms
),

-- Any extract of a flow will do. A flow that never came is told by CMP-22.
delivered as (
    select
        data_flows.emission_category,
        max(deliveries.covers_to) as delivered_to
    from data_flows
    inner join deliveries
        on data_flows.extract_name = deliveries.extract_name
    group by data_flows.emission_category
),

told as (
    select
        needed.emission_category,
        needed.due,
        needed.needed_to,
        {{ say([
            "'data flow '", 'needed.emission_category', "' was delivered up to '", 'delivered.delivered_to', "'; by its term ('", 'needed.due',
            "') it should reach '", 'needed.needed_to'
        ]) }} as message
    from needed
    inner join delivered
        on needed.emission_category = delivered.emission_category
    where delivered.delivered_to < needed.needed_to
    union all
    select
        emission_category,
        due,
        cast(null as date) as needed_to,
        {{ say([
            "'data flow '", 'emission_category', "' is due '", 'due', "', which names no month: whether it is overdue cannot be told'"
        ]) }} as message
    from planned
    where due_month is null
)

select
    {{ finding(
        key=['emission_category', 'needed_to'],
        message='message',
        reporting_year='extract(year from needed_to)',
        extract_name="'data_plan'",
        line_id='emission_category',
        column_name="'due'",
        cell_value='due'
    ) }}
from told
