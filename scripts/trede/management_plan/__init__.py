"""The data-quality management plan: who brings which data, when, and how they are checked."""
