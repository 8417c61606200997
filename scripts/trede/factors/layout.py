"""The layout of the Excel export of www.co2emissiefactoren.nl, as data.

The export is one sheet. Column A holds names, B to E hold figures whose meaning depends on the
block, F the unit, G the energy content in MJ, H a link. A block starts with a row that holds a
group's name and "Kg CO₂-eq / eenheid", followed by a row of headings; a section's title stands in a
row of its own. Whatever is not written here is refused by `export.read_export`: a list that changed
its layout is looked at by a person before its figures are believed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Title of the list, in cell A2: its year and its day.
TITLE = re.compile(
    r"Factoren (?P<year>\d{4}) dd (?P<day>\d{2})-(?P<month>\d{2})-(?P<of_year>\d{4})"
)
TITLE_ROW = 2
#: The rows above the first section: a blank, the title, the publisher's explanation.
FIRST_SECTION_ROW = 4

BLOCK_MARK = "Kg CO₂-eq / eenheid"
UNIT_HEADING = "Eenheid"
ENERGY_HEADING = "Conversie MJ"
LINK_TEXT = "Link"
WITHDRAWN_TEXT = "Vervallen"
#: The label of a supplier takes the place of this total.
VARIABLE_TEXT = "Variabel"
#: Heading of a column of figures that a block does not use.
NO_HEADING = "-"

#: Section title in the list -> category in Trede.
SECTIONS = {
    "Brandstoffen voertuigen en schepen": "fuel_vehicle",
    "Brandstoffen energieopwekking": "fuel_heating",
    "Elektriciteit": "electricity",
    "Warmtelevering": "heat",
    "Koudemiddelen": "refrigerant",
    "Overige Emissies": "other_ghg",
    "Personenvervoer": "passenger_transport",
    "Goederenvervoer": "freight_transport",
    "Afval": "waste",
}
#: Groups that stand in a section for want of one of their own.
GROUP_CATEGORIES = {
    ("other_ghg", "Anesthesiegassen"): "anaesthetic",
    ("waste", "Afvalwater"): "wastewater",
}
#: Categories in which the same name stands in more than one group: their keys carry the group.
KEYED_BY_GROUP = frozenset({"passenger_transport", "freight_transport", "waste"})


@dataclass(frozen=True)
class Block:
    """How the four columns of figures of a category are headed and read.

    Attributes:
        headings: the sets of headings that columns B to E may have.
        columns: which column each figure is in: keys wtw, ttw, wtt, biogenic; values 0 to 3.
    """

    headings: tuple[tuple[str, str, str, str], ...]
    columns: dict[str, int]


_PARTS = {"wtw": 0, "ttw": 1, "wtt": 2}
_FUEL = Block(
    headings=(
        ("Totaal (WTW)", "Verbrandingsemissies (TTW)", "Ketenemissies (WTT)", "Biogene emissies"),
        ("WTW", "TTW", "WTT", "Biogene Emissies"),
    ),
    columns={**_PARTS, "biogenic": 3},
)
# A GWP is the effect of the gas that escapes: all of it is direct.
_GAS = Block(
    headings=(
        ("GWP100", NO_HEADING, NO_HEADING, "Montreal Protocol (AR4)"),
        ("GWP100", NO_HEADING, NO_HEADING, NO_HEADING),
    ),
    columns={"wtw": 0, "ttw": 0},
)
_TRANSPORT = Block(
    headings=(("Totaal (WTW)", "Verbrandingsemissies (TTW)", "Ketenemissies (WTT)", NO_HEADING),),
    columns=_PARTS,
)
BLOCKS = {
    "fuel_vehicle": _FUEL,
    "fuel_heating": _FUEL,
    "electricity": Block(
        headings=(
            (
                "Totaal",
                "Productie-emissies energiecentrale",
                "Ketenemissies productie energiedragers",
                "Infrastructuur (LCA benadering)",
            ),
        ),
        columns=_PARTS,
    ),
    "heat": Block(
        headings=(("Totaal", "Productie-emissies", "Ketenemissies", NO_HEADING),), columns=_PARTS
    ),
    "refrigerant": _GAS,
    "other_ghg": _GAS,
    "anaesthetic": _GAS,
    "passenger_transport": _TRANSPORT,
    "freight_transport": _TRANSPORT,
    # The first column is the figure of the GHG Protocol; the others tell the chain of recycling or
    # burning, which belongs to others, and go into the note.
    "waste": Block(
        headings=(
            (
                "GHG protocol (inzameling en verwerking)",
                "Transport naar Recycling",
                "Emissies van Recycling",
                "Vermeden emissies door recycling materialen",
            ),
            (
                "GHG protocol (inzameling en verwerking)",
                NO_HEADING,
                "Emissies door verbranding",
                "Vermeden emissies door energieterugwinning",
            ),
            (
                "GHG protocol (inzameling en verbranding)",
                NO_HEADING,
                "Emissies door verbranding",
                "Vermeden emissies",
            ),
        ),
        columns={"wtw": 0},
    ),
    "wastewater": Block(headings=(("Totaal", "CO2", "Methaan", "Lachgas"),), columns={"wtw": 0}),
}
