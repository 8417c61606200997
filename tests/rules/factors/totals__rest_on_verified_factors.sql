with

totals as (
    select * from {{ ref('rpt_footprint_totals') }}
    where
        frame = 'ladder'
        and status = 'DRAFT'
)

select
    {{ finding(
        key=['total_kind', 'total_key', 'reporting_year'],
        message=say([short('unverified_share_pct'), "'% of '", 'total_key', "' in '", 'reporting_year', "' rests on unverified factors: DRAFT'"]),
        given=['reporting_year']
    ) }}
from totals
