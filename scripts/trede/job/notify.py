"""Tell somebody how a run ended: a webhook, a command, or both.

Nothing here can undo a publication: what goes wrong is returned as a text, and the job ends with an
exit code of its own. No text repeats the address or the command, which often hold a secret.
"""

from __future__ import annotations

import http.client
import os
import shlex
import signal
import subprocess
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trede.job.notice import notice_of

if TYPE_CHECKING:
    from trede.job.record import RunRecord

WEBHOOK = "TREDE_JOB_WEBHOOK"
COMMAND = "TREDE_JOB_COMMAND"
WHEN = "TREDE_JOB_NOTIFY"
_WHENS = ("always", "failure", "change")

#: Seconds that the whole exchange with a webhook may take, and the command.
WEBHOOK_SECONDS = 10.0
COMMAND_SECONDS = 60.0


def notify(
    record: RunRecord,
    env: Mapping[str, str],
    *,
    webhook_seconds: float = WEBHOOK_SECONDS,
    command_seconds: float = COMMAND_SECONDS,
) -> list[str]:
    """Send a notice of the record to those who are named, if there is something to tell.

    The notice holds no text of the record: that may quote a cell of a company's file (notice.py).

    Args:
        record: the run.
        env: the environment, with TREDE_JOB_WEBHOOK (an address to which the notice is posted as
            JSON), TREDE_JOB_COMMAND (a command line that gets it on standard input) and
            TREDE_JOB_NOTIFY (`always`; `failure`, the default; `change`: failures, and runs that
            changed what is published). A rollback is always told.
        webhook_seconds: how long a webhook may take.
        command_seconds: how long a command may take.

    Returns:
        What went wrong, in words; nothing if all was told.
    """
    problems = []
    when = env.get(WHEN, "").strip() or "failure"
    if when not in _WHENS:
        # Rather one message too many than a failure that nobody hears of.
        problems.append(f"{WHEN} is {when!r}; it can be {', '.join(_WHENS)}. Taken as always.")
        when = "always"
    if not _is_wanted(record, when):
        return problems
    content = notice_of(record).model_dump_json().encode()
    if address := env.get(WEBHOOK, "").strip():
        problems += _post(address, content, webhook_seconds)
    if command := env.get(COMMAND, "").strip():
        problems += _run(command, content, env, command_seconds)
    return problems


def _is_wanted(record: RunRecord, when: str) -> bool:
    # Somebody found a published run wrong, and readers find other figures: no mere success.
    if when == "always" or record.state not in ("published", "unchanged"):
        return True
    if when == "failure":
        return False
    changed = record.changed.model_dump() if record.changed else {}
    return any(changed.values())


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follow nothing: a redirected POST arrives as an empty GET, and would pass for delivered."""

    def redirect_request(self, *_: Any) -> None:  # noqa: ANN401  # the signature of urllib
        return None


def _post(address: str, content: bytes, seconds: float) -> list[str]:
    """Post the notice; the whole of it takes no longer than `seconds`."""
    try:
        parts = urllib.parse.urlsplit(address)
        host = parts.hostname
    except ValueError:
        parts, host = None, None
    if parts is None or parts.scheme not in ("http", "https") or not host:
        return [f"{WEBHOOK} is no address that begins with http:// or https://."]
    told: list[str] = [f"{WEBHOOK} ({host}) did not answer within {seconds:g} seconds."]

    def post() -> None:
        try:
            request = urllib.request.Request(  # noqa: S310  # http and https only
                address,
                data=content,
                method="POST",
                headers={"Content-Type": "application/json", "User-Agent": "trede"},
            )
            opener = urllib.request.build_opener(_NoRedirect)
            with opener.open(request, timeout=seconds) as answer:
                told[:] = [] if 200 <= answer.status < 300 else [_answered(host, answer.status)]
        except urllib.error.HTTPError as error:
            told[:] = [_answered(host, error.code)]
        except TimeoutError:
            return
        except urllib.error.URLError as error:
            if not isinstance(error.reason, TimeoutError):
                # The reason is the network's: "Connection refused". It holds no address.
                told[:] = [f"{WEBHOOK} ({host}) cannot be reached: {_reason(error.reason)}."]
        except (OSError, ValueError, http.client.HTTPException) as error:
            told[:] = [f"{WEBHOOK} ({host}) cannot be used: {_reason(error)}."]

    # A server that sends a byte now and then keeps every single read within its time.
    thread = threading.Thread(target=post, daemon=True)
    thread.start()
    thread.join(seconds + 0.5)
    return list(told)


def _answered(host: str, status: int) -> str:
    moved = " (it was moved: name the new address)" if 300 <= status < 400 else ""
    return f"{WEBHOOK} ({host}) answered {status}{moved}."


def _reason(error: object) -> str:
    """Name an error of the network; of any other only its kind, since its text may quote the address."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return type(error).__name__


def _run(command: str, content: bytes, env: Mapping[str, str], seconds: float) -> list[str]:
    """Run the command without a shell, the notice on its standard input."""
    try:
        arguments = shlex.split(command)
    except ValueError as error:
        return [f"{COMMAND} cannot be read as a command line: {error}."]
    if not arguments or not arguments[0]:
        return [f"{COMMAND} (empty) names no command."]
    name = Path(arguments[0]).name
    try:
        process = subprocess.Popen(
            arguments,
            stdin=subprocess.PIPE,
            # Its output is its own: the job's log is JSON, and holds no secret.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **env},
            start_new_session=True,
        )
    except OSError as error:
        return [f"{COMMAND} ({name}) cannot be started: {error.strerror}."]
    try:
        process.communicate(content, timeout=seconds)
    except subprocess.TimeoutExpired:
        # With what it started itself: a shell's sleep would live on.
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return [f"{COMMAND} ({name}) was still running after {seconds:g} seconds and was stopped."]
    if process.returncode:
        return [f"{COMMAND} ({name}) ended with {process.returncode}."]
    return []
