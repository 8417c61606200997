"""Tests of the first look: the table and the page."""
