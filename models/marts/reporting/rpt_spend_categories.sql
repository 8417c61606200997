with

spend as (
    select * from {{ ref('fct_spend_emissions') }}
    where claim_status = 'counted'
),

categories as (
    select * from {{ ref('int_spend_categories') }}
),

years as (
    select * from {{ ref('int_company_years') }}
),

-- A category has one factor each way, so that all its lines say the same; what a single line lacks, the whole lacks.
summed as (
    select
        spend_category,
        reporting_year,
        cast(sum(counted_eur) as decimal(19, 6)) as counted_eur,
        cast(sum(case when kg_co2e is null then counted_eur else 0 end) as decimal(19, 6)) as spend_without_kg_eur,
        cast(count(*) as integer) as line_count,
        {{ to_tonnes('sum(kg_co2e)') }} as t_co2e,
        {%- for way in ['', 'alternative_'] %}
        min({{ way }}factor_edition_id) as {{ way }}factor_edition_id,
        min({{ way }}factor_id) as {{ way }}factor_id,
        min({{ way }}factor_value) as {{ way }}factor_value,
        min({{ way }}factor_currency) as {{ way }}factor_currency,
        min({{ way }}factor_price_year) as {{ way }}factor_price_year,
        min({{ way }}factor_status) as {{ way }}factor_status,
        case
            when count(case when {{ way }}price_level_status = 'unverified' then 1 end) > 0 then 'unverified'
            else max({{ way }}price_level_status)
        end as {{ way }}price_level_status,
        {%- endfor %}
        case when count(kg_co2e_alternative) = count(*) then {{ to_tonnes('sum(kg_co2e_alternative)') }} end as t_co2e_alternative,
        case when count(difference_price_level_kg) = count(*) then {{ to_tonnes('sum(difference_price_level_kg)') }} end as difference_price_level_t,
        case when count(difference_currency_kg) = count(*) then {{ to_tonnes('sum(difference_currency_kg)') }} end as difference_currency_t,
        case when count(difference_price_basis_kg) = count(*) then {{ to_tonnes('sum(difference_price_basis_kg)') }} end as difference_price_basis_t,
        case when count(difference_factor_kg) = count(*) then {{ to_tonnes('sum(difference_factor_kg)') }} end as difference_factor_t
    from spend
    group by
        spend_category,
        reporting_year
),

joined as (
    select
        summed.spend_category,
        summed.reporting_year,
        categories.name_nl,
        categories.name_en,
        categories.ghg_category,
        categories.reported_ghg_category,
        summed.counted_eur,
        summed.spend_without_kg_eur,
        summed.line_count,
        summed.t_co2e,
        summed.factor_edition_id,
        summed.factor_id,
        summed.factor_value,
        summed.factor_currency,
        summed.factor_price_year,
        summed.factor_status,
        summed.price_level_status,
        summed.t_co2e_alternative,
        summed.alternative_factor_edition_id,
        summed.alternative_factor_id,
        summed.alternative_factor_value,
        summed.alternative_factor_currency,
        summed.alternative_factor_price_year,
        summed.alternative_factor_status,
        summed.alternative_price_level_status,
        summed.difference_price_level_t,
        summed.difference_currency_t,
        summed.difference_price_basis_t,
        summed.difference_factor_t
    from summed
    inner join years
        on summed.reporting_year = years.reporting_year
    inner join categories
        on summed.spend_category = categories.spend_category
        and (categories.effective_from_year is null or summed.reporting_year >= categories.effective_from_year)
        and (categories.effective_to_year is null or summed.reporting_year <= categories.effective_to_year)
)

select * from joined
