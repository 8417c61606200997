{#- The lines are read for each use, with the columns of that use: DuckDB keeps what is read twice in memory, with all its
    columns. -#}
{%- set is_readable = 'readable.unreadable_reason is null and readable.out_of_scope_reason is null and readable.occurrence = 1' -%}
with

months as (
    select * from {{ ref('int_activity_months') }}
),

activity_types as (
    select * from {{ ref('stg_activity_types') }}
),

exclusions as (
    select * from {{ ref('stg_exclusions') }}
),

charge_points as (
    select * from {{ ref('stg_charge_points_unique') }}
),

meter_roots as (
    select * from {{ ref('int_meter_roots') }}
),

balance_meters as (
    select * from {{ ref('int_balance_meters') }}
),

reading_precedence as (
    select * from {{ ref('int_reading_precedence') }}
),

-- Locations where the readings of a meter count in the month: an invoice without a meter yields to them.
read_locations as (
    select distinct
        location_id,
        activity_type,
        month_start
    from reading_precedence
    where
        reading_counts
        and location_id is not null
),

-- A vehicle with litres or kWh in a calendar year has no kilometres in that year. AdBlue says nothing of kilometres.
vehicles_with_energy as (
    select
        readable.vehicle_id,
        readable.reporting_year
    from {{ ref('int_activity_months') }} as readable
    inner join activity_types
        on readable.activity_type = activity_types.activity_type
    where
        activity_types.activity_category in ('fuel_vehicles', 'power_vehicles')
        and readable.vehicle_id is not null
        and {{ is_readable }}
    group by
        readable.vehicle_id,
        readable.reporting_year
    having sum(readable.month_quantity) > 0
),

-- A trip in a company vehicle is in its distance, in the months that a distance covers: one of the second half of the
-- year tells nothing of January.
vehicles_with_distances as (
    select distinct
        readable.vehicle_id,
        readable.month_start
    from {{ ref('int_activity_months') }} as readable
    where
        readable.extract_name = 'vehicle_distances'
        and readable.vehicle_id is not null
        and {{ is_readable }}
),

purchase_factors as (
    select distinct line_id from {{ ref('int_purchase_factors') }}
),

-- Exclusions by category or by type; the validity dates of the judgement hold.
excluded as (
    select distinct
        months.extract_name,
        months.line_id,
        months.occurrence,
        months.month_start
    from {{ ref('int_activity_months') }} as months
    inner join activity_types
        on months.activity_type = activity_types.activity_type
    inner join exclusions
        on {{ exclusion_holds('activity_types', 'months') }}
),

purchase_documents as (
    select distinct source_document
    from {{ ref('int_activity_months') }}
    where
        extract_name = 'purchases_physical'
        and source_document is not null
),

-- Lines of the ledger that count as spend, with the document that they book: of the documents of purchases only, which
-- are few beside the ledger.
spend_lines as (
    select
        readable.source_document,
        readable.supplier_id
    from {{ ref('int_activity_months') }} as readable
    inner join purchase_documents
        on readable.source_document = purchase_documents.source_document
    left join excluded
        on readable.extract_name = excluded.extract_name
        and readable.line_id = excluded.line_id
        and readable.occurrence = excluded.occurrence
        and readable.month_start = excluded.month_start
    where
        readable.extract_name = 'ledger_entries'
        and readable.activity_type is not null
        and not readable.is_covered_by_activity
        and readable.month_quantity > 0
        and excluded.line_id is null
        and {{ is_readable }}
),

-- One row per document and supplier, and one per document for a purchase that names no supplier.
spend_documents as (
    select
        source_document,
        coalesce(supplier_id, '') as supplier_key
    from spend_lines
    union distinct
    select
        source_document,
        '' as supplier_key
    from spend_lines
),

chain_lines as (
    select * from {{ ref('int_chain_lines') }}
),

chain_boundaries as (
    select * from {{ ref('int_chain_boundaries') }}
),

claimed as (
    select
        months.*,
        -- Why another line tells the same; the lines of the contract and of judgements come before it.
        case
            when months.is_behind_own_main_meter then 'behind_the_main_meter'
            when months.is_covered_by_activity then 'covered_by_activity_data'
            when months.extract_name = 'meter_readings' and not reading_precedence.reading_counts then 'invoiced'
            when
                months.extract_name = 'supplier_invoices'
                and (reading_precedence.reading_counts or read_locations.location_id is not null)
                then 'readings_cover_more_days'
            when
                months.extract_name in ('vehicle_distances', 'trips', 'commuting')
                and vehicles_with_energy.vehicle_id is not null
                then 'vehicle_has_fuel_or_charging'
            when
                months.extract_name in ('trips', 'commuting')
                and vehicles_with_distances.vehicle_id is not null
                then 'vehicle_has_distances'
            -- A purchase without a factor, or without euros of its own, is told by the euros of its document, if those are in
            -- the ledger.
            when
                months.extract_name = 'purchases_physical'
                and activity_types.activity_unit is null
                and (purchase_factors.line_id is null or months.amount_eur is null)
                and spend_documents.source_document is not null
                then 'counted_by_spend'
            -- The chain analysis stands beside the total, unless a judgement lets it replace the travel part of the spend.
            when months.extract_name = 'subcontractor_travel' and chain_lines.problem is not null then 'not_usable_in_the_chain'
            when months.extract_name = 'subcontractor_travel' and chain_boundaries.reporting_year is null then 'stands_beside_the_total'
        end as superseded_reason,
        excluded.line_id is not null as is_excluded,
        -- The own electricity meter in whose balance the kWh stand: charging at own charge points leaves it, own solar
        -- power feeds it. A charge point behind somebody else's meter has none and carves nothing out.
        case
            when months.activity_type = 'ev_charging_own' and charge_point_roots.root_meter_id is not null
                then
                    case
                        when charge_point_balance.is_pooled then charge_point_balance.meter_id
                        else charge_point_roots.root_meter_id
                    end
            when months.activity_type = 'electricity' and meter_roots.meter_id is not null
                then
                    case
                        when meter_roots.root_meter_id is not null and balance_meters.is_pooled then balance_meters.meter_id
                        else meter_roots.root_meter_id
                    end
            when months.activity_type in ('electricity', 'own_solar_power') then balance_meters.meter_id
        end as balance_meter_id
    from months
    left join excluded
        on months.extract_name = excluded.extract_name
        and months.line_id = excluded.line_id
        and months.occurrence = excluded.occurrence
        and months.month_start = excluded.month_start
    left join reading_precedence
        on months.meter_id = reading_precedence.meter_id
        and months.activity_type = reading_precedence.activity_type
        and months.month_start = reading_precedence.month_start
    left join charge_points
        on months.charge_point_id = charge_points.charge_point_id
    left join meter_roots as charge_point_roots
        on charge_points.meter_id = charge_point_roots.meter_id
        and months.month_start = charge_point_roots.month_start
    left join balance_meters as charge_point_balance
        on charge_point_roots.location_id = charge_point_balance.location_id
        and charge_point_roots.month_start = charge_point_balance.month_start
    left join meter_roots
        on months.meter_id = meter_roots.meter_id
        and months.month_start = meter_roots.month_start
    left join balance_meters
        on months.location_id = balance_meters.location_id
        and months.month_start = balance_meters.month_start
    left join read_locations
        on meter_roots.meter_id is null
        and months.location_id = read_locations.location_id
        and months.activity_type = read_locations.activity_type
        and months.month_start = read_locations.month_start
    left join vehicles_with_energy
        on months.vehicle_id = vehicles_with_energy.vehicle_id
        and months.reporting_year = vehicles_with_energy.reporting_year
    left join vehicles_with_distances
        on months.vehicle_id = vehicles_with_distances.vehicle_id
        and months.month_start = vehicles_with_distances.month_start
    left join activity_types
        on months.activity_type = activity_types.activity_type
    left join purchase_factors
        on months.extract_name = 'purchases_physical'
        and months.line_id = purchase_factors.line_id
    left join spend_documents
        on months.extract_name = 'purchases_physical'
        and months.source_document = spend_documents.source_document
        and coalesce(months.supplier_id, '') = spend_documents.supplier_key
    left join chain_lines
        on months.extract_name = 'subcontractor_travel'
        and months.line_id = chain_lines.line_id
        and months.occurrence = chain_lines.occurrence
    left join chain_boundaries
        on months.extract_name = 'subcontractor_travel'
        and months.reporting_year = chain_boundaries.reporting_year
),

-- The precedence: unreadable, then delivered twice, then out of scope, then excluded, then superseded.
judged as (
    select
        claimed.*,
        case
            when unreadable_reason is not null then 'unreadable'
            when occurrence > 1 then 'superseded'
            when out_of_scope_reason is not null then 'out_of_scope'
            when is_excluded then 'excluded'
            when superseded_reason is not null then 'superseded'
            else 'counted'
        end as month_claim_status,
        case
            when unreadable_reason is not null then unreadable_reason
            when occurrence > 1 then 'line_delivered_before'
            when out_of_scope_reason is not null then out_of_scope_reason
            when is_excluded then 'excluded_by_judgement'
            else coalesce(superseded_reason, 'only_source')
        end as month_claim_reason
    from claimed
)

select * from judged
