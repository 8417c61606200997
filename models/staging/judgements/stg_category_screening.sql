with

typed as (
    {{ typed_extract('category_screening') }}
)

select * from typed
