with

used as (
    select distinct
        activity_type,
        reporting_year,
        factor_edition_id,
        factor_id
    from {{ ref('fct_emissions') }}
),

factors as (
    select * from {{ ref('int_factors') }}
    where wtw_factor_value is not null
),

earlier_factors as (
    select * from {{ ref('int_factors') }}
    where wtw_factor_value > 0
),

jumps as (
    select
        used.activity_type,
        used.reporting_year,
        used.factor_id,
        factors.edition_id,
        factors.wtw_factor_value,
        earlier_factors.edition_id as earlier_edition_id,
        earlier_factors.wtw_factor_value as earlier_wtw_factor_value
    from used
    inner join factors
        on used.factor_edition_id = factors.edition_id
        and used.factor_id = factors.factor_key
    inner join earlier_factors
        on factors.factor_list = earlier_factors.factor_list
        and factors.factor_key = earlier_factors.factor_key
        and factors.edition_year - 1 = earlier_factors.edition_year
    where abs(factors.wtw_factor_value - earlier_factors.wtw_factor_value) * 4 > earlier_factors.wtw_factor_value
)

select
    {{ finding(
        key=['activity_type', 'reporting_year', 'factor_id'],
        message=say(['factor_id', "' goes from '", short('earlier_wtw_factor_value', 4), "' in '", 'earlier_edition_id', "' to '", short('wtw_factor_value', 4), "' in '", 'edition_id']),
        given=['activity_type', 'reporting_year']
    ) }}
from jumps
