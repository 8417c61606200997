{%- set share = "cast(unverified_share_pct as " ~ dbt.type_string() ~ ")" -%}
{%- set lines = "cast(unreadable_line_count as " ~ dbt.type_string() ~ ")" -%}
{%- set share_nl = share ~ " || '% van dit totaal rust op emissiefactoren die in geen bron zijn nagelezen (grens 5%).'" -%}
{%- set share_en = share ~ " || '% of this total rests on emission factors that were not read in any source (limit 5%).'" -%}
{%- set lines_nl = "'Aangeleverde regels die niet te lezen zijn en dus ontbreken: ' || " ~ lines ~ " || '.'" -%}
{%- set lines_en = "'Delivered lines that cannot be read and so are missing: ' || " ~ lines ~ " || '.'" -%}
with

members as (
    select * from {{ ref('int_total_members') }}
),

uncertainty as (
    select * from {{ ref('int_total_uncertainty') }}
),

activities as (
    select
        extract_name,
        line_id,
        reporting_year,
        claim_status
    from {{ ref('fct_activities') }}
),

years as (
    select * from {{ ref('int_company_years') }}
),

summed as (
    select
        frame,
        total_kind,
        total_key,
        reporting_year,
        {{ to_tonnes('sum(kg_co2e)') }} as t_co2e,
        {{ percentage(
            "sum(case when factor_status = 'unverified' then abs(kg_co2e) else 0 end)", 'sum(abs(kg_co2e))'
        ) }} as unverified_share_pct
    from members
    group by
        frame,
        total_kind,
        total_key,
        reporting_year
),

-- Lines that count for nothing because they cannot be read; one without a readable date may belong to any year.
unreadable as (
    select
        years.reporting_year,
        cast(count(distinct activities.extract_name || '|' || activities.line_id) as integer) as unreadable_line_count
    from years
    inner join activities
        on activities.reporting_year = years.reporting_year
        or activities.reporting_year is null
    where activities.claim_status = 'unreadable'
    group by years.reporting_year
),

-- The share is taken of absolute kg: a credit note must not lift a draft to final.
-- The gate: more than five per cent of a total on unverified factors makes that total a draft, and so do delivered lines
-- that could not be read, for the totals of which they are missing.
gated as (
    select
        summed.frame,
        summed.total_kind,
        summed.total_key,
        summed.reporting_year,
        summed.t_co2e,
        cast(summed.t_co2e - uncertainty.error_low_t_co2e as decimal(30, 9)) as low_t_co2e,
        cast(summed.t_co2e + uncertainty.error_high_t_co2e as decimal(30, 9)) as high_t_co2e,
        {{ percentage(
            'case when uncertainty.error_low_t_co2e > uncertainty.error_high_t_co2e'
            ~ ' then uncertainty.error_low_t_co2e else uncertainty.error_high_t_co2e end',
            'summed.t_co2e'
        ) }} as uncertainty_pct,
        summed.unverified_share_pct,
        case
            when summed.total_kind in ('total', 'ladder_total') then coalesce(unreadable.unreadable_line_count, 0)
            else 0
        end as unreadable_line_count
    from summed
    inner join uncertainty
        on summed.frame = uncertainty.frame
        and summed.total_kind = uncertainty.total_kind
        and summed.total_key = uncertainty.total_key
        and summed.reporting_year = uncertainty.reporting_year
    left join unreadable
        on summed.reporting_year = unreadable.reporting_year
),

totals as (
    select
        frame,
        total_kind,
        total_key,
        reporting_year,
        t_co2e,
        low_t_co2e,
        high_t_co2e,
        uncertainty_pct,
        unverified_share_pct,
        unreadable_line_count,
        case when unverified_share_pct > 5 or unreadable_line_count > 0 then 'DRAFT' else 'FINAL' end as status,
        case
            when unverified_share_pct > 5 and unreadable_line_count > 0
                then {{ share_nl }} || ' ' || {{ lines_nl }}
            when unverified_share_pct > 5 then {{ share_nl }}
            when unreadable_line_count > 0 then {{ lines_nl }}
        end as status_reason_nl,
        case
            when unverified_share_pct > 5 and unreadable_line_count > 0
                then {{ share_en }} || ' ' || {{ lines_en }}
            when unverified_share_pct > 5 then {{ share_en }}
            when unreadable_line_count > 0 then {{ lines_en }}
        end as status_reason_en
    from gated
)

select * from totals
