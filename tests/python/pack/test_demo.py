"""The demo company: no person in any byte of its pack, and a rerun gives the same bytes."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from support.builds import Build
from trede.pack.build_state import read_build
from trede.pack.errors import CompanyFilesError
from trede.pack.freeze import FrozenPack, freeze
from trede.pack.read import read_table, table_names
from trede.pack.rerun import rerun
from trede.pack.verify import verify

pytestmark = pytest.mark.build

#: Where the demo's keys of persons stand. Written here once more, apart from the code.
PERSONS = {
    "extracts/trips": ("line_id", "traveller_key", "vehicle_id"),
    "extracts/commuting": ("line_id", "employee_key", "vehicle_id"),
    "extracts/fuel_transactions": ("line_id", "card_id", "vehicle_id"),
    "extracts/charging_sessions": ("line_id", "card_id", "vehicle_id"),
    "extracts/vehicle_distances": ("line_id", "vehicle_id"),
    "mappings/vehicles": ("vehicle_id",),
    "mappings/assigned_vehicles": ("employee_key", "vehicle_id"),
    "mappings/charge_points": ("charge_point_id",),
}


@pytest.fixture(scope="module")
def demo_pack(demo_build: Build, tmp_path_factory: pytest.TempPathFactory) -> FrozenPack:
    """The demo, frozen."""
    return freeze(
        read_build(demo_build.database, demo_build.target_dir),
        demo_build.project_dir,
        "demo",
        demo_build.folder,
        out=tmp_path_factory.mktemp("packs") / "demo",
    )


def test_every_published_table_is_in_the_pack(demo_build: Build, demo_pack: FrozenPack) -> None:
    published = demo_build.rows(
        "select table_name from information_schema.tables where table_schema = 'marts'"
    )
    assert sorted(table_names(demo_pack.manifest)) == sorted(row["table_name"] for row in published)
    for name in table_names(demo_pack.manifest):
        count = demo_build.value(f"select count(*) from marts.{name}")
        assert read_table(demo_pack.folder, name).num_rows == count
    assert demo_pack.manifest.as_of_date.isoformat() == "2025-03-31"
    assert verify(demo_pack.folder, head=demo_pack.head).exit_code == 0


def test_every_row_has_a_key_of_its_own(demo_pack: FrozenPack) -> None:
    for file in demo_pack.manifest.of("data"):
        if file.path.endswith(".parquet"):
            assert file.grid is not None
            keys = pq.read_table(demo_pack.folder / file.path, columns=list(file.grid.key))
            assert len({tuple(row.values()) for row in keys.to_pylist()}) == file.grid.rows, (
                file.path
            )


def test_no_person_stands_in_any_byte(demo_pack: FrozenPack, demo_dir: Path) -> None:
    keys: set[str] = set()
    for name, columns in PERSONS.items():
        with (demo_dir / f"{name}.csv").open(encoding="utf-8", newline="") as opened:
            keys.update(row[column] for row in csv.DictReader(opened) for column in columns)
    keys.discard("")
    assert len(keys) > 9000
    # By their shapes, wherever they stand in a text; what has another shape is looked for as it is.
    shapes = re.compile(r"[a-z]-[0-9a-f]{8}|[A-Z]{2}-[0-9]{4}-[0-9]{6}")
    others = [key for key in keys if not shapes.fullmatch(key)]
    assert len(others) < 50
    looked_at = 0
    for path in sorted(demo_pack.folder.rglob("*")):
        if path.is_file():
            text = path.read_bytes().decode("utf-8", errors="ignore")
            if path.suffix == ".parquet":
                text += str(pq.read_table(path).to_pylist())
            looked_at += 1
            found = keys.intersection(shapes.findall(text)) | {key for key in others if key in text}
            assert found == set(), path.name
    assert looked_at > 150


def test_a_rerun_gives_the_same_bytes(
    demo_build: Build, demo_pack: FrozenPack, tmp_path: Path
) -> None:
    # The company is left with what the pack does not hold.
    left = tmp_path / "left"
    for name in PERSONS:
        (left / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(demo_build.folder / f"{name}.csv", left / f"{name}.csv")
    with pytest.raises(CompanyFilesError, match="trips"):
        rerun(demo_pack.folder, demo_build.project_dir, tmp_path)
    result = rerun(demo_pack.folder, demo_build.project_dir, left)
    assert [touch.text for touch in result.differences] == []
    assert result.causes == []
    assert len(result.compared) > 25


def test_the_second_opinion_on_the_demo_is_met(demo_pack: FrozenPack) -> None:
    from trede.pack.expectations.run import expect

    copy = Path(shutil.copytree(demo_pack.folder, demo_pack.folder.with_name("before")))
    opinion = expect(demo_pack.folder, copy)
    assert opinion.failures == []
    assert opinion.evaluated > 300
