with

typed as (
    {{ typed_extract('price_level_choices') }}
)

select * from typed
