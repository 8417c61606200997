"""Properties that hold for any company: what is delivered is conserved, counted once, and scales."""
