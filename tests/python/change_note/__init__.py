"""The note with a publication."""
