"""The auditor's sample, and the questions that the findings ask."""
