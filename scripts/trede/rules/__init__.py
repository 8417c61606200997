"""The data-quality rules as their YAML describes them."""
