{%- set share = "cast(unverified_share_pct as " ~ dbt.type_string() ~ ")" -%}
{%- set lines = "cast(unreadable_line_count as " ~ dbt.type_string() ~ ")" -%}
{%- set share_nl = share ~ " || '% van dit totaal rust op emissiefactoren die in geen bron zijn nagelezen (grens 5%).'" -%}
{%- set share_en = share ~ " || '% of this total rests on emission factors that were not read in any source (limit 5%).'" -%}
{%- set lines_nl = "'Aangeleverde regels die niet te lezen zijn of geen factor vonden, en dus ontbreken: ' || " ~ lines ~ " || '.'" -%}
{%- set lines_en = "'Delivered lines that cannot be read or found no factor, and so are missing: ' || " ~ lines ~ " || '.'" -%}
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

scope_3_lines as (
    select
        frame,
        line
    from {{ ref('frame_lines') }}
    where scope = 'scope_3'
),

told as (
    select * from {{ ref('int_privacy_measures') }}
),

-- Categories of which the share on unverified factors would tell of one to four persons: they count whole, so that the gate
-- is never wider than it should be.
counted_whole as (
    select distinct
        members.activity_category,
        members.reporting_year
    from members
    inner join told
        on members.activity_category = told.activity_category
        and members.reporting_year = told.reporting_year
    where
        told.quality_level = 'none'
        and members.factor_status = 'unverified'
),

summed as (
    select
        members.frame,
        members.total_kind,
        members.total_key,
        members.reporting_year,
        {{ to_tonnes('sum(members.kg_co2e)') }} as t_co2e,
        {{ percentage(
            "sum(case when members.factor_status = 'unverified' or counted_whole.activity_category is not null"
            ~ " then members.kg_absolute else 0 end)",
            'sum(members.kg_absolute)'
        ) }} as unverified_share_pct
    from members
    left join counted_whole
        on members.activity_category = counted_whole.activity_category
        and members.reporting_year = counted_whole.reporting_year
    group by
        members.frame,
        members.total_kind,
        members.total_key,
        members.reporting_year
),

-- Which totals a line is missing from: the ledger, purchases, commuting and waste are scope 3, the others scope 1, 2 and
-- business travel. Hired travel stands beside the total.
missing_lines as (
    select
        extract_name,
        line_id,
        reporting_year,
        extract_name in ('ledger_entries', 'purchases_physical', 'commuting', 'waste_collections') as is_scope_3
    from activities
    where
        claim_status = 'unreadable'
        and extract_name <> 'subcontractor_travel'
    union all
    -- Euros that count and found no kilograms: a factor, an index or a rate is missing.
    select
        'ledger_entries' as extract_name,
        line_id,
        reporting_year,
        true as is_scope_3
    from {{ ref('fct_spend_emissions') }}
    where
        claim_status = 'counted'
        and kg_co2e is null
),

-- Lines that count for nothing; one without a readable date may belong to any year.
unreadable as (
    select
        years.reporting_year,
        cast(count(distinct missing_lines.extract_name || '|' || missing_lines.line_id) as integer) as line_count,
        cast(count(
            distinct case when missing_lines.is_scope_3 then missing_lines.extract_name || '|' || missing_lines.line_id end
        ) as integer) as scope_3_line_count
    from years
    inner join missing_lines
        on missing_lines.reporting_year = years.reporting_year
        or missing_lines.reporting_year is null
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
            when summed.total_kind = 'total' then coalesce(unreadable.line_count, 0)
            when summed.total_kind = 'ladder_total' then coalesce(unreadable.line_count - unreadable.scope_3_line_count, 0)
            when summed.total_key = 'scope_3' or scope_3_lines.line is not null then coalesce(unreadable.scope_3_line_count, 0)
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
    left join scope_3_lines
        on summed.total_kind = 'line'
        and summed.frame = scope_3_lines.frame
        and summed.total_key = scope_3_lines.line
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
