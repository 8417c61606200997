"""Run the benchmarks: `python -m bench --help`."""

from __future__ import annotations

from bench.command import app

if __name__ == "__main__":
    app()
