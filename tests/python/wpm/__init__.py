"""Tests of the WPM report (work-related mobility)."""
