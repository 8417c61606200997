with

typed as (
    {{ typed_extract('products') }}
)

select * from typed
