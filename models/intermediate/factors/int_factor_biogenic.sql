with

factor_values as (
    select * from {{ ref('int_factor_values') }}
),

donors as (
    select * from factor_values
    where biogenic_factor_value is not null
),

-- A row is its own nearest donor: its own value comes before any other edition's; then as in int_factor_splits.
candidates as (
    select
        factor_values.edition_id,
        factor_values.factor_key,
        donors.edition_id as biogenic_edition_id,
        donors.biogenic_factor_value,
        row_number() over (
            partition by factor_values.edition_id, factor_values.factor_key
            order by
                case when donors.edition_id = factor_values.edition_id then 0 else 1 end,
                case donors.edition_kind when 'published_complete' then 0 else 1 end,
                abs(donors.edition_year - factor_values.edition_year),
                donors.edition_year desc,
                donors.revision desc,
                donors.edition_id
        ) as donor_rank
    from factor_values
    inner join donors
        on factor_values.factor_list = donors.factor_list
        and factor_values.factor_key = donors.factor_key
),

chosen as (
    select
        edition_id,
        factor_key,
        biogenic_edition_id,
        biogenic_factor_value
    from candidates
    where donor_rank = 1
)

select * from chosen
