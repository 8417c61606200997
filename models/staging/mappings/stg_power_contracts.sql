with

typed as (
    {{ typed_extract('power_contracts') }}
)

select * from typed
