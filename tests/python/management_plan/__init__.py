"""The data-quality management plan."""
