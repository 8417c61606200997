{{ config(enabled=landing_is_on()) }}

{{ landed('meter_readings') }}
