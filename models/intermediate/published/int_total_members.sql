with

emissions as (
    select * from {{ ref('fct_emissions') }}
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

frame_lines as (
    select * from {{ ref('frame_lines') }}
),

framed as (
    {% for frame, line in [('ladder', 'ladder_line'), ('ghg_protocol', 'ghg_line'), ('iso_14064', 'iso_line')] -%}
    select
        '{{ frame }}' as frame,
        emissions.{{ line }} as line,
        emissions.reporting_year,
        emissions.activity_category,
        emissions.activity_error_group,
        emissions.factor_error_group,
        emissions.activity_uncertainty_low_pct,
        emissions.activity_uncertainty_high_pct,
        emissions.factor_uncertainty_low_pct,
        emissions.factor_uncertainty_high_pct,
        emissions.factor_status,
        emissions.kg_co2e
    from emissions
    inner join company_years
        on emissions.reporting_year = company_years.reporting_year
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- Which emission rows add up to which total: every line, every scope, and the whole frame; on the Ladder also
-- scope 1 + 2 + business travel, which decides the size class.
members as (
    select
        framed.*,
        'line' as total_kind,
        framed.line as total_key
    from framed
    union all
    select
        framed.*,
        'scope' as total_kind,
        frame_lines.scope as total_key
    from framed
    inner join frame_lines
        on framed.frame = frame_lines.frame
        and framed.line = frame_lines.line
    union all
    select
        framed.*,
        'ladder_total' as total_kind,
        'scope_1_2_business_travel' as total_key
    from framed
    where
        framed.frame = 'ladder'
        and framed.line in ('scope_1', 'scope_2', 'business_travel')
    union all
    select
        framed.*,
        'total' as total_kind,
        'total' as total_key
    from framed
)

select * from members
