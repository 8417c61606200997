-- Nothing waits for this test: it also looks at a table on which no model rests, so that an error skips no model.
-- depends_on: {{ ref('fct_findings') }}
with

published as (
    {%- for scope in [1, 2, 3] %}
    select
        reporting_year,
        kg_co2e
    from {{ ref('fct_scope_' ~ scope ~ '_emissions') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

emissions as (
    select * from {{ ref('fct_emissions') }}
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

published_totals as (
    select
        reporting_year,
        sum(kg_co2e) as kg_co2e
    from published
    group by reporting_year
),

row_totals as (
    select
        emissions.reporting_year,
        sum(emissions.kg_co2e) as kg_co2e
    from emissions
    inner join company_years
        on emissions.reporting_year = company_years.reporting_year
    group by emissions.reporting_year
),

unequal as (
    select
        coalesce(row_totals.reporting_year, published_totals.reporting_year) as reporting_year,
        row_totals.kg_co2e as rows_kg_co2e,
        published_totals.kg_co2e as published_kg_co2e
    from row_totals
    full outer join published_totals
        on row_totals.reporting_year = published_totals.reporting_year
    where coalesce(row_totals.kg_co2e, 0) <> coalesce(published_totals.kg_co2e, 0)
)

select
    {{ finding(
        key=['reporting_year'],
        message=say(["'published '", 'published_kg_co2e', "' kg, audit rows '", 'rows_kg_co2e', "' kg'"]),
        given=['reporting_year']
    ) }}
from unequal
