{{ config(enabled=landing_is_on()) }}

{{ landed('charging_sessions') }}
