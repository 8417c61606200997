{{ config(enabled=landing_is_on()) }}

{{ landed('fuel_transactions') }}
