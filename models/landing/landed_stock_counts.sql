{{ config(enabled=landing_is_on()) }}

{{ landed('stock_counts') }}
