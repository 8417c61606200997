{{ config(enabled=landing_is_on()) }}

{{ landed('vehicle_distances') }}
