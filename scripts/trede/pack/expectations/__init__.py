"""The second opinion of Great Expectations on the frozen tables."""
