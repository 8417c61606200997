with

typed as (
    {{ typed_extract('ledger_accounts') }}
)

select * from typed
