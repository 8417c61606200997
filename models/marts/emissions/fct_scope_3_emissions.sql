{{ scope_emissions("ladder_line not in ('scope_1', 'scope_2')") }}
