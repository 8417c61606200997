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

-- Summed before it is spread: the totals of three frames would copy every emission row some ten times.
-- Kilograms without their signs stand beside it: a credit note must not hide what it rests on.
grouped as (
    select
        emissions.reporting_year,
        emissions.activity_category,
        emissions.factor_status,
        emissions.ladder_line,
        emissions.ghg_line,
        emissions.iso_line,
        cast(sum(emissions.kg_co2e) as decimal(27, 6)) as kg_co2e,
        cast(sum(abs(emissions.kg_co2e)) as decimal(27, 6)) as kg_absolute
    from emissions
    inner join company_years
        on emissions.reporting_year = company_years.reporting_year
    group by
        emissions.reporting_year,
        emissions.activity_category,
        emissions.factor_status,
        emissions.ladder_line,
        emissions.ghg_line,
        emissions.iso_line
),

framed as (
    {% for frame, line in [('ladder', 'ladder_line'), ('ghg_protocol', 'ghg_line'), ('iso_14064', 'iso_line')] -%}
    select
        '{{ frame }}' as frame,
        {{ line }} as line,
        reporting_year,
        activity_category,
        factor_status,
        cast(sum(kg_co2e) as decimal(27, 6)) as kg_co2e,
        cast(sum(kg_absolute) as decimal(27, 6)) as kg_absolute
    from grouped
    group by
        {{ line }},
        reporting_year,
        activity_category,
        factor_status
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- Which lines add up to which total: every line, every scope, and the whole frame; on the Ladder also
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
