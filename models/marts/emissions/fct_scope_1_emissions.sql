{{ scope_emissions("ladder_line = 'scope_1'") }}
