with

blocks as (
    select * from {{ ref('wpm_blocks') }}
),

typed as (
    select
        block,
        {{ read_integer('block_order') }} as block_order,
        purpose,
        label_nl,
        label_en
    from blocks
)

select * from typed
