with

exclusion_years as (
    select * from {{ ref('int_exclusion_years') }}
),

-- A tenth is the room of an estimate. Lines without a factor cannot be weighed, so the statement about them cannot either.
unequal as (
    select
        exclusion_years.*,
        coalesce(computed_kg_co2e, 0) > coalesce(stated_kg_co2e, 0) as is_larger
    from exclusion_years
    where
        (computed_kg_co2e > 0 and computed_kg_co2e * 10 > coalesce(stated_kg_co2e, 0) * 11)
        or lines_without_factor > 0
)

select
    {{ finding(
        key=['source', 'valid_from', 'reporting_year'],
        message=say([
            "'exclusion of '", 'source', "': stated '", short('stated_kg_co2e * 0.001'), "' t a year; its lines of '", 'reporting_year', "' ('", 'line_count',
            "') come to '", "case when person_borne_type is null then " ~ short('coalesce(computed_kg_co2e, 0) * 0.001') ~ " end", "' t; of these without a factor, and not in it: '", 'lines_without_factor'
        ], empty="'(not said)'"),
        activity_type='person_borne_type',
        given=['reporting_year'],
        extract_name="'exclusions'",
        line_id='source',
        column_name="'estimated_t_co2e'",
        kg_co2e='case when is_larger then coalesce(computed_kg_co2e, 0) - coalesce(stated_kg_co2e, 0) else 0 end'
    ) }}
from unequal
