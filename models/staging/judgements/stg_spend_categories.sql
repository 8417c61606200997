with

typed as (
    {{ typed_extract('spend_categories') }}
)

select * from typed
