{{ config(materialized=read_once()) }}
with

claims as (
    select * from {{ ref('int_month_claims') }}
),

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
    from claims
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

with_parts as (
    select
        claims.*,
        cast(coalesce(imports.carved_quantity, generation.carved_quantity, 0) as decimal(19, 6)) as charged_part,
        cast(coalesce(generation.fed_in_quantity, 0) as decimal(19, 6)) as fed_in_part,
        coalesce(split_sessions.solar_quantity, cast(0 as decimal(19, 6))) as solar_part,
        coalesce(split_sessions.above_cap_quantity, cast(0 as decimal(19, 6))) as above_cap_part,
        coalesce(spend_parts.physical_quantity, cast(0 as decimal(19, 6))) as physical_part,
        coalesce(spend_parts.travel_quantity, cast(0 as decimal(19, 6))) as travel_part
    from claims
    left join imports
        on claims.extract_name = imports.extract_name
        and claims.line_id = imports.line_id
        and claims.occurrence = imports.occurrence
        and claims.month_start = imports.month_start
    left join generation
        on claims.extract_name = generation.extract_name
        and claims.line_id = generation.line_id
        and claims.occurrence = generation.occurrence
        and claims.month_start = generation.month_start
    left join split_sessions
        on claims.extract_name = split_sessions.extract_name
        and claims.line_id = split_sessions.line_id
        and claims.occurrence = split_sessions.occurrence
        and claims.month_start = split_sessions.month_start
    left join spend_parts
        on claims.extract_name = spend_parts.extract_name
        and claims.line_id = spend_parts.line_id
        and claims.occurrence = spend_parts.occurrence
        and claims.month_start = spend_parts.month_start
),

parts as (
    select
        with_parts.*,
        'main' as claim_part,
        cast(
            month_quantity - charged_part - fed_in_part - solar_part - above_cap_part - physical_part - travel_part
            as decimal(19, 6)
        ) as part_quantity,
        month_claim_status as claim_status,
        month_claim_reason as claim_reason,
        activity_type as part_activity_type
    from with_parts
    -- A line that was carved away whole keeps no empty main part.
    where
        month_quantity is null
        or month_quantity = 0
        or month_quantity <> charged_part + fed_in_part + solar_part + above_cap_part + physical_part + travel_part
    union all
    select
        with_parts.*,
        'charged' as claim_part,
        charged_part as part_quantity,
        'superseded' as claim_status,
        'charged_at_own_charge_points' as claim_reason,
        activity_type as part_activity_type
    from with_parts
    where charged_part > 0
    union all
    select
        with_parts.*,
        'fed_in' as claim_part,
        fed_in_part as part_quantity,
        'out_of_scope' as claim_status,
        'fed_in_to_the_grid' as claim_reason,
        activity_type as part_activity_type
    from with_parts
    where fed_in_part > 0
    union all
    select
        with_parts.*,
        'own_solar' as claim_part,
        solar_part as part_quantity,
        'counted' as claim_status,
        'charged_from_own_solar_power' as claim_reason,
        'own_solar_power' as part_activity_type
    from with_parts
    where solar_part > 0
    union all
    select
        with_parts.*,
        'above_cap' as claim_part,
        above_cap_part as part_quantity,
        'superseded' as claim_status,
        'above_the_metered_kwh' as claim_reason,
        activity_type as part_activity_type
    from with_parts
    where above_cap_part > 0
    union all
    select
        with_parts.*,
        'physical' as claim_part,
        physical_part as part_quantity,
        'superseded' as claim_status,
        'known_in_physical_units' as claim_reason,
        activity_type as part_activity_type
    from with_parts
    where physical_part <> 0
    union all
    -- Of a credit note as well: it takes back its share.
    select
        with_parts.*,
        'travel' as claim_part,
        travel_part as part_quantity,
        'superseded' as claim_status,
        'replaced_by_chain_analysis' as claim_reason,
        activity_type as part_activity_type
    from with_parts
    where travel_part <> 0
)

select * from parts
