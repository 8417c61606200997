{#- Joins the activity type and the unit of `lines`, and gives
    unit_multiplier, activity_unit and activity_quantity (decimal(19,6), in the unit of the activity type).
    An unknown type or unit leaves them null: a finding, never a guess. A conversion is a row of the units seed.
    Usage: {{ normalise_quantity('with_type', 'quantity') }} -> a select statement over a CTE with activity_type and unit -#}
{% macro normalise_quantity(lines, quantity) -%}
    select
        {{ lines }}.*,
        activity_types.activity_category,
        activity_types.activity_unit,
        units.multiplier as unit_multiplier,
        -- A billion and more in the unit of the activity is a unit error, as it is in the cell: it reads as nothing, and is a finding.
        case
            when abs({{ lines }}.{{ quantity }}) * units.multiplier < 1000000000
                then cast({{ lines }}.{{ quantity }} * units.multiplier as decimal(19, 6))
        end as activity_quantity
    from {{ lines }}
    left join {{ ref('stg_activity_types') }} as activity_types
        on {{ lines }}.activity_type = activity_types.activity_type
    left join {{ ref('stg_units') }} as units
        on activity_types.activity_unit = units.activity_unit
        and lower({{ lines }}.unit) = units.unit
{%- endmacro %}

{#- Adds location_id to `lines`: the location as the supplier writes it, through location_aliases.
    A location_id of our own is its own alias. An unknown spelling leaves it null: a finding.
    Usage: {{ conform_location('lines') }} -> a select statement over a CTE with a column `location` -#}
{% macro conform_location(lines) -%}
    select
        {{ lines }}.*,
        spellings.location_id
    from {{ lines }}
    left join {{ ref('stg_location_spellings') }} as spellings
        on lower({{ lines }}.location) = spellings.spelling
{%- endmacro %}

{#- Adds activity_type to `lines` through the products mapping of their extract.
    Usage: {{ conform_product('lines', 'product') }} -> a select statement over a CTE with extract_name -#}
{% macro conform_product(lines, product) -%}
    select
        {{ lines }}.*,
        products.activity_type
    from {{ lines }}
    left join {{ ref('stg_product_spellings') }} as products
        on {{ lines }}.extract_name = products.extract_name
        and lower({{ lines }}.{{ product }}) = products.spelling
{%- endmacro %}
