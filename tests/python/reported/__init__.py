"""The printed figures recomputed another way, and the search for their explanations."""
