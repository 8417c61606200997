with

typed as (
    {{ typed_extract('assigned_vehicles') }}
)

select * from typed
