{{ config(enabled=landing_is_on()) }}

{{ landed('deliveries') }}
