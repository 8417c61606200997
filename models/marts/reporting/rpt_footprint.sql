with

framed as (
    select * from {{ ref('int_published_frames') }}
),

frame_lines as (
    select * from {{ ref('frame_lines') }}
),

measured as (
    select
        frame,
        line,
        reporting_year,
        entity_id,
        {{ footprint_measures() }}
    from framed
    group by
        frame,
        line,
        reporting_year,
        entity_id
),

footprint as (
    select
        measured.frame,
        measured.line,
        measured.reporting_year,
        measured.entity_id,
        frame_lines.scope,
        frame_lines.label_nl as line_label_nl,
        frame_lines.label_en as line_label_en,
        {{ read_integer('frame_lines.line_order') }} as line_order,
        measured.t_co2e,
        measured.t_co2e_location_based,
        measured.t_co2_biogenic,
        measured.estimated_share_pct,
        measured.official_share_pct,
        measured.unverified_share_pct,
        measured.data_quality_score
    from measured
    left join frame_lines
        on measured.frame = frame_lines.frame
        and measured.line = frame_lines.line
)

select * from footprint
