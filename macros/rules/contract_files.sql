{#- The files of a company folder by group, in order. The names stand here and not only in the graph, because dbt must see
    every ref() while it parses; a list that differs from the YAML under models/staging/*/contract is refused.
    Usage: {% for file in contract_files('extracts') %} -#}
{% macro contract_files(group) -%}
    {%- set files = {
        'extracts': [
            'business_metrics', 'charging_sessions', 'commuting', 'deliveries', 'fuel_transactions', 'ledger_entries', 'meter_readings',
            'power_certificates', 'power_labels', 'projects', 'purchases_physical', 'refrigerant_services', 'stock_counts',
            'subcontractor_travel', 'supplier_factors', 'supplier_invoices', 'trips', 'vehicle_distances', 'waste_collections',
        ],
        'mappings': [
            'assigned_vehicles', 'charge_points', 'entities', 'ledger_accounts', 'location_aliases', 'locations', 'meters',
            'power_contracts', 'products', 'suppliers', 'vehicles',
        ],
        'judgements': [
            'accepted_findings', 'base_years', 'category_screening', 'chain_boundaries', 'company', 'data_plan', 'estimates', 'evidence',
            'exclusions', 'factor_choices', 'manual_checks', 'measures', 'opportunities', 'peer_targets', 'price_level_choices',
            'product_market_combinations', 'publications', 'published_rows', 'removals', 'reported_figures',
            'restatements', 'retention', 'significance_criteria', 'spend_categories', 'surveys', 'targets', 'uncertainties',
            'verifications', 'wpm_choices',
        ],
    }[group] -%}
    {%- if execute -%}
        {%- set in_graph = [] -%}
        {%- for node in graph.nodes.values() if node.resource_type == 'seed' and ('/' ~ group ~ '/contract/') in (node.patch_path or '') -%}
            {%- do in_graph.append(node.name) -%}
        {%- endfor -%}
        {%- if in_graph | sort != files -%}
            {{ exceptions.raise_compiler_error("contract_files: the " ~ group ~ " of the contract are " ~ in_graph | sort | join(', ') ~ "; macros/rules/contract_files.sql has " ~ files | join(', ')) }}
        {%- endif -%}
    {%- endif -%}
    {{ return(files) }}
{%- endmacro %}
