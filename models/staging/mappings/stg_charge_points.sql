with

typed as (
    {{ typed_extract('charge_points') }}
)

select * from typed
