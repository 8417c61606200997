with

travel as (
    select
        supplier_id,
        {{ adapter.quote('year') }} as reporting_year,
        max(invoiced_eur) as invoiced_eur,
        sum(km) as km,
        cast(sum(kg_co2e) as decimal(27, 6)) as kg_co2e
    from {{ ref('fct_subcontractor_travel') }}
    where is_surveyed
    group by
        supplier_id,
        {{ adapter.quote('year') }}
),

size_range as (
    {{ plausible_range('hired_km_per_eur') }}
)

select
    {{ finding(
        key=['supplier_id', 'reporting_year'],
        message=say([
            "'supplier '", 'supplier_id', "': '", short('km', 0), "' km in '", 'reporting_year', "' for '", short('invoiced_eur', 0), "' euro is outside '",
            short('lowest', 3), "' to '", short('highest', 3), "' '", 'range_unit'
        ]),
        given=['reporting_year'],
        extract_name="'subcontractor_travel'",
        kg_co2e='kg_co2e'
    ) }}
from travel
cross join size_range
where
    km < lowest * invoiced_eur
    or km > highest * invoiced_eur
