with

typed as (
    {{ typed_extract('location_aliases') }}
)

select * from typed
