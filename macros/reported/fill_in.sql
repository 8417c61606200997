{#- A wording with its place holders filled in; a filling that is null becomes nothing.
    Usage: {{ fill_in('wordings.text_en', {'printed': 'printed_text', 'value': amount_text('recomputed_value')}) }} -> text -#}
{% macro fill_in(text, fillings) -%}
    {{ 'replace(' * (fillings | length) }}{{ text }}
    {%- for place_holder, filling in fillings.items() -%}
        , '{{ '{' ~ place_holder ~ '}' }}', coalesce({{ filling }}, ''))
    {%- endfor -%}
{%- endmacro %}

{#- ', words' for a departure of a candidate, nothing for what is as it should be (an option without words).
    Usage: {{ fill_in(...) }} || {{ departure_words('edition_en', 'edition', 'edition_id') }} -> text -#}
{% macro departure_words(words, place_holder, filling) -%}
    case when {{ words }} = '' then '' else ', ' || {{ fill_in(words, {place_holder: filling}) }} end
{%- endmacro %}
