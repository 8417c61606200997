{{ config(enabled=landing_is_on()) }}

{{ landed('business_metrics') }}
