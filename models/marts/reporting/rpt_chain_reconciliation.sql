{%- set without_survey_nl = "'Er is geen bruikbaar onderzoek van dit jaar: het reizen van de ingehuurde onderaannemers is niet te schatten. "
    ~ "Hun facturen geven {spend} t via de uitgaven.'" -%}
{%- set without_survey_en = "'There is no usable survey of this year: the travel of the hired subcontractors cannot be estimated. "
    ~ "Their invoices give {spend} t by spend.'" -%}
{%- set replaces_nl = "'Het reizen van de onderaannemers ({chain} t) vervangt het reisdeel van de uitgaven aan dezelfde facturen: {share}% van "
    ~ "het bedrag, volgens {source}. De rest van die uitgaven geeft {spend} t.'" -%}
{%- set replaces_en = "'The travel of the subcontractors ({chain} t) replaces the travel part of the spend on the same invoices: {share}% of "
    ~ "the amount, after {source}. The rest of that spend gives {spend} t.'" -%}
{%- set beside_nl = "'De ketenanalyse telt alleen het reizen van de onderaannemers ({chain} t); de uitgavenfactor telt de hele ingehuurde dienst "
    ~ "({spend} t op dezelfde facturen). De keten staat daarom naast het totaal en wordt nergens bij opgeteld.'" -%}
{%- set beside_en = "'The chain analysis counts only the travel of the subcontractors ({chain} t); the spend factor counts the whole hired "
    ~ "service ({spend} t on the same invoices). So the chain stands beside the total and is added to nothing.'" -%}
{%- set fillings_nl = {
    'chain': amount_text('joined.chain_t_co2e', decimal_sign=','),
    'spend': 'coalesce(' ~ amount_text('joined.spend_t_co2e', decimal_sign=',') ~ ", '?')",
    'share': amount_text('joined.boundary_share_pct', decimal_sign=','),
    'source': 'joined.source',
} -%}
{%- set fillings_en = {
    'chain': amount_text('joined.chain_t_co2e'),
    'spend': 'coalesce(' ~ amount_text('joined.spend_t_co2e') ~ ", '?')",
    'share': amount_text('joined.boundary_share_pct'),
    'source': 'joined.source',
} -%}
with

company_years as (
    select * from {{ ref('int_company_years') }}
),

chain_years as (
    select * from {{ ref('int_chain_years') }}
),

chain_totals as (
    select
        reporting_year,
        t_co2e
    from {{ ref('rpt_chain_analysis') }}
    where mode = 'total'
),

population as (
    select * from {{ ref('int_subcontractor_invoices') }}
    where is_in_population
),

invoiced_lines as (
    select
        line_id,
        occurrence,
        supplier_id,
        reporting_year
    from {{ ref('int_ledger_amounts') }}
    where is_invoiced_cost
),

spend_emissions as (
    select * from {{ ref('fct_spend_emissions') }}
),

boundaries as (
    select * from {{ ref('int_chain_boundaries') }}
),

-- The kg of exactly the invoices that the chain extrapolates by.
spend as (
    select
        population.reporting_year,
        sum(spend_emissions.counted_eur) as counted_eur,
        sum(spend_emissions.physical_eur) as physical_eur,
        sum(spend_emissions.travel_eur) as travel_eur,
        -- What one counted line lacks, the whole lacks: a part is not compared with a whole. Where nothing is left it is nothing.
        case
            when count(case when spend_emissions.counted_eur <> 0 and spend_emissions.kg_co2e is null then 1 end) = 0
                then coalesce(sum(spend_emissions.kg_co2e), 0)
        end as kg_co2e,
        case
            when count(case when spend_emissions.counted_eur <> 0 and spend_emissions.kg_co2e_alternative is null then 1 end) = 0
                then coalesce(sum(spend_emissions.kg_co2e_alternative), 0)
        end as kg_co2e_alternative
    from invoiced_lines
    inner join population
        on invoiced_lines.supplier_id = population.supplier_id
        and invoiced_lines.reporting_year = population.reporting_year
    inner join spend_emissions
        on invoiced_lines.line_id = spend_emissions.line_id
        and invoiced_lines.occurrence = spend_emissions.occurrence
    group by population.reporting_year
),

joined as (
    select
        chain_years.*,
        chain_totals.t_co2e as chain_t_co2e,
        {{ to_tonnes('spend.kg_co2e') }} as spend_t_co2e,
        {{ to_tonnes('spend.kg_co2e_alternative') }} as spend_t_co2e_alternative,
        spend.counted_eur,
        spend.physical_eur,
        spend.travel_eur,
        boundaries.boundary_share_pct,
        boundaries.source,
        case
            when boundaries.reporting_year is not null and chain_years.subcontractors_surveyed > 0 then 'replaces'
            else 'beside'
        end as treatment
    from chain_years
    inner join company_years
        on chain_years.reporting_year = company_years.reporting_year
    left join chain_totals
        on chain_years.reporting_year = chain_totals.reporting_year
    left join spend
        on chain_years.reporting_year = spend.reporting_year
    left join boundaries
        on chain_years.reporting_year = boundaries.reporting_year
),

reconciliation as (
    select
        joined.reporting_year,
        joined.treatment,
        cast(joined.boundary_share_pct as decimal(19, 6)) as boundary_share_pct,
        joined.source,
        joined.chain_t_co2e,
        joined.spend_t_co2e,
        joined.spend_t_co2e_alternative,
        {{ percentage('joined.chain_t_co2e', 'joined.spend_t_co2e') }} as chain_share_of_spend_pct,
        joined.subcontractors_total,
        joined.subcontractors_surveyed,
        joined.subcontractors_extrapolated,
        joined.subcontractors_without_value,
        joined.invoiced_eur,
        joined.surveyed_invoiced_eur,
        joined.extrapolated_invoiced_eur,
        joined.without_value_eur,
        cast(joined.counted_eur as decimal(19, 6)) as counted_eur,
        cast(joined.physical_eur as decimal(19, 6)) as physical_eur,
        cast(joined.travel_eur as decimal(19, 6)) as travel_eur,
        case
            when joined.chain_t_co2e is null then {{ fill_in(without_survey_nl, fillings_nl) }}
            when joined.treatment = 'replaces' then {{ fill_in(replaces_nl, fillings_nl) }}
            else {{ fill_in(beside_nl, fillings_nl) }}
        end as explanation_nl,
        case
            when joined.chain_t_co2e is null then {{ fill_in(without_survey_en, fillings_en) }}
            when joined.treatment = 'replaces' then {{ fill_in(replaces_en, fillings_en) }}
            else {{ fill_in(beside_en, fillings_en) }}
        end as explanation_en
    from joined
)

select * from reconciliation
