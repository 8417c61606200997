with

published as (
    select * from {{ ref('int_published_emissions') }}
),

-- The same rows under each frame: the totals of the frames are equal by construction. Summed before it is spread, to the
-- keys of the footprint tables: the groups of a large company are many, and the footprint needs few of their keys.
framed as (
    {% for frame, line in [('ladder', 'ladder_line'), ('ghg_protocol', 'ghg_line'), ('iso_14064', 'iso_line')] -%}
    select
        '{{ frame }}' as frame,
        {{ line }} as line,
        reporting_year,
        half_year,
        entity_id,
        cast(sum(kg_co2e) as decimal(27, 6)) as kg_co2e,
        cast(sum(kg_co2e_location_based) as decimal(27, 6)) as kg_co2e_location_based,
        cast(sum(kg_co2_biogenic) as decimal(27, 6)) as kg_co2_biogenic,
        cast(sum(kg_of_known_quality) as decimal(27, 6)) as kg_of_known_quality,
        cast(sum(kg_estimated) as decimal(27, 6)) as kg_estimated,
        cast(sum(kg_official) as decimal(27, 6)) as kg_official,
        cast(sum(kg_unverified) as decimal(27, 6)) as kg_unverified,
        cast(sum(kg_times_score) as decimal(27, 6)) as kg_times_score,
        cast(sum(kg_at_cut_off) as decimal(27, 6)) as kg_at_cut_off
    from published
    group by
        {{ line }},
        reporting_year,
        half_year,
        entity_id
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from framed
