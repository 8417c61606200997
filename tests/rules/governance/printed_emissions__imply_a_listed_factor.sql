{#- Where a document prints both the kilometres and their emissions, the two together print a factor. -#}
{%- set pairs = [
    ('chain_emissions_car', 'chain_km_car', 'hired_car_unknown'),
    ('chain_emissions_public_transport', 'chain_km_public_transport', 'hired_public_transport'),
    ('chain_emissions_bicycle', 'chain_km_bicycle', 'hired_bicycle'),
] %}
with

figures as (
    select * from {{ ref('int_reported_figures') }}
    where problem is null
),

factors as (
    select * from {{ ref('int_chain_factors') }}
    where factor_value is not null
),

pairs as (
    {%- for emissions_metric, km_metric, activity_type in pairs %}
    select
        '{{ emissions_metric }}' as emissions_metric,
        '{{ km_metric }}' as km_metric,
        '{{ activity_type }}' as activity_type
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

compared as (
    select
        emissions.figure_id,
        emissions.metric,
        emissions.period,
        emissions.printed_value,
        emissions.printed_step,
        travelled.figure_id as km_figure_id,
        travelled.printed_value as km,
        factors.factor_value,
        factors.factor_edition_id,
        cast(travelled.printed_value * factors.factor_value as decimal(27, 6)) as kg_by_list
    from pairs
    inner join figures as emissions
        on pairs.emissions_metric = emissions.metric
    inner join figures as travelled
        on pairs.km_metric = travelled.metric
        and emissions.entity = travelled.entity
        and emissions.period = travelled.period
    inner join factors
        on pairs.activity_type = factors.activity_type
        and emissions.period = cast(factors.reporting_year as {{ dbt.type_string() }})
)

select
    {{ finding(
        key=['figure_id', 'km_figure_id'],
        message=say([
            "'figure '", 'figure_id', "' ('", 'metric', "', '", 'period', "') prints '", short('printed_value', 2), "' t for the '", short('km', 0), "' km of '", 'km_figure_id',
            "'; by the factor '", short('factor_value', 4), "' of '", 'factor_edition_id', "' they give '", short('kg_by_list', 0), "' kg'"
        ]),
        extract_name="'reported_figures'",
        line_id='figure_id',
        column_name="'value'",
        cell_value='printed_value',
        kg_co2e='abs(kg_by_list - printed_value * 1000)'
    ) }}
from compared
-- Half of the last printed digit is rounding.
where abs(kg_by_list - printed_value * 1000) > printed_step * 500
