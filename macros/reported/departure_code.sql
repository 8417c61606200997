{#- The departures of a candidate as one text for programs, in a fixed order and apart by '|': by name only, or with what
    they are ('edition' or 'edition=<edition_id>'). Reads the columns of int_reported_explanations.
    Usage: {{ departure_code(with_values=true) }} -> text -#}
{% macro departure_code(with_values) -%}
    substr(
        case when source = 'recomputed' then '' else '|' || source {{ "|| '=' || replace(based_on_figures, ', ', '+')" if with_values }} end
        || case when edition_id is null then '' else '|edition' {{ "|| '=' || edition_id" if with_values }} end
        || case when supply_option = 'as_contracted' then '' else '|' || supply_option end
        || case when component_option = 'well_to_wheel' then '' else '|' || component_option end
        || case when claim_option = 'counted' then '' else '|' || claim_option end
        || case when placing_option = 'as_reported' then '' else '|' || placing_option end
        || case when spend_option = 'chosen' then '' else '|' || spend_option end
        || case when extrapolation_option = 'by_invoiced_value' then '' else '|' || extrapolation_option end
        || case when subtotal_option = 'whole' then '' else '|' || subtotal_option {{ "|| '=' || subtotal_member" if with_values }} end
        || case when other_period is null then '' else '|other_period' {{ "|| '=' || other_period" if with_values }} end
        || case
            when denominator_option = 'own' then ''
            when denominator_option = 'without' then '|without_denominator'
            else '|other_denominator' {{ "|| '=' || denominator_metric" if with_values }}
        end
        || case when comparison_option = 'own' then '' else '|other_comparison' {{ "|| '=' || comparison_member" if with_values }} end
        || case when measure_option = 'own' then '' else '|other_measure' {{ "|| '=' || measure" if with_values }} end
        || case when rounding_option = 'truncated' then '|truncated' else '' end
        || case when changes = 0 then '|as_recomputed' else '' end,
        2
    )
{%- endmacro %}
