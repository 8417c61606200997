"""Double entry: bookings that balance, invoices with VAT, and the payments that follow them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from trede.demo import accounts
from trede.demo.draw import decimal
from trede.demo.lines import Line, Stream

#: The ledger is exported per half-year, all journals and both entities in one file.
LEDGER = Stream("gb", "gb_{period}.csv", True, 31)
#: Nothing is booked after this day: the ledger of 2025 is not delivered.
LAST_DAY = date(2024, 12, 31)
_LETTERS = {"inkoop": "I", "verkoop": "V", "bank": "B", "memoriaal": "M", "salaris": "S"}


@dataclass
class Entry:
    """One line of a booking: debit is positive, in cents of the booking's currency.

    Attributes:
        vat: VAT that goes with the amount; None where VAT does not apply.
        key, credits: names by which a credit note points at the line that it corrects.
        document: the invoice, where it is another one than that of the booking.
    """

    account: str
    cents: int
    text: str
    supplier_id: str = ""
    vat: int | None = None
    key: str = ""
    credits: str = ""
    document: str = ""


@dataclass
class Booking:
    """One document in one journal of one entity; its entries add up to zero."""

    entity_id: str
    journal: str
    day: date
    document: str
    entries: list[Entry]
    currency: str = ""


@dataclass
class Cost:
    """One cost line of an invoice before it is booked: cents without VAT, in its currency."""

    entity_id: str
    supplier_id: str
    day: date
    document: str
    account: str
    text: str
    vat_pct: int | None
    weight: float = 1.0
    cents: int = 0
    key: str = ""
    credits: str = ""
    currency: str = ""


@dataclass(frozen=True)
class OpenItem:
    """An invoice that is to be paid (negative: received), in euro cents."""

    entity_id: str
    supplier_id: str
    document: str
    due: date
    cents: int


def weekday_on_or_before(day: date) -> date:
    """Return the day, or the Friday before it when it is in a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def vat_of(cents: int, pct: int) -> int:
    """Return the VAT on an amount, rounded half away from zero."""
    vat = (abs(cents) * pct + 50) // 100
    return vat if cents >= 0 else -vat


def credit(costs: list[Cost], original: Cost, day: date, pct: int, raised: Cost) -> None:
    """Add a credit note, and raise another line by the same cents so that the total stays.

    Args:
        original: the line that is credited.
        pct: part of it, before it is raised, that is credited.
        raised: the line that makes up for it; `original` itself when both are of one year.
    """
    cents = original.cents * pct // 100
    original.key = original.key or f"{original.supplier_id}:{original.document}:{original.account}"
    raised.cents += cents
    costs.append(
        Cost(
            entity_id=original.entity_id,
            supplier_id=original.supplier_id,
            day=day,
            document=f"{original.document}C",
            account=original.account,
            text=f"Creditnota {original.document}",
            vat_pct=original.vat_pct,
            cents=-cents,
            credits=original.key,
        )
    )


def invoices(costs: Iterable[Cost]) -> list[Booking]:
    """Book cost lines as purchase invoices: costs, VAT and the creditor."""
    groups: dict[tuple[str, str, str, date], list[Cost]] = defaultdict(list)
    for cost in costs:
        groups[cost.entity_id, cost.supplier_id, cost.document, cost.day].append(cost)
    bookings = []
    for (entity_id, supplier_id, document, day), lines in groups.items():
        entries = [
            Entry(
                line.account, line.cents, line.text, supplier_id,
                None if line.vat_pct is None else vat_of(line.cents, line.vat_pct),
                line.key, line.credits,
            )
            for line in lines
        ]  # fmt: skip
        vat = sum(entry.vat or 0 for entry in entries)
        if vat:
            entries.append(Entry(accounts.VAT_ON_PURCHASES, vat, "Voorbelasting", supplier_id))
        owed = sum(line.cents for line in lines) + vat
        entries.append(Entry(accounts.CREDITORS, -owed, "Factuur", supplier_id))
        bookings.append(Booking(entity_id, "inkoop", day, document, entries, lines[0].currency))
    return bookings


def payments(items: Iterable[OpenItem], weekday: int, counter: str, text: str) -> list[Booking]:
    """Book the payment of open items in one batch per entity and week.

    Args:
        weekday: day of the week of the batch, Monday is 0.
        counter: the account on which the items are open.
        text: booking text.
    """
    batches: dict[tuple[date, str], list[OpenItem]] = defaultdict(list)
    for item in items:
        day = item.due + timedelta(days=(weekday - item.due.weekday()) % 7)
        if day <= LAST_DAY:
            batches[day, item.entity_id].append(item)
    bookings = []
    for (day, entity_id), batch in sorted(batches.items(), key=lambda pair: pair[0]):
        entries = [
            Entry(counter, item.cents, text, item.supplier_id, document=item.document)
            for item in batch
        ]
        total = sum(item.cents for item in batch)
        entries.append(Entry(accounts.BANK, -total, "Bankafschrift"))
        bookings.append(Booking(entity_id, "bank", day, f"AFS-{day:%Y%m%d}", entries))
    return bookings


def lines_of(bookings: Sequence[Booking]) -> list[Line]:
    """Number the bookings per entity, journal and year and write their lines.

    Raises:
        AssertionError: a booking does not balance or lies outside the two years.
    """
    counts: dict[tuple[str, str, int], int] = defaultdict(int)
    lines: list[Line] = []
    for booking in sorted(bookings, key=lambda booking: booking.day):
        day = booking.day
        assert sum(entry.cents for entry in booking.entries) == 0, booking
        assert day.year in (2023, 2024), booking
        group = (booking.entity_id, booking.journal, day.year)
        counts[group] += 1
        number = (
            f"{_LETTERS[booking.journal]}{day:%y}{booking.entity_id[4].upper()}{counts[group]:04d}"
        )
        for entry in booking.entries:
            if not entry.cents:
                continue
            lines.append(
                Line(
                    day=day,
                    stream=LEDGER,
                    document=entry.document or booking.document,
                    key=entry.key,
                    values={
                        "entity_id": booking.entity_id,
                        "journal": booking.journal,
                        "document_number": number,
                        "booking_date": day.isoformat(),
                        "account_code": entry.account,
                        "description": entry.text,
                        "supplier_id": entry.supplier_id,
                        "amount": decimal(entry.cents, 2),
                        "currency": booking.currency,
                        "vat_amount": "" if entry.vat is None else decimal(entry.vat, 2),
                        "credits_line_id": entry.credits,
                        "project_id": "",
                    },
                )
            )
    return lines
