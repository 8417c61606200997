with

chain_boundaries as (
    select
        {{ adapter.quote('year') }} as reporting_year,
        boundary_share_pct,
        boundary_share_pct_text,
        source
    from {{ ref('stg_chain_boundaries') }}
)

select
    {{ finding(
        key=['reporting_year', 'boundary_share_pct_text'],
        message=say(["'boundary share '''", 'boundary_share_pct_text', "''' of '", 'reporting_year', "' from source '", 'source', "'; without a source, or not above 0 and up to 100, it replaces nothing'"]),
        given=['reporting_year'],
        extract_name="'chain_boundaries'",
        line_id='reporting_year',
        column_name="'boundary_share_pct'",
        cell_value='boundary_share_pct_text'
    ) }}
from chain_boundaries
where
    boundary_share_pct is null
    or boundary_share_pct <= 0
    or boundary_share_pct > 100
    or source is null
