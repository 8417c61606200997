with

emissions as (
    select * from {{ ref('fct_emissions') }}
),

total_lines as (
    select distinct
        frame,
        total_kind,
        total_key,
        reporting_year,
        line
    from {{ ref('int_total_members') }}
),

-- Errors that are shared add up before they are squared: all rows of one measurement, all rows of one factor version.
-- Groups are independent of each other: U^2 = sum over activity groups + sum over factor groups. Rows without a group
-- are one group. Kept apart by the lines that they stand on, so that the rows are read once for all totals. Both sides of
-- kg x per cent are cast to 37 digits together: with fewer, DuckDB keeps 18, which 92 kt x 100% overflows.
errors as (
    {% for kind in ['activity', 'factor'] -%}
    select
        '{{ kind }}' as error_kind,
        coalesce({{ kind }}_error_group, '') as error_group,
        reporting_year,
        ladder_line,
        ghg_line,
        iso_line,
        cast(
            sum(cast(kg_co2e as decimal(18, 6)) * cast(coalesce({{ kind }}_uncertainty_low_pct, 0) as decimal(19, 6)))
            as decimal(19, 4)
        ) as error_low,
        cast(
            sum(cast(kg_co2e as decimal(18, 6)) * cast(coalesce({{ kind }}_uncertainty_high_pct, 0) as decimal(19, 6)))
            as decimal(19, 4)
        ) as error_high
    from emissions
    group by
        coalesce({{ kind }}_error_group, ''),
        reporting_year,
        ladder_line,
        ghg_line,
        iso_line
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- The square of a sum is the sum of the products of all pairs, and that sum over the groups is small: one row per pair of
-- lines. Decimals, not doubles: what a credit note takes away again leaves no rest, and a square is never below zero.
products as (
    select
        errors.reporting_year,
        errors.ladder_line,
        errors.ghg_line,
        errors.iso_line,
        others.ladder_line as other_ladder_line,
        others.ghg_line as other_ghg_line,
        others.iso_line as other_iso_line,
        sum(errors.error_low * others.error_low) as product_low,
        sum(errors.error_high * others.error_high) as product_high
    from errors
    inner join errors as others
        on errors.error_kind = others.error_kind
        and errors.error_group = others.error_group
        and errors.reporting_year = others.reporting_year
    group by
        errors.reporting_year,
        errors.ladder_line,
        errors.ghg_line,
        errors.iso_line,
        others.ladder_line,
        others.ghg_line,
        others.iso_line
),

framed as (
    {% for frame, line in [('ladder', 'ladder_line'), ('ghg_protocol', 'ghg_line'), ('iso_14064', 'iso_line')] -%}
    select
        '{{ frame }}' as frame,
        {{ line }} as line,
        other_{{ line }} as other_line,
        reporting_year,
        product_low,
        product_high
    from products
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- A pair belongs to a total that has both of its lines. An empty line is a line of its own. Double precision by name: what
-- dbt calls a float has seven digits in DuckDB, which is kilograms off.
squared as (
    select
        total_lines.frame,
        total_lines.total_kind,
        total_lines.total_key,
        total_lines.reporting_year,
        sqrt(cast(sum(framed.product_low) as {{ double_type() }})) as root_low,
        sqrt(cast(sum(framed.product_high) as {{ double_type() }})) as root_high
    from framed
    inner join total_lines
        on framed.frame = total_lines.frame
        and framed.reporting_year = total_lines.reporting_year
        and coalesce(framed.line, '') = coalesce(total_lines.line, '')
    inner join total_lines as other_lines
        on total_lines.frame = other_lines.frame
        and total_lines.reporting_year = other_lines.reporting_year
        and total_lines.total_kind = other_lines.total_kind
        and coalesce(total_lines.total_key, '') = coalesce(other_lines.total_key, '')
        and coalesce(framed.other_line, '') = coalesce(other_lines.line, '')
    group by
        total_lines.frame,
        total_lines.total_kind,
        total_lines.total_key,
        total_lines.reporting_year
),

-- In tonnes: kg x per cent = kg/100, so 1e-5 of the root; rounded to kilograms at once.
uncertainty as (
    select
        frame,
        total_kind,
        total_key,
        reporting_year,
        cast(root_low / 100000 as decimal(18, 3)) as error_low_t_co2e,
        cast(root_high / 100000 as decimal(18, 3)) as error_high_t_co2e
    from squared
)

select * from uncertainty
