"""The national paths: every printed value from its anchors, the indices, the gap and the crossing.

Expected values are typed as printed; lines are drawn here with fractions.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from support.builds import Build
from wpm.golden import KVK

pytestmark = pytest.mark.build

#: Table 1 of the document, year 2025: path, population, purpose.
PRINTED_2025 = {
    ("basispad", "all_employers"): (6747, 1105, 7852),
    ("basispad", "employers_100_plus"): (4121, 675, 4796),
    ("trendpad", "all_employers"): (6044, 990, 7034),
    ("trendpad", "employers_100_plus"): (3418, 560, 3978),
}


def test_the_twelve_printed_values_of_2025(golden: Build) -> None:
    for (path, population), printed in PRINTED_2025.items():
        for purpose, value in zip(("woon_werk", "zakelijk", "totaal"), printed, strict=True):
            row = golden.rows(
                "select rounded_kt_co2, printed_kt_co2 from marts.rpt_wpm_path where kvk_number "
                "= 'all' "
                "and path = ? and population = ? and purpose = ? and reporting_year = 2025",
                [path, population, purpose],
            )
            assert [tuple(values.values()) for values in row] == [(value, value)], (path, purpose)


@pytest.mark.parametrize(
    ("population", "year", "index"),
    [
        ("employers_100_plus", 2024, "0.8091"),
        ("employers_100_plus", 2025, "0.7709"),
        ("employers_100_plus", 2026, "0.7328"),
        ("employers_100_plus", 2030, "0.5800"),
        ("all_employers", 2024, "0.8605"),
    ],
)
def test_trendpad_indices(golden: Build, population: str, year: int, index: str) -> None:
    found = golden.value(
        "select index_2019 from marts.rpt_wpm_path where kvk_number = 'all' and path = 'trendpad' "
        "and purpose = 'totaal' and population = ? and reporting_year = ?",
        [population, year],
    )
    assert round(found, 4) == Decimal(index)


def test_kev_gap_and_crossing(golden: Build) -> None:
    rows = {
        row["reporting_year"]: row
        for row in golden.rows(
            "select reporting_year, gap_kt_co2, kev_crossing_year from marts.rpt_wpm_path where "
            "kvk_number = 'all' "
            "and path = 'trendpad' and population = 'employers_100_plus' and purpose = 'totaal'"
        )
    }
    assert rows[2025]["gap_kt_co2"] == 108
    assert rows[2030]["gap_kt_co2"] == 582
    # the gap closes backwards at 474 / 5 kt a year
    crossing = 2025 - Fraction(108) / (Fraction(582 - 108) / 5)
    assert round(crossing, 2) == Fraction("2023.86")
    assert rows[2025]["kev_crossing_year"] == Decimal("2023.860759")
    assert abs(Fraction(rows[2025]["kev_crossing_year"]) - crossing) < Fraction(1, 1_000_000)


def test_basispad_less_trendpad(golden: Build) -> None:
    """1,500 kt in 2030 and 818 in 2025, the same for both populations."""
    for population in ("all_employers", "employers_100_plus"):
        for year, difference in ((2030, 1500), (2025, 818)):
            found = golden.value(
                "select sum(case path when 'basispad' then kt_co2 when 'trendpad' then -kt_co2 "
                "end) "
                "from marts.rpt_wpm_path where kvk_number = 'all' and purpose = 'totaal' and "
                "population = ? and reporting_year = ?",
                [population, year],
            )
            assert round(found) == difference


def test_every_year_of_every_path(golden: Build) -> None:
    counts = golden.rows(
        "select path, count(*) as n from marts.rpt_wpm_path where kvk_number = 'all' group by 1 "
        "order by 1"
    )
    assert {row["path"]: row["n"] for row in counts} == {
        "basispad": 2 * 3 * 12,
        "trendpad": 2 * 3 * 12,
        "kev_2022": 6,
        "emissieplafond": 6,
    }


def test_own_index_is_indicative(golden: Build) -> None:
    assert golden.value("select bool_and(is_indicative) from marts.rpt_wpm_path") is True
    rows = golden.rows(
        "select kvk_number, purpose, reporting_year, own_base_year, own_index from "
        "marts.rpt_wpm_path "
        "where path = 'trendpad' and population = 'employers_100_plus' and own_index is not null"
    )
    found = {
        (row["kvk_number"], row["purpose"], row["reporting_year"]): row["own_index"] for row in rows
    }
    assert {row["own_base_year"] for row in rows} == {2022}
    for kvk in ("all", KVK):
        assert found[(kvk, "totaal", 2022)] == 1
        # 232,152 kg over 232,692 kg
        assert found[(kvk, "totaal", 2023)] == Decimal("0.997679")
        assert (kvk, "totaal", 2024) not in found, "2024 has no jaargang"


def test_revnext_sums_differ_by_rounding_only(golden: Build) -> None:
    rows = golden.rows("select * from marts.rpt_wpm_revnext")
    assert len(rows) == 5 * 7
    differences = {
        (row["row_nl"], row["period"]): (row["difference_parts_mt"], row["difference_years_mt"])
        for row in rows
        if row["difference_parts_mt"] or row["difference_years_mt"]
    }
    hundredth = Decimal("0.01")
    assert differences == {
        ("totaal", "2025"): (hundredth, None),
        ("totaal", "2029"): (-hundredth, None),
        ("totaal", "2030"): (hundredth, None),
        ("totaal", "2025-2030"): (0, hundredth),
        ("70% WW+ zakelijk", "2030"): (hundredth, None),
        ("30% zakelijk", "2025-2030"): (None, hundredth),
        ("30% SR", "2025-2030"): (None, hundredth),
    }
