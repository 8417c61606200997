"""Hired cleaning: the subcontractors, their invoices, and the travel of the surveyed six."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from trede.demo import accounts
from trede.demo.bookings import Cost, credit, weekday_on_or_before
from trede.demo.company import CLEANING
from trede.demo.draw import Draw, decimal, divide
from trede.demo.lines import Line, Stream
from trede.demo.totals import SPEND_CENTS, SURVEYED_CENTI_KM, SURVEYED_CENTS

SURVEY = Stream("enquete_oa", "enquete_onderaannemers_{period}.csv", False, 45)
#: The six largest, who are asked for their travel.
SURVEYED = tuple(range(1, 7))
#: Subcontractors that no longer work for the company in 2024, and the first and last new one.
_LEFT = frozenset({29, 44, 57, 63, 71, 80, 86, 91, 95})
_OLD, _ALL = 97, 121
_SHARES = (0.24, 0.20, 0.17, 0.15, 0.13, 0.11)
_ACCOUNTS = (accounts.HIRED_OFFICES, accounts.HIRED_WINDOWS, accounts.HIRED_SPECIALIST)
_TEXTS = {
    accounts.HIRED_OFFICES: "Inhuur kantoren",
    accounts.HIRED_WINDOWS: "Inhuur glas",
    accounts.HIRED_SPECIALIST: "Inhuur specialistisch",
}
#: Subcontractor and percentage of the invoice line that is credited in the year itself.
_CREDITED = {
    2023: ((4, 12), (9, 25), (22, 30), (37, 15), (51, 60), (68, 20)),
    2024: ((2, 10), (11, 20), (26, 35), (33, 15), (58, 50), (75, 25), (101, 40)),
}
#: The same for lines of 2023 that are credited early in 2024.
_CREDITED_LATER = (
    (3, 8, date(2024, 1, 22)),
    (15, 20, date(2024, 2, 6)),
    (40, 30, date(2024, 2, 19)),
)


def supplier_id(number: int) -> str:
    """Return our key of a subcontractor."""
    return f"s-oa-{number:03d}"


def supplier_names() -> dict[str, str]:
    """Return the trade name of every subcontractor by its key."""
    return {
        supplier_id(number): f"Onderaannemer {number:03d} (fictief)"
        for number in range(1, _ALL + 1)
    }


def invoicing(year: int) -> list[int]:
    """Return the numbers of the subcontractors that invoice in a year: 97 and 112."""
    if year == 2023:
        return list(range(1, _OLD + 1))
    return [number for number in range(1, _ALL + 1) if number not in _LEFT]


@cache
def invoiced_cents(year: int) -> dict[int, int]:
    """Return what each subcontractor invoices in a year: skewed, the surveyed six the largest.

    Raises:
        AssertionError: another subcontractor is larger than one of the six.
    """
    others = [number for number in invoicing(year) if number not in SURVEYED]

    def weight(rank: int, number: int) -> float:
        # A long tail: the last third works a few times a year.
        tail = 0.3 if rank > 75 else 1.0
        return tail * Draw(f"hired:{number}:{year}").between(0.8, 1.2) / (rank + 16) ** 1.1

    weights = [weight(rank, number) for rank, number in enumerate(others, start=1)]
    rest = SPEND_CENTS["hired_cleaning"][year] - SURVEYED_CENTS[year]
    result = dict(zip(SURVEYED, divide(SURVEYED_CENTS[year], _SHARES), strict=True))
    smallest = min(result.values())
    result |= dict(zip(others, divide(rest, weights), strict=True))
    assert all(result[number] < smallest for number in others), "the six are not the largest"
    return result


def _months(number: int, year: int) -> list[int]:
    """Return the months in which a subcontractor invoices: the small ones a few times a year."""
    draw = Draw(f"hired months:{number}:{year}")
    if number <= 36:
        return list(range(1, 13))
    months = sorted(range(1, 13), key=lambda month: draw.between(0, 1))
    return sorted(months[: draw.whole(7, 9) if number <= 66 else draw.whole(3, 6)])


@cache
def hired_costs(year: int) -> tuple[Cost, ...]:
    """Return the cost lines of a year; credit notes leave each subcontractor's total as it is.

    VAT is reverse-charged: the invoice has none and the buyer declares it.
    """
    costs: list[Cost] = []
    for number, total in invoiced_cents(year).items():
        draw = Draw(f"hired invoices:{number}:{year}")
        # A few work in two fields and split their invoice.
        fields = [_ACCOUNTS[0] if number % 4 else _ACCOUNTS[1 + number % 3 % 2]]
        if number % 5 == 1:
            fields.append(_ACCOUNTS[2])
        own: list[Cost] = []
        for month in _months(number, year):
            day = weekday_on_or_before(date(year, month, draw.whole(22, 28)))
            own += [
                Cost(
                    CLEANING, supplier_id(number), day, f"OA{number:03d}-{day:%y%m}", account,
                    _TEXTS[account], 0, draw.between(0.7, 1.3) * (1.0, 0.35)[place],
                )
                for place, account in enumerate(fields)
            ]  # fmt: skip
        for cost, cents in zip(own, divide(total, [cost.weight for cost in own]), strict=True):
            cost.cents = cents
        costs += own
    for number, pct in _CREDITED[year]:
        own = [cost for cost in costs if cost.supplier_id == supplier_id(number)]
        original = own[len(own) // 2]
        day = weekday_on_or_before(min(original.day + timedelta(days=24), date(year, 12, 29)))
        credit(costs, original, day, pct, original)
    if year == 2024:
        for number, pct, day in _CREDITED_LATER:
            before = [c for c in hired_costs(2023) if c.supplier_id == supplier_id(number)]
            now = [c for c in costs if c.supplier_id == supplier_id(number)]
            original = max((c for c in before if c.cents > 0), key=lambda cost: cost.day)
            credit(costs, original, day, pct, now[0])
    return tuple(costs)


def travel_lines() -> list[Line]:
    """Return the lines of extracts/subcontractor_travel: the six, by mode and year.

    Two of the six keep a register of the kilometres of their vans; the others answered a survey.
    """
    lines: list[Line] = []
    for year, modes in SURVEYED_CENTI_KM.items():
        for mode, total in modes.items():
            weights = [
                invoiced_cents(year)[number]
                * Draw(f"hired travel:{number}:{mode}:{year}").between(0.6, 1.4)
                for number in SURVEYED
            ]
            for number, part in zip(SURVEYED, divide(total, weights), strict=True):
                is_registered = mode == "car" and number in (1, 4)
                lines.append(
                    Line(
                        day=date(year, 12, 31),
                        stream=SURVEY,
                        document=f"ENQ-OA{number:03d}-{year}",
                        values={
                            "supplier_id": supplier_id(number),
                            "year": str(year),
                            "mode": mode,
                            "fuel": "unknown" if mode == "car" else "",
                            "distance": decimal(part, 2),
                            "unit": "km",
                            "distance_basis": "traveller"
                            if mode == "public_transport"
                            else "vehicle",
                            "quantity_basis": "registered" if is_registered else "survey",
                        },
                    )
                )
    return sorted(lines, key=lambda line: (line.day, line.values["supplier_id"]))
