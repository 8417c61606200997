{#- One way to a figure, as every branch of the search writes it: what the branch does not name is as in the footprint.
    `given` are columns that the relation has under their own names, `values` are expressions for others.
    Usage: {{ candidate('changed', given=['edition_id', 'changes'], values={'source': "'printed_pair'"}) }} -> select -#}
{% macro candidate(relation, given=[], values={}) -%}
    {%- set nothing = 'cast(null as ' ~ dbt.type_string() ~ ')' -%}
    {%- set as_in_the_footprint = {
        'source': "'recomputed'",
        'based_on_figures': nothing,
        'edition_id': nothing,
        'supply_option': "'as_contracted'",
        'component_option': "'well_to_wheel'",
        'claim_option': "'counted'",
        'placing_option': "'as_reported'",
        'spend_option': "'chosen'",
        'extrapolation_option': "'by_invoiced_value'",
        'subtotal_option': "'whole'",
        'subtotal_dimension': "'whole'",
        'subtotal_member': "'whole'",
        'period_option': "'own'",
        'other_period': nothing,
        'denominator_option': "'own'",
        'denominator_metric': nothing,
        'comparison_option': "'own'",
        'comparison_member': nothing,
        'measure_option': "'own'",
        'measure': nothing,
        'changes': '0',
        'candidate_order': '0',
        'part_value': 'cast(null as decimal(27, 9))',
    } -%}
    select
        figure_id,
        {%- for column, expression in as_in_the_footprint.items() %}
        {{ column if column in given else values.get(column, expression) ~ ' as ' ~ column }},
        {%- endfor %}
        candidate_value
    from {{ relation }}
    where candidate_value is not null
{%- endmacro %}
