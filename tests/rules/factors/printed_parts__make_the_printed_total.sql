with

factors as (
    select * from {{ ref('stg_factors__nl') }}
    where not is_withdrawn
)

select
    {{ finding(
        key=['edition_id', 'factor_key'],
        message=say(['edition_id', "': '", 'factor_key', "' prints WTW '", 'wtw_factor_value', "', TTW '", 'ttw_factor_value', "' and WTT '", 'upstream_factor_value']),
        extract_name='edition_id',
        line_id='factor_key'
    ) }}
from factors
where abs(wtw_factor_value - ttw_factor_value - upstream_factor_value) > 0.001
