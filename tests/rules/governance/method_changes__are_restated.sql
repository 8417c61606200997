{%- set methods = ['supplier_specific', 'hybrid', 'average_data', 'activity', 'estimate', 'spend'] %}
with

categories as (
    select * from {{ ref('rpt_scope_3_categories') }}
    where t_co2e is not null
),

-- Judgements that a change of method rests on; a chain boundary replaces spend of hired services.
decided as (
    select
        reporting_year,
        cast(null as integer) as ghg_category
    from {{ ref('stg_restatements') }}
    where
        cause = 'method'
        and reason is not null
    union all
    select
        {{ adapter.quote('year') }} as reporting_year,
        1 as ghg_category
    from {{ ref('stg_chain_boundaries') }}
    where boundary_share_pct between 0 and 100
),

moves as (
    select
        categories.ghg_category,
        categories.reporting_year,
        categories.t_co2e,
        {%- for method in methods %}
        categories.{{ method }}_pct,
        earlier.{{ method }}_pct as earlier_{{ method }}_pct,
        {%- endfor %}
        -- What one method loses another gains: half of all changes moved.
        {%- for method in methods %}
        {{ '+ ' if not loop.first }}abs(coalesce(categories.{{ method }}_pct, 0) - coalesce(earlier.{{ method }}_pct, 0))
        {%- endfor %} as twice_moved_pct
    from categories
    inner join categories as earlier
        on categories.ghg_category = earlier.ghg_category
        and categories.reporting_year - 1 = earlier.reporting_year
),

undecided as (
    select moves.*
    from moves
    left join decided
        on moves.reporting_year = decided.reporting_year
        and coalesce(decided.ghg_category, moves.ghg_category) = moves.ghg_category
    where
        moves.twice_moved_pct > 10
        and decided.reporting_year is null
)

select
    {{ finding(
        key=['ghg_category', 'reporting_year'],
        message=say([
            "'category '", 'ghg_category', "' of '", 'reporting_year', "' ('", short('t_co2e'), "' t): by spend '", 'spend_pct', "'% (was '", 'earlier_spend_pct',
            "'%), by activity data '", 'activity_pct', "'% (was '", 'earlier_activity_pct', "'%), by supplier factors '", 'supplier_specific_pct', "'% (was '",
            'earlier_supplier_specific_pct', "'%), average data '", 'average_data_pct', "'% (was '", 'earlier_average_data_pct', "'%)'"
        ]),
        given=['reporting_year'],
        extract_name="'restatements'",
        kg_co2e='t_co2e * 1000'
    ) }}
from undecided
