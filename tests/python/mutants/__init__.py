"""The generated layer of the proof of the rules: mutate the demo's cells and see what is noticed.

`make mutants` draws mutants of every extract, replays those that can move the footprint, judges
which of them the rules notice, and writes docs/mutation_score.md.
"""
