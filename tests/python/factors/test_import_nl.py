"""The import of the Dutch list: the real export, a made-up one, and layouts that changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from factors.exports import row_of, write_export
from trede.factors.cli import app
from trede.factors.registry import Registry, read_csv

#: Columns of the edition's file, in its order.
HEADER = [
    "factor_key",
    "category",
    "group_nl",
    "name_nl",
    "unit_nl",
    "kg_co2e_wtw",
    "kg_co2e_ttw",
    "kg_co2e_wtt",
    "kg_co2_biogenic",
    "mj_per_unit",
    "withdrawn",
    "note",
]
#: What the made-up export must become, written by hand.
EXPECTED = """\
nl_fuel_vehicle_benzine_e10;fuel_vehicle;Fossiele brandstoffen;Benzine E10;liter;2.5;2;0.5;0.1;31;false;
nl_fuel_vehicle_biodiesel_hvo;fuel_vehicle;Fossiele brandstoffen;Biodiesel HVO;liter;0.4;0.03;0.37;2.4;34.5;false;list has ONE HVO100 row in 2031 (no feedstock variants), HVO from non-sustainable feedstock is higher
nl_fuel_vehicle_ad_blue_additief;fuel_vehicle;Fossiele brandstoffen;Ad Blue (additief);liter;;0.26;;;;false;
nl_fuel_heating_aardgas_g_gas;fuel_heating;Gasvormige brandstoffen;Aardgas (G-gas);Nm3;2.1;1.8;0.3;0;31.65;false;
nl_fuel_heating_groengas_oud;fuel_heating;Gasvormige brandstoffen;Groengas (oud);Nm3;;;;;;true;Vervallen (withdrawn in the 2031 list)
nl_fuel_heating_overige_olien;fuel_heating;Vaste Brandstoffen;Overige Oliën;kg;;2.9;;;40.2;false;only a combustion value is published
nl_electricity_grijze_stroom;electricity;Elektriciteit;Grijze Stroom;kWh;0.4;0.3;0.1;;3.6;false;columns of the list: total | power-plant emissions | upstream chain, infrastructure (LCA, not in total) = 0.002, 3.6 MJ per kWh
nl_electricity_stroometiket;electricity;Elektriciteit;Stroometiket;kWh;;;0.04;;3.6;false;columns of the list: total | power-plant emissions | upstream chain, total is "Variabel": take the supplier label value and add the chain value in wtt, 3.6 MJ per kWh
nl_heat_restwarmte;heat;Warmtelevering;Restwarmte;GJ;11.5;9.5;2;;1000;false;columns: total | production | upstream chain, 1000 MJ per GJ
nl_refrigerant_r410a;refrigerant;Blends;R410a;kg;2256;2256;;;;false;GWP100 as printed in the 2031 list, AR4 (Montreal Protocol column) = 2088
nl_other_ghg_lachgas_n2o;other_ghg;Overige Emissies;Lachgas (N2O);kg;273;273;;;;false;GWP100 as printed in the 2031 list
nl_anaesthetic_sevofluraan;anaesthetic;Anesthesiegassen;Sevofluraan;kg;195;195;;;;false;GWP100 as printed in the 2031 list
nl_passenger_transport_auto_hvo_100pct_gemiddeld;passenger_transport;Auto;HVO 100% Gemiddeld;voertuigkilometer;0.03;0;0.03;;2.47;false;
nl_passenger_transport_vliegtuig_regionaal_lt_700_km;passenger_transport;Vliegtuig;Regionaal (<700 km);reizigerskilometer;0.2;0.18;0.025;;1.5;false;
nl_freight_transport_bulk_wegvervoer_vrachtwagen_gt_20_ton;freight_transport;Bulk - Wegvervoer;Vrachtwagen > 20 ton;tonkilometer;0.1;0.08;0.02;;1.1;false;
nl_waste_recycling_glas;waste;Recycling;Glas;ton;26;;;;;false;GHG protocol (inzameling en verwerking)=26, Transport naar Recycling=22, Emissies van Recycling=18.5, Vermeden emissies door recycling materialen=-247, wtw column = GHG Protocol figure (collection and processing), kg per ton
nl_wastewater_afvalwater;wastewater;Afvalwater;Afvalwater;Vervuilingseenheid;26.27;;;;;false;of which CO2 2.11, CH4 18.17, N2O 5.99
"""  # noqa: E501  # a table


def run(*arguments: object) -> Result:
    """Run trede factors with arguments."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def hashes(registry: Registry) -> dict[str, str]:
    """Hash every file that the command may write."""
    files = [
        *registry.folder.iterdir(),
        *registry.sql_file.parent.rglob("*.sql"),
        *registry.sql_file.parent.rglob("*.yml"),
    ]
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def forget(registry: Registry, edition_id: str) -> None:
    """Take an edition out of a checkout, as if it had never been imported."""
    (registry.folder / f"{edition_id}.csv").unlink()
    for file in (registry.editions_file, registry.sums_file, registry.sql_file):
        lines = file.read_bytes().splitlines(keepends=True)
        kept = [line for line in lines if edition_id.encode() not in line]
        assert len(kept) == len(lines) - 1, file.name
        file.write_bytes(b"".join(kept))


