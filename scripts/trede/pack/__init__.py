"""The evidence pack: a run frozen so that a later change of one cell is found (docs/evidence_pack.md)."""
