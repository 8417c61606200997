"""The lock: one job at a time, an owner that is named, and files that lie."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from trede.job import lock as lock_module
from trede.job.errors import CannotStartError, LockHeldError, NotGreenError
from trede.job.lock import JobLock, is_locked, read_owner

ME = {
    "pid": os.getpid(),
    "host": socket.gethostname(),
    "user": "jobs",
    "command": "trede job run",
    "run_id": "000012_20260301T020000Z",
    "started_at": "2026-03-01T02:00:00Z",
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the lock file is."""
    return tmp_path / "job.lock"


def hold(file: Path, seconds: float = 60) -> subprocess.Popen[str]:
    """Hold the lock in another process, without a word of who it is."""
    code = (
        "import fcntl, sys, time; held = open(sys.argv[1], 'a'); "
        "fcntl.flock(held, fcntl.LOCK_EX); print('held', flush=True); time.sleep(float(sys.argv[2]))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(file), str(seconds)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def a_dead_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_the_second_is_refused_and_told_who_is_first_since_when_and_what_to_do(file: Path) -> None:
    with JobLock(file, "trede job run") as first:
        first.name_owner("000012_20260301T020000Z")
        with pytest.raises(LockHeldError) as refused, JobLock(file, "another"):
            pass
    said = str(refused.value)
    assert f"process {os.getpid()} of " in said
    assert f" on {socket.gethostname()}, run 000012_20260301T020000Z, since 20" in said
    assert "(trede job run)" in said
    assert "Wait until it ends" in said
    with JobLock(file, "the next"):
        assert is_locked(file)
    assert not is_locked(file)
    assert file.is_file()


def test_who_waits_gets_it_when_the_first_ends(file: Path) -> None:
    process = hold(file, 0.5)
    try:
        with JobLock(file, "patient", wait=30):
            assert read_owner(file) is not None
    finally:
        process.kill()
        process.wait()


def test_the_lock_of_a_killed_process_is_free(file: Path) -> None:
    process = hold(file)
    process.kill()
    process.wait()
    with JobLock(file, "the next"):
        pass


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 4096,
        b"\xff\xfe not text",
        b"[" * 100_000,
        b'{"pid": "nobody"}',
        b"null",
        json.dumps({**ME, "pid": 10**30}).encode(),
        json.dumps({**ME, "pid": -1}).encode(),
        json.dumps({**ME, "pid": 0}).encode(),
        json.dumps({**ME, "pid": 2**31 - 1, "host": "another"}).encode(),
    ],
)
def test_what_stands_in_the_file_locks_nobody_out_and_lets_nobody_in(
    file: Path, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_bytes(content)
    with JobLock(file, "free"):
        pass
    process = hold(file)
    try:
        file.write_bytes(content)
        with pytest.raises(LockHeldError), JobLock(file, "held"):
            pass
    finally:
        process.kill()
        process.wait()


def test_a_hostile_name_reaches_no_terminal(file: Path) -> None:
    process = hold(file)
    try:
        file.write_text(json.dumps({**ME, "user": "\x1b[2Jroot\r\n", "command": "x" * 5000}))
        with pytest.raises(LockHeldError) as refused, JobLock(file, "held"):
            pass
    finally:
        process.kill()
        process.wait()
    said = str(refused.value)
    assert "?[2Jroot??" in said
    assert "\x1b" not in said
    assert len(said) < 1000


def test_a_killed_jobs_build_is_waited_for(file: Path) -> None:
    """The owner is gone and the lock still held: its build lives a moment longer."""
    process = hold(file, 1.0)
    try:
        file.write_text(json.dumps({**ME, "pid": a_dead_process()}))
        began = time.monotonic()
        with JobLock(file, "the next"):
            assert time.monotonic() - began > 0.3
    finally:
        process.kill()
        process.wait()


def test_a_build_that_never_ends_is_named_as_what_it_is(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock_module, "ORPHAN_SECONDS", 0.2)
    process = hold(file)
    try:
        file.write_text(json.dumps({**ME, "pid": a_dead_process()}))
        with (
            pytest.raises(LockHeldError, match="one that it started still runs"),
            JobLock(file, "x"),
        ):
            pass
    finally:
        process.kill()
        process.wait()


def test_a_child_that_inherits_the_lock_holds_it(file: Path) -> None:
    with JobLock(file, "parent") as lock:
        child = subprocess.Popen(
            [sys.executable, "-c", "import time; time.sleep(60)"], pass_fds=(lock.descriptor,)
        )
    try:
        assert is_locked(file)
    finally:
        child.kill()
        child.wait()
    assert not is_locked(file)


def test_a_removed_file_is_noticed(file: Path) -> None:
    with JobLock(file, "first") as first:
        first.check()
        file.unlink()
        with pytest.raises(NotGreenError, match="removed or replaced"):
            first.check()
        # The next one makes a new file: both would publish, so the first one does not.
        with JobLock(file, "second") as second:
            second.check()
            with pytest.raises(NotGreenError):
                first.check()


def test_a_file_that_is_removed_between_opening_and_locking_is_opened_again(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[int] = []
    plainly = lock_module._open

    def open_and_lose(path: Path) -> int:
        descriptor = plainly(path)
        if not opened:
            path.unlink()
        opened.append(descriptor)
        return descriptor

    monkeypatch.setattr(lock_module, "_open", open_and_lose)
    with JobLock(file, "first") as lock:
        lock.check()
        assert len(opened) == 2
        with pytest.raises(LockHeldError), JobLock(file, "second"):
            pass


def test_what_is_no_file_is_refused_at_once(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("precious")
    file.symlink_to(target)
    with pytest.raises(CannotStartError, match="is a link"), JobLock(file, "x"):
        pass
    assert target.read_text() == "precious"
    assert read_owner(file) is None
    file.unlink()
    file.mkdir()
    with pytest.raises(CannotStartError, match="cannot be opened"), JobLock(file, "x"):
        pass
    file.rmdir()
    os.mkfifo(file)
    with pytest.raises(CannotStartError, match="no plain file"), JobLock(file, "x"):
        pass
    assert read_owner(file) is None
    assert not is_locked(file)


def test_a_look_does_not_take_the_lock_from_a_job(file: Path) -> None:
    looking = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import fcntl, sys, time; held = open(sys.argv[1], 'a'); "
            "fcntl.flock(held, fcntl.LOCK_SH); print('held', flush=True); time.sleep(0.1)",
            str(file),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert looking.stdout is not None
    assert looking.stdout.readline() == "held\n"
    with JobLock(file, "job"):
        pass
    looking.wait()
