"""The documentation tells the truth: its queries run and lead where it says."""
