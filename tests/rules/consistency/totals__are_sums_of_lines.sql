-- Nothing waits for this test: it also looks at a table on which no model rests, so that an error skips no model.
-- depends_on: {{ ref('fct_findings') }}
with

footprint as (
    select * from {{ ref('rpt_footprint') }}
),

totals as (
    select * from {{ ref('rpt_footprint_totals') }}
),

sums as (
    select
        frame,
        'line' as total_kind,
        line as total_key,
        reporting_year,
        sum(t_co2e) as t_co2e
    from footprint
    group by
        frame,
        line,
        reporting_year
    union all
    select
        frame,
        'scope' as total_kind,
        scope as total_key,
        reporting_year,
        sum(t_co2e) as t_co2e
    from footprint
    group by
        frame,
        scope,
        reporting_year
    union all
    select
        frame,
        'ladder_total' as total_kind,
        'scope_1_2_business_travel' as total_key,
        reporting_year,
        sum(t_co2e) as t_co2e
    from footprint
    where
        frame = 'ladder'
        and line in ('scope_1', 'scope_2', 'business_travel')
    group by
        frame,
        reporting_year
    union all
    select
        frame,
        'total' as total_kind,
        'total' as total_key,
        reporting_year,
        sum(t_co2e) as t_co2e
    from footprint
    group by
        frame,
        reporting_year
),

unequal as (
    select
        totals.frame,
        totals.total_kind,
        totals.total_key,
        totals.reporting_year,
        totals.t_co2e as told,
        sums.t_co2e as made
    from totals
    left join sums
        on totals.frame = sums.frame
        and totals.total_kind = sums.total_kind
        and totals.total_key = sums.total_key
        and totals.reporting_year = sums.reporting_year
    where coalesce(sums.t_co2e <> totals.t_co2e, true)
)

select
    {{ finding(
        key=['frame', 'total_kind', 'total_key', 'reporting_year'],
        message=say(["'the total '", 'total_kind', "' '", 'total_key', "' of '", 'frame', "' in '", 'reporting_year', "' is '", 'told', "' t, its lines make '", 'made', "' t'"]),
        given=['reporting_year']
    ) }}
from unequal
