"""Do the drills and write docs/failure_drills.md: `python -m drills --help`."""

from __future__ import annotations

import json
import signal
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from drills.bench import Bench, Drill, Impossible, Noticed, Tally, make_template
from drills.catalogue import DRILLS
from drills.observe import Broken
from drills.report import Result, table
from drills.variants import told_of
from drills.world import ROOT, World

PAGE = ROOT / "docs" / "failure_drills.md"
SEED = 2024


def do_drill(
    drill: Drill, root: Path, template: World, quick: bool, variants: bool, before: Result | None
) -> Result:
    """Do one drill, and do it again on each job that is broken for it.

    Args:
        drill: which one.
        root: a folder for its worlds.
        template: the world that is copied for each case.
        quick: a small part of it only.
        variants: break the job as well.
        before: how it went before an interruption; what went well then is not done again.
    """
    done = before if before and before.count and not before.broken else None
    count, broken = (done.count, done.broken) if done else (0, ())
    if done is None:
        tally = Tally()
        try:
            drill.run(Bench(root, template, tally, quick=quick, seed=SEED))
        except Impossible as error:
            return Result(drill, 0, impossible=str(error))
        except (Broken, OSError, ValueError, TimeoutError) as error:
            # Before its first case: the undisturbed run itself.
            tally.broken.append(("the undisturbed run", str(error)))
        count, broken = tally.count, tuple(tally.broken)
    noticed = tuple(
        variant
        for variant in (drill.variants if variants else ())
        if (done and variant in done.noticed) or notices(drill, root, template, variant)
    )
    missed = tuple(name for name in drill.variants if variants and name not in noticed)
    return Result(drill, count, broken, noticed, missed)


def notices(drill: Drill, root: Path, template: World, variant: str) -> str:
    """Do a drill on a broken job; return what it noticed, empty when it noticed nothing."""
    bench = Bench(root, template, Tally(stop_at_first=True), variant=variant, seed=SEED)
    try:
        drill.run(bench)
    except (Noticed, Broken, TimeoutError) as error:
        return str(error)
    return ""


def read_results(file: Path | None) -> dict[str, Result]:
    """Read what an earlier run found, by name; nothing without a file."""
    if file is None or not file.is_file():
        return {}
    by_name = {drill.name: drill for drill in DRILLS}
    told = json.loads(file.read_text(encoding="utf-8"))
    return {
        name: Result(
            by_name[name],
            result["count"],
            tuple((case, said) for case, said in result["broken"]),
            # In the order of the drill; what is no variant of it any more tells nothing.
            tuple(each for each in by_name[name].variants if each in result["noticed"]),
            tuple(each for each in by_name[name].variants if each in result["missed"]),
            result["impossible"],
        )
        for name, result in told.items()
        if name in by_name
    }


def keep_results(file: Path | None, results: dict[str, Result]) -> None:
    """Write down what was found so far."""
    if file is None:
        return
    told = {
        name: {
            "count": result.count,
            "broken": result.broken,
            "noticed": result.noticed,
            "missed": result.missed,
            "impossible": result.impossible,
        }
        for name, result in results.items()
    }
    file.write_text(json.dumps(told, indent=1), encoding="utf-8")


def main(
    only: Annotated[list[str] | None, typer.Option(help="A drill's name; may be repeated.")] = None,
    quick: Annotated[bool, typer.Option(help="A small part of each.")] = False,
    variants: Annotated[bool, typer.Option(help="Break the job as well.")] = True,
    results_file: Annotated[
        Path | None,
        typer.Option(
            "--results",
            help="A file to keep results in: what went well before an interruption is not done again.",
        ),
    ] = None,
    show: Annotated[bool, typer.Option("--list", help="Only list the names.")] = False,
) -> None:
    """Do the failure drills of `trede job`; all of them: write docs/failure_drills.md.

    Exit codes: 0 everything held and every broken job was noticed; 1 not.
    """
    console = Console(stderr=True)
    if show:
        for drill in DRILLS:
            console.print(f"{drill.name:20} {drill.title}", markup=False)
        return
    unknown = sorted(set(only or ()) - {drill.name for drill in DRILLS})
    if unknown:
        console.print(f"No drill is called {', '.join(unknown)}: see --list")
        raise typer.Exit(2)
    # Somebody who ends the drills must not leave file systems mounted and jobs running.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    chosen = [drill for drill in DRILLS if not only or drill.name in only]
    results = read_results(results_file)
    resumed = bool(results)
    with tempfile.TemporaryDirectory(prefix="drills_") as folder:
        root = Path(folder)
        template = make_template(root)
        for number, drill in enumerate(chosen, start=1):
            console.print(f"{number} of {len(chosen)}: {drill.title}", markup=False, soft_wrap=True)
            before = results.get(drill.name)
            if before and before.is_good and before.noticed == drill.variants:
                console.print("    done before")
                continue
            result = do_drill(drill, root, template, quick, variants, before)
            results[drill.name] = result
            keep_results(results_file, results)
            console.print(f"    {result.told()}", markup=False)
            for name, said in result.broken:
                console.print(f"    BROKEN {name}: {said}", markup=False, soft_wrap=True)
            for name in result.noticed:
                console.print(f"    noticed: {told_of(name)}", markup=False)
            for name in result.missed:
                console.print(f"    NOT NOTICED: {told_of(name)}", markup=False)
    if not quick and variants and all(drill.name in results for drill in DRILLS):
        PAGE.write_text(
            table([results[drill.name] for drill in DRILLS], SEED, resumed), encoding="utf-8"
        )
        console.print(f"Written: {PAGE.relative_to(ROOT)}")
    if not all(results[drill.name].is_good for drill in chosen):
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
