"""Explain a figure by its lines, and a line by its figures (`trede explain`)."""
