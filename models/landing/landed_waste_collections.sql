{{ config(enabled=landing_is_on()) }}

{{ landed('waste_collections') }}
