{#- Fails on every combination of `columns` that stands in more than one row.
    Usage: data_tests: [{unique_key: {arguments: {columns: [extract_name, line_id, occurrence]}}}] -#}
{% test unique_key(model, columns) %}
select
    {{ columns | join(', ') }},
    count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1
{% endtest %}
