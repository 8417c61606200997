with

typed as (
    {{ typed_extract('locations') }}
)

select * from typed
