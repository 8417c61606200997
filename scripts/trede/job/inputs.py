"""What a run is made from: hashes of all of it, and what forbids a build before it begins."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from trede.check import check_company
from trede.contract import load_contract
from trede.factors.registry import Registry
from trede.job.difference import difference
from trede.job.errors import CannotStartError, NotGreenError
from trede.pack.canonical import merkle_root, sha256_of_file
from trede.pack.freeze import code_hashes

#: Problems that are told one by one; the log has all.
MOST = 10
_SHARED = "seeds/shared/"
#: Files and folders that begin so are an editor's or a system's; dbt does not read them.
_HIDDEN = "."


def landing_folder(project: Path, environment: Mapping[str, str]) -> Path | None:
    """Return where large extracts are landed as Parquet (TREDE_LANDING_DIR); None if nowhere."""
    given = environment.get("TREDE_LANDING_DIR", "")
    # dbt runs in the project's folder, so that is where a relative path begins.
    return project / given if given else None


def hash_inputs(project: Path, company_folder: Path, landing: Path | None = None) -> dict[str, str]:
    """Return the SHA-256 of all that a build reads, by a name that says where it lies.

    Each file of the company (`company/extracts/trips.csv`), each file that was landed
    (`landing/trips/2025-01.parquet`) and each shared seed stands for itself.
    The code stands folder by folder (`code/models`): that it changed is told here, what changed by
    the version control.

    Raises:
        NotGreenError: a file cannot be read, or goes while it is read.
    """
    hashes: dict[str, str] = {}
    try:
        for name, path in files_below(company_folder):
            hashes[f"company/{name}"] = sha256_of_file(path)
        for name, path in files_below(landing) if landing else ():
            hashes[f"landing/{name}"] = sha256_of_file(path)
        code: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for name, digest in code_hashes(project):
            if name.startswith(_SHARED):
                hashes[name] = digest
            else:
                code[name.split("/", 1)[0]].append((name, digest))
    except OSError as error:
        raise NotGreenError(
            f"An input cannot be read: {error.filename}: {error.strerror}.\n"
            "Was it removed while the job read it? Run the job again when the delivery is complete."
        ) from error
    for part, files in code.items():
        hashes[f"code/{part}"] = merkle_root(files)
    return dict(sorted(hashes.items()))


def files_below(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield every file below a folder; links are followed, as dbt follows them."""
    seen: set[Path] = set()
    for place, folders, files in os.walk(folder, followlinks=True):
        here = Path(place)
        real = here.resolve()
        if real in seen:
            # A link that leads back up.
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith(_HIDDEN))
        for name in sorted(files):
            path = here / name
            # A link that leads nowhere is a missing file: the preflight says so.
            if not name.startswith(_HIDDEN) and path.is_file():
                yield path.relative_to(folder).as_posix(), path


def refuse_bad_inputs(project: Path, company: str, company_folder: Path) -> str:
    """Refuse what no build puts right, before a build is begun.

    Returns:
        What there is to say of what is accepted.

    Raises:
        CannotStartError: there is no such company.
        NotGreenError: the preflight refuses a file, or an edition of factors is not as registered.
    """
    if not company_folder.is_dir():
        problem = next(check_company(company_folder, load_contract(project)))
        raise CannotStartError(f"No company {company}: {problem.message}.\n{problem.way_out}")
    problems = list(check_company(company_folder, load_contract(project)))
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise NotGreenError(
            _listed(
                f"`trede check` refuses files of {company}:",
                [str(problem) for problem in errors],
                f"Deliver them again, see to it that `trede check {company}` passes, and run the "
                "job again.",
            )
        )
    try:
        changed = Registry(project).verify()
    except (OSError, ValueError) as error:
        raise NotGreenError(f"The register of factor editions cannot be read: {error}") from error
    if changed:
        raise NotGreenError(
            _listed(
                "Editions of emission factors are not as they were registered (SHA256SUMS):",
                [f"seeds/shared/factors/{each.file_name} {each.problem}" for each in changed],
                "Put the files back as they were (version control); `trede factors verify` says "
                "when it is right.",
            )
        )
    warnings = len(problems)
    return f"warnings of the preflight: {warnings}" if warnings else ""


def refuse_changed(before: dict[str, str], after: dict[str, str]) -> None:
    """Refuse a build during which an input changed: nobody can say which of the two it holds.

    Raises:
        NotGreenError: something changed; every name is told.
    """
    found = difference(before, after)
    if found:
        said = {
            **dict.fromkeys(found.added, "new"),
            **dict.fromkeys(found.removed, "gone"),
            **dict.fromkeys(found.changed, "changed"),
        }
        raise NotGreenError(
            _listed(
                "Inputs changed while the build ran, so it may hold a part of each state:",
                [f"{name}: {said[name]}" for name in found.names],
                "Run the job again. Deliver files before the job, or under another name first and "
                "then by `mv`; update the checkout between two jobs.",
            )
        )


def _listed(why: str, items: list[str], way_out: str) -> str:
    shown = "\n".join(f"  {item}" for item in items[:MOST])
    more = f"\n  and {len(items) - MOST} more" if len(items) > MOST else ""
    return f"{why}\n{shown}{more}\n{way_out}"
