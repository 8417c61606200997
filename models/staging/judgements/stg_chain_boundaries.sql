with

typed as (
    {{ typed_extract('chain_boundaries') }}
)

select * from typed
