{%- set share = "cast(unverified_share_pct as " ~ dbt.type_string() ~ ")" -%}
{%- set lines = "cast(unusable_line_count as " ~ dbt.type_string() ~ ")" -%}
{%- set kilometres_nl = amount_text('km_without_factor', decimal_sign=',') -%}
{%- set kilometres_en = amount_text('km_without_factor') -%}
{#- name of the bound, kg that stay as they are, kg that move, by how many per cent -#}
{%- set bounds = [
    ('plan_low_kg', '0', 'summed.kg_co2e', '-margins.error_margin_pct'),
    ('plan_high_kg', '0', 'summed.kg_co2e', 'margins.error_margin_pct'),
    ('model_low_kg', 'summed.surveyed_kg_co2e', 'summed.extrapolated_kg_co2e', 'sensitivity.low_pct'),
    ('model_high_kg', 'summed.surveyed_kg_co2e', 'summed.extrapolated_kg_co2e', 'sensitivity.high_pct'),
] -%}
with

company_years as (
    select * from {{ ref('int_company_years') }}
),

chain_years as (
    select * from {{ ref('int_chain_years') }}
),

chain_modes as (
    select * from {{ ref('int_chain_modes') }}
),

labels as (
    select
        mode,
        label_nl,
        label_en,
        {{ read_integer('mode_order') }} as mode_order
    from {{ ref('travel_mode_labels') }}
),

-- The widest margin that the company states for its surveys of subcontractors in a year.
margins as (
    select
        {{ adapter.quote('year') }} as reporting_year,
        cast(max(error_margin_pct) as decimal(9, 3)) as error_margin_pct
    from {{ ref('stg_surveys') }}
    where survey_id like 'chain%'
    group by {{ adapter.quote('year') }}
),

-- One row, also where no bound is set.
sensitivity as (
    select
        cast(min(uncertainty_pct_low) as decimal(9, 3)) as low_pct,
        cast(max(uncertainty_pct_high) as decimal(9, 3)) as high_pct
    from {{ ref('int_uncertainty_bounds') }}
    where
        applies_to = 'chain'
        and uncertainty_key = 'unsurveyed_intensity'
),

-- A metric belongs to the year in which its period ends.
revenues as (
    select
        cast(extract(year from period_end) as integer) as reporting_year,
        cast(sum({{ adapter.quote('value') }}) as decimal(19, 6)) as revenue_eur
    from {{ ref('stg_business_metrics') }}
    where
        occurrence = 1
        and metric = 'revenue_eur'
        and {{ adapter.quote('value') }} is not null
        and period_end is not null
    group by cast(extract(year from period_end) as integer)
),

members as (
    select
        mode as member_of,
        chain_modes.*
    from chain_modes
    union all
    select
        'total' as member_of,
        chain_modes.*
    from chain_modes
),

-- Factor columns speak where a row has one factor: cars of several fuels, and the total, have several.
summed as (
    select
        reporting_year,
        member_of as mode,
        case when count(*) = 1 then min(activity_type) end as activity_type,
        case when count(distinct factor_edition_id) = 1 then min(factor_edition_id) end as factor_edition_id,
        case when count(*) = 1 then min(factor_id) end as factor_id,
        case when count(*) = 1 then min(factor_value) end as factor_value,
        case when count(*) = 1 then min(factor_status) end as factor_status,
        cast(sum(km) as decimal(19, 6)) as km,
        cast(sum(surveyed_km) as decimal(19, 6)) as surveyed_km,
        cast(sum(extrapolated_km) as decimal(19, 6)) as extrapolated_km,
        cast(sum(case when kg_co2e is null then km else 0 end) as decimal(19, 6)) as km_without_factor,
        cast(sum(kg_co2e) as decimal(27, 6)) as kg_co2e,
        cast(sum(surveyed_kg_co2e) as decimal(27, 6)) as surveyed_kg_co2e,
        cast(sum(extrapolated_kg_co2e) as decimal(27, 6)) as extrapolated_kg_co2e,
        cast(sum(primary_kg_co2e) as decimal(27, 6)) as primary_kg_co2e,
        cast(sum(case when factor_status = 'unverified' then kg_co2e else 0 end) as decimal(27, 6)) as unverified_kg_co2e
    from members
    group by
        reporting_year,
        member_of
),

-- Invoices of subcontractors that cannot be read: the value by which is extrapolated is too low.
unread_invoices as (
    select
        reporting_year,
        cast(count(*) as integer) as line_count
    from {{ ref('int_ledger_amounts') }}
    where
        is_subcontractor
        and unreadable_reason is not null
    group by reporting_year
),

-- The surveyed are no sample of chance: they are in with certainty and have no sampling variance. What is uncertain is
-- whether the others travel as much per euro; the bounds of that are assumed, not measured.
bounded as (
    select
        summed.*,
        margins.error_margin_pct,
        sensitivity.low_pct,
        sensitivity.high_pct,
        revenues.revenue_eur,
        chain_years.subcontractors_surveyed,
        chain_years.subcontractors_total,
        chain_years.subcontractors_extrapolated,
        chain_years.invoiced_eur,
        chain_years.surveyed_invoiced_eur,
        chain_years.coverage_pct,
        chain_years.unusable_line_count + coalesce(unread_invoices.line_count, 0) as unusable_line_count,
        {% for bound, certain, moving, percents in bounds -%}
        cast(
            {{ certain }} + cast({{ moving }} as decimal(20, 6)) * (100 + {{ percents }}) * cast(0.01 as decimal(3, 2)) as decimal(18, 6)
        ) as {{ bound }},
        {% endfor -%}
        {{ percentage('summed.unverified_kg_co2e', 'summed.kg_co2e') }} as unverified_share_pct
    from summed
    inner join company_years
        on summed.reporting_year = company_years.reporting_year
    inner join chain_years
        on summed.reporting_year = chain_years.reporting_year
    cross join sensitivity
    left join margins
        on summed.reporting_year = margins.reporting_year
    left join unread_invoices
        on summed.reporting_year = unread_invoices.reporting_year
    left join revenues
        on summed.reporting_year = revenues.reporting_year
),

chain_analysis as (
    select
        bounded.reporting_year,
        bounded.mode,
        coalesce(labels.label_nl, bounded.mode) as label_nl,
        coalesce(labels.label_en, bounded.mode) as label_en,
        labels.mode_order,
        bounded.km,
        bounded.surveyed_km,
        bounded.extrapolated_km,
        {{ to_tonnes('bounded.kg_co2e') }} as t_co2e,
        {{ to_tonnes('bounded.surveyed_kg_co2e') }} as surveyed_t_co2e,
        {{ to_tonnes('bounded.extrapolated_kg_co2e') }} as extrapolated_t_co2e,
        {{ to_tonnes('bounded.plan_low_kg') }} as plan_low,
        {{ to_tonnes('bounded.plan_high_kg') }} as plan_high,
        cast(bounded.error_margin_pct as decimal(19, 6)) as plan_margin_pct,
        {{ to_tonnes('bounded.model_low_kg') }} as model_low,
        {{ to_tonnes('bounded.model_high_kg') }} as model_high,
        'De onderzochte onderaannemers tellen zoals zij opgaven, zonder steekproeffout: zij zijn gekozen en niet geloot. Aangenomen is dat de '
        || 'uitstoot per gefactureerde euro van de anderen ' || {{ amount_text('bounded.low_pct', decimal_sign=',') }} || '% tot +'
        || {{ amount_text('bounded.high_pct', decimal_sign=',') }} || '% van die van de onderzochte afwijkt. Een aanname, geen '
        || '95%-betrouwbaarheidsinterval; de fout van de emissiefactoren zit er niet in.' as interval_assumption_nl,
        'The surveyed subcontractors count as they stated, without sampling error: they were chosen, not drawn. The emissions per '
        || 'euro invoiced of the others are assumed to differ ' || {{ amount_text('bounded.low_pct') }} || '% to +'
        || {{ amount_text('bounded.high_pct') }} || '% from those of the surveyed. An assumption, not a 95% confidence interval; the error '
        || 'of the emission factors is not in it.' as interval_assumption_en,
        bounded.coverage_pct,
        {{ percentage('bounded.primary_kg_co2e', 'bounded.kg_co2e') }} as primary_data_share_pct,
        bounded.subcontractors_surveyed,
        bounded.subcontractors_total,
        bounded.subcontractors_extrapolated,
        bounded.invoiced_eur,
        bounded.surveyed_invoiced_eur,
        bounded.revenue_eur,
        {{ ratio('bounded.kg_co2e * 1000', 'bounded.revenue_eur', 6) }} as t_co2e_per_million_eur,
        bounded.activity_type,
        bounded.factor_edition_id,
        bounded.factor_id,
        bounded.factor_value,
        bounded.factor_status,
        bounded.unverified_share_pct,
        bounded.km_without_factor,
        bounded.unusable_line_count,
        case
            when bounded.unverified_share_pct > 5 or bounded.unusable_line_count > 0 or bounded.km_without_factor > 0 then 'DRAFT'
            else 'FINAL'
        end as status,
        nullif(trim(
            case
                when bounded.unverified_share_pct > 5
                    then {{ share }} || '% rust op emissiefactoren die in geen bron zijn nagelezen (grens 5%). '
                else ''
            end
            || case when bounded.km_without_factor > 0 then {{ kilometres_nl }} || ' km heeft geen emissiefactor. ' else '' end
            || case when bounded.unusable_line_count > 0 then 'Onbruikbare regels van onderzoek of facturen: ' || {{ lines }} || '.' else '' end
        ), '') as status_reason_nl,
        nullif(trim(
            case
                when bounded.unverified_share_pct > 5
                    then {{ share }} || '% rests on emission factors that were not read in any source (limit 5%). '
                else ''
            end
            || case when bounded.km_without_factor > 0 then {{ kilometres_en }} || ' km have no emission factor. ' else '' end
            || case when bounded.unusable_line_count > 0 then 'Unusable lines of survey or invoices: ' || {{ lines }} || '.' else '' end
        ), '') as status_reason_en
    from bounded
    left join labels
        on bounded.mode = labels.mode
)

select * from chain_analysis
