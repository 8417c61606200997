with

typed as (
    {{ typed_extract('manual_checks') }}
)

select * from typed
