with

typed as (
    {{ typed_extract('surveys') }}
)

select * from typed
