with

typed as (
    {{ typed_extract('product_market_combinations') }}
)

select * from typed
