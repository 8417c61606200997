with

lot_factors as (
    select distinct
        activity_type,
        unit,
        edition_id,
        factor_key,
        factor_unit
    from {{ ref('int_lot_factors') }}
    where
        factor_unit is not null
        and unit <> factor_unit
)

select
    {{ finding(
        key=['activity_type', 'edition_id', 'factor_key'],
        message=say(['activity_type', "' counts in '", 'unit', "', and '", 'factor_key', "' of '", 'edition_id', "' is per '", 'factor_unit']),
        given=['activity_type']
    ) }}
from lot_factors
