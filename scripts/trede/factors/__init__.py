"""Editions of emission factors: import the Dutch yearly list, verify the immutable files."""
