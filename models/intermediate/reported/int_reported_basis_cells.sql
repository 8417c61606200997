with

scope_cells as (
    select * from {{ ref('int_reported_scope_cells') }}
),

bases as (
    select * from {{ ref('int_reported_bases') }}
),

factor_values as (
    select * from {{ ref('int_reported_factor_values') }}
),

listed_editions as (
    select distinct edition_id from factor_values
),

combined as (
    select
        scope_cells.scope_id,
        scope_cells.kind,
        scope_cells.entity_id,
        scope_cells.location_id,
        scope_cells.analysis,
        scope_cells.activity_category,
        scope_cells.activity_type,
        scope_cells.spend_category,
        scope_cells.is_type_publishable,
        scope_cells.is_location_publishable,
        scope_cells.unit,
        scope_cells.quantity,
        scope_cells.line_count,
        case bases.spend_option
            when 'alternative' then scope_cells.kg_alternative
            else scope_cells.kg_well_to_wheel
        end as kg_well_to_wheel,
        scope_cells.kg_tank_to_wheel,
        bases.basis_id,
        bases.component_option,
        coalesce(bases.edition_id, scope_cells.own_edition_id) as edition_id,
        case
            when scope_cells.power_product is null then 'type|' || scope_cells.activity_type
            else 'power|' || coalesce(bases.supply_product, scope_cells.power_product)
        end as factor_subject,
        case bases.placing_option
            when 'by_protocol' then scope_cells.is_by_protocol
            else scope_cells.is_as_reported
        end as is_in_place,
        -- The footprint's own kg, where the basis leaves the cell as it is. A supplier's own label, a factor of spend and
        -- one of a supplier are of no edition of the list.
        scope_cells.is_in_footprint
        and (
            scope_cells.power_product is null
            or bases.supply_product is null
            or bases.supply_product = scope_cells.power_product
        )
        and (
            bases.edition_id is null
            or bases.edition_id = scope_cells.own_edition_id
            or coalesce(scope_cells.power_product, 'none') = 'label'
            or listed_editions.edition_id is null
        ) as is_as_in_footprint
    from scope_cells
    inner join bases
        on (scope_cells.claim_option = 'counted' or scope_cells.claim_option = bases.claim_option)
        and (scope_cells.is_searched or bases.changes = 0)
        and (scope_cells.kind = 'emissions' or bases.holds_for_quantities)
        and (scope_cells.has_other_placing or bases.placing_option = 'as_reported')
        and (scope_cells.has_spend or bases.spend_option = 'chosen')
        and scope_cells.extrapolation_option
        = case scope_cells.analysis when 'chain' then bases.extrapolation_option else 'by_invoiced_value' end
        and (scope_cells.analysis = 'chain' or bases.extrapolation_option = 'by_invoiced_value')
    left join listed_editions
        on scope_cells.own_edition_id = listed_editions.edition_id
),

-- An edition that does not print the factor gives null: the candidate is then not available. What another placing keeps
-- elsewhere is zero here.
valued as (
    select
        combined.scope_id,
        combined.basis_id,
        combined.entity_id,
        combined.location_id,
        combined.activity_category,
        combined.activity_type,
        combined.spend_category,
        combined.is_type_publishable,
        combined.is_location_publishable,
        cast(
            case
                when not combined.is_in_place then 0
                when combined.kind = 'quantity' then combined.quantity
                when combined.kind = 'count' then combined.line_count
                else
                    cast(0.001 as decimal(4, 3))
                    * case
                        when combined.is_as_in_footprint and combined.component_option = 'well_to_wheel' then combined.kg_well_to_wheel
                        when combined.is_as_in_footprint and combined.analysis = 'footprint' then combined.kg_tank_to_wheel
                        when combined.component_option = 'well_to_wheel'
                            then {{ to_kg('combined.quantity', 'factor_values.wtw_factor_value') }}
                        else {{ to_kg('combined.quantity', 'factor_values.ttw_factor_value') }}
                    end
            end
            as decimal(27, 9)
        ) as cell_value
    from combined
    left join factor_values
        on combined.edition_id = factor_values.edition_id
        and combined.factor_subject = factor_values.factor_subject
        and combined.unit = factor_values.unit
)

select * from valued
