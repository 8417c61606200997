"""int_factors against splits by hand and against a computation from the CSV files in pandas."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pandas as pd
import pytest

from support.builds import Build
from trede.factors.registry import Registry, read_csv

COLUMNS = [
    "edition_id",
    "factor_list",
    "edition_year",
    "factor_key",
    "category",
    "name_nl",
    "unit",
    "wtw_factor_value",
    "ttw_factor_value",
    "upstream_factor_value",
    "mj_per_unit",
    "biogenic_factor_value",
    "biogenic_edition_id",
    "factor_status",
    "split_status",
    "split_edition_id",
    "is_withdrawn",
    "source",
    "note",
]
PETROL = "nl_fuel_vehicle_benzine_e10"
DIESEL = "nl_fuel_vehicle_diesel_b7"
HVO = "nl_fuel_vehicle_biodiesel_hvo"
GAS = "nl_fuel_heating_aardgas_g_gas"


@pytest.fixture(scope="module")
def factors(factors_build: Build) -> dict[tuple[str, str], dict]:
    """int_factors by edition and key."""
    rows = factors_build.rows("select * from intermediate.int_factors")
    found = {(row["edition_id"], row["factor_key"]): row for row in rows}
    assert len(found) == len(rows)
    return found


def test_one_row_per_factor_and_edition(
    factors: dict[tuple[str, str], dict], factors_build: Build, registry: Registry
) -> None:
    assert len(factors) >= 315 + 1008 + 59
    columns = factors_build.rows(
        "select column_name, data_type from information_schema.columns"
        " where table_schema = 'intermediate' and table_name = 'int_factors'"
        " order by ordinal_position"
    )
    assert [column["column_name"] for column in columns] == COLUMNS
    types = {column["column_name"]: column["data_type"] for column in columns}
    assert {types[name] for name in COLUMNS if name.endswith("_value")} == {"DECIMAL(18,9)"}
    numbers = {
        edition.edition_id: len(read_csv(registry.folder / edition.file_name))
        for edition in registry.editions()
    }
    found: dict[str, int] = {}
    for edition_id, _ in factors:
        found[edition_id] = found.get(edition_id, 0) + 1
    assert found == numbers


@pytest.mark.parametrize(
    ("edition", "key", "wtw", "ttw", "upstream", "status", "split", "donor", "biogenic"),
    [
        # Printed: 1,000 l of E10 is 2,794 kg = 2,139 direct + 655 upstream.
        ("nl_2026", PETROL, "2.794", "2.139", "0.655", "official", "printed", "nl_2026", "0.149"),
        # Printed parts miss the printed total (2.462 + 0.788 = 3.25): the total leads.
        ("nl_2026", DIESEL, "3.251", "2.462", "0.789", "official", "printed", "nl_2026", "0.176"),
        # 2.462/3.251 = 0.7573 -> 0.757; 3.256 x 0.757 = 2.464792.
        (
            "nl_2024", DIESEL,
            "3.256", "2.464792", "0.791208", "secondary", "derived", "nl_2026", "0.176",
        ),
        # 2.139/2.794 = 0.76557 -> 0.766; 2.821 x 0.766 = 2.160886.
        (
            "nl_2024", PETROL,
            "2.821", "2.160886", "0.660114", "secondary", "derived", "nl_2026", "0.149",
        ),
        # The single value of 2022 is nearer, but the complete list lends:
        # 0.026/0.468 = 0.05556 -> 0.056.
        (
            "nl_2023", HVO,
            "0.347", "0.019432", "0.327568", "unverified", "derived", "nl_2026", "2.446",
        ),
        ("nl_2022", HVO, "0.314", "0.038", "0.276", "unverified", "printed", "nl_2022", "2.446"),
        # 1.779/2.134 = 0.83365 -> 0.834: not quite the split that 2025 and 2026 print.
        ("nl_2024", GAS, "2.134", "1.779756", "0.354244", "secondary", "derived", "nl_2026", "0"),
        ("nl_2025", GAS, "2.134", "1.779", "0.355", "secondary", "printed", "nl_2025", "0"),
        # 0.401/0.483 = 0.83023 -> 0.83; power has no biogenic column.
        (
            "nl_2024", "nl_electricity_grijze_stroom",
            "0.536", "0.44488", "0.09112", "secondary", "derived", "nl_2026", None,
        ),
        # A zero total has zero parts.
        (
            "nl_2024", "nl_electricity_windkracht",
            "0", "0", "0", "unverified", "derived", "nl_2026", None,
        ),
        # All upstream in the donor: 0/1.092 = 0.
        (
            "nl_2024", "nl_fuel_vehicle_waterstof_groen",
            "1.08", "0", "1.08", "secondary", "derived", "nl_2026", "0",
        ),
        # No other edition has the key: unsplit.
        (
            "nl_2024", "nl_fuel_vehicle_dieselvervanger_hvo20",
            "2.844", None, None, "secondary", "none", None, None,
        ),
        ("nl_2020", "nl_fuel_vehicle_diesel", "3.23", None, None, "secondary", "none", None, None),
        (
            "nl_2026", "nl_waste_recycling_glas",
            "26", None, None, "official", "none", None, None,
        ),
        # No printed total: no split of it, whatever part is printed.
        (
            "nl_2025", "nl_passenger_transport_auto_benzine_middel",
            None, "0.149", None, "secondary", "none", None, None,
        ),
        (
            "nl_2026", "nl_electricity_stroometiket",
            None, None, "0.044", "official", "none", None, None,
        ),
        # A gas that escapes is direct altogether.
        (
            "nl_2026", "nl_refrigerant_r410a",
            "2256", "2256", "0", "official", "printed", "nl_2026", None,
        ),
        ("gwp_ar5", "gwp_r32", "677", "677", "0", "unverified", "printed", "gwp_ar5", None),
        ("uk_spend_2023", "uk_sic_81", "SIC81", None, None, "official", "none", None, None),
    ],
)  # fmt: skip
def test_splits_by_hand(
    factors: dict[tuple[str, str], dict],
    registry: Registry,
    edition: str,
    key: str,
    wtw: str | None,
    ttw: str | None,
    upstream: str | None,
    status: str,
    split: str,
    donor: str | None,
    biogenic: str | None,
) -> None:
    row = factors[edition, key]
    if wtw == "SIC81":
        uk = read_csv(registry.folder / "uk_spend_2023.csv")
        wtw = next(line["kg_co2e_per_gbp"] for line in uk if line["sic_code"] == "81")
    for name, text in (
        ("wtw_factor_value", wtw),
        ("ttw_factor_value", ttw),
        ("upstream_factor_value", upstream),
        ("biogenic_factor_value", biogenic),
    ):
        assert row[name] == (None if text is None else Decimal(text)), name
    assert (row["factor_status"], row["split_status"], row["split_edition_id"]) == (
        status,
        split,
        donor,
    )


def test_split_parts_make_the_total(factors: dict[tuple[str, str], dict]) -> None:
    split = [row for row in factors.values() if row["split_status"] != "none"]
    assert len(split) > 200
    for row in split:
        total = row["ttw_factor_value"] + row["upstream_factor_value"]
        assert total == row["wtw_factor_value"], row
        assert 0 <= row["ttw_factor_value"] <= row["wtw_factor_value"], row
    for row in factors.values():
        derived = row["split_status"] == "derived"
        assert derived == (row["split_edition_id"] not in (None, row["edition_id"])), row
        assert (row["biogenic_factor_value"] is None) == (row["biogenic_edition_id"] is None)


def test_withdrawn_rows_have_no_values(factors: dict[tuple[str, str], dict]) -> None:
    withdrawn = {key: row for key, row in factors.items() if row["is_withdrawn"]}
    assert len([key for key in withdrawn if key[0] == "nl_2026"]) == 13
    for row in withdrawn.values():
        assert row["wtw_factor_value"] is None
        assert row["ttw_factor_value"] is None
        assert row["biogenic_factor_value"] is None
        assert row["split_status"] == "none"
    # Without a total for other reasons: combustion only, or the supplier's own label.
    silent = [
        row
        for (edition_id, _), row in factors.items()
        if edition_id == "nl_2026" and row["wtw_factor_value"] is None and not row["is_withdrawn"]
    ]
    assert len(silent) == 229 - 191 - 13


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _printed(registry: Registry) -> pd.DataFrame:
    """Read the CSV files into one table of printed values."""
    units = {row["unit_nl"]: row["unit"] for row in read_csv(registry.units_file)}
    rows = []
    for edition in registry.editions():
        for row in read_csv(registry.folder / edition.file_name):
            if edition.factor_list == "co2emissiefactoren_nl":
                values = {
                    "factor_key": row["factor_key"],
                    "unit": units[row["unit_nl"]],
                    "wtw": _decimal(row["kg_co2e_wtw"]),
                    "ttw": _decimal(row["kg_co2e_ttw"]),
                    "wtt": _decimal(row["kg_co2e_wtt"]),
                    "biogenic": _decimal(row.get("kg_co2_biogenic", "")),
                }
            elif edition.factor_list == "ipcc_gwp":
                gwp = Decimal(row["gwp100"])
                values = {
                    "factor_key": row["factor_key"],
                    "unit": "kg",
                    "wtw": gwp,
                    "ttw": gwp,
                    "wtt": None,
                    "biogenic": None,
                }
            elif edition.factor_list == "spend_printed":
                values = {
                    "factor_key": row["factor_key"],
                    "unit": row["applied_currency"],
                    "wtw": Decimal(row["kg_co2e_per_unit"]),
                    "ttw": None,
                    "wtt": None,
                    "biogenic": None,
                }
            else:
                code = row["sic_code"].lower().translate(str.maketrans(".-", "__"))
                multiplier = Decimal(row["kg_co2e_per_gbp"])
                values = {
                    "factor_key": f"uk_sic_{code}",
                    "unit": "gbp",
                    "wtw": multiplier.quantize(Decimal("1e-9"), ROUND_HALF_UP),
                    "ttw": None,
                    "wtt": None,
                    "biogenic": None,
                }
            rows.append(
                {
                    "edition_id": edition.edition_id,
                    "factor_list": edition.factor_list,
                    "year": edition.edition_year,
                    "revision": edition.revision,
                    "is_single": edition.edition_kind != "published_complete",
                    "status": row.get("status", "official"),
                    **values,
                }
            )
    return pd.DataFrame(rows).astype(object)


def _nearest(candidates: pd.DataFrame, year: int) -> pd.Series | None:
    """Choose a donor: complete lists, then the nearest year, then the later, then the revision."""
    if candidates.empty:
        return None
    ranked = candidates.assign(
        distance=(candidates["year"] - year).abs(),
        earlier=-candidates["year"],
        older=-candidates["revision"],
    ).sort_values(["is_single", "distance", "earlier", "older"])
    return ranked.iloc[0]


def _half_up(share: Fraction) -> Decimal:
    """Round to 3 decimals, half up, with fractions."""
    thousandths = share * 1000
    return Decimal(int(thousandths + Fraction(1, 2))) / 1000


def test_all_factors_against_pandas(
    factors: dict[tuple[str, str], dict], registry: Registry
) -> None:
    """The same rules, written again from the documentation, on the files themselves."""
    printed = _printed(registry)
    assert len(printed) == len(factors)
    families = dict(list(printed.groupby(["factor_list", "factor_key"], sort=False)))
    derived = 0
    for _, row in printed.iterrows():
        found = factors[row["edition_id"], row["factor_key"]]
        family = families[row["factor_list"], row["factor_key"]]
        wtw, ttw, upstream = row["wtw"], row["ttw"], row["wtt"]
        split, split_edition = "none", None
        if wtw is not None and ttw is not None:
            split, split_edition = "printed", row["edition_id"]
        elif wtw is not None:
            lenders = family[family["wtw"].notna() & family["ttw"].notna()]
            if wtw != 0:
                lenders = lenders[lenders["wtw"] > 0]
            donor = _nearest(lenders, row["year"])
            if donor is not None:
                share = Fraction(donor["ttw"]) / Fraction(donor["wtw"]) if donor["wtw"] else 0
                ttw = wtw * _half_up(Fraction(share))
                split, split_edition = "derived", donor["edition_id"]
                derived += 1
        if split != "none":
            upstream = wtw - ttw
        biogenic, biogenic_edition = row["biogenic"], row["edition_id"]
        if biogenic is None:
            donor = _nearest(family[family["biogenic"].notna()], row["year"])
            biogenic, biogenic_edition = (
                (None, None) if donor is None else (donor["biogenic"], donor["edition_id"])
            )
        assert {
            "unit": row["unit"],
            "wtw_factor_value": wtw,
            "ttw_factor_value": ttw,
            "upstream_factor_value": upstream,
            "factor_status": row["status"],
            "split_status": split,
            "split_edition_id": split_edition,
            "biogenic_factor_value": biogenic,
            "biogenic_edition_id": biogenic_edition,
        }.items() <= found.items(), (row.to_dict(), found)
    assert derived >= 59
