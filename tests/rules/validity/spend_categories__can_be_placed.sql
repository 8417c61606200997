with

categories as (
    select * from {{ ref('int_spend_categories') }}
),

ledger as (
    select
        spend_category,
        count(*) as line_count,
        cast(sum(amount_eur) as decimal(19, 6)) as amount_eur
    from {{ ref('int_ledger_amounts') }}
    where occurrence = 1
    group by spend_category
),

misplaced as (
    select
        categories.spend_category,
        categories.ghg_category,
        categories.reported_ghg_category,
        coalesce(ledger.line_count, 0) as line_count,
        coalesce(ledger.amount_eur, 0) as amount_eur
    from categories
    left join ledger
        on categories.spend_category = ledger.spend_category
    where
        categories.activity_type is null
        or coalesce(categories.reported_ghg_category not between 1 and 15, false)
)

select
    {{ finding(
        key=['spend_category'],
        message=say([
            "'spend category '", 'spend_category', "' is placed in category '", 'ghg_category', "' and reported in '", 'reported_ghg_category',
            "'; it has '", 'line_count', "' lines of together '", short('amount_eur', 2), "' euro'"
        ]),
        extract_name="'spend_categories'",
        line_id='spend_category',
        column_name="'ghg_category'",
        cell_value='ghg_category'
    ) }}
from misplaced
