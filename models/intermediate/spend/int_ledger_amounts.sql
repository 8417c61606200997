with

ledger as (
    select * from {{ ref('stg_ledger_entries') }}
),

accounts as (
    select
        account_code,
        count(*) as mapping_count,
        min(treatment) as treatment,
        min(spend_category) as spend_category,
        min(activity_category) as covering_category
    from {{ ref('stg_ledger_accounts') }}
    where account_code is not null
    group by account_code
),

categories as (
    select * from {{ ref('int_spend_categories') }}
),

suppliers as (
    select
        supplier_id,
        max(case when is_subcontractor then 1 else 0 end) = 1 as is_subcontractor,
        max(case when is_group_company then 1 else 0 end) = 1 as is_group_company
    from {{ ref('stg_suppliers') }}
    group by supplier_id
),

entities as (
    select * from {{ ref('stg_entities_in_time') }}
),

rates as (
    select * from {{ ref('int_price_levels') }}
),

booked as (
    select
        ledger.*,
        cast(extract(year from ledger.booking_date) as integer) as booking_year,
        lower(coalesce(ledger.currency, 'EUR')) as currency_code
    from ledger
),

-- The line that a credit note corrects, if it was delivered. Read apart from `booked`: DuckDB keeps what is read twice in
-- memory, with all its columns.
credited as (
    select
        line_id,
        cast(extract(year from booking_date) as integer) as booking_year
    from {{ ref('stg_ledger_entries') }}
    where occurrence = 1
),

joined as (
    select
        booked.*,
        accounts.mapping_count,
        case when accounts.mapping_count = 1 then accounts.treatment end as treatment,
        case when accounts.mapping_count = 1 then accounts.spend_category end as spend_category,
        case when accounts.mapping_count = 1 then accounts.covering_category end as covering_category,
        categories.effective_from_year as category_from_year,
        categories.ghg_category,
        categories.reported_ghg_category,
        categories.activity_type,
        coalesce(suppliers.is_subcontractor, false) as is_subcontractor,
        coalesce(suppliers.is_group_company, false) as is_group_company,
        credited.line_id is not null as is_paired,
        coalesce(credited.booking_year, booked.booking_year) as price_level_year,
        case
            when booked.currency_code = 'eur' then booked.amount
            else {{ scale_amount('booked.amount', 'cast(1 as decimal(19, 6))', 'rates.price_level') }}
        end as amount_eur,
        rates.price_level as currency_rate,
        coalesce(
            entities.is_in_boundary
            and (entities.valid_from is null or booked.booking_date >= entities.valid_from)
            and (entities.valid_to is null or booked.booking_date <= entities.valid_to),
            true
        ) as is_in_boundary
    from booked
    left join accounts
        on booked.account_code = accounts.account_code
    left join categories
        on accounts.mapping_count = 1
        and accounts.treatment = 'spend'
        and accounts.spend_category = categories.spend_category
        and (categories.effective_from_year is null or booked.booking_year >= categories.effective_from_year)
        and (categories.effective_to_year is null or booked.booking_year <= categories.effective_to_year)
    left join suppliers
        on booked.supplier_id = suppliers.supplier_id
    left join credited
        on booked.credits_line_id = credited.line_id
    left join rates
        on rates.series = booked.currency_code || '_per_eur_yearly_average'
        and booked.booking_year = rates.price_year
    left join entities
        on booked.entity_id = entities.entity_id
        and coalesce(booked.booking_date, cast('9999-12-31' as date)) between entities.effective_from and entities.effective_to
),

-- Why a line cannot be used, the account first: without it nothing is known of the euros.
judged as (
    select
        joined.*,
        case
            when joined.mapping_count is null then 'account_not_mapped'
            when joined.mapping_count > 1 then 'account_mapped_twice'
            when joined.treatment is null then 'account_without_treatment'
            when joined.treatment = 'spend' and joined.activity_type is null then 'spend_category_unknown'
            when joined.amount is null then 'quantity_unreadable'
            when joined.amount_eur is null and joined.booking_date is not null then 'currency_without_rate'
        end as unreadable_reason
    from joined
),

-- The cost lines of hired services: what the chain analysis extrapolates by.
amounts as (
    select
        judged.*,
        judged.amount_eur < 0 and judged.treatment = 'spend' as is_credit,
        coalesce(
            judged.treatment = 'spend'
            and judged.is_subcontractor
            and judged.occurrence = 1
            and judged.unreadable_reason is null
            and judged.booking_date is not null
            and judged.is_in_boundary,
            false
        ) as is_invoiced_cost,
        judged.booking_year as reporting_year
    from judged
)

select * from amounts
