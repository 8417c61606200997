"""A copy is measured down to its last byte, or to what the disk holds, and leaves nothing behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import copying


def test_a_copy_is_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "CHUNK", 7)
    file, to = tmp_path / "file", tmp_path / "to"
    file.write_bytes(bytes(range(100)))
    assert copying.copy(file, to, 1_000) == 100
    assert to.read_bytes() == file.read_bytes()


def test_a_copy_ends_where_the_disk_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, output = tmp_path / "file", tmp_path / "out.json"
    file.write_bytes(b"x" * 100)
    monkeypatch.setattr(copying, "free_bytes", lambda _: 50)
    copying.main(file, tmp_path / "to", output)
    assert json.loads(output.read_text(encoding="utf-8"))["kept_bytes"] == 45
    assert not (tmp_path / "to").exists()
