"""Reports as they are drawn."""
