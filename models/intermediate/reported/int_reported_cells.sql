{#- What tells cells apart, in the order of the columns. -#}
{%- set dimensions = [
    'cell_kind',
    'claim_option',
    'extrapolation_option',
    'entity_id',
    'location_id',
    'ladder_scope',
    'ladder_line',
    'reported_line',
    'analysis',
    'chain_mode',
    'activity_category',
    'activity_type',
    'spend_category',
    'power_product',
    'own_edition_id',
    'unit',
    'is_in_footprint',
] -%}
with

activities as (
    select * from {{ ref('fct_activities') }}
),

emissions as (
    select * from {{ ref('fct_emissions') }}
),

spend as (
    select * from {{ ref('fct_spend_emissions') }}
    where activity_id is not null
),

chain_cells as (
    select * from {{ ref('int_reported_chain_cells') }}
),

activity_types as (
    select * from {{ ref('stg_activity_types') }}
),

edition_choices as (
    select * from {{ ref('int_edition_choices') }}
),

ladder_scopes as (
    select
        line as ladder_line,
        scope as ladder_scope
    from {{ ref('frame_lines') }}
    where frame = 'ladder'
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

-- Emissions as they are in the footprint, by lot: the quantity once, not once per component. Spend stands under the
-- category where the company itself puts it too, and has the kg of its other factor.
emitted as (
    select
        'emissions' as cell_kind,
        'counted' as claim_option,
        emissions.month,
        emissions.entity_id,
        emissions.location_id,
        emissions.ladder_line,
        case
            when ladder_scopes.ladder_scope = 'scope_3' and spend.reported_ghg_category is not null
                then '3.' || cast(spend.reported_ghg_category as {{ dbt.type_string() }})
            else emissions.ladder_line
        end as reported_line,
        emissions.activity_category,
        emissions.activity_type,
        spend.spend_category,
        emissions.power_product,
        emissions.factor_edition_id as own_edition_id,
        emissions.unit,
        true as is_in_footprint,
        case when emissions.component = 'upstream' then 0 else emissions.quantity end as quantity,
        emissions.kg_co2e as kg_well_to_wheel,
        case
            when emissions.component = 'direct' then emissions.kg_co2e
            when emissions.component = 'upstream' or emissions.kg_co2e = 0 then 0
        end as kg_tank_to_wheel,
        case when spend.activity_id is null then emissions.kg_co2e else spend.kg_co2e_alternative end as kg_alternative
    from emissions
    left join ladder_scopes
        on emissions.ladder_line = ladder_scopes.ladder_line
    left join spend
        on emissions.activity_id = spend.activity_id
),

-- Counted quantities, and those that a claim left out, which a printed figure may hold after all. The power of what was
-- left out is taken as grey: nobody supplied it apart.
measured as (
    select
        activities.month,
        activities.entity_id,
        activities.location_id,
        ladder_lines.ladder_line,
        ladder_lines.ladder_line as reported_line,
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

-- What was measured is a quantity; what a claim left out is an emission as well, by the factors of the search.
by_month as (
    select * from emitted
    {%- for cell_kind in ['quantity', 'emissions'] %}
    union all
    select
        '{{ cell_kind }}' as cell_kind,
        claim_option,
        month,
        entity_id,
        location_id,
        ladder_line,
        reported_line,
        activity_category,
        activity_type,
        cast(null as {{ dbt.type_string() }}) as spend_category,
        power_product,
        own_edition_id,
        unit,
        false as is_in_footprint,
        quantity,
        cast(null as decimal(18, 6)) as kg_well_to_wheel,
        cast(null as decimal(18, 6)) as kg_tank_to_wheel,
        cast(null as decimal(18, 6)) as kg_alternative
    from measured
    {%- if cell_kind == 'emissions' %}
    where claim_option <> 'counted'
    {%- endif %}
    {%- endfor %}
),

by_period as (
    select
        by_month.*,
        periods.period_label,
        'by_invoiced_value' as extrapolation_option,
        'footprint' as analysis,
        cast(null as {{ dbt.type_string() }}) as chain_mode,
        ladder_scopes.ladder_scope
    from by_month
    inner join periods
        on by_month.month >= periods.period_start
        and by_month.month <= periods.period_end
    left join ladder_scopes
        on by_month.ladder_line = ladder_scopes.ladder_line
),

-- A part that is missing on one row is missing in the sum.
cells as (
    select
        period_label,
        {{ dimensions | join(',\n        ') }},
        cast(sum(quantity) as decimal(19, 6)) as quantity,
        cast(count(*) as decimal(19, 6)) as line_count,
        cast(sum(kg_well_to_wheel) as decimal(18, 6)) as kg_well_to_wheel,
        case when count(*) = count(kg_tank_to_wheel) then cast(sum(kg_tank_to_wheel) as decimal(18, 6)) end as kg_tank_to_wheel,
        case when count(*) = count(kg_alternative) then cast(sum(kg_alternative) as decimal(18, 6)) end as kg_alternative
    from by_period
    group by
        period_label,
        {{ dimensions | join(',\n        ') }}
),

-- The chain analysis stands beside the footprint: its cells are in no line of it.
all_cells as (
    select * from cells
    union all
    select
        period_label,
        {{ dimensions | join(',\n        ') }},
        quantity,
        line_count,
        kg_well_to_wheel,
        kg_tank_to_wheel,
        kg_alternative
    from chain_cells
)

select * from all_cells
