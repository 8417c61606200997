"""Benchmarks against the limit in the same run, and a guard on the ratios (`make bench`, `make guard`)."""
