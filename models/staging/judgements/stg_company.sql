with

typed as (
    {{ typed_extract('company') }}
)

select * from typed
