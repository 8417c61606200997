"""What the publication contradicts itself in is written down, and the table's value is what counts.

The list is typed from the facts, not read from the seed.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

REFERENCE = Path(__file__).parents[3] / "seeds" / "shared" / "reference"

#: Conflict, key figure, and its values in 2022 and 2023 by table 2; what is no value has None.
CONFLICTS: dict[str, tuple[str, tuple[str, str] | None]] = {
    "bio_cng": ("car_bio_cng", ("0", "8")),
    "ov_per_euro_unit": ("public_transport_distance_per_euro", ("6.7", "6.1")),
    "hvo_blend": ("car_hvo20_hvo30", ("116", "111")),
    "moped_adjusted": ("moped_petrol", ("59", "51")),
    "occupancy_direction": ("average_occupancy_car", ("1.07", "1.08")),
    "other_fuels_unexplained": ("car_other", ("109", "109")),
    "kev_editions": ("car_diesel", ("154", "145")),
    "chapter_reference": ("", None),
    "differences_limited": ("", None),
}
#: What rose: the document calls it limited.
ROSE = {"car_phev": ("85", "132"), "public_transport": ("3", "16")}


def read(name: str) -> list[dict[str, str]]:
    """Return the rows of a seed."""
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_conflict_of_the_facts_is_recorded_with_its_reason() -> None:
    rows = read("wpm_printed_conflicts")
    assert [row["conflict_id"] for row in rows] == list(CONFLICTS)
    for row in rows:
        assert row["kental_key"] == CONFLICTS[row["conflict_id"]][0], row
        texts = [row[column] for column in ("printed", "printed_elsewhere", "chosen", "reason")]
        assert all(texts), row
        assert row["printed"] != row["printed_elsewhere"]


def test_the_chosen_value_is_the_value_that_is_computed_with() -> None:
    seed = {(row["jaargang"], row["key"]): row["value"] for row in read("wpm_kentallen")}
    chosen = {row["conflict_id"]: row["chosen"] for row in read("wpm_printed_conflicts")}
    for conflict_id, (key, values) in CONFLICTS.items():
        if values is None:
            continue
        assert (seed["2022", key], seed["2023", key]) == values, conflict_id
        assert values[1] in re.findall(r"\d+(?:\.\d+)?", chosen[conflict_id]), conflict_id
    for key, values in ROSE.items():
        assert (seed["2022", key], seed["2023", key]) == values
    assert chosen["differences_limited"] == "132 and 16"


def test_units_say_what_the_table_means() -> None:
    """Kilometres per euro, whatever the key figure is called; persons per car."""
    units = {row["key"]: row["unit"] for row in read("wpm_kentallen")}
    assert units["public_transport_distance_per_euro"] == "rkm_per_eur"
    assert units["average_occupancy_car"] == "persons_per_car"
