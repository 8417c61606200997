{{ config(enabled=landing_is_on()) }}

{{ landed('supplier_factors') }}
