"""Run the mutants and count: which matter, which are caught, which survive."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from mutants.generator import MATTERS, Generator, Stratum
from mutants.judge import Verdict, judge
from mutants.operators import number_columns
from mutants.warehouse import Warehouse


@dataclass
class StratumResult:
    """What became of one stratum.

    Attributes:
        stratum: the extract, operator and kind of scope.
        why_not: why nothing of it was tried; empty when something was.
        verdicts: one per mutant that was replayed.
    """

    stratum: Stratum
    why_not: str = ""
    verdicts: list[Verdict] = field(default_factory=list)

    @property
    def mattering(self) -> list[Verdict]:
        """The mutants that move the footprint by more than 1%."""
        return [verdict for verdict in self.verdicts if verdict.matters]


def _columns(generator: Generator, stratum: Stratum) -> set[tuple[str, str]]:
    """Return the number columns of the extract of a stratum."""
    file = generator.contract.file(stratum.extract)
    return {(file.name, column) for column in number_columns(file)}


def run(
    generator: Generator,
    warehouse: Warehouse,
    locations: Mapping[str, str],
    wanted: int = 2,
    tries: int = 4,
    extracts: Collection[str] = (),
    earlier: Mapping[tuple[str, str, str], StratumResult] | None = None,
    on_result: Callable[[StratumResult], None] = lambda result: None,
) -> Iterator[StratumResult]:
    """Try mutants of every stratum until `wanted` of it matter or `tries` were tried.

    The widest scope of an operator, all lines of an extract, is its probe. What moves no total there
    moves none on fewer lines; and what moves every line the same way (a scale, a sign, a loss)
    moves no more on a part than on the whole.

    Args:
        generator: draws the mutants.
        warehouse: in which they are tried.
        locations: the location of each spelling.
        wanted: how many mutants that matter are wanted of each stratum.
        tries: how many mutants are tried at most; with 0 only what `earlier` knows is told.
        extracts: only these; all when empty.
        earlier: results of a run that was broken off, by extract, operator and kind of scope.
        on_result: called with each stratum that is ready.
    """
    moved_by_all: dict[tuple[str, str], Decimal] = {}
    idle: set[tuple[str, str]] = set()
    asleep: set[str] = set()
    for stratum in generator.strata(extracts):
        result = StratumResult(stratum)
        probe = moved_by_all.get((stratum.extract, stratum.operator))
        known = (earlier or {}).get((stratum.extract, stratum.operator, stratum.kind))
        if known is not None:
            result = known
        elif stratum.candidates == stratum.too_small:
            result.why_not = "too small"
        elif (
            stratum.extract in asleep
            or (stratum.extract, stratum.column) in idle
            or (probe is not None and (probe == 0 or (stratum.is_one_way and probe <= MATTERS)))
        ):
            result.why_not = "moves nothing"
        elif tries == 0:
            result.why_not = "not tried"
        else:
            for mutant in stratum.mutants:
                result.verdicts.append(judge(mutant, warehouse, locations))
                if len(result.mattering) == wanted or len(result.verdicts) == tries:
                    break
        if stratum.kind == "extract" and result.verdicts:
            moved = max(verdict.moved_part for verdict in result.verdicts)
            moved_by_all[stratum.extract, stratum.operator] = moved
            # A number that is a thousand times itself on all lines and moves nothing, moves nothing.
            if stratum.column and stratum.operator.endswith("x 1000") and moved == 0:
                idle.add((stratum.extract, stratum.column))
            # Neither losing all lines nor a thousand times any number of theirs moves anything: all are set
            # aside for other lines, or excluded.
            if (
                stratum.operator == "dropped"
                and moved == 0
                and _columns(generator, stratum) <= idle
            ):
                asleep.add(stratum.extract)
        result.stratum = replace(stratum, mutants=iter(()))
        result.verdicts = [verdict.without_rows() for verdict in result.verdicts]
        on_result(result)
        yield result
