with

decided_again as (
    select
        spend_category,
        valid_from_year,
        count(*) as row_count
    from {{ ref('stg_spend_categories') }}
    where spend_category is not null
    group by
        spend_category,
        valid_from_year
    having count(*) > 1
),

taken as (
    select * from {{ ref('int_spend_categories') }}
),

spent as (
    select * from {{ ref('rpt_spend_categories') }}
),

repeated as (
    select
        decided_again.spend_category,
        decided_again.row_count,
        taken.edition_id,
        taken.factor_key,
        spent.reporting_year,
        cast(spent.t_co2e * 1000 as decimal(27, 6)) as kg_co2e
    from decided_again
    inner join taken
        on decided_again.spend_category = taken.spend_category
        and coalesce(decided_again.valid_from_year, 0) = coalesce(taken.effective_from_year, 0)
    left join spent
        on decided_again.spend_category = spent.spend_category
        and (taken.effective_from_year is null or spent.reporting_year >= taken.effective_from_year)
        and (taken.effective_to_year is null or spent.reporting_year <= taken.effective_to_year)
)

select
    {{ finding(
        key=['spend_category', 'reporting_year'],
        message=say(["'spend category '", 'spend_category', "' has '", 'row_count', "' rows; taken was '", 'factor_key', "' of '", 'edition_id', "', which makes '", short('kg_co2e', 0), "' kg in '", 'reporting_year']),
        given=['reporting_year'],
        extract_name="'spend_categories'",
        line_id='spend_category',
        column_name="'spend_category'",
        cell_value='spend_category',
        kg_co2e='kg_co2e'
    ) }}
from repeated
