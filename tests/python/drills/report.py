"""The table of the drills, docs/failure_drills.md."""

# ruff: noqa: E501  # lines of a page

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drills.bench import Drill
from drills.variants import told_of


@dataclass(frozen=True)
class Result:
    """How a drill went.

    Attributes:
        drill: which one.
        count: how many cases were done.
        broken: the cases that did not hold, with what was seen.
        noticed: ways in which the job was broken, and the drill noticed.
        missed: ways in which the job was broken, and the drill did not notice.
        impossible: why it could not be done here; empty when it could.
    """

    drill: Drill
    count: int
    broken: tuple[tuple[str, str], ...] = ()
    noticed: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    impossible: str = ""

    @property
    def is_good(self) -> bool:
        """Whether all of it held, and it was seen to fail."""
        return not (self.broken or self.missed or self.impossible)

    def told(self) -> str:
        """Say it in the words of the table."""
        if self.impossible:
            return f"not done: {self.impossible}"
        if not self.broken:
            return f"{self.count} of {self.count} held"
        return f"**{self.count - len(self.broken)} of {self.count} held**"


HEAD = """# Failure drills
{state}
Written by `make drills`; a change goes in `tests/python/drills`. The random moments are of seed {seed}. Counts are of a run on Linux as
root: without root the disks and read-only folders are not mounted, and those rows say so.

Each case is a run of `trede job` as a process of its own in a folder with two published runs, and the lines of a third delivered.
Something happens to it; then the folder is looked at as a reader does: is the live run byte for byte what it was, or wholly the new
one; do its tables, its published copy and its Parquet hold one delivery and every line of it; is the history whole. Then the next
run must be green, with every line, and leave nothing behind. The build is a stand-in that writes a DuckDB file in many transactions in
dbt's place; rows marked *dbt* do a real `dbt build`.

- **unharmed**: live is wholly the old run, byte for byte, or wholly the new one; readable, in each of its forms.
- **recovers**: the next run is green and brings every delivered line; nothing is left of the broken one; no record is lost or changed.

A drill that cannot fail proves nothing. So every drill is done again on a job that is broken on purpose (last column), and must notice.

| drill | cases | what must hold | result | noticed when the job |
|---|---|---|---|---|
"""

TAIL = """
## How to do them again

```bash
make drills                                                       # all of them, and this page (half an hour on two cores)
cd tests/python && python -m drills --only disk_full --only stop  # some, by name, without writing this page
cd tests/python && python -m drills --list                        # their names
cd tests/python && python -m drills --results FILE                # all of them; broken off, the same command goes on
pytest tests/python/drills                                        # a small part of each kind
```

## What a reader has to know

- Who opens `current.duckdb` or `published/trede.duckdb` reads one run, whole, until it opens the file again.
- Parquet is several files. Who reads them one after the other through the link `published` may meet a switch between two of them, and
  even within a query of one file: DuckDB may open it more than once (seen in these drills). Ask once where the link leads and read there,
  or read `manifest.json` before and after and begin again when the run is another one. The run before the live one is always kept, so
  there is time until the switch after the next.
- kill -9 proves nothing about a power cut. The row on the order to the disk looks at what was synced before the switch; that the disk
  itself keeps its promise cannot be tested here.
"""


RESUMED = """
**State of this page**: put together from several interrupted runs, between which the job and the drills changed. A whole run of
`make drills` is due.
"""


def table(results: Sequence[Result], seed: int, resumed: bool) -> str:
    """Return the page.

    Args:
        results: of every drill, in order.
        seed: of the random moments.
        resumed: some of them are of an earlier run that was broken off.
    """
    rows = [
        f"| {result.drill.title} | {result.count} | {result.drill.holds} | {result.told()} "
        f"| {'; '.join(told_of(name) for name in result.noticed) or '-'} |"
        for result in results
    ]
    cases = sum(result.count for result in results)
    held = cases - sum(len(result.broken) for result in results)
    noticed = sum(len(result.noticed) for result in results)
    missed = sum(len(result.missed) for result in results)
    total = (
        f"| **{len(results)} drills** | **{cases}** | | **{held} of {cases} held** "
        f"| {noticed} of {noticed + missed} broken jobs noticed |"
    )
    told = [
        f"- {result.drill.title}: {name}: {' '.join(said.split())[:300]}"
        for result in results
        for name, said in result.broken
    ]
    told += [
        f"- {result.drill.title}: did not notice a job that {told_of(name)}"
        for result in results
        for name in result.missed
    ]
    broken = ("\n## What did not hold\n\n" + "\n".join(told) + "\n") if told else ""
    return (
        HEAD.format(seed=seed, state=RESUMED if resumed else "")
        + "\n".join([*rows, total])
        + "\n"
        + broken
        + TAIL
    )
