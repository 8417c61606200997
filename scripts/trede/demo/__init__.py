"""The synthetic demo company: everything under seeds/companies/demo is written from here.

Every name is fictitious. The physical quantities follow the figures that a public CO2 management
plan over 2024 prints (printed_figures.csv); everything between those totals is made up to be
plausible: seasons, working days, cards, vehicles, meters and invoices. Nothing is read from the
network and nothing depends on the clock: the same code writes the same bytes.

`totals` holds the numbers that the lines must add up to, `company` the made-up organisation,
one module per family of extracts (`fuel`, `charging`, `energy`, `travel`, `commuting`, `other`)
writes lines. The ledger has four: `accounts` is its chart, `subcontractors` and `purchases` make the
costs that are counted by the euro, `ledger` adds what the other extracts tell as well and the rest of
the books, `bookings` balances it. `lines` numbers the lines and groups them into deliveries, `build`
puts the folder together.
"""
