{#- Length of what two intervals have in common, never negative.
    Usage: {{ overlap('line_start', 'line_end', '0', 'carved_quantity') }} -#}
{% macro overlap(first_start, first_end, second_start, second_end) -%}
    case
        when
            case when {{ first_end }} < {{ second_end }} then {{ first_end }} else {{ second_end }} end
            > case when {{ first_start }} > {{ second_start }} then {{ first_start }} else {{ second_start }} end
            then
                case when {{ first_end }} < {{ second_end }} then {{ first_end }} else {{ second_end }} end
                - case when {{ first_start }} > {{ second_start }} then {{ first_start }} else {{ second_start }} end
        else 0
    end
{%- endmacro %}
