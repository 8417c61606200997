with

claims as (
    select * from {{ ref('int_month_claims') }}
),

balance_meters as (
    select * from {{ ref('int_balance_meters') }}
),

generated as (
    select
        location_id,
        month_start,
        sum(case when month_quantity > 0 then month_quantity else 0 end) as generated_quantity
    from claims
    where
        activity_type = 'own_solar_power'
        and month_claim_status = 'counted'
    group by
        location_id,
        month_start
),

-- Feed-in by invoice where there is one for the month, else by reading.
fed_in as (
    select
        location_id,
        month_start,
        coalesce(
            sum(case when extract_name = 'supplier_invoices' then month_quantity end),
            sum(case when extract_name = 'meter_readings' then month_quantity end),
            0
        ) as fed_in_quantity
    from claims
    where
        month_claim_status = 'out_of_scope'
        and month_claim_reason = 'fed_in_to_the_grid'
    group by
        location_id,
        month_start
),

-- Feed-in above generation is a finding; own use is never negative, and feed-in is never netted against import.
own_solar as (
    select
        generated.location_id,
        generated.month_start,
        balance_meters.meter_id as balance_meter_id,
        cast(generated.generated_quantity as decimal(19, 6)) as generated_quantity,
        cast(
            case
                when fed_in.fed_in_quantity > generated.generated_quantity then generated.generated_quantity
                when fed_in.fed_in_quantity > 0 then fed_in.fed_in_quantity
                else 0
            end
            as decimal(19, 6)
        ) as fed_in_quantity
    from generated
    left join fed_in
        on generated.location_id = fed_in.location_id
        and generated.month_start = fed_in.month_start
    left join balance_meters
        on generated.location_id = balance_meters.location_id
        and generated.month_start = balance_meters.month_start
)

select * from own_solar
