with

members as (
    select * from {{ ref('int_total_members') }}
),

uncertainty as (
    select * from {{ ref('int_total_uncertainty') }}
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

-- The share is taken of absolute kg: a credit note must not lift a draft to final.
-- The gate: more than five per cent of a total on unverified factors makes that total a draft.
totals as (
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
        case when summed.unverified_share_pct > 5 then 'DRAFT' else 'FINAL' end as status,
        case
            when summed.unverified_share_pct > 5
                then
                    cast(summed.unverified_share_pct as {{ dbt.type_string() }})
                    || '% van dit totaal rust op emissiefactoren die in geen bron zijn nagelezen (grens 5%).'
        end as status_reason_nl,
        case
            when summed.unverified_share_pct > 5
                then
                    cast(summed.unverified_share_pct as {{ dbt.type_string() }})
                    || '% of this total rests on emission factors that were not read in any source (limit 5%).'
        end as status_reason_en
    from summed
    inner join uncertainty
        on summed.frame = uncertainty.frame
        and summed.total_kind = uncertainty.total_kind
        and summed.total_key = uncertainty.total_key
        and summed.reporting_year = uncertainty.reporting_year
)

select * from totals
