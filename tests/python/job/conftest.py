"""Fixtures of the job's tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from job.small import SmallJob, make_small_job


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallJob:
    """A job of milliseconds on a company with two lines, whose total is 3."""
    # Waiting for a disk proves nothing here; one test looks at the order of what it is asked.
    monkeypatch.setattr("trede.job.durable.os.fsync", lambda _: None)
    return make_small_job(tmp_path)
