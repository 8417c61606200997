"""The data-quality report: one page for people, and the same on paper."""
