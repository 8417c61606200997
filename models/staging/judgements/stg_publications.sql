with

typed as (
    {{ typed_extract('publications') }}
)

select * from typed
