with

derived as (
    select
        activity_type,
        reporting_year,
        factor_id,
        factor_edition_id,
        min(split_edition_id) as split_edition_id
    from {{ ref('fct_emissions') }}
    where split_status = 'derived'
    group by
        activity_type,
        reporting_year,
        factor_id,
        factor_edition_id
)

select
    {{ finding(
        key=['activity_type', 'reporting_year', 'factor_edition_id', 'factor_id'],
        message=say(['factor_id', "' of '", 'factor_edition_id', "' takes its split from '", 'split_edition_id']),
        given=['activity_type', 'reporting_year']
    ) }}
from derived
