with

by_weight as (
    select
        entity_id,
        reporting_year,
        cast(sum(kg_co2e) as decimal(27, 6)) as weighed_kg
    from {{ ref('fct_emissions') }}
    where extract_name = 'waste_collections'
    group by
        entity_id,
        reporting_year
),

collections as (
    select distinct source_document
    from {{ ref('stg_waste_collections') }}
    where source_document is not null
),

by_spend as (
    select
        spend.entity_id,
        spend.reporting_year,
        count(*) as line_count,
        cast(sum(spend.counted_eur) as decimal(19, 6)) as counted_eur,
        cast(sum(spend.kg_co2e) as decimal(27, 6)) as spend_kg
    from {{ ref('fct_spend_emissions') }} as spend
    left join collections
        on spend.source_document = collections.source_document
    where
        spend.ghg_category = 5
        and spend.counted_eur <> 0
        and collections.source_document is null
    group by
        spend.entity_id,
        spend.reporting_year
)

select
    {{ finding(
        key=['by_spend.entity_id', 'by_spend.reporting_year'],
        message=say([
            "'waste of '", 'by_spend.entity_id', "' in '", 'by_spend.reporting_year', "' counts '", short('by_weight.weighed_kg', 0), "' kg CO2e by weight, and '",
            short('by_spend.spend_kg', 0), "' kg by '", short('by_spend.counted_eur', 2), "' euro of '", 'by_spend.line_count', "' lines of other documents'"
        ]),
        entity_id='by_spend.entity_id',
        reporting_year='by_spend.reporting_year',
        extract_name="'waste_collections'",
        kg_co2e='by_spend.spend_kg'
    ) }}
from by_spend
inner join by_weight
    on by_spend.entity_id = by_weight.entity_id
    and by_spend.reporting_year = by_weight.reporting_year
