{#- A wording with its place holders filled in; a filling that is null becomes nothing.
    Usage: {{ fill_in('wordings.text_en', {'printed': 'printed_text', 'value': amount_text('recomputed_value')}) }} -> text -#}
{% macro fill_in(text, fillings) -%}
    {{ 'replace(' * (fillings | length) }}{{ text }}
    {%- for place_holder, filling in fillings.items() -%}
        , '{{ '{' ~ place_holder ~ '}' }}', coalesce({{ filling }}, ''))
    {%- endfor -%}
{%- endmacro %}

{#- ', words' for each departure of a candidate, nothing for what is as it should be (an option without words).
    `departures` are axis, option, place holder and filling; the words of an axis are joined as `<axis>_words`.
    Usage: {{ departures_in_words([('edition', "'other'", 'edition', 'edition_id')], 'en') }} -> text -#}
{% macro departures_in_words(departures, language) -%}
    {%- for axis, option_key, place_holder, filling in departures %}
        {%- set words = axis ~ '_words.text_' ~ language -%}
        {%- if not loop.first %}
        || {% endif -%}
        case
            when {{ words }} = '' then ''
            else ', ' || {{ fill_in(words, {place_holder: filling | replace('{language}', language)}) }}
        end
    {%- endfor %}
{%- endmacro %}
