with

typed as (
    {{ typed_extract('targets') }}
)

select * from typed
