with

typed as (
    {{ typed_extract('estimates') }}
)

select * from typed
