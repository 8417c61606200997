with

ledger as (
    select * from {{ ref('int_ledger_amounts') }}
    where
        treatment = 'covered_by_activity'
        and occurrence = 1
        and reporting_year is not null
),

months as (
    select * from {{ ref('int_activity_months') }}
    where
        extract_name <> 'ledger_entries'
        and occurrence = 1
        and unreadable_reason is null
        and coalesce(direction, 'import') = 'import'
),

activity_types as (
    select * from {{ ref('stg_activity_types') }}
),

line_totals as (
    select
        extract_name,
        line_id,
        sum(abs(month_quantity)) as line_quantity
    from months
    group by
        extract_name,
        line_id
),

-- The euros of a line that crosses the turn of the year follow its quantity.
line_years as (
    select
        months.extract_name,
        months.line_id,
        months.entity_id,
        activity_types.activity_category,
        months.reporting_year,
        max(months.amount_eur) as amount_eur,
        sum(abs(months.month_quantity)) as year_quantity,
        max(line_totals.line_quantity) as line_quantity
    from months
    inner join activity_types
        on months.activity_type = activity_types.activity_type
    inner join line_totals
        on months.extract_name = line_totals.extract_name
        and months.line_id = line_totals.line_id
    group by
        months.extract_name,
        months.line_id,
        months.entity_id,
        activity_types.activity_category,
        months.reporting_year
),

told as (
    select
        activity_category,
        entity_id,
        reporting_year,
        count(*) as activity_line_count,
        count(amount_eur) as priced_line_count,
        sum(
            case
                when year_quantity = line_quantity then amount_eur
                else {{ scale_amount('amount_eur', 'year_quantity', 'line_quantity') }}
            end
        ) as activity_eur
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
