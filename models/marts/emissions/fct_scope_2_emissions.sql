{{ scope_emissions("ladder_line = 'scope_2'", with_power_basis=true) }}
