with

ledger as (
    select * from {{ ref('int_ledger_amounts') }}
    where
        treatment = 'covered_by_activity'
        and occurrence = 1
        and reporting_year is not null
),

activity_types as (
    select * from {{ ref('stg_activity_types') }}
),

-- Most lines are of one month: they are told as they are, and only the others are added up by year.
whole_lines as (
    select
        months.entity_id,
        activity_types.activity_category,
        months.reporting_year,
        months.amount_eur,
        case when months.month_quantity is not null then months.amount_eur end as year_eur
    from {{ ref('int_activity_months') }} as months
    inner join activity_types
        on months.activity_type = activity_types.activity_type
    where
        months.extract_name <> 'ledger_entries'
        and months.occurrence = 1
        and months.unreadable_reason is null
        and coalesce(months.direction, 'import') = 'import'
        and coalesce(months.days_in_part = months.days_in_period, true)
),

spread_months as (
    select
        extract_name,
        line_id,
        entity_id,
        activity_type,
        reporting_year,
        amount_eur,
        month_quantity
    from {{ ref('int_activity_months') }}
    where
        extract_name <> 'ledger_entries'
        and occurrence = 1
        and unreadable_reason is null
        and coalesce(direction, 'import') = 'import'
        and days_in_part <> days_in_period
),

line_totals as (
    select
        extract_name,
        line_id,
        sum(abs(month_quantity)) as line_quantity
    from spread_months
    group by
        extract_name,
        line_id
),

-- The euros of a line that crosses the turn of the year follow its quantity.
spread_lines as (
    select
        spread_months.extract_name,
        spread_months.line_id,
        spread_months.entity_id,
        activity_types.activity_category,
        spread_months.reporting_year,
        max(spread_months.amount_eur) as amount_eur,
        sum(abs(spread_months.month_quantity)) as year_quantity,
        max(line_totals.line_quantity) as line_quantity
    from spread_months
    inner join activity_types
        on spread_months.activity_type = activity_types.activity_type
    inner join line_totals
        on spread_months.extract_name = line_totals.extract_name
        and spread_months.line_id = line_totals.line_id
    group by
        spread_months.extract_name,
        spread_months.line_id,
        spread_months.entity_id,
        activity_types.activity_category,
        spread_months.reporting_year
),

line_years as (
    select
        entity_id,
        activity_category,
        reporting_year,
        amount_eur,
        year_eur
    from whole_lines
    union all
    select
        entity_id,
        activity_category,
        reporting_year,
        amount_eur,
        case
            when year_quantity = line_quantity then amount_eur
            else {{ scale_amount('amount_eur', 'year_quantity', 'line_quantity') }}
        end as year_eur
    from spread_lines
),

told as (
    select
        activity_category,
        entity_id,
        reporting_year,
        count(*) as activity_line_count,
        count(amount_eur) as priced_line_count,
        sum(year_eur) as activity_eur
    from line_years
    group by
        activity_category,
        entity_id,
        reporting_year
),

booked as (
    select
        covering_category as activity_category,
        entity_id,
        reporting_year,
        min(account_code) as first_account_code,
        max(account_code) as last_account_code,
        count(*) as ledger_line_count,
        sum(amount_eur) as ledger_eur
    from ledger
    group by
        covering_category,
        entity_id,
        reporting_year
),

coverage as (
    select
        booked.activity_category,
        booked.entity_id,
        booked.reporting_year,
        booked.first_account_code,
        booked.last_account_code,
        cast(booked.ledger_line_count as integer) as ledger_line_count,
        cast(booked.ledger_eur as decimal(19, 6)) as ledger_eur,
        cast(coalesce(told.activity_line_count, 0) as integer) as activity_line_count,
        cast(coalesce(told.priced_line_count, 0) as integer) as priced_line_count,
        cast(told.activity_eur as decimal(19, 6)) as activity_eur
    from booked
    left join told
        on booked.activity_category = told.activity_category
        and coalesce(booked.entity_id, '') = coalesce(told.entity_id, '')
        and booked.reporting_year = told.reporting_year
)

select * from coverage
