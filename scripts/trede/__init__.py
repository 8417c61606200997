"""Trede: carbon accounting on dbt and DuckDB (the commands around the warehouse)."""
