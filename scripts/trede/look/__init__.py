"""The first look at a build: a table in the terminal and one HTML page, from the marts only."""
