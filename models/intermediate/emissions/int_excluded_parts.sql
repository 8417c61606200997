with

activities as (
    select * from {{ ref('fct_activities') }}
    where claim_status = 'excluded'
),

claims as (
    select * from {{ ref('int_month_claims') }}
),

exclusions as (
    select * from {{ ref('stg_exclusions') }}
),

-- What another line tells anyway would not count without the exclusion either: only the rest is left out by it.
-- A line that two exclusions name is weighed once: under the one that names its type, and of two such the later decision.
named as (
    select
        activities.*,
        exclusions.source as exclusion_source,
        exclusions.valid_from as exclusion_valid_from,
        exclusions.valid_to as exclusion_valid_to,
        row_number() over (
            partition by activities.activity_id
            order by
                case when exclusions.source = activities.activity_type then 1 else 2 end,
                exclusions.decided_on desc nulls last,
                exclusions.valid_from desc nulls last,
                exclusions.valid_to desc nulls last
        ) as exclusion_rank
    from activities
    inner join claims
        on activities.extract_name = claims.extract_name
        and activities.line_id = claims.line_id
        and activities.occurrence = claims.occurrence
        and activities.month = claims.month_start
    inner join exclusions
        on {{ exclusion_holds('activities', 'activities') }}
    where claims.superseded_reason is null
),

parts as (
    select * from named
    where exclusion_rank = 1
)

select * from parts
