{#- The rows of a mapping as periods without gaps or overlaps, so that every date finds exactly one row per key:
    the first row holds from always, each row until the day before the next begins, the last for ever.
    That a line falls outside valid_from and valid_to is a finding of its own; here it only must not double or vanish.
    Adds effective_from and effective_to. Of two rows with one start the first by `tie_break` is taken.
    Usage: periods as ( {{ in_time('vehicles', 'vehicle_id') }} ) over a CTE with valid_from -#}
{% macro in_time(rows, key, tie_break='entity_id') -%}
    select
        numbered.*,
        case when numbered.period_rank = 1 then cast('1900-01-01' as date) else numbered.valid_from end as effective_from,
        coalesce(
            cast({{ dbt.dateadd('day', -1, 'numbered.next_valid_from') }} as date),
            cast('9999-12-31' as date)
        ) as effective_to
    from (
        select
            distinct_starts.*,
            row_number() over (
                partition by distinct_starts.{{ key }} order by distinct_starts.valid_from nulls first
            ) as period_rank,
            lead(distinct_starts.valid_from) over (
                partition by distinct_starts.{{ key }} order by distinct_starts.valid_from nulls first
            ) as next_valid_from
        from (
            select
                {{ rows }}.*,
                row_number() over (
                    partition by {{ rows }}.{{ key }}, {{ rows }}.valid_from order by {{ rows }}.{{ tie_break }} nulls last
                ) as start_rank
            from {{ rows }}
            where {{ rows }}.{{ key }} is not null
        ) as distinct_starts
        where distinct_starts.start_rank = 1
    ) as numbered
{%- endmacro %}
