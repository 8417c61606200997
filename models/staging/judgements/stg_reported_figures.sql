with

typed as (
    {{ typed_extract('reported_figures') }}
)

select * from typed
