"""Is there anything to build? The same files, code, versions and day give the same warehouse."""

from __future__ import annotations

from trede.job.difference import difference
from trede.job.folder import JobFolder
from trede.job.record import RunRecord
from trede.job.sealed import damage_of

#: Changes that are told by name.
_MOST = 3


def why_build(folder: JobFolder, live: RunRecord | None, now: RunRecord) -> str:
    """Say why the live run cannot stand for a new one; empty when it can.

    Args:
        folder: the job's folder.
        live: the record of the live run.
        now: of the run that is asked for: its inputs, versions and settings.
    """
    if live is None:
        return "nothing is published yet"
    if not (live.inputs and live.settings):
        return f"{live.run_id} does not say what it was made of"
    for what in ("inputs", "versions", "settings"):
        changed = difference(getattr(live, what), getattr(now, what)).names
        if changed:
            return f"{what} that are not those of {live.run_id}: {_listed(changed)}"
    # A new run gives readers a sound file. (Links that were removed are made again in any run.)
    damage = damage_of(folder, live.run_id, whole=False)
    return f"{live.run_id} is not as it was published: {damage[0]}" if damage else ""


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return f"{', '.join(names[:_MOST])}{more}"
