with

activities as (
    select * from {{ ref('fct_activities') }}
),

emissions as (
    select * from {{ ref('fct_emissions') }}
),

activity_types as (
    select * from {{ ref('stg_activity_types') }}
),

edition_choices as (
    select * from {{ ref('int_edition_choices') }}
),

ladder_lines as (
    select
        activity_category,
        min(line) as ladder_line
    from {{ ref('frame_mapping') }}
    where frame = 'ladder'
    group by activity_category
),

claim_options as (
    select {{ adapter.quote('option') }} as claim_option
    from {{ ref('explanation_options') }}
    where
        axis = 'claim'
        and {{ adapter.quote('option') }} <> 'counted'
),

periods as (
    select distinct
        period_label,
        period_start,
        period_end
    from {{ ref('int_reported_scopes') }}
),

-- Emissions as they are in the footprint, by lot: the quantity once, not once per component.
emitted as (
    select
        month,
        entity_id,
        location_id,
        ladder_line,
        activity_category,
        activity_type,
        power_product,
        factor_edition_id as own_edition_id,
        unit,
        sum(case when component = 'upstream' then 0 else quantity end) as quantity,
        sum(kg_co2e) as kg_co2e,
        sum(case when component = 'direct' then kg_co2e else 0 end) as kg_direct,
        sum(case when component = 'unsplit' and kg_co2e <> 0 then 1 else 0 end) as unsplit_rows
    from emissions
    group by
        month,
        entity_id,
        location_id,
        ladder_line,
        activity_category,
        activity_type,
        power_product,
        factor_edition_id,
        unit
),

-- Counted quantities, and those that a claim left out, which a printed figure may hold after all. The power of what was
-- left out is taken as grey: nobody supplied it apart.
measured as (
    select
        activities.month,
        activities.entity_id,
        activities.location_id,
        ladder_lines.ladder_line,
        activities.activity_category,
        activities.activity_type,
        case when activity_types.is_power then 'grey' end as power_product,
        edition_choices.edition_id as own_edition_id,
        activities.unit,
        case when activities.claim_status = 'counted' then 'counted' else claim_options.claim_option end as claim_option,
        activities.emission_quantity as quantity
    from activities
    inner join activity_types
        on activities.activity_type = activity_types.activity_type
    left join ladder_lines
        on activities.activity_category = ladder_lines.activity_category
    left join edition_choices
        on activities.reporting_year = edition_choices.reporting_year
        and activities.activity_type = edition_choices.activity_type
    left join claim_options
        on activities.claim_status in ('superseded', 'excluded')
        and activities.claim_reason = claim_options.claim_option
    where
        activities.emission_quantity is not null
        and activities.month is not null
        and (activities.claim_status = 'counted' or claim_options.claim_option is not null)
),

by_month as (
    select
        'emissions' as cell_kind,
        'counted' as claim_option,
        month,
        entity_id,
        location_id,
        ladder_line,
        activity_category,
        activity_type,
        power_product,
        own_edition_id,
        unit,
        quantity,
        cast(1 as integer) as line_count,
        kg_co2e as kg_well_to_wheel,
        case when unsplit_rows = 0 then kg_direct end as kg_tank_to_wheel,
        true as is_in_footprint
    from emitted
    union all
    select
        'emissions' as cell_kind,
        claim_option,
        month,
        entity_id,
        location_id,
        ladder_line,
        activity_category,
        activity_type,
        power_product,
        own_edition_id,
        unit,
        quantity,
        cast(1 as integer) as line_count,
        cast(null as decimal(18, 6)) as kg_well_to_wheel,
        cast(null as decimal(18, 6)) as kg_tank_to_wheel,
        false as is_in_footprint
    from measured
    where claim_option <> 'counted'
    union all
    select
        'quantity' as cell_kind,
        claim_option,
        month,
        entity_id,
        location_id,
        ladder_line,
        activity_category,
        activity_type,
        cast(null as {{ dbt.type_string() }}) as power_product,
        cast(null as {{ dbt.type_string() }}) as own_edition_id,
        unit,
        quantity,
        cast(1 as integer) as line_count,
        cast(0 as decimal(18, 6)) as kg_well_to_wheel,
        cast(0 as decimal(18, 6)) as kg_tank_to_wheel,
        claim_option = 'counted' as is_in_footprint
    from measured
),

cells as (
    select
        periods.period_label,
        by_month.cell_kind,
        by_month.claim_option,
        by_month.entity_id,
        by_month.location_id,
        by_month.ladder_line,
        by_month.activity_category,
        by_month.activity_type,
        by_month.power_product,
        by_month.own_edition_id,
        by_month.unit,
        by_month.is_in_footprint,
        cast(sum(by_month.quantity) as decimal(19, 6)) as quantity,
        cast(sum(by_month.line_count) as decimal(19, 6)) as line_count,
        cast(sum(by_month.kg_well_to_wheel) as decimal(18, 6)) as kg_well_to_wheel,
        case
            when count(*) = count(by_month.kg_tank_to_wheel) then cast(sum(by_month.kg_tank_to_wheel) as decimal(18, 6))
        end as kg_tank_to_wheel
    from by_month
    inner join periods
        on by_month.month >= periods.period_start
        and by_month.month <= periods.period_end
    group by
        periods.period_label,
        by_month.cell_kind,
        by_month.claim_option,
        by_month.entity_id,
        by_month.location_id,
        by_month.ladder_line,
        by_month.activity_category,
        by_month.activity_type,
        by_month.power_product,
        by_month.own_edition_id,
        by_month.unit,
        by_month.is_in_footprint
)

select * from cells
