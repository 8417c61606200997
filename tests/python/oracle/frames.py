"""The three frames by their rules, not by the project's mapping.

- Ladder: fuels and power well-to-wheel where they are used; business travel and flights together;
  every other category of scope 3 on its own.
- GHG Protocol: combustion in scope 1, generation in scope 2, their upstream in 3.3; upstream of 3.5
  and 3.6 stays there.
- ISO 14064-1: 1 direct, 2 imported energy, 3 transport, 4 products used (with 3.3, 3.5 and 3.1).

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
        lines = ("3.5", "3.5", "category_4")
    elif category == "water":
        lines = ("3.1", "3.1", "category_4")
    else:
        raise KeyError(category)
    return lines[FRAMES.index(frame)]