def test_the_official_export_gives_the_published_edition(checkout: Registry, facts: Path) -> None:
    """Every byte of nl_2026.csv, its row in editions.csv, its checksum and the list in SQL."""
    before = {name: digest for name, digest in hashes(checkout).items() if name.endswith("csv")}
    registered = {edition.edition_id: edition for edition in checkout.editions()}
    sql = checkout.sql_file.read_bytes()
    sums = checkout.sums_file.read_bytes()
    forget(checkout, "nl_2026")
    export = facts / "factors" / "raw" / "co2emissiefactoren_nl_2026_export.xlsx"
    result = run("import-nl", export, "--gwp-basis", "AR6")
    assert result.exit_code == 0, result.output
    fact = facts / "factors" / "co2emissiefactoren_nl_2026.csv"
    assert (checkout.folder / "nl_2026.csv").read_bytes() == fact.read_bytes()
    after = {edition.edition_id: edition for edition in checkout.editions()}
    assert after == registered
    assert checkout.sql_file.read_bytes() == sql
    assert checkout.sums_file.read_bytes() == sums
    unchanged = {name: digest for name, digest in hashes(checkout).items() if name in before}
    assert {name for name in before if before[name] != unchanged[name]} <= {
        str(checkout.editions_file)
    }
    # The one row whose printed parts miss the printed total by more than a rounding.
    assert "row 228: Vrachtwagen LZV: WTW 0.085 is not TTW 0.067 + WTT 0.021" in result.output


def test_a_made_up_export_gives_the_expected_edition(checkout: Registry, tmp_path: Path) -> None:
    result = run("import-nl", write_export(tmp_path / "list.xlsx"))
    assert result.exit_code == 0, result.output
    rows = read_csv(checkout.folder / "nl_2031.csv")
    assert list(rows[0]) == HEADER
    expected = [line.split(";") for line in EXPECTED.splitlines()]
    assert [[cell.replace(";", ",") for cell in row.values()] for row in rows] == expected

    edition = checkout.editions()[-1]
    assert (edition.edition_id, edition.edition_year, edition.revision) == ("nl_2031", 2031, 1)
    assert (edition.edition_kind, edition.author) == ("published_complete", "co2emissiefactoren.nl")
    assert (edition.gwp_basis, edition.recalculates_history) == ("", "unknown")
    assert str(edition.published_on) == "2031-01-15"
    assert checkout.verify() == []
    assert '    ("nl_2031", "published_complete"),\n] %}' in checkout.sql_file.read_text()
    entry = yaml.safe_load(checkout.yaml_file.read_text())["seeds"][-1]
    assert entry["name"] == "nl_2031"
    assert [column["name"] for column in entry["columns"]] == HEADER
    assert list(entry["config"]["column_types"]) == HEADER
    # What came, went and jumped since the complete list before.
    assert "row 44: Regionaal (<700 km): WTW 0.2 is not TTW 0.18 + WTT 0.025" in result.output
    assert "new since nl_2026: nl_anaesthetic_sevofluraan" in result.output
    assert "gone since nl_2026: nl_fuel_vehicle_lpg" in result.output
    assert "nl_fuel_vehicle_benzine_e10" not in result.output


