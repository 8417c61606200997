{{ config(materialized=read_once()) }}
with

charging_cap as (
    select * from {{ ref('int_charging_cap') }}
),

own_solar as (
    select * from {{ ref('int_own_solar') }}
),

spend_parts as (
    select * from {{ ref('int_spend_parts') }}
),

-- Positive quantities of one balance stand one after another on an axis; a carve-out is an interval of that axis.
-- Intervals are whole, never negative, and add up to what was carved on every engine.
balanced as (
    select
        claims.extract_name,
        claims.line_id,
        claims.occurrence,
        claims.month_start,
        claims.activity_type,
        claims.month_quantity,
        claims.location_id,
        charging_cap.charged_quantity,
        charging_cap.charged_positive_quantity,
        charging_cap.from_import_quantity,
        charging_cap.from_solar_quantity,
        own_solar.generated_quantity,
        own_solar.fed_in_quantity,
        sum(claims.month_quantity) over (
            partition by claims.activity_type, claims.balance_meter_id, claims.month_start
            order by claims.period_start, claims.extract_name, claims.line_id
            rows between unbounded preceding and current row
        ) as balance_end,
        sum(claims.month_quantity) over (
            partition by claims.activity_type, claims.location_id, claims.month_start
            order by claims.period_start, claims.extract_name, claims.line_id
            rows between unbounded preceding and current row
        ) as location_end
    from {{ ref('int_month_claims') }} as claims
    left join charging_cap
        on claims.balance_meter_id = charging_cap.balance_meter_id
        and claims.month_start = charging_cap.month_start
    left join own_solar
        on claims.activity_type = 'own_solar_power'
        and claims.location_id = own_solar.location_id
        and claims.month_start = own_solar.month_start
    where
        claims.month_claim_status = 'counted'
        and claims.month_quantity > 0
        and claims.activity_type in ('electricity', 'ev_charging_own', 'own_solar_power')
        and (claims.balance_meter_id is not null or claims.activity_type = 'own_solar_power')
),

-- Import: the first kWh of the month go to the sessions.
imports as (
    select
        extract_name,
        line_id,
        occurrence,
        month_start,
        {{ overlap('balance_end - month_quantity', 'balance_end', '0', 'from_import_quantity') }} as carved_quantity
    from balanced
    where
        activity_type = 'electricity'
        and from_import_quantity > 0
),

-- Sessions above the cap are scaled down in proportion; what is left is from the grid first, then from the sun.
sessions as (
    select
        extract_name,
        line_id,
        occurrence,
        month_start,
        month_quantity,
        -- What corrections take back stays on the axis of the positive sessions: it is theirs, and was never metered.
        charged_positive_quantity - charged_quantity + from_import_quantity as until_solar_quantity,
        charged_positive_quantity - charged_quantity + from_import_quantity + from_solar_quantity as allowed_quantity,
        charged_positive_quantity,
        balance_end,
        balance_end - month_quantity as balance_start
    from balanced
    where
        activity_type = 'ev_charging_own'
        and charged_quantity > 0
),

scaled_sessions as (
    select
        sessions.*,
        {{ from_micro(integer_divide(
            micro('allowed_quantity') ~ ' * ' ~ micro('balance_end'), micro('charged_positive_quantity')
        )) }} as allowed_end,
        {{ from_micro(integer_divide(
            micro('allowed_quantity') ~ ' * ' ~ micro('balance_start'), micro('charged_positive_quantity')
        )) }} as allowed_start
    from sessions
),

split_sessions as (
    select
        extract_name,
        line_id,
        occurrence,
        month_start,
        cast({{ overlap('allowed_start', 'allowed_end', 'until_solar_quantity', 'allowed_quantity') }} as decimal(19, 6)) as solar_quantity,
        cast(month_quantity - (allowed_end - allowed_start) as decimal(19, 6)) as above_cap_quantity
    from scaled_sessions
),

