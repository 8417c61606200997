with

typed as (
    {{ typed_extract('data_plan') }}
)

select * from typed
