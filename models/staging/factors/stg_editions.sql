with

editions as (
    select * from {{ ref('editions') }}
),

typed as (
    select
        edition_id,
        factor_list,
        {{ read_integer('edition_year') }} as edition_year,
        {{ read_integer('revision') }} as revision,
        edition_kind,
        author,
        title,
        gwp_basis,
        recalculates_history,
        licence,
        attribution,
        source_url,
        file_name,
        case when {{ matches('published_on', '[0-9]{4}-[0-9]{2}-[0-9]{2}') }} then cast(published_on as date) end as published_on
    from editions
)

select * from typed
