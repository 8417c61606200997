with

typed as (
    {{ typed_extract('meters') }}
)

select * from typed
