with

typed as (
    {{ typed_extract('restatements') }}
)

select * from typed
