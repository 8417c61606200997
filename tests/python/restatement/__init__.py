"""Restatement: the lock on published years, the bridge of changes, and the restated series."""
