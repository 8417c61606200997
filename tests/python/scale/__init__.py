"""Landing Parquet, and the generator of large companies."""
