with

-- Of the footprint: the mobility report has a base year of its own.
base_years as (
    select distinct
        base_years.frame,
        base_years.line,
        base_years.base_year
    from {{ ref('stg_base_years') }} as base_years
    inner join {{ ref('frames') }} as frames
        on base_years.frame = frames.frame
),

criteria as (
    select * from {{ ref('stg_significance_criteria') }}
    where
        criterion = 'base_year_recalculation'
        and threshold_pct >= 0
        and reason is not null
        and decided_by is not null
),

without as (
    select
        base_years.frame,
        base_years.line,
        base_years.base_year
    from base_years
    where not exists (select 1 from criteria)
)

select
    {{ finding(
        key=['frame', 'line'],
        message=say(["'base year '", 'base_year', "' of '", 'frame', "' '", 'line', "': judgements/significance_criteria.csv has no row base_year_recalculation'"]),
        reporting_year='base_year',
        extract_name="'significance_criteria'",
        column_name="'threshold_pct'"
    ) }}
from without