-- Generation: first what the sessions took, then own use, then what was fed in.
generation as (
    select
        extract_name,
        line_id,
        occurrence,
        month_start,
        {{ overlap('location_end - month_quantity', 'location_end', '0', 'coalesce(from_solar_quantity, 0)') }} as carved_quantity,
        {{ overlap(
            'location_end - month_quantity', 'location_end', 'generated_quantity - fed_in_quantity', 'generated_quantity'
        ) }} as fed_in_quantity
    from balanced
    where activity_type = 'own_solar_power'
),

-- What leaves a line, part by part. A session takes back from its cap without a part of its own when nothing is above it.
carved as (
    select
        extract_name,
        line_id,
        occurrence,
        month_start,
        'charged' as claim_part,
        cast(carved_quantity as decimal(19, 6)) as part_quantity
    from imports
    union all
    select
        extract_name,
        line_id,
        occurrence,
        month_start,
        'charged' as claim_part,
        cast(carved_quantity as decimal(19, 6)) as part_quantity
    from generation
    union all
    select
        extract_name,
        line_id,
        occurrence,
        month_start,
        'fed_in' as claim_part,
        cast(fed_in_quantity as decimal(19, 6)) as part_quantity
    from generation
    union all
    select
        extract_name,
        line_id,
        occurrence,
        month_start,
        'own_solar' as claim_part,
        solar_quantity as part_quantity
    from split_sessions
    union all
    select
        extract_name,
        line_id,
        occurrence,
        month_start,
        'above_cap' as claim_part,
        above_cap_quantity as part_quantity
    from split_sessions
    union all
    select
        extract_name,
        line_id,
        occurrence,
        month_start,
        'physical' as claim_part,
        physical_quantity as part_quantity
    from spend_parts
    union all
    select
        extract_name,
        line_id,
        occurrence,
        month_start,
        'travel' as claim_part,
        travel_quantity as part_quantity
    from spend_parts
),

carved_lines as (
    select
        extract_name,
        line_id,
        occurrence,
        month_start,
        sum(part_quantity) as carved_quantity
    from carved
    group by
        extract_name,
        line_id,
        occurrence,
        month_start
),

-- Most lines are one part, whole: they pass by, and only what was carved is kept in memory.
parts as (
    select
        claims.*,
        'main' as claim_part,
        cast(claims.month_quantity - coalesce(carved_lines.carved_quantity, 0) as decimal(19, 6)) as part_quantity,
        claims.month_claim_status as claim_status,
        claims.month_claim_reason as claim_reason,
        claims.activity_type as part_activity_type
    from {{ ref('int_month_claims') }} as claims
    left join carved_lines
        on claims.extract_name = carved_lines.extract_name
        and claims.line_id = carved_lines.line_id
        and claims.occurrence = carved_lines.occurrence
        and claims.month_start = carved_lines.month_start
    -- A line that was carved away whole keeps no empty main part.
    where
        claims.month_quantity is null
        or claims.month_quantity = 0
        or claims.month_quantity <> coalesce(carved_lines.carved_quantity, 0)
    union all
    select
        claims.*,
        carved.claim_part,
        carved.part_quantity,
        case carved.claim_part
            when 'fed_in' then 'out_of_scope'
            when 'own_solar' then 'counted'
            else 'superseded'
        end as claim_status,
        case carved.claim_part
            when 'charged' then 'charged_at_own_charge_points'
            when 'fed_in' then 'fed_in_to_the_grid'
            when 'own_solar' then 'charged_from_own_solar_power'
            when 'above_cap' then 'above_the_metered_kwh'
            when 'physical' then 'known_in_physical_units'
            when 'travel' then 'replaced_by_chain_analysis'
        end as claim_reason,
        case when carved.claim_part = 'own_solar' then 'own_solar_power' else claims.activity_type end as part_activity_type
    from {{ ref('int_month_claims') }} as claims
    inner join carved
        on claims.extract_name = carved.extract_name
        and claims.line_id = carved.line_id
        and claims.occurrence = carved.occurrence
        and claims.month_start = carved.month_start
    -- Euros of a credit note as well: it takes back its share.
    where
        carved.part_quantity > 0
        or (carved.claim_part in ('physical', 'travel') and carved.part_quantity <> 0)
)

select * from parts
