"""What every drill works with: a template to copy, a count of cases, and a way to be broken."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from drills.faults import Faults
from drills.observe import Broken, Snapshot, must, snapshot
from drills.world import World, temporary

#: The template's live run holds this generation; the company has delivered the next one.
OLD, NEW = 2, 3


class Noticed(Exception):
    """A drill noticed that the job is broken: what a variant is for."""


class Impossible(Exception):
    """A drill cannot be done on this machine; the message says why."""


@dataclass
class Tally:
    """Counts what held and what did not.

    Attributes:
        stop_at_first: raise Noticed at the first case that breaks.
    """

    stop_at_first: bool = False
    held: list[str] = field(default_factory=list)
    broken: list[tuple[str, str]] = field(default_factory=list)

    @contextmanager
    def case(self, name: str) -> Iterator[None]:
        """Do one case: it holds when nothing in it raises."""
        try:
            yield
        except Impossible:
            raise
        except (Broken, OSError, ValueError, KeyError, TimeoutError) as error:
            said = str(error) or type(error).__name__
            if self.stop_at_first:
                raise Noticed(f"{name}: {said}") from error
            self.broken.append((name, said))
        else:
            self.held.append(name)

    @property
    def count(self) -> int:
        """How many cases were done."""
        return len(self.held) + len(self.broken)


@dataclass(frozen=True)
class Bench:
    """What a drill gets.

    Attributes:
        root: a folder for its worlds.
        template: two green runs; live holds generation OLD, the company delivered NEW.
        tally: where its cases are counted.
        quick: a small part of the cases only, for pytest.
        variant: in which way the job is broken; empty when it is not.
        seed: of the random moments.
    """

    root: Path
    template: World
    tally: Tally
    quick: bool = False
    variant: str = ""
    seed: int = 2024
    _numbers: Iterator[int] = field(default_factory=itertools.count, repr=False)

    def faults(self, **values: Any) -> Faults:  # noqa: ANN401  # as the fields have them
        """Return what goes wrong, in a job that is broken when the bench says so."""
        return Faults(variant=self.variant, **values)

    def random(self) -> random.Random:
        """Return the same random numbers every time."""
        return random.Random(self.seed)  # noqa: S311  # moments, not secrets

    @contextmanager
    def world(self, template: World | None = None) -> Iterator[World]:
        """Copy the template for one case."""
        with temporary(
            template or self.template, self.root / f"world_{next(self._numbers):04d}"
        ) as world:
            yield world

    @contextmanager
    def case(self, name: str, template: World | None = None) -> Iterator[tuple[World, Snapshot]]:
        """Do one case in a world of its own; it gets the world and what it was before."""
        with self.world(template) as world:
            before = snapshot(world)
            with self.tally.case(name):
                yield world, before
                left = world.wait_for_orphans()
                must(not left, f"processes still work for the job after it ended: {left}")


@dataclass(frozen=True)
class Drill:
    """One row of the table.

    Attributes:
        name: for the command line.
        title: what is done.
        holds: what must hold after it.
        run: does the cases.
        variants: ways to break the job that this drill must notice.
        in_quick: whether pytest does a part of it.
    """

    name: str
    title: str
    holds: str
    run: Callable[[Bench], None]
    variants: tuple[str, ...]
    in_quick: bool = True


def make_template(root: Path) -> World:
    """Make two green runs, and deliver the next generation."""
    world = World.create(root / "template", generation=OLD - 1)
    for generation in (OLD - 1, OLD):
        world.deliver(generation)
        ended = world.run()
        if ended.code != 0:
            raise RuntimeError(f"the job does not run, code {ended.code}: {ended.output[-6000:]}")
    world.deliver(NEW)
    return world
