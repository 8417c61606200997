with

-- extract_name is a column of this file itself, so the lines are not numbered through numbered_lines.
typed as (
    {{ typed_extract('deliveries') }}
)

select * from typed