def test_options_reach_the_edition(checkout: Registry, tmp_path: Path) -> None:
    result = run(
        "import-nl",
        write_export(tmp_path / "list.xlsx"),
        "--gwp-basis=AR5",
        "--recalculates-history=yes",
    )
    assert result.exit_code == 0, result.output
    edition = checkout.editions()[-1]
    assert (edition.gwp_basis, edition.recalculates_history) == ("AR5", "yes")
    notes = {row["factor_key"]: row["note"] for row in read_csv(checkout.folder / "nl_2031.csv")}
    assert notes["nl_other_ghg_lachgas_n2o"] == "GWP100 as printed in the 2031 list (AR5 basis)"


def test_an_edition_is_never_written_over(checkout: Registry, tmp_path: Path) -> None:
    export = write_export(tmp_path / "list.xlsx")
    assert run("import-nl", export).exit_code == 0
    before = hashes(checkout)
    again = run("import-nl", export)
    assert again.exit_code == 1
    assert "edition nl_2031 exists and is never written over" in again.output
    assert "--revision 2" in again.output
    assert hashes(checkout) == before

    erratum = write_export(tmp_path / "erratum.xlsx", {"B7": 2.6})
    assert run("import-nl", erratum, "--revision", "2").exit_code == 0
    assert checkout.editions()[-1].edition_id == "nl_2031_r2"
    assert read_csv(checkout.folder / "nl_2031_r2.csv")[0]["kg_co2e_wtw"] == "2.6"
    assert read_csv(checkout.folder / "nl_2031.csv")[0]["kg_co2e_wtw"] == "2.5"
    assert checkout.verify() == []


PETROL, GAS, POWER = row_of("Benzine"), row_of("Aardgas"), row_of("Grijze")


