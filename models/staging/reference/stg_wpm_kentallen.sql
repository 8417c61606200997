with

kentallen as (
    select * from {{ ref('wpm_kentallen') }}
),

jaargangen as (
    select * from {{ ref('wpm_jaargangen') }}
),

typed as (
    select
        {{ read_integer('kentallen.jaargang') }} as jaargang,
        kentallen.key as kental_key,
        kentallen.kental_name,
        kentallen.unit as kental_unit,
        {{ read_decimal('kentallen.' ~ adapter.quote('value'), 18, 9) }} as kental_value,
        kentallen.status,
        jaargangen.boundary,
        jaargangen.gas_basis,
        jaargangen.denominator,
        kentallen.source
    from kentallen
    left join jaargangen
        on kentallen.jaargang = jaargangen.jaargang
)

select * from typed
