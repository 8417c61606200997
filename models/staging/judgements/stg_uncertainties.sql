with

typed as (
    {{ typed_extract('uncertainties') }}
)

select * from typed
