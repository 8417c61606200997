{{ config(enabled=landing_is_on()) }}

{{ landed('ledger_entries') }}
