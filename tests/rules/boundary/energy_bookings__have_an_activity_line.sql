with

booked as (
    select
        source_document,
        supplier_id,
        covering_category as activity_category,
        reporting_year,
        min(entity_id) as entity_id,
        min(account_code) as account_code,
        min(line_id) as line_id,
        count(*) as line_count,
        cast(sum(amount_eur) as decimal(19, 6)) as amount_eur
    from {{ ref('int_ledger_amounts') }}
    where
        occurrence = 1
        and treatment = 'covered_by_activity'
        and source_document is not null
        and supplier_id is not null
    group by
        source_document,
        supplier_id,
        covering_category,
        reporting_year
    having sum(amount_eur) <> 0
),

documents as (
    select distinct
        lines.source_document,
        activity_types.activity_category,
        activity_types.activity_type
    from {{ ref('int_activity_lines') }} as lines
    inner join {{ ref('stg_activity_types') }} as activity_types
        on lines.activity_type = activity_types.activity_type
    where
        lines.extract_name not in ('ledger_entries', 'subcontractor_travel')
        and lines.source_document is not null
        and lines.unreadable_reason is null
),

-- An extract that names no documents of the ledger at all is judged by its euros (CMP-17, DBL-11).
-- The type tells whether the category is about persons: then its kilograms stay in audit.
documented as (
    select
        booked.activity_category,
        min(documents.activity_type) as activity_type
    from booked
    inner join documents
        on booked.source_document = documents.source_document
        and booked.activity_category = documents.activity_category
    group by booked.activity_category
),

-- What the euros of the category carry in that year.
category_years as (
    select
        activity_category,
        reporting_year,
        cast(sum(kg_co2e) as decimal(19, 6)) as kg_co2e
    from {{ ref('fct_emissions') }}
    group by
        activity_category,
        reporting_year
),

ledger_years as (
    select
        activity_category,
        reporting_year,
        cast(sum(amount_eur) as decimal(19, 6)) as amount_eur
    from booked
    group by
        activity_category,
        reporting_year
),

unmatched as (
    select
        booked.source_document,
        booked.supplier_id,
        booked.activity_category,
        booked.reporting_year,
        booked.entity_id,
        booked.account_code,
        booked.line_id,
        booked.line_count,
        booked.amount_eur,
        documented.activity_type,
        {{ scale_amount('category_years.kg_co2e', 'abs(booked.amount_eur)', 'ledger_years.amount_eur') }} as kg_co2e
    from booked
    inner join documented
        on booked.activity_category = documented.activity_category
    left join documents
        on booked.source_document = documents.source_document
        and booked.activity_category = documents.activity_category
    left join category_years
        on booked.activity_category = category_years.activity_category
        and booked.reporting_year = category_years.reporting_year
    left join ledger_years
        on booked.activity_category = ledger_years.activity_category
        and booked.reporting_year = ledger_years.reporting_year
    where documents.source_document is null
)

select
    {{ finding(
        key=['source_document', 'supplier_id', 'reporting_year'],
        message=say([
            "'document '", 'source_document', "' of supplier '", 'supplier_id', "' is booked on account '", 'account_code', "' ('", 'activity_category', "', '",
            short('amount_eur', 2), "' euro in '", 'line_count', "' lines), and no activity line names it'"
        ]),
        given=['entity_id', 'reporting_year', 'line_id', 'activity_type'],
        extract_name="'ledger_entries'",
        column_name="'source_document'",
        cell_value='source_document',
        kg_co2e='kg_co2e'
    ) }}
from unmatched
