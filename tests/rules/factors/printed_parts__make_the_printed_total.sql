with

factors as (
    select * from {{ ref('stg_factors__nl') }}
    where not is_withdrawn
),

used as (
    select
        factor_edition_id,
        factor_id,
        cast(sum(kg_co2e) as decimal(27, 6)) as kg_co2e
    from {{ ref('fct_emissions') }}
    group by
        factor_edition_id,
        factor_id
)

select
    {{ finding(
        key=['edition_id', 'factor_key'],
        message=say(['edition_id', "': '", 'factor_key', "' prints WTW '", 'wtw_factor_value', "', TTW '", 'ttw_factor_value', "' and WTT '", 'upstream_factor_value']),
        extract_name='edition_id',
        line_id='factor_key',
        kg_co2e='used.kg_co2e'
    ) }}
from factors
left join used
    on factors.edition_id = used.factor_edition_id
    and factors.factor_key = used.factor_id
where abs(wtw_factor_value - ttw_factor_value - upstream_factor_value) > 0.001
