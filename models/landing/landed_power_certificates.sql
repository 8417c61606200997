{{ config(enabled=landing_is_on()) }}

{{ landed('power_certificates') }}
