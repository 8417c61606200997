"""Failure drills of the scheduled job: what happens to the live warehouse when things go wrong.

`make drills` does them all and writes docs/failure_drills.md; `pytest tests/python/drills` does a
small part of each. Every drill starts `trede job` as a process of its own, does something nasty to
it, and then looks at the folder as a reader would. Each was seen to fail as well: `variants.py`
breaks the job on purpose, one way at a time, and the drill has to notice.

The build is a stand-in of a second (`standin_build.py`) that writes a real DuckDB file in many
transactions; a few drills do a real `dbt build`.
"""
