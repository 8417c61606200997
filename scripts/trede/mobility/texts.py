"""The sentences and tables that the page and the workbook share, in one language."""

from __future__ import annotations

from decimal import Decimal

from trede.look.words import NOTHING, Language, number, own_decimals
from trede.mobility.sheet import Cell, Count, Finding, Part, RuleFinding, Share, Sheet
from trede.mobility.words import say, say_code


class Texts:
    """What a sheet says in one language."""

    def __init__(self, sheet: Sheet, language: Language) -> None:
        self.sheet = sheet
        self.language = language

    def say(self, key: str, **values: object) -> str:
        """Return a wording."""
        return say(key, self.language, **values)

    def code(self, group: str, code: str | None) -> str:
        """Return the wording of a code."""
        return say_code(group, code, self.language)

    def number(self, value: Decimal | int | None, decimals: int | None = 0) -> str:
        """Write a number; None as decimals shows as many as it has."""
        places = own_decimals(value) if decimals is None else decimals
        return number(value, places, self.language)

    def percent(self, value: Decimal | None) -> str:
        """Write a share."""
        return NOTHING if value is None else f"{self.number(value, 2)}%"

    def count(self, count: Count) -> str:
        """Write a number of lines, or that fewer than five persons stand behind it."""
        return self.say("fewer") if count.is_hidden else self.number(count.lines)

    @property
    def gas(self) -> str:
        """CO₂ or CO₂e."""
        return self.sheet.gas.replace("2", "₂")

    @property
    def kvk(self) -> str:
        """The KVK number as it is shown."""
        number_ = self.sheet.kvk_number
        return self.say("kvk_unknown") if number_ == "unknown" else number_

    @property
    def jaargang(self) -> str:
        """Which key figures were used."""
        row = self.sheet.blocks[0].cells[0].row
        if row["jaargang"] is None:
            return self.say("jaargang_none")
        status = self.code("jaargang_status", row["jaargang_status"])
        return self.say("jaargang", jaargang=row["jaargang"], status=status)

    def finding(self, finding: Finding) -> str:
        """Say a finding, and what settles it."""
        shown = {
            name: self.count(value)
            if isinstance(value, Count)
            else self.percent(value.pct)
            if isinstance(value, Share)
            else self.number(value)
            if isinstance(value, Decimal)
            else value
            for name, value in finding.values.items()
        }
        return self.say(finding.key, **shown)

    def rule_finding(self, finding: RuleFinding) -> str:
        """Say what a rule of the warehouse found: its sentence, how often, and what to do."""
        rule = finding.rule
        sentence = rule.get(f"wording_{self.language}") or rule["rule_id"]
        key = "rule_finding_accepted" if finding.is_accepted else "rule_finding"
        return self.say(
            key, sentence=sentence, count=self.count(finding.count), rule=rule["rule_id"]
        )

    @property
    def beneath_nothing(self) -> str:
        """Say that nothing stands beneath the form, and no more than that."""
        if not self.sheet.is_all_understood:
            return self.say("beneath_nothing_understood")
        return self.say("beneath_nothing" if self.sheet.jaargang else "beneath_nothing_form")

    def origin(self, part: Part) -> str:
        """Say which extracts a part comes from, and as what."""
        return "; ".join(f"{extract}, {self.code('part', kind)}" for extract, kind in part.origins)

    def conversion(self, cell: Cell) -> list[str]:
        """Say what was made of a cell: the value to enter, and its emissions."""
        row, employer = cell.row, self.sheet.employer
        occupancy = self.number(employer.get("average_occupancy_car"), None)
        is_car = str(row["category"]).startswith("car_")
        vehicle = sum((part.vehicle_km for part in cell.parts), Decimal(0))
        traveller = sum((part.traveller_km for part in cell.parts), Decimal(0))
        said = []
        if row["value"] is None:
            said.append(self.say("conv_no_value"))
        else:
            entered = self.say(
                "conv_entered",
                exact=self.number(cell.unrounded, None),
                unit=self.code("unit", row["entry_unit"]),
                value=self.number(row["value"]),
            )
            if is_car and traveller:
                entered += f" ({self.say('conv_divided', occupancy=occupancy)})"
            said.append(entered)
        if row["kg_co2"] is None:
            reason = self.code("reason", row["no_co2_reason"])
            return [*said, self.say("conv_no_co2", reason=reason)]
        rkm = self.number(row["rkm"], None)
        if is_car and vehicle:
            key = "conv_occupancy_both" if traveller else "conv_occupancy"
            made = self.say(key, occupancy=occupancy, rkm=rkm)
        elif row["entry_unit"] == "eur":
            key = "conv_euros_both" if traveller else "conv_euros"
            per_euro = self.number(employer.get("rkm_per_eur"), None)
            made = self.say(key, rkm_per_eur=per_euro, rkm=rkm)
        else:
            made = self.say("conv_plain", rkm=rkm)
        kg = self.number(row["kg_co2"], None)
        g = self.number(row["g_per_rkm"], None)
        return [*said, f"{made} {self.say('conv_co2', g=g, kg=kg, gas=self.gas)}"]

    def beneath(self) -> list[tuple[str, str, Decimal | None, str, str, Decimal | None]]:
        """Return what stands beneath the form: block, category, amount, unit, reason, share."""
        rows = []
        for cell in self.sheet.beneath:
            reason = "fuel_unknown" if not cell.row["is_on_form"] else cell.row["no_co2_reason"]
            rows.append(
                (
                    cell.row["block"],
                    cell.label(self.language),
                    cell.row["value"],
                    self.code("unit", cell.row["entry_unit"]),
                    self.code("reason", reason),
                    self.sheet.share(cell),
                )
            )
        total = sum((cell.km for cell in self.sheet.cells), Decimal(0))
        for cell in self.sheet.without_euros:
            km = cell.row["km_without_amount"]
            rows.append(
                (
                    cell.row["block"],
                    cell.label(self.language),
                    km,
                    self.code("unit", "km"),
                    self.code("reason", "without_euros"),
                    km * 100 / total if total else None,
                )
            )
        return rows

    def size(self) -> list[tuple[str, str]]:
        """Return the size test: what, and the answer."""
        size = self.sheet.size or {}
        employees = size.get("employees")
        hours = next((row["hours_per_month"] for row in self.sheet.thresholds), "20")
        rows = [(self.say("employees", hours=hours), self._or_unknown(employees))]
        for threshold in self.sheet.thresholds:
            status = self.code("status", threshold["status"])
            if threshold["valid_from"]:
                status += self.say("since", day=threshold["valid_from"])
            if threshold["valid_to"]:
                status += self.say("until", day=threshold["valid_to"])
            is_proposed = threshold["status"] == "proposed"
            is_now = is_proposed or str(size.get("threshold_in_force")) == threshold["employees"]
            if not is_now:
                status += self.say("before_duty", year=self.sheet.year)
            if employees is None:
                answer = self.say("not_known")
            else:
                is_reached = employees >= int(threshold["employees"])
                answer = self.say("reached" if is_reached else "not_reached")
            if is_proposed or not is_now:
                answer += f"; {self.say('decides_nothing')}"
            label = self.say("threshold", employees=threshold["employees"], status=status)
            rows.append((label, answer))
        return rows

    def survey(self) -> list[tuple[str, str]]:
        """Return the survey's sample and coverage: what, and the answer."""
        size = self.sheet.size or {}
        known = size.get("employees_with_commuting")
        surveyed = size.get("surveyed_employees")
        is_hidden = bool(size) and known is None
        meets = size.get("meets_80_pct_rule")
        hidden_surveyed = bool(size) and surveyed is None
        return [
            (self.say("sample"), self._or_unknown(size.get("survey_sample_size"))),
            (
                self.say("with_commuting"),
                self.say("private") if is_hidden else self._or_unknown(known),
            ),
            (
                self.say("surveyed"),
                self.say("private") if hidden_surveyed else self._or_unknown(surveyed),
            ),
            (self.say("coverage"), self._percent_or(size.get("coverage_pct"), is_hidden)),
            (
                self.say("rule_80"),
                self.say("not_known") if meets is None else self.say("yes" if meets else "no"),
            ),
            (self.say("unknown_fuel"), self._unknown_fuel(size.get("unknown_fuel_share_pct"))),
        ]

    def _unknown_fuel(self, value: Decimal | None) -> str:
        # Without car kilometres there is no share; with them, an empty one is not to be shown.
        cars = [cell for cell in self.sheet.cells if str(cell.row["category"]).startswith("car_")]
        if value is None and not any(cell.has_travel for cell in cars):
            return NOTHING
        return self._percent_or(value, is_hidden=True)

    def _or_unknown(self, value: int | None) -> str:
        return self.say("not_known") if value is None else self.number(value)

    def _percent_or(self, value: Decimal | None, is_hidden: bool) -> str:
        if value is None:
            return self.say("private" if is_hidden else "not_known")
        return self.percent(value)

    def choices(self) -> list[tuple[str, str, str, str]]:
        """Return the judgements: choice, value, why, by whom and when."""
        rows = []
        for row in self.sheet.choices:
            applies = "" if row["kvk_number"] != "*" else " (*)"
            by_whom = ", ".join(filter(None, [row["decided_by"], row["decided_on"]]))
            choice = self.code("choice", row["choice"]) + applies
            rows.append((choice, row["value"] or NOTHING, row["reason"] or NOTHING, by_whom))
        return rows

    def notes_on_path(self) -> list[str]:
        """Return what must be said beside the path."""
        notes = [self.say("path_lead"), self.say("path_moves")]
        if self.sheet.paths and self.sheet.paths[0]["kvk_number"] == "all":
            notes.append(self.say("path_all"))
        return notes
