with

typed as (
    {{ typed_extract('factor_choices') }}
)

select * from typed
