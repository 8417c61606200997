"""Publish a reporting year: write down what was published, where the next build reads it.

`warehouse` reads today's rows and refuses a warehouse that was built from other files; `book` reads
and adds to judgements/publications.csv and published_rows.csv; `decide` says whether a year may be
published.
"""
