"""`trede pack`: freeze a run, verify it, run it again, compare two, and ask a second opinion."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from rich.console import Console

from trede.pack.errors import PackError
from trede.paths import company_dir, company_name, project_root, warehouse_file

app = typer.Typer(add_completion=False, no_args_is_help=True)

#: Touches that are shown; --json gives all.
_MOST = 40


@app.callback()
def pack() -> None:
    """Freeze a run so that a later change of one cell is found, and verify it.

    What a pack proves, and what it cannot, stands in docs/evidence_pack.md.
    """


@app.command()
def freeze(
    out: Path | None = typer.Option(
        None,
        "--out",
        help="New folder for the pack. Default: numbered, in packs beside the warehouse.",
    ),
    previous: Path | None = typer.Option(
        None,
        "--previous",
        help="Pack to chain to. Default: the company's last pack in the same folder.",
    ),
    target: Path | None = typer.Option(
        None, "--target", help="dbt's target folder of the build. Default: target in this checkout."
    ),
) -> None:
    """Freeze the last build: published tables, inputs, verdicts, versions, each with its hash.

    The folder is written whole or not at all. Print the head hash that comes out in the report: it
    is what tells a pack from one that was made again.

    Landed Parquet files enter as they are. Of extracts that were landed as tables the pack says that
    it does not hold their lines.

    Exit codes: 0, frozen. 1, there is no warehouse, no dbt artifacts, or a build is writing. 2, the
    folder exists already, or --previous is no pack. 3, the build is unfinished or failed, files were
    changed after it, or a published table names a person. 5, the previous pack was touched, or two
    packs have the same number. 7, the company's files cannot be read.
    """
    with _told():
        from trede.pack.build_state import read_build
        from trede.pack.freeze import freeze as freeze_build

        root = project_root()
        with Console(stderr=True).status("Freezing ..."):
            state = read_build(warehouse_file(), target or _target(root))
            frozen = freeze_build(state, root, company_name(), company_dir(), out, previous)
        manifest = frozen.manifest
        withheld = manifest.file("inputs/withheld.csv").grid
        before = manifest.previous
        _say(f"frozen    {frozen.folder}")
        _say(f"pack      {manifest.sequence} of {manifest.company}, as of {manifest.as_of_date}")
        _say(f"previous  {before.folder + ' ' + before.head if before else 'none: the first'}")
        _say(
            f"files     {len(manifest.files)}, and {withheld.rows if withheld else 0} as hashes only"
        )
        for each in frozen.lines_not_held:
            _say(f"NOT HELD  the lines of {each.extract}: table {each.relation}, {each.rows} rows")
        if frozen.lines_not_held:
            _say("          inputs/not_held.csv says so as well; this pack cannot be rerun.")
        _say(f"data      {manifest.data_sha256}")
        _say(f"head      {frozen.head}")
        _say("Print the head in the report: only a printed head shows that a pack was made again.")


@app.command()
def verify(
    folder: Path = typer.Argument(help="The pack."),
    head: str | None = typer.Option(None, "--head", help="The head hash as it is PRINTED."),
    chain: bool = typer.Option(False, "--chain", help="Also verify every pack before it."),
    json: bool = typer.Option(False, "--json", help="Write JSON instead of text."),
) -> None:
    """Say what of a pack was touched: files, rows, columns, cells.

    Without --head this proves only that the pack agrees with itself: somebody with access can write
    pack, manifest and chain again. The head printed in the report and its PDF is out of their reach.

    Exit codes: 0, nothing was touched. 1, a file cannot be read. 2, it is no pack, or --head is no
    SHA-256. 4, touched. 5, the chain to the packs before it is broken. 6, the head is not the
    printed one. With several, the highest.
    """
    with _told():
        from trede.pack.canonical import canonical_json
        from trede.pack.verify import verify as verify_folder

        report = verify_folder(folder, head, chain)
        if json:
            content = {
                "folder": report.folder.resolve().name,
                "head": report.head,
                "expected_head": report.expected_head,
                "head_differs": report.head_differs,
                "data_sha256": report.manifest.data_sha256,
                "touches": [touch.model_dump() for touch in report.touches],
                "chain": {
                    "was_followed": report.chain_was_followed,
                    "packs": report.links,
                    "broken": report.chain,
                },
                "exit_code": report.exit_code,
            }
            _say(canonical_json(content).decode().rstrip())
            raise typer.Exit(report.exit_code)
        _say(f"pack      {report.manifest.sequence} of {report.manifest.company}: {folder}")
        _say(
            f"files     {len(report.manifest.files)} sealed, {_count(len(report.touches), 'touch')}"
        )
        for touch in report.touches[:_MOST]:
            _say(f"  {touch.text}")
        if len(report.touches) > _MOST:
            _say(f"  and {len(report.touches) - _MOST} more (--json gives all)")
        if not report.chain_was_followed:
            before = report.manifest.previous
            _say(
                f"chain     not followed (--chain); {'on ' + before.head if before else 'first pack'}"
            )
        else:
            state = "BROKEN" if report.chain else "holds"
            _say(f"chain     {state}, {len(report.links)} packs")
            for each in report.chain or report.links:
                _say(f"  {each}")
        if report.expected_head is None:
            _say(f"head      {report.head}")
            _say(
                "          Not compared: give the PRINTED hash with --head. Without it a pack that"
            )
            _say("          was made again, chain and all, looks whole.")
        elif report.head_differs:
            _say(f"head      DIFFERS: printed {report.expected_head}")
            _say(f"                   here    {report.head}")
            _say("          This is not the pack of which the hash was printed.")
        else:
            _say(f"head      is the printed one: {report.head}")
    raise typer.Exit(report.exit_code)


@app.command()
def rerun(
    folder: Path = typer.Argument(help="The pack."),
    company_folder: Path | None = typer.Option(
        None,
        "--company-folder",
        help="Folder with the files that are in the pack as hashes only. "
        "Default: the company's folder in this checkout.",
    ),
    landing_folder: Path | None = typer.Option(
        None,
        "--landing-folder",
        help="Folder with the landed files that are in the pack as hashes only. "
        "Default: TREDE_LANDING_DIR.",
    ),
) -> None:
    """Build again from a pack, and compare the data byte for byte (about a minute).

    What is about persons is not in the pack: it comes from the company's folder and must have the
    sealed hashes. The code is that of this checkout; what of it is not as it was, is told.

    Exit codes: 0, the same bytes of data. 1, the build failed. 2, it is no pack. 4, the pack was
    touched. 7, files that the pack holds as hashes only are not there, or are others; or it has no
    lines of extracts that were landed as tables. 8, other data.
    """
    with _told():
        from trede.pack.read import manifest_of
        from trede.pack.rerun import rerun as rerun_pack

        root = project_root()
        source = company_folder or company_dir(manifest_of(folder).company, root)
        with Console(stderr=True).status("Building again from the pack: about a minute ..."):
            given = os.environ.get("TREDE_LANDING_DIR", "")
            landing = landing_folder or (root / given if given else None)
            result = rerun_pack(folder, root, source, landing)
    if result.is_same:
        _say(f"The same bytes of data: {len(result.compared)} files.")
    else:
        _say(f"OTHER DATA than the pack of {result.manifest.as_of_date}:")
        for touch in result.differences[:_MOST]:
            _say(f"  {touch.text}")
        if len(result.differences) > _MOST:
            _say(f"  and {len(result.differences) - _MOST} more")
    if result.causes:
        _say("Not as it was when the pack was made:")
        for cause in result.causes[:_MOST]:
            _say(f"  {cause}")
        if len(result.causes) > _MOST:
            _say(f"  and {len(result.causes) - _MOST} more")
        if result.commit:
            _say(f"The pack was made at commit {result.commit}.")
    raise typer.Exit(0 if result.is_same else 8)


@app.command()
def compare(
    old: Path = typer.Argument(help="The earlier pack."),
    new: Path = typer.Argument(help="The later pack."),
    json: bool = typer.Option(False, "--json", help="Write JSON instead of text."),
) -> None:
    """Say what changed between two packs: totals, verdicts, findings, editions, judgements.

    Exit codes: 0, they were compared. 2, a folder is no pack. 4, a file of them was touched.
    """
    with _told():
        from trede.pack.canonical import canonical_json
        from trede.pack.compare import as_text, compare_packs

        changes = compare_packs(old, new)
        if json:
            _say(canonical_json(changes.model_dump(mode="json")).decode().rstrip())
        else:
            _say(as_text(changes))


@app.command()
def expect(
    folder: Path = typer.Argument(help="The pack."),
    previous: Path | None = typer.Option(
        None,
        "--previous",
        help="Pack to compare distributions with. Default: the one before it, if it stands beside it.",
    ),
    out: Path | None = typer.Option(
        None,
        "--out",
        help="JSON file of results. Default: beside the pack, <pack>.expectations.json.",
    ),
) -> None:
    """Ask Great Expectations for a second opinion on the frozen tables (15 seconds to start).

    Expectations come from the contracts in the pack's own dbt manifest, and from the previous pack
    within the bounds of trede/pack/expectations/parameters.yml. It sends nothing anywhere.

    Exit codes: 0, all expectations are met. 2, it is no pack, or --out lies inside it. 4, a pack was
    touched. 9, expectations are not met.
    """
    with _told():
        with Console(stderr=True).status("Great Expectations ..."):
            from trede.pack.expectations.run import expect as expect_pack

            result = expect_pack(folder, previous, out)
        _say(f"pack          {folder}")
        _say(f"previous      {result.previous or 'none: contracts only'}")
        _say(f"expectations  {result.evaluated}, {result.evaluated - result.met} not met")
        for line in result.failures[:_MOST]:
            _say(f"  {line}")
        if len(result.failures) > _MOST:
            _say(f"  and {len(result.failures) - _MOST} more")
        _say(f"written       {result.file}")
    raise typer.Exit(0 if result.is_met else 9)


def _target(root: Path) -> Path:
    """Return dbt's target folder: DBT_TARGET_PATH as dbt reads it, or `target`."""
    given = os.environ.get("DBT_TARGET_PATH")
    return root / (given or "target")


@contextmanager
def _told() -> Iterator[None]:
    """Say what went wrong in words, with the exit code of its kind."""
    try:
        yield
    except PackError as error:
        _fail(str(error), error.exit_code)
    except FileNotFoundError as error:
        _fail(str(error), 1)
    except OSError as error:
        _fail(f"{error.filename}: {error.strerror}" if error.strerror else str(error), 1)


def _fail(text: str, code: int) -> None:
    typer.echo(text, err=True)
    raise typer.Exit(code)


def _say(text: str) -> None:
    # Not through rich: JSON must come out letter by letter.
    typer.echo(text)


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 'es'}"
