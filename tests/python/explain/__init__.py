"""Tests of `trede explain`: from figures to lines and back."""
