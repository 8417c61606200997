"""The proof of the data-quality rules."""
