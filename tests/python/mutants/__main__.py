"""Run the mutants: `python -m mutants --help`."""

from __future__ import annotations

import typer

from mutants.command import main

if __name__ == "__main__":
    typer.run(main)
