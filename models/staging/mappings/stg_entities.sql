with

typed as (
    {{ typed_extract('entities') }}
)

select * from typed
