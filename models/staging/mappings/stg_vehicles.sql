with

typed as (
    {{ typed_extract('vehicles') }}
)

select * from typed
