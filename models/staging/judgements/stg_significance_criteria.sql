with

typed as (
    {{ typed_extract('significance_criteria') }}
)

select * from typed
