with

typed as (
    {{ typed_extract('removals') }}
)

select * from typed
