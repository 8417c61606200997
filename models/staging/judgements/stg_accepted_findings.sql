with

typed as (
    {{ typed_extract('accepted_findings') }}
)

select * from typed
