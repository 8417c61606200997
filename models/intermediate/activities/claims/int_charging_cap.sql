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
        sum(case when month_quantity > 0 then month_quantity else 0 end) as charged_quantity
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

meter_months as (
    select
        balance_meter_id,
        month_start
    from imported
    union
    select
        balance_meter_id,
        month_start
    from solar
),

-- The cap on charging: import plus own use of solar power. A meter without any line in the month caps nothing:
-- its sessions count whole, and the missing month is a finding.
capped as (
    select
        meter_months.balance_meter_id,
        meter_months.month_start,
        cast(coalesce(charged.charged_quantity, 0) as decimal(19, 6)) as charged_quantity,
        cast(case when imported.imported_quantity > 0 then imported.imported_quantity else 0 end as decimal(19, 6)) as imported_quantity,
        cast(coalesce(solar.own_solar_quantity, 0) as decimal(19, 6)) as own_solar_quantity
    from meter_months
    left join charged
        on meter_months.balance_meter_id = charged.balance_meter_id
        and meter_months.month_start = charged.month_start
    left join imported
        on meter_months.balance_meter_id = imported.balance_meter_id
        and meter_months.month_start = imported.month_start
    left join solar
        on meter_months.balance_meter_id = solar.balance_meter_id
        and meter_months.month_start = solar.month_start
),

-- Import is used up first, so that the zero of the sun goes to the building as long as it can: the cautious order.
carved as (
    select
        balance_meter_id,
        month_start,
        charged_quantity,
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
