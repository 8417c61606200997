"""The chain analysis of hired subcontractors against one worked out from the CSV files."""
