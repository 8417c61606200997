"""Companies of another shape than the demo."""
