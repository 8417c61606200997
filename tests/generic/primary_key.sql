{#- Fails on every value of the column that stands in more than one row, and on rows without one. One query for what
    `unique` and `not_null` ask in two: each test is some 60 ms of every build.
    Usage: data_tests: [primary_key] -#}
{% test primary_key(model, column_name) %}
select
    {{ column_name }},
    count(*) as row_count
from {{ model }}
group by {{ column_name }}
having
    count(*) > 1
    or {{ column_name }} is null
{% endtest %}
