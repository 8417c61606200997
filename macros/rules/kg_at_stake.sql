{#- Kilograms that findings about papers touch: of lines of buildings, purchases and waste. Those of persons are left out,
    since a delivery or a lot may be about few of them. -#}

{#- Kilograms by delivery. Usage: with delivered as ({{ kg_of_deliveries() }}) -> delivery_id, kg_co2e -#}
{% macro kg_of_deliveries() -%}
    select
        activities.delivery_id,
        cast(sum(emissions.kg_co2e) as decimal(27, 6)) as kg_co2e
    from {{ ref('fct_emissions') }} as emissions
    inner join {{ ref('fct_activities') }} as activities
        on emissions.activity_id = activities.activity_id
    inner join {{ ref('stg_activity_types') }} as activity_types
        on emissions.activity_type = activity_types.activity_type
    where not activity_types.is_person_borne
    group by activities.delivery_id
{%- endmacro %}

{#- What the kWh that a lot of certificates covers would emit as grey power of their year.
    Usage: with covered as ({{ kg_of_certificates() }}) -> certificate_line_id, kg_co2e -#}
{% macro kg_of_certificates() -%}
    select
        covers.certificate_line_id,
        cast(sum({{ to_kg('covers.covered_quantity', 'grey_power.factor_value') }}) as decimal(27, 6)) as kg_co2e
    from (
        select
            activity_id,
            certificate_line_id,
            covered_quantity
        from {{ ref('int_location_certificates') }}
        union all
        select
            activity_id,
            certificate_line_id,
            covered_quantity
        from {{ ref('int_entity_certificates') }}
    ) as covers
    inner join {{ ref('int_power_parts') }} as power_parts
        on covers.activity_id = power_parts.activity_id
    inner join {{ ref('stg_activity_types') }} as activity_types
        on power_parts.activity_type = activity_types.activity_type
    inner join (
        select
            reporting_year,
            max(wtw_factor_value) as factor_value
        from {{ ref('fct_emissions') }}
        where supply_lot = 'contract|grey'
        group by reporting_year
    ) as grey_power
        on power_parts.reporting_year = grey_power.reporting_year
    where not activity_types.is_person_borne
    group by covers.certificate_line_id
{%- endmacro %}
