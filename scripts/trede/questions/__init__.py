"""A ready question for each finding: to whom, about what, and how much hangs on it."""
