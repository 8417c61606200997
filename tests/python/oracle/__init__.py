"""The footprint computed a second time, another way, from the same files."""
