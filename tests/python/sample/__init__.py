"""The auditor's sample: the draw, the sheet and what follows from it."""
