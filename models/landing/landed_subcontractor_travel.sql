{{ config(enabled=landing_is_on()) }}

{{ landed('subcontractor_travel') }}
