{#- The part of an amount that falls to a row in proportion to its weight, by whole-number cumulative shares in a stated
    order: the parts of a partition make the amount exactly, on every engine. A weight that is null, zero or negative gets
    zero; without one positive weight in the partition every part is null. A negative amount is handed out by its absolute
    value. The amount must be the same on every row of a partition, the order must be unique in it, and both have up to
    six decimals. -> decimal(19,6)
    Usage: {{ allocate('modes.km', 'invoices.invoiced_eur', ['reporting_year', 'activity_type'], ['supplier_id']) }} -#}
{% macro allocate(amount, weight, partition_by, order_by) -%}
    {%- if partition_by is string or order_by is string or not partition_by or not order_by -%}
        {{ exceptions.raise_compiler_error("allocate: partition_by and order_by are lists of at least one column") }}
    {%- endif -%}
    {%- set partition = 'partition by ' ~ partition_by | join(', ') -%}
    {%- set own = 'case when ' ~ weight ~ ' > 0 then ' ~ micro(weight) ~ ' else 0 end' -%}
    {%- set through = whole_number(
        'sum(' ~ own ~ ') over (' ~ partition ~ ' order by ' ~ order_by | join(', ') ~ ' rows between unbounded preceding and current row)'
    ) -%}
    {%- set total = whole_number('sum(' ~ own ~ ') over (' ~ partition ~ ')') -%}
    case
        when {{ total }} > 0
            then cast(
                {{ from_micro(
                    integer_divide(micro('abs(' ~ amount ~ ')') ~ ' * ' ~ through, total)
                    ~ ' - '
                    ~ integer_divide(micro('abs(' ~ amount ~ ')') ~ ' * (' ~ through ~ ' - ' ~ own ~ ')', total)
                ) }}
                * case when {{ amount }} < 0 then -1 else 1 end
                as decimal(19, 6)
            )
    end
{%- endmacro %}
