with

claims as (
    select * from {{ ref('int_month_claims') }}
),

own_solar as (
    select * from {{ ref('int_own_solar') }}
),

charged as (
    select
        balance_meter_id,
        month_start,
        sum(month_quantity) as charged_quantity,
        sum(case when month_quantity > 0 then month_quantity else 0 end) as charged_positive_quantity
    from claims
    where
        activity_type = 'ev_charging_own'
        and month_claim_status = 'counted'
        and balance_meter_id is not null
    group by
        balance_meter_id,
        month_start
),

-- What the meter imported in the month, by the lines that count.
imported as (
    select
        balance_meter_id,
        month_start,
        sum(month_quantity) as imported_quantity
    from claims
    where
        activity_type = 'electricity'
        and month_claim_status = 'counted'
        and balance_meter_id is not null
    group by
        balance_meter_id,
        month_start
),

solar as (
    select
        balance_meter_id,
        month_start,
        sum(generated_quantity - fed_in_quantity) as own_solar_quantity
    from own_solar
    where balance_meter_id is not null
    group by
        balance_meter_id,
        month_start
),

-- The cap on charging: import plus own use of solar power. A meter without import in the month, or with none left after
-- credit notes, caps nothing: its sessions count whole, and the missing month is a finding. Sessions are taken net of
-- their corrections; charged_positive_quantity is the axis on which they are scaled.
capped as (
    select
        imported.balance_meter_id,
        imported.month_start,
        cast(case when charged.charged_quantity > 0 then charged.charged_quantity else 0 end as decimal(19, 6)) as charged_quantity,
        cast(coalesce(charged.charged_positive_quantity, 0) as decimal(19, 6)) as charged_positive_quantity,
        cast(imported.imported_quantity as decimal(19, 6)) as imported_quantity,
        cast(coalesce(solar.own_solar_quantity, 0) as decimal(19, 6)) as own_solar_quantity
    from imported
    left join charged
        on imported.balance_meter_id = charged.balance_meter_id
        and imported.month_start = charged.month_start
    left join solar
        on imported.balance_meter_id = solar.balance_meter_id
        and imported.month_start = solar.month_start
    where imported.imported_quantity > 0
),

-- Import is used up first, so that the zero of the sun goes to the building as long as it can: the cautious order.
carved as (
    select
        balance_meter_id,
        month_start,
        charged_quantity,
        charged_positive_quantity,
        imported_quantity,
        own_solar_quantity,
        case when charged_quantity < imported_quantity then charged_quantity else imported_quantity end as from_import_quantity,
        case
            when charged_quantity <= imported_quantity then cast(0 as decimal(19, 6))
            when charged_quantity - imported_quantity < own_solar_quantity
                then cast(charged_quantity - imported_quantity as decimal(19, 6))
            else own_solar_quantity
        end as from_solar_quantity
    from capped
)

select * from carved