@pytest.mark.parametrize(
    ("cells", "where", "found", "expected"),
    [
        # A column renamed, swapped, added; a block with the headings of another.
        ({"B6": "Totaal"}, "row 6, column B", "found 'Totaal'", "'Totaal (WTW)'"),
        ({"C6": "Ketenemissies (WTT)"}, "row 6, column C", "Ketenemissies", "Verbrandings"),
        ({"F6": "Unit"}, "row 6, column F", "found 'Unit'", "'Eenheid'"),
        ({"G6": "Conversie GJ"}, "row 6, column G", "'Conversie GJ'", "'Conversie MJ'"),
        ({"E12": "-"}, "row 12, column E", "found '-'", "'Biogene Emissies'"),
        ({"H6": "Bron"}, "row 6, column H", "found 'Bron'", "'Link' or nothing"),
        ({"I7": 1}, "row 7, column number 9", "found 1", "expected nothing"),
        ({"C5": "Kg CO2"}, "row 5, column C", "found 'Kg CO2'", "expected nothing"),
        # Cells that cannot be read.
        ({f"B{PETROL}": "2,5"}, f"row {PETROL}, column B", "found '2,5'", "a number"),
        ({f"B{PETROL}": "n.v.t."}, f"row {PETROL}, column B", "found 'n.v.t.'", "a number"),
        ({f"G{PETROL}": "31 MJ"}, f"row {PETROL}, column G", "found '31 MJ'", "a number"),
        ({f"D{PETROL}": True}, f"row {PETROL}, column D", "found True", "a number"),
        ({f"B{PETROL}": 0.12345678912}, f"row {PETROL}, column B", "0.1234", "9 decimals"),
        ({f"F{PETROL}": "gallon"}, f"row {PETROL}, column F", "found 'gallon'", "a unit of"),
        ({f"F{PETROL}": None}, f"row {PETROL}, column F", "found nothing", "a unit of"),
        ({f"A{PETROL}": None}, f"row {PETROL}, column A", "found nothing", "the name of a factor"),
        ({f"C{GAS}": "Vervallen"}, f"row {GAS}, column B", "found 2.1", "'Vervallen'"),
        ({f"B{PETROL}": "Variabel"}, f"row {PETROL}, column B", "found 'Variabel'", "a number"),
        (
            {f"{letter}{PETROL}": None for letter in "BCDE"},
            f"row {PETROL}, column B",
            "found nothing",
            "at least one figure",
        ),
        ({"C30": 1}, "row 30, column C", "found 1", "expected nothing"),
        # Sections, groups and names.
        ({"A18": "Stroom"}, "row 18, column A", "found 'Stroom'", "a section that is known"),
        ({"B5": None}, "row 5, column A", "found 'Fossiele brandstoffen'", "a section that is"),
        ({"A8": "Benzine E10"}, "row 8, column A", "found 'Benzine E10'", "than in row 7"),
        # The title.
        ({"A2": "Factoren 2031"}, "row 2, column A", "found 'Factoren 2031'", "the list's title"),
        ({"A2": "Factoren 2031 dd 31-02-2031"}, "row 2, column A", "31-02", "a day that exists"),
    ],
)
def test_a_changed_layout_is_refused(
    checkout: Registry,
    tmp_path: Path,
    cells: dict[str, object],
    where: str,
    found: str,
    expected: str,
) -> None:
    """The message names sheet, row, column, what is there and what should be."""
    before = hashes(checkout)
    result = run("import-nl", write_export(tmp_path / "list.xlsx", cells))
    assert result.exit_code == 1
    assert f"sheet 'Factoren 2031', {where}:" in result.output, result.output
    assert found in result.output, result.output
    assert expected in result.output, result.output
    assert "Nothing was written" in result.output
    assert hashes(checkout) == before


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        # The headings one row lower, or left out; a section left out; a list cut off.
        ({"insert_row": 6}, "row 6, column B: found nothing, expected the heading 'Totaal (WTW)'"),
        ({"delete_rows": (6, 1)}, "row 6, column A: found 'Benzine E10', expected nothing"),
        ({"delete_rows": (5, 2)}, "row 5, column B: found 2.5, expected 'Kg CO₂-eq / eenheid'"),
        ({"delete_rows": (4, 1)}, "row 4, column A: found 'Fossiele brandstoffen', expected"),
        ({"delete_rows": (22, 4)}, "rows of every category, also heat"),
        ({"delete_rows": (54, 2)}, "row 54, column B: found nothing, expected a row of headings"),
        ({"delete_rows": (2, 99)}, "row 2, column A: found nothing, expected the list's title"),
        ({"second_sheet": True}, "has 2 sheets (Factoren 2031, Toelichting), expected 1"),
    ],
)
def test_a_moved_layout_is_refused(
    checkout: Registry, tmp_path: Path, changes: dict[str, object], message: str
) -> None:
    before = hashes(checkout)
    result = run("import-nl", write_export(tmp_path / "list.xlsx", **changes))
    assert result.exit_code == 1
    assert message in result.output
    assert hashes(checkout) == before


def test_a_file_that_is_no_workbook_is_refused(checkout: Registry, tmp_path: Path) -> None:
    text = tmp_path / "list.xlsx"
    text.write_text("factor_key,wtw\n", encoding="utf-8")
    result = run("import-nl", text)
    assert result.exit_code == 1
    assert "list.xlsx cannot be read as an Excel workbook" in result.output
    assert run("import-nl", tmp_path / "missing.xlsx").exit_code == 2
    assert checkout.verify() == []


@pytest.mark.parametrize(
    ("file", "message"),
    [("sql_file", "has no list"), ("yaml_file", "does not name the columns")],
)
def test_nothing_is_written_when_dbt_cannot_be_told(
    checkout: Registry, tmp_path: Path, file: str, message: str
) -> None:
    getattr(checkout, file).write_text("select 1\n", encoding="utf-8")
    before = hashes(checkout)
    result = run("import-nl", write_export(tmp_path / "list.xlsx"))
    assert result.exit_code == 1
    assert message in result.output
    assert hashes(checkout) == before
