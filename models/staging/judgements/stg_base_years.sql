with

typed as (
    {{ typed_extract('base_years') }}
)

select * from typed
