with

typed as (
    {{ typed_extract('exclusions') }}
)

select * from typed
