{{ config(enabled=landing_is_on()) }}

{{ landed('purchases_physical') }}
