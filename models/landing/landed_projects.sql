{{ config(enabled=landing_is_on()) }}

{{ landed('projects') }}
