"""The draw: who is certain, who has which chance, and that the seed gives it all."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trede.sample.draw import Sample, Unit, draw


def units(*kilograms: int | str) -> list[Unit]:
    return [Unit(f"line-{place:03d}", Decimal(kg)) for place, kg in enumerate(kilograms)]


def keys(sample: Sample, stratum: str) -> list[str]:
    return [each.unit.key for each in sample.drawn if each.stratum == stratum]


def test_what_is_at_least_one_interval_is_certain_and_shortens_the_interval() -> None:
    # 1,000 kg over 4 places is 250: the line of 600 is certain. 400 over 3 is 133.3: the line of 140 is
    # too. 260 over 2 is 130, and the largest left is 60.
    sample = draw(units(600, 140, 60, 50, 50, 50, 50), "seed", 4, 0)
    assert keys(sample, "certain") == ["line-000", "line-001"]
    assert len(keys(sample, "interval")) == 2
    assert sample.interval_kg == Decimal(130)
    assert (sample.population_kg, sample.population_lines) == (Decimal(1000), 7)


def test_every_kilogram_has_the_same_chance() -> None:
    """Over many seeds a line is drawn in proportion to its kilograms: 30 of 100 over one place is 30%."""
    drawn = Counter(
        key
        for seed in range(2000)
        for key in keys(draw(units(30, 20, 50), str(seed), 1, 0), "interval")
    )
    # three standard deviations of a share of 2,000 draws are about 0.03
    for key, share in (("line-000", 0.3), ("line-001", 0.2), ("line-002", 0.5)):
        assert abs(drawn[key] / 2000 - share) < 0.034, (key, drawn[key])


def test_credits_are_drawn_by_their_size() -> None:
    sample = draw(units(-900, 50, 50), "seed", 2, 0)
    assert keys(sample, "certain") == ["line-000"]
    assert sample.population_kg == 1000


def test_lines_without_kilograms_are_drawn_apart_and_alike() -> None:
    population = units(100, *[0] * 10)
    sample = draw(population, "seed", 1, 4)
    assert sample.silent_lines == 10 and len(keys(sample, "silent")) == 4
    drawn = Counter(
        key for seed in range(1000) for key in keys(draw(population, str(seed), 1, 4), "silent")
    )
    assert len(drawn) == 10
    assert all(abs(count / 1000 - 0.4) < 0.05 for count in drawn.values())


def test_the_seed_is_all_there_is() -> None:
    population = units(*range(1, 200))
    first = draw(population, "a", 20, 0)
    assert draw(list(reversed(population)), "a", 20, 0) == first
    assert draw(population, "b", 20, 0).drawn != first.drawn


@settings(max_examples=60, derandomize=True, deadline=None)
@given(
    st.lists(st.integers(min_value=-500, max_value=5000), max_size=60),
    st.integers(min_value=0, max_value=15),
    st.integers(min_value=0, max_value=5),
)
def test_a_draw_takes_its_size_and_nothing_twice(
    kilograms: list[int], size: int, silent: int
) -> None:
    sample = draw(units(*kilograms), "seed", size, silent)
    drawn = [each.unit.key for each in sample.drawn]
    assert len(set(drawn)) == len(drawn)
    heavy = sum(1 for kg in kilograms if kg)
    # below one interval a line cannot be hit twice, so a place is a line
    assert sum(each.hits for each in sample.drawn if each.stratum != "silent") == min(size, heavy)
    assert all(each.hits == 1 for each in sample.drawn)
    assert len(keys(sample, "silent")) == min(silent, len(kilograms) - heavy)
    certain = sum(abs(each.unit.kg) for each in sample.drawn if each.stratum == "certain")
    if sample.interval_kg is not None:
        places = len(keys(sample, "interval"))
        assert abs(sample.interval_kg * places + certain - sample.population_kg) < Decimal("1e-15")


def test_a_line_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="stands twice"):
        draw([*units(1), *units(2)], "seed", 1, 0)
    with pytest.raises(ValueError, match="fewer than no lines"):
        draw(units(1), "seed", -1, 0)
