{{ config(materialized=read_once()) }}
with

emissions as (
    select * from {{ ref('fct_emissions') }}
),

location_based as (
    select * from {{ ref('fct_power_location_based') }}
),

activity_types as (
    select * from {{ ref('stg_activity_types') }}
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

frame_mapping as (
    select
        activity_category,
        component,
        max(case when frame = 'ladder' then line end) as ladder_line,
        max(case when frame = 'ghg_protocol' then line end) as ghg_line,
        max(case when frame = 'iso_14064' then line end) as iso_line
    from {{ ref('frame_mapping') }}
    group by
        activity_category,
        component
),

-- Market-based and location-based power are two answers to one question, on rows of their own: kg_co2e adds up the
-- footprint, kg_co2e_location_based adds up the alternative. What is no power stands in both.
market_rows as (
    select
        emissions.emission_id,
        emissions.activity_id,
        case when activity_types.is_power then 'market_based' else 'not_power' end as power_basis,
        emissions.entity_id,
        emissions.location_id,
        emissions.project_id,
        emissions.person_key,
        emissions.is_estimated,
        emissions.data_quality_score,
        emissions.activity_type,
        emissions.activity_category,
        emissions.reporting_year,
        emissions.month,
        emissions.period_start,
        emissions.period_end,
        emissions.component,
        emissions.factor_edition_id,
        emissions.factor_id,
        emissions.factor_value,
        emissions.wtw_factor_value,
        emissions.method,
        emissions.factor_status,
        emissions.split_status,
        emissions.ladder_line,
        emissions.ghg_line,
        emissions.iso_line,
        emissions.quantity,
        emissions.unit,
        emissions.kg_co2e,
        case when activity_types.is_power then cast(0 as decimal(18, 6)) else emissions.kg_co2e end as kg_co2e_location_based,
        emissions.kg_co2_biogenic
    from emissions
    inner join activity_types
        on emissions.activity_type = activity_types.activity_type
),

location_rows as (
    select
        'location_based|' || location_based.emission_id as emission_id,
        location_based.activity_id,
        'location_based' as power_basis,
        location_based.entity_id,
        location_based.location_id,
        location_based.project_id,
        location_based.person_key,
        location_based.is_estimated,
        location_based.data_quality_score,
        location_based.activity_type,
        location_based.activity_category,
        location_based.reporting_year,
        location_based.month,
        location_based.period_start,
        location_based.period_end,
        location_based.component,
        location_based.factor_edition_id,
        location_based.factor_id,
        location_based.factor_value,
        location_based.wtw_factor_value,
        'activity' as method,
        location_based.factor_status,
        location_based.split_status,
        frame_mapping.ladder_line,
        frame_mapping.ghg_line,
        frame_mapping.iso_line,
        location_based.quantity,
        location_based.unit,
        cast(0 as decimal(18, 6)) as kg_co2e,
        location_based.kg_co2e as kg_co2e_location_based,
        cast(0 as decimal(18, 6)) as kg_co2_biogenic
    from location_based
    left join frame_mapping
        on location_based.activity_category = frame_mapping.activity_category
        and location_based.component = frame_mapping.component
),

all_rows as (
    select * from market_rows
    union all
    select * from location_rows
),

-- The measures that the published marts add up: shares are taken after adding, never added themselves.
measures as (
    select
        all_rows.emission_id,
        all_rows.activity_id,
        all_rows.power_basis,
        all_rows.entity_id,
        all_rows.location_id,
        all_rows.project_id,
        case when activity_types.is_person_borne then all_rows.person_key end as person_key,
        activity_types.is_person_borne,
        all_rows.activity_type,
        all_rows.activity_category,
        all_rows.reporting_year,
        all_rows.month,
        all_rows.component,
        all_rows.factor_edition_id,
        all_rows.factor_id,
        all_rows.factor_value,
        all_rows.wtw_factor_value,
        all_rows.method,
        all_rows.factor_status,
        all_rows.split_status,
        all_rows.ladder_line,
        all_rows.ghg_line,
        all_rows.iso_line,
        all_rows.quantity,
        all_rows.unit,
        all_rows.kg_co2e,
        all_rows.kg_co2e_location_based,
        all_rows.kg_co2_biogenic,
        all_rows.is_estimated,
        all_rows.data_quality_score,
        case when all_rows.is_estimated then all_rows.kg_co2e else cast(0 as decimal(18, 6)) end as kg_estimated,
        case when all_rows.factor_status = 'official' then all_rows.kg_co2e else cast(0 as decimal(18, 6)) end as kg_official,
        case when all_rows.factor_status = 'unverified' then all_rows.kg_co2e else cast(0 as decimal(18, 6)) end as kg_unverified,
        cast(all_rows.kg_co2e * all_rows.data_quality_score as decimal(18, 6)) as kg_times_score,
        -- Of a period that runs over the edge of a half-year.
        case
            when
                (all_rows.period_start < all_rows.month and extract(month from all_rows.month) in (1, 7))
                or (
                    all_rows.period_end > cast({{ dbt.dateadd('day', -1, dbt.dateadd('month', 1, 'all_rows.month')) }} as date)
                    and extract(month from all_rows.month) in (6, 12)
                )
                then all_rows.kg_co2e
            else cast(0 as decimal(18, 6))
        end as kg_at_cut_off
    from all_rows
    inner join activity_types
        on all_rows.activity_type = activity_types.activity_type
    inner join company_years
        on all_rows.reporting_year = company_years.reporting_year
)

select * from measures
