"""Refrigerants, waste, metrics and projects."""

from __future__ import annotations

from datetime import date, timedelta

from trede.demo.company import CLEANING, HOLDING, SPELLINGS
from trede.demo.days import YEARS, month_end
from trede.demo.draw import Draw, decimal
from trede.demo.lines import Line, Stream

COOLING = Stream("koeltechniek", "koeltechniek_voorbeeld_{period}.csv", False, 30)
WASTE = Stream("inzameling", "inzameling_voorbeeld_{period}.csv", False, 35)
CONTROL = Stream("kengetallen", "kengetallen_{period}.csv", True, 25)
TENDERS = Stream("aanbestedingen", "opgave_projecten_{period}.csv", False, 40)

#: Consolidated revenue in euro by year. The ratios follow the plan's relative claims: total per
#: revenue -15% from 2022 to 2024 (RF48), chain per revenue -8% from 2023 to 2024 (RF44).
REVENUE = {2022: 12_520_000, 2023: 13_630_000, 2024: 20_800_000}
#: Part of the revenue that the holding bills outside the group.
_HOLDING_REVENUE = {2022: 210_000, 2023: 225_000, 2024: 240_000}
_FTE = {2022: (11, 248), 2023: (12, 262), 2024: (14, 351)}
_HOURS_PER_FTE = 1_610
#: Employees on 1 January whose contract guarantees at least 20 paid hours a month: those who commute
#: on that day and some who work from home or are ill. The duty to report mobility looks at these.
_HEADCOUNT_20H = {2023: (12, 358), 2024: (12, 406)}


def refrigerant_lines() -> list[Line]:
    """Return the lines of extracts/refrigerant_services: two top-ups at the head office."""
    services = (
        (date(2023, 6, 14), "R-410A", "1.2"),
        (date(2024, 7, 9), "R-32", "0.4"),
    )
    return [
        Line(
            day=day,
            stream=COOLING,
            document=f"KT-{day:%Y%m%d}",
            values={
                "location": SPELLINGS["head_office"][1],
                "serviced_on": day.isoformat(),
                "refrigerant": refrigerant,
                "quantity": kg,
                "unit": "kg",
                "capacity": "",
                "operation": "top_up",
            },
        )
        for day, refrigerant, kg in services
    ]


def waste_lines() -> list[Line]:
    """Return the lines of extracts/waste_collections: each month's residual waste and paper.

    Residual waste is billed in kg, paper in tonnes. The factor editions of these years hold no
    waste, so the lines show as a source without a factor.
    """
    lines: list[Line] = []
    for year in YEARS:
        for month in range(1, 13):
            draw = Draw(f"waste:{year}:{month}")
            # The last working day of the month.
            day = month_end(year, month)
            day -= timedelta(days=max(0, day.weekday() - 4))
            residual, paper = draw.whole(210, 330), draw.whole(60, 140)
            for waste, treatment, quantity, unit, cents in (
                ("Restafval", "verbranding met energieterugwinning", str(residual), "kg",
                 residual * 19),
                ("Papier en karton", "recycling", decimal(paper, 3), "ton", paper * 6),
            ):  # fmt: skip
                lines.append(
                    Line(
                        day=day,
                        stream=WASTE,
                        document=f"INZ-{year}{month:02d}",
                        values={
                            "location": SPELLINGS["head_office"][month % 2],
                            "collected_on": day.isoformat(),
                            "waste_type": waste,
                            "treatment": treatment,
                            "quantity": quantity,
                            "unit": unit,
                            "amount_eur": decimal(cents, 2),
                            "project_id": "",
                        },
                    )
                )
    return lines


def metric_lines() -> list[Line]:
    """Return the lines of extracts/business_metrics.

    Revenue and worked hours come per half-year (half-yearly figures need them) and add up;
    FTE and floor area are yearly means. The headcount of 1 January is stated at the end of the year,
    when the mobility of that year is reported.
    """
    lines: list[Line] = []

    def add(
        entity_id: str, metric: str, first: date, last: date, value: int, stated: date | None = None
    ) -> None:
        lines.append(
            Line(
                day=stated or last,
                stream=CONTROL,
                values={
                    "entity_id": entity_id,
                    "metric": metric,
                    "period_start": first.isoformat(),
                    "period_end": last.isoformat(),
                    "value": str(value),
                },
                first_day=first,
            )
        )

    for year in YEARS:
        halves = ((date(year, 1, 1), month_end(year, 6)), (date(year, 7, 1), month_end(year, 12)))
        branch_c = 230 if year == 2022 else (172 if year == 2023 else 0)
        for entity_id, revenue, fte, area in (
            (HOLDING, _HOLDING_REVENUE[year], _FTE[year][0], 640),
            (CLEANING, REVENUE[year] - _HOLDING_REVENUE[year], _FTE[year][1],
             110 + 205 + branch_c),
        ):  # fmt: skip
            hours = fte * _HOURS_PER_FTE
            first_half = {"revenue_eur": revenue * 49 // 100, "worked_hours": hours * 51 // 100}
            for metric, total in (("revenue_eur", revenue), ("worked_hours", hours)):
                add(entity_id, metric, *halves[0], first_half[metric])
                add(entity_id, metric, *halves[1], total - first_half[metric])
            add(entity_id, "fte", date(year, 1, 1), date(year, 12, 31), fte)
            add(entity_id, "floor_area_m2", date(year, 1, 1), date(year, 12, 31), area)
        new_year = date(year, 1, 1)
        for entity_id, headcount in zip(
            (HOLDING, CLEANING), _HEADCOUNT_20H.get(year, ()), strict=False
        ):
            add(
                entity_id, "headcount_contract_20h", new_year, new_year, headcount,
                stated=date(year, 12, 31),
            )  # fmt: skip
    return lines


def project_lines() -> list[Line]:
    """Return the lines of extracts/projects: the statement, per entity and year, of none."""
    return [
        Line(
            day=date(year, 12, 31),
            stream=TENDERS,
            document=f"OPGAVE-{year}",
            values={
                "entity_id": entity_id,
                "project_id": "none",
                "name": "Geen projecten met gunningvoordeel",
                "year": str(year),
                "has_award_advantage": "false",
                "allocation_key": "",
            },
        )
        for year in YEARS
        for entity_id in (HOLDING, CLEANING)
    ]
