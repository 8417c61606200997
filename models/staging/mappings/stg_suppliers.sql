with

typed as (
    {{ typed_extract('suppliers') }}
)

select * from typed
