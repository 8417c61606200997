{#- A view: what it says is what its sources hold now, so that a changed kilogram cannot hide in a copy. -#}
{{ config(materialized='view') }}
with

emissions as (
    select * from {{ ref('fct_emissions') }}
),

location_based as (
    select * from {{ ref('fct_power_location_based') }}
),

activities as (
    select * from {{ ref('fct_activities') }}
),

activity_types as (
    select * from {{ ref('stg_activity_types') }}
),

units as (
    select * from {{ ref('stg_units') }}
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

chosen_levels as (
    select * from {{ ref('int_privacy_levels') }}
),

privacy_levels as (
    select * from {{ ref('stg_privacy_levels') }}
),

frames as (
    select frame from {{ ref('frames') }}
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

-- The register's hash of each delivered file; two hashes under one name prove nothing, and give none.
delivered_files as (
    select
        extract_name,
        original_name,
        min(sha256) as delivered_sha256
    from {{ ref('stg_deliveries') }}
    group by
        extract_name,
        original_name
    having count(distinct sha256) = 1
),

-- Both answers for power, each on rows of its own: kg_co2e adds up the footprint, kg_co2e_location_based the alternative.
all_rows as (
    select
        emissions.emission_id,
        emissions.activity_id,
        case when activity_types.is_power then 'market_based' else 'not_power' end as power_basis,
        emissions.component,
        emissions.ladder_line,
        emissions.ghg_line,
        emissions.iso_line,
        emissions.supply_lot,
        emissions.power_product,
        emissions.method,
        emissions.factor_edition_id,
        emissions.factor_id,
        emissions.factor_value,
        emissions.wtw_factor_value,
        emissions.factor_unit,
        emissions.factor_status,
        emissions.split_status,
        emissions.split_edition_id,
        emissions.is_chosen_edition,
        emissions.quantity as factor_quantity,
        emissions.unit as factor_quantity_unit,
        emissions.kg_co2e,
        case when activity_types.is_power then cast(0 as decimal(18, 6)) else emissions.kg_co2e end as kg_co2e_location_based,
        emissions.kg_co2_biogenic
    from emissions
    inner join activity_types
        on emissions.activity_type = activity_types.activity_type
    union all
    select
        'location_based|' || location_based.emission_id as emission_id,
        location_based.activity_id,
        'location_based' as power_basis,
        location_based.component,
        frame_mapping.ladder_line,
        frame_mapping.ghg_line,
        frame_mapping.iso_line,
        'grid' as supply_lot,
        cast(null as {{ dbt.type_string() }}) as power_product,
        'activity' as method,
        location_based.factor_edition_id,
        location_based.factor_id,
        location_based.factor_value,
        location_based.wtw_factor_value,
        location_based.factor_unit,
        location_based.factor_status,
        location_based.split_status,
        location_based.split_edition_id,
        cast(null as {{ dbt.type_boolean() }}) as is_chosen_edition,
        location_based.quantity as factor_quantity,
        location_based.unit as factor_quantity_unit,
        cast(0 as decimal(18, 6)) as kg_co2e,
        location_based.kg_co2e as kg_co2e_location_based,
        cast(0 as decimal(18, 6)) as kg_co2_biogenic
    from location_based
    left join frame_mapping
        on location_based.activity_category = frame_mapping.activity_category
        and location_based.component = frame_mapping.component
),

trail as (
    select
        -- where it stands
        frames.frame,
        case frames.frame
            when 'ladder' then all_rows.ladder_line
            when 'ghg_protocol' then all_rows.ghg_line
            when 'iso_14064' then all_rows.iso_line
        end as line,
        activities.reporting_year,
        case when privacy_levels.keeps_entity then activities.entity_id end as published_entity_id,
        all_rows.power_basis,
        -- keys
        all_rows.emission_id,
        all_rows.activity_id,
        activities.extract_name,
        activities.line_id,
        activities.occurrence,
        activities.delivery_id,
        activities.source_file,
        activities.source_row,
        delivered_files.delivered_sha256,
        activities.source_document,
        activities.credits_line_id,
        activities.entity_id,
        activities.location_id,
        activities.project_id,
        activities.supplier_id,
        activities.meter_id,
        -- attributes
        activities.activity_type,
        activities.activity_category,
        activities.month,
        activities.period_start,
        activities.period_end,
        activities.claim_part,
        activities.claim_status,
        activities.claim_reason,
        activities.claim_group_id,
        activities.quantity_basis,
        activities.estimation_method,
        activities.data_quality_score,
        coalesce(chosen_levels.privacy_level, 'detail') as privacy_level,
        -- from the delivered quantity to the quantity that emits
        activities.source_quantity,
        activities.source_unit,
        activities.unit_multiplier,
        units.reason as unit_reason,
        activities.line_quantity,
        activities.days_in_period,
        activities.days_in_part,
        activities.month_quantity,
        activities.quantity,
        activities.unit,
        activities.count_multiplier,
        activities.emission_quantity,
        all_rows.supply_lot,
        all_rows.power_product,
        all_rows.factor_quantity,
        all_rows.factor_quantity_unit,
        -- the factor
        all_rows.method,
        all_rows.component,
        all_rows.factor_edition_id,
        all_rows.factor_id,
        all_rows.factor_value,
        all_rows.wtw_factor_value,
        all_rows.factor_unit,
        all_rows.factor_status,
        all_rows.split_status,
        all_rows.split_edition_id,
        -- the emissions
        all_rows.kg_co2e,
        all_rows.kg_co2e_location_based,
        all_rows.kg_co2_biogenic,
        -- flags
        all_rows.is_chosen_edition,
        activities.is_estimated,
        activity_types.is_person_borne,
        activities.person_key is not null as points_at_person,
        not privacy_levels.keeps_activity_type as is_merged
    from all_rows
    inner join activities
        on all_rows.activity_id = activities.activity_id
    inner join activity_types
        on activities.activity_type = activity_types.activity_type
    inner join company_years
        on activities.reporting_year = company_years.reporting_year
    cross join frames
    left join units
        on activities.unit = units.activity_unit
        and lower(activities.source_unit) = units.unit
    left join delivered_files
        on activities.extract_name = delivered_files.extract_name
        and activities.source_file = delivered_files.original_name
    left join chosen_levels
        on activity_types.is_person_borne
        and activities.activity_category = chosen_levels.activity_category
        and activities.reporting_year = chosen_levels.reporting_year
    inner join privacy_levels
        on coalesce(chosen_levels.privacy_level, 'detail') = privacy_levels.privacy_level
)

select * from trail
