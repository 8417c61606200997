"""The three frames by their rules, not by the project's mapping.

- Ladder: fuels and power well-to-wheel where they are used; business travel and flights together;
  every other category of scope 3 on its own.
- GHG Protocol: combustion in scope 1, generation in scope 2, their upstream in 3.3; upstream of 3.5
  and 3.6 stays there.
- ISO 14064-1: 1 direct, 2 imported energy, 3 transport (3.4, 3.6, 3.7, 3.9), 4 products used (with
  3.1, 3.2, 3.3, 3.5 and 3.8), 5 the use of the company's own products and assets (3.10 to 3.15).

Spend and physical purchases name their category of scope 3, all of it in that category: the
upstream of 3.5, 3.6, 3.7 and of spend stays there.

An electric car that is known by its kilometres burns nothing: all of its factor is power that was
generated elsewhere, which both standards book as imported energy.
"""

from __future__ import annotations

FRAMES = ("ladder", "ghg_protocol", "iso_14064")

_BURNS = (
    "fuel_vehicles",
    "vehicle_additives",
    "fuel_heating",
    "refrigerants",
    "vehicle_km_combustion",
)
_BUYS_ENERGY = ("power_buildings", "power_vehicles", "own_generation", "heat")
_TRAVELS = ("business_travel", "business_flights")
_TRANSPORT = (4, 6, 7, 9)


def frame_line(frame: str, category: str, component: str) -> str:
    """Return the line of a frame; a category that no rule places is a KeyError."""
    used = component != "upstream"
    if category in _BURNS:
        lines = ("scope_1", "scope_1" if used else "3.3", "category_1" if used else "category_4")
    elif category in _BUYS_ENERGY:
        lines = ("scope_2", "scope_2" if used else "3.3", "category_2" if used else "category_4")
    elif category == "vehicle_km_electric":
        lines = ("scope_2", "scope_2", "category_2")
    elif category in _TRAVELS:
        lines = ("business_travel", "3.6", "category_3")
    elif category == "waste":
        lines = _scope_3(5)
    elif category in ("water", "hired_travel"):
        lines = _scope_3(1)
    elif category == "commuting":
        lines = _scope_3(7)
    elif category.split("_")[0] in ("spend", "physical"):
        lines = _scope_3(int(category.split("_")[1]))
    else:
        raise KeyError(category)
    return lines[FRAMES.index(frame)]


def _scope_3(number: int) -> tuple[str, str, str]:
    """Return the lines of a category of scope 3; the Ladder has business travel on its own."""
    iso = "category_3" if number in _TRANSPORT else f"category_{4 if number < 10 else 5}"
    return ("business_travel" if number == 6 else f"3.{number}", f"3.{number}", iso)
