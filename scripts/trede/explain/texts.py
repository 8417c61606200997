"""Sentences and numbers of an explanation in one language, for the terminal and the page alike."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from trede.explain.model import (
    Edition,
    Explanation,
    Group,
    Judgement,
    LoadedFile,
    Part,
    Share,
    Trace,
)
from trede.explain.words import say, say_code
from trede.language import with_own_mark
from trede.look.words import NOTHING, Language, number, own_decimals


class Texts:
    """What an explanation says, in one language.

    Args:
        document: the explanation or the trace.
        language: nl or en.
    """

    def __init__(self, document: Explanation | Trace, language: Language) -> None:
        self.document = document
        self.language = language
        self.factors = {factor.ref: factor for factor in document.factors}
        files = document.delivered_files if isinstance(document, Explanation) else ()
        self.files = {(file.extract_name, file.source_file): file.ref for file in files}

    def say(self, key: str, **values: object) -> str:
        """Return a wording."""
        return say(key, self.language, **values)

    def code(self, group: str, code: str | None) -> str:
        """Return the wording of a code of the warehouse."""
        return say_code(group, code, self.language)

    def number(self, value: Decimal | int | None, decimals: int | None = None) -> str:
        """Write a number; by default with as many decimals as it has."""
        places = own_decimals(value) if decimals is None else decimals
        return number(value, places, self.language)

    def kg(self, value: Decimal | None) -> str:
        """Write kilograms to the gram: beneath that they are in the JSON."""
        return number(value, 3, self.language)

    def unit(self, unit: str | None) -> str:
        """Write a unit as people do."""
        return self.code("unit", unit.lower()) if unit else ""

    def amount(self, value: Decimal | None, unit: str | None) -> str:
        """Write a quantity with its unit."""
        return f"{self.number(value)} {self.unit(unit)}".strip() if value is not None else NOTHING

    def delivered(self, part: Part) -> str:
        """Write a quantity as it was delivered, in the supplier's own unit."""
        if part.source_quantity is None:
            return NOTHING
        unit = part.source_unit or ""
        # A currency is written by its code; every other unit as the supplier writes it.
        unit = unit.upper() if part.extract_name == "ledger_entries" else unit
        return f"{self.number(part.source_quantity)} {unit}".strip()

    def label(self, item: Any) -> str:  # noqa: ANN401  # whatever has labels
        """Return the label of a figure, group, share or activity."""
        return getattr(item, f"label_{self.language}") or NOTHING

    def group_label(self, group: Group) -> str:
        """Return the label of a group, which says so where privacy merged it."""
        label = self.label(group)
        return self.say("merged_category", category=label) if group.is_merged else label

    def entity(self, entity_id: str | None) -> str:
        """Return an entity, or that it was merged."""
        return entity_id or self.code("entity_merged", "entity_merged")

    @property
    def title(self) -> str:
        """The title of the explanation."""
        if isinstance(self.document, Explanation):
            figure = self.document.figure
            frame = self.code("frame", figure.frame)
            return f"{self.label(figure)} · {figure.reporting_year} · {frame}"
        return self.document.asked

    @property
    def where(self) -> str:
        """Whose figure it is."""
        assert isinstance(self.document, Explanation)  # noqa: S101  # a trace has no figure
        figure = self.document.figure
        if figure.is_whole:
            return self.say("whole_company")
        return figure.entity_id or self.say("merged_cell")

    def status_reason(self) -> str:
        """Why the total has its status."""
        assert isinstance(self.document, Explanation)  # noqa: S101
        figure = self.document.figure
        reason = figure.status_reason_en if self.language == "en" else figure.status_reason_nl
        return with_own_mark(reason or "", self.language)

    def factor(self, ref: str | None) -> str:
        """Write a factor: its value, per what, and how it splits."""
        if ref is None or ref not in self.factors:
            return NOTHING
        factor = self.factors[ref]
        return f"{self.number(factor.wtw_factor_value)} {factor.unit or ''}".strip()

    def file(self, part: Part) -> str:
        """Write from which delivered file and row a part comes."""
        ref = self.files.get((part.extract_name, part.source_file))
        name = f"{ref} " if ref else f"{part.source_file or NOTHING} "
        return name + self.say("row", row=part.source_row or NOTHING)

    def part_name(self, part: Part) -> str:
        """Write which part of a line it is; nothing for the main part."""
        return "" if part.claim_part == "main" else self.code("part", part.claim_part)

    def month(self, part: Part) -> str:
        """Write the month."""
        return f"{part.month:%Y-%m}" if part.month else NOTHING

    def lot(self, part: Part) -> str | None:
        """Write what supplies the power of a part."""
        kind, separator, which = (part.supply_lot or "").partition("|")
        if kind == "grid":
            return self.say("lot.grid")
        if not separator:
            return None
        shown = which if kind == "certificate" else self.code("product", which)
        return self.say(f"lot.{kind}", which=shown)

    def steps(self, part: Part) -> list[str]:
        """Write each step from the delivered quantity to what the factor meets."""
        if part.spend_steps:
            return self.spend_steps(part)
        steps = []
        if part.unit_multiplier is not None and part.unit_multiplier != 1:
            why = f" ({part.unit_source})" if part.unit_source else ""
            steps.append(
                f"× {self.number(part.unit_multiplier, own_decimals(part.unit_multiplier, 9))}{why}"
            )
        if part.line_multiplier is not None:
            days = self.number(part.line_multiplier / 2)
            steps.append(self.say("step.there_and_back", days=days))
        if steps or part.line_quantity != part.source_quantity:
            steps.append(
                self.say(
                    "step.whole",
                    quantity=self.number(part.line_quantity),
                    unit=self.unit(part.unit),
                )
            )
        if part.days_in_part != part.days_in_period:
            steps.append(
                self.say(
                    "step.days",
                    part=part.days_in_part,
                    whole=part.days_in_period,
                    quantity=self.number(part.month_quantity),
                    unit=self.unit(part.unit),
                )
            )
        if part.quantity != part.month_quantity:
            steps.append(
                self.say(
                    "step.carved",
                    quantity=self.number(part.month_quantity),
                    unit=self.unit(part.unit),
                )
            )
        if part.count_multiplier not in (None, 1):
            steps.append(self.say("step.persons", count=part.count_multiplier))
        if part.extract_name == "subcontractor_travel" and part.factor:
            steps.append(
                self.say(
                    "step.extrapolated",
                    quantity=self.number(part.emission_quantity),
                    unit=self.unit(part.unit),
                )
            )
        lot = self.lot(part)
        if lot:
            covers = self.amount(part.factor_quantity, part.factor_quantity_unit)
            is_whole = part.factor_quantity == part.emission_quantity
            steps.append(self.say("step.lot", lot=lot if is_whole else f"{lot}: {covers}"))
        return steps

    def spend_steps(self, part: Part) -> list[str]:
        """Write the six steps of a ledger line."""
        written = []
        before = None
        for step in part.spend_steps:
            after = f"{self.number(step.value)} {step.unit}"
            shown = self.say("spend.nothing") if after == before else after
            text = f"{self.say('spend.' + step.name)}: {shown}"
            before = after
            how = []
            if step.operand is not None and step.operand != 1:
                how.append(f"× {self.number(step.operand, own_decimals(step.operand, 9))}")
            if step.note:
                how.append(step.note)
            written.append(f"{text} ({', '.join(how)})" if how else text)
        return written

    def counts(self, part: Part) -> str:
        """Write what counts: the quantity that the factor meets, else that of the part."""
        if part.factor is not None:
            return self.amount(part.factor_quantity, part.factor_quantity_unit)
        return self.amount(part.quantity, part.unit)

    def decided(self, judgement: Judgement) -> str:
        """Write who decided and when."""
        day = judgement.decided_on.isoformat() if judgement.decided_on else None
        return ", ".join(text for text in (judgement.decided_by, day) if text) or NOTHING

    def checksum(self, edition: Edition) -> str:
        """Write whether the file of an edition is what was registered."""
        if edition.registered_sha256 is None:
            return self.say("checksum_unknown")
        if edition.registered_sha256 == edition.file_sha256:
            return self.say("checksum_ok")
        return self.say("checksum_wrong", now=edition.file_sha256 or NOTHING)

    def loaded(self, file: Edition | LoadedFile) -> str:
        """Write whether the warehouse holds what the file holds now."""
        known = {True: "loaded_yes", False: "loaded_no", None: "loaded_unknown"}
        return self.say(known[file.is_loaded])

    def proved(self, edition: Edition) -> bool:
        """Whether the file of an edition is the registered one, and the one that was loaded."""
        return edition.registered_sha256 == edition.file_sha256 and edition.is_loaded is True

    def delivered_cells(self, delivered: dict[str, str | None]) -> list[tuple[str, str]]:
        """Return the cells of a line that are filled."""
        return [(column, value) for column, value in delivered.items() if value]

    def by_frame(self, shares: tuple[Share, ...]) -> list[tuple[str, list[Share]]]:
        """Return the shares of a line by frame, in their own order."""
        frames = dict.fromkeys(share.frame for share in shares)
        return [(frame, [each for each in shares if each.frame == frame]) for frame in frames]

    def sum_of(self, groups: tuple[Group, ...], name: str) -> Decimal | None:
        """Add up a column of the groups; None where privacy leaves a group without it."""
        if any(group.is_merged for group in groups):
            return None
        found = [value for group in groups if (value := getattr(group, name)) is not None]
        return sum(found, Decimal(0)) if found else None
