with

misplaced as (
    select * from {{ ref('rpt_spend_categories') }}
    where
        reported_ghg_category <> ghg_category
        and counted_eur <> 0
)

select
    {{ finding(
        key=['spend_category', 'reporting_year'],
        message=say([
            'spend_category', "' of '", 'reporting_year', "': '", short('t_co2e'), "' t is reported under category '", 'reported_ghg_category',
            "', and belongs in category '", 'ghg_category', "' of the GHG Protocol'"
        ]),
        given=['reporting_year'],
        extract_name="'spend_categories'",
        line_id='spend_category',
        column_name="'reported_ghg_category'",
        cell_value='reported_ghg_category',
        kg_co2e='t_co2e * 1000'
    ) }}
from misplaced
