{{ config(enabled=landing_is_on()) }}

{{ landed('refrigerant_services') }}
