{%- set line_models = [
    'int_fuel_lines',
    'int_charging_lines',
    'int_invoice_lines',
    'int_reading_lines',
    'int_vehicle_distance_lines',
    'int_trip_lines',
    'int_refrigerant_lines',
    'int_waste_lines',
    'int_ledger_lines',
    'int_purchase_lines',
    'int_commuting_lines',
    'int_hired_travel_lines',
] -%}
{#- What one kind of lines alone says of itself. It is carried along: a join of all lines with that kind would hold both in
    memory. -#}
{%- set own_columns = {
    'runs_backwards': ('int_reading_lines', 'runs_backwards', 'boolean'),
    'is_opening': ('int_reading_lines', 'is_opening', 'boolean'),
    'ledger_treatment': ('int_ledger_lines', 'treatment', dbt.type_string()),
    'ledger_unreadable_reason': ('int_ledger_lines', 'unreadable_reason', dbt.type_string()),
} -%}
with

lines as (
    {%- for line_model in line_models %}
    select
        extract_name,
        line_id,
        occurrence,
        delivery_id,
        source_file,
        source_row,
        source_document,
        entity_id as line_entity_id,
        location_id,
        project_id,
        supplier_id,
        vehicle_id,
        meter_id,
        charge_point_id,
        person_key as line_person_key,
        activity_type,
        period_start,
        period_end,
        source_quantity,
        source_unit,
        unit_multiplier,
        count_multiplier,
        quantity,
        unit,
        quantity_basis,
        estimation_method,
        credits_line_id,
        direction,
        amount_eur,
    {%- for name, (owner, column, type) in own_columns.items() %}
    {{ column if line_model == owner else 'cast(null as ' ~ type ~ ')' }} as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
    from {{ ref(line_model) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

meters as (
    select * from {{ ref('stg_meters_in_time') }}
),

locations as (
    select * from {{ ref('stg_locations_in_time') }}
),

parent_meters as (
    select * from {{ ref('stg_meters_in_time') }}
),

entities as (
    select * from {{ ref('stg_entities_in_time') }}
),

assigned_vehicles as (
    select * from {{ ref('stg_assigned_vehicles') }}
),

-- Read apart from `lines`: DuckDB keeps what is read twice in memory, with all its columns.
vehicle_lines as (
    {%- for line_model in line_models if line_model not in ['int_trip_lines', 'int_commuting_lines'] %}
    select
        extract_name,
        line_id,
        occurrence,
        vehicle_id,
        period_start
    from {{ ref(line_model) }}
    where vehicle_id is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

-- Whose vehicle it was on the day. Without a user that day the vehicle itself stands for its unknown user, unless it
-- is shared: an unknown person counts as a person.
users as (
    select
        vehicle_lines.extract_name,
        vehicle_lines.line_id,
        vehicle_lines.occurrence,
        min(assigned_vehicles.employee_key) as employee_key
    from vehicle_lines
    inner join assigned_vehicles
        on vehicle_lines.vehicle_id = assigned_vehicles.vehicle_id
        and (assigned_vehicles.valid_from is null or vehicle_lines.period_start >= assigned_vehicles.valid_from)
        and (assigned_vehicles.valid_to is null or vehicle_lines.period_start <= assigned_vehicles.valid_to)
    group by
        vehicle_lines.extract_name,
        vehicle_lines.line_id,
        vehicle_lines.occurrence
),

-- The line's own entity leads, else that of its location on the day.
placed as (
    select
        lines.*,
        coalesce(lines.line_entity_id, locations.entity_id) as entity_id
    from lines
    left join locations
        on lines.location_id = locations.location_id
        and coalesce(lines.period_start, cast('9999-12-31' as date)) between locations.effective_from and locations.effective_to
),

-- What a line says of itself: whether it can be read, and whether the contract puts it out of scope.
described as (
    select
        placed.*,
        case
            when placed.line_person_key is null then null
            else coalesce(users.employee_key, placed.line_person_key)
        end as person_key,
        case
            when placed.runs_backwards then 'meter_runs_backwards'
            when placed.ledger_unreadable_reason is not null then placed.ledger_unreadable_reason
            -- What an account outside the spend tells is no activity, and has no type.
            when placed.activity_type is null and coalesce(placed.ledger_treatment, 'spend') = 'spend' then 'unknown_type'
            when placed.source_quantity is null then 'quantity_unreadable'
            when placed.unit_multiplier is null then 'unknown_unit'
            when placed.quantity is null then 'quantity_unreadable'
            when placed.count_multiplier is null then 'multiplier_unreadable'
            when placed.extract_name = 'supplier_invoices' and placed.direction is null then 'direction_unreadable'
            when placed.period_start is null or placed.period_end is null then 'date_unreadable'
            when placed.period_end < placed.period_start then 'period_reversed'
        end as unreadable_reason,
        -- An entity that was bought or sold is inside from its first to its last day.
        -- Hired travel stands for invoices that were inside on their own days (int_subcontractor_invoices).
        coalesce(
            placed.extract_name <> 'subcontractor_travel'
            and (
                not entities.is_in_boundary
                or placed.period_start < entities.valid_from
                or placed.period_start > entities.valid_to
            ),
            false
        ) as is_outside_boundary,
        case
            when placed.direction = 'feed_in' then 'fed_in_to_the_grid'
            when meters.owner = 'other_tenant' then 'meter_of_another_tenant'
            when placed.extract_name = 'meter_readings' and meters.owner = 'landlord' and meters.role = 'main'
                then 'whole_meter_of_the_landlord'
            when placed.is_opening then 'opening_reading'
            when placed.ledger_treatment = 'out_of_scope' then 'account_out_of_scope'
        end as contract_out_of_scope_reason,
        coalesce(
            meters.role = 'sub' and parent_meters.owner = 'own',
            false
        ) as is_behind_own_main_meter,
        coalesce(placed.ledger_treatment = 'covered_by_activity', false) as is_covered_by_activity
    from placed
    left join users
        on placed.extract_name = users.extract_name
        and placed.line_id = users.line_id
        and placed.occurrence = users.occurrence
    left join meters
        on placed.meter_id = meters.meter_id
        and coalesce(placed.period_start, cast('9999-12-31' as date)) between meters.effective_from and meters.effective_to
    left join parent_meters
        on meters.parent_meter_id = parent_meters.meter_id
        and coalesce(placed.period_start, cast('9999-12-31' as date)) between parent_meters.effective_from and parent_meters.effective_to
    left join entities
        on placed.entity_id = entities.entity_id
        and coalesce(placed.period_start, cast('9999-12-31' as date)) between entities.effective_from and entities.effective_to
),

reasoned as (
    select
        described.*,
        case when is_outside_boundary then 'entity_outside_boundary' else contract_out_of_scope_reason end as out_of_scope_reason
    from described
)

select * from reasoned
