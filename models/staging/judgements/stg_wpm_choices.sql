with

typed as (
    {{ typed_extract('wpm_choices') }}
)

select * from typed
