with

lines as (
    {{ numbered_lines('ledger_entries') }}
)

select * from lines
