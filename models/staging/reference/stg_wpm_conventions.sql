with

wpm_conventions as (
    select * from {{ ref('wpm_conventions') }}
),

typed as (
    select
        convention,
        {{ read_number(adapter.quote('value')) }} as convention_value,
        unit
    from wpm_conventions
)

select * from typed
