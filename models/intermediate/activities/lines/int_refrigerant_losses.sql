with

services as (
    select * from {{ ref('stg_refrigerant_services') }}
),

-- Losses = top-ups + (new charge - capacity of new equipment) + (capacity of retired equipment - recovered)
-- + what disappeared from stock between two counts (opening - closing). Each line carries its own signed term.
-- A term whose capacity is missing cannot be computed: taking zero would make emissions negative.
losses as (
    select
        services.*,
        services.quantity as source_quantity,
        services.serviced_on as period_start,
        services.serviced_on as period_end,
        cast(
            case services.operation
                when 'top_up' then services.quantity
                when 'new_charge' then services.quantity - services.capacity
                when 'recovered' then services.capacity - services.quantity
                when 'disposed' then services.capacity - services.quantity
                when 'stock_opening' then services.quantity
                when 'stock_closing' then -services.quantity
            end
            * services.unit_multiplier
            as decimal(19, 6)
        ) as loss_quantity
    from services
)

select * from losses
