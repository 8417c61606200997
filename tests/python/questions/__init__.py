"""The questions that the findings ask."""
