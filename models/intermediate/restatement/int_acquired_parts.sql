with

activities as (
    select * from {{ ref('fct_activities') }}
),

lines as (
    select * from {{ ref('int_activity_lines') }}
),

activity_types as (
    select * from {{ ref('stg_activity_types') }}
),

company_years as (
    select * from {{ ref('int_company_years') }}
),

target_entities as (
    select * from {{ ref('int_target_entities') }}
    where is_inside
),

exclusions as (
    select * from {{ ref('stg_exclusions') }}
),

-- Lines of an entity that is inside at the end, of days on which it was not: delivered, out of scope, and nothing else against
-- them. Purchases told in physical units are told by the euros of their entity here, and no chain analysis was made of them.
outside as (
    select
        activities.*,
        activity_types.activity_category as category,
        lines.extract_name in ('vehicle_distances', 'trips', 'commuting') as is_distance
    from activities
    inner join lines
        on activities.extract_name = lines.extract_name
        and activities.line_id = lines.line_id
        and activities.occurrence = lines.occurrence
    inner join target_entities
        on activities.entity_id = target_entities.entity_id
    inner join company_years
        on activities.reporting_year = company_years.reporting_year
    inner join activity_types
        on activities.activity_type = activity_types.activity_type
    where
        activities.claim_status = 'out_of_scope'
        and activities.claim_reason = 'entity_outside_boundary'
        and lines.contract_out_of_scope_reason is null
        and not lines.is_behind_own_main_meter
        and not lines.is_covered_by_activity
        and activities.extract_name not in ('purchases_physical', 'subcontractor_travel')
),

excluded as (
    select distinct outside.activity_id
    from outside
    inner join exclusions
        on {{ exclusion_holds('outside', 'outside', category='category') }}
),

-- What another line tells already, by the first rules of the claims: an invoice leads readings of its place and month, import
-- holds what was charged behind it, and litres or kWh lead the kilometres of a vehicle and year.
invoiced as (
    select distinct
        location_id,
        activity_type,
        month
    from outside
    where extract_name = 'supplier_invoices'
),

imported as (
    select distinct
        location_id,
        month
    from outside
    where activity_type = 'electricity'
),

vehicles_with_energy as (
    select
        activities.vehicle_id,
        activities.reporting_year
    from activities
    inner join activity_types
        on activities.activity_type = activity_types.activity_type
    where
        activity_types.activity_category in ('fuel_vehicles', 'power_vehicles')
        and activities.vehicle_id is not null
        and (activities.claim_status = 'counted' or activities.claim_reason = 'entity_outside_boundary')
    group by
        activities.vehicle_id,
        activities.reporting_year
    having sum(activities.quantity) > 0
),

vehicles_with_distances as (
    select distinct
        vehicle_id,
        reporting_year
    from outside
    where
        extract_name = 'vehicle_distances'
        and vehicle_id is not null
),

acquired as (
    select outside.*
    from outside
    left join excluded
        on outside.activity_id = excluded.activity_id
    left join invoiced
        on outside.extract_name = 'meter_readings'
        and outside.location_id = invoiced.location_id
        and outside.activity_type = invoiced.activity_type
        and outside.month = invoiced.month
    left join imported
        on outside.activity_type = 'ev_charging_own'
        and outside.location_id = imported.location_id
        and outside.month = imported.month
    left join vehicles_with_energy
        on outside.is_distance
        and outside.vehicle_id = vehicles_with_energy.vehicle_id
        and outside.reporting_year = vehicles_with_energy.reporting_year
    left join vehicles_with_distances
        on outside.extract_name in ('trips', 'commuting')
        and outside.vehicle_id = vehicles_with_distances.vehicle_id
        and outside.reporting_year = vehicles_with_distances.reporting_year
    where
        excluded.activity_id is null
        and invoiced.location_id is null
        and imported.location_id is null
        and vehicles_with_energy.vehicle_id is null
        and vehicles_with_distances.vehicle_id is null
)

select * from acquired
