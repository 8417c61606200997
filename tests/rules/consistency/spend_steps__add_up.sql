-- Nothing waits for this test: it also looks at a table on which no model rests, so that an error skips no model.
-- depends_on: {{ ref('fct_findings') }}
with

spend as (
    select * from {{ ref('fct_spend_emissions') }}
),

emissions as (
    select
        line_id,
        count(*) as row_count,
        cast(sum(kg_co2e) as decimal(27, 6)) as kg_co2e
    from {{ ref('fct_emissions') }}
    where extract_name = 'ledger_entries'
    group by line_id
),

-- A line_id that was delivered again has no kg of its own.
first_lines as (
    select * from spend
    where occurrence = 1
),

wrong as (
    select
        coalesce(first_lines.line_id, emissions.line_id) as line_id,
        'kg' as step,
        first_lines.kg_co2e as told,
        emissions.kg_co2e as made
    from first_lines
    full outer join emissions
        on first_lines.line_id = emissions.line_id
    where
        coalesce(first_lines.kg_co2e, 0) <> coalesce(emissions.kg_co2e, 0)
        or coalesce(emissions.row_count, 1) <> 1
    union all
    select
        line_id,
        'difference' as step,
        kg_co2e_alternative - kg_co2e as told,
        difference_price_level_kg + difference_currency_kg + difference_price_basis_kg + difference_factor_kg as made
    from spend
    where
        kg_co2e is not null
        and kg_co2e_alternative is not null
        and coalesce(
            difference_price_level_kg + difference_currency_kg + difference_price_basis_kg + difference_factor_kg
            <> kg_co2e_alternative - kg_co2e,
            true
        )
    union all
    select
        line_id,
        'euro' as step,
        amount_eur as told,
        counted_eur + physical_eur + travel_eur as made
    from first_lines
    where
        treatment = 'spend'
        and claim_status in ('counted', 'superseded')
        and coalesce(counted_eur + physical_eur + travel_eur <> amount_eur, true)
)

select
    {{ finding(
        key=['line_id', 'step'],
        message=say(["'ledger_entries, line '", 'line_id', "', '", 'step', "': '", 'told', "' against '", 'made']),
        given=['line_id'],
        extract_name="'ledger_entries'"
    ) }}
from wrong
