"""Lines as they are delivered: numbering, deliveries, and the columns that every extract has."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from trede.demo.days import half_year, month_end

Row = dict[str, str]


@dataclass(frozen=True)
class Stream:
    """One sender and the files that it sends.

    Attributes:
        key: short name, part of the delivery_id.
        file_name: name of the delivered file; {period} is the half-year or year.
        is_half_yearly: one file per half-year; else one per year.
        days_after: days between the end of the period and the receipt of the file.
    """

    key: str
    file_name: str
    is_half_yearly: bool
    days_after: int

    def period(self, day: date) -> str:
        """Return the period of the file that brings a line of this day."""
        return half_year(day) if self.is_half_yearly else str(day.year)


@dataclass
class Line:
    """One line before it has a number.

    Attributes:
        day: the day by which the line is sorted and filed: the last day of its period.
        stream: who sent it.
        values: the extract's own columns (without the common ones).
        document: invoice or document number.
        key: a name by which another line's `credits_line_id` can point at this one.
        first_day: the first day that the line covers, when it is before `day`.
    """

    day: date
    stream: Stream
    values: Row
    document: str = ""
    key: str = ""
    first_day: date | None = None


@dataclass
class Deliveries:
    """Collects the delivered files while the extracts are numbered."""

    rows: list[tuple[date, Row]] = field(default_factory=list)

    def number(
        self, extract: str, columns: Sequence[str], prefix: str, lines: Sequence[Line]
    ) -> list[Row]:
        """Give the lines of one extract their line_id, delivery, file and row.

        Args:
            extract: name of the extract.
            columns: the extract's columns, in the contract's order.
            prefix: letters in front of the line_id: FT-2024-000123.
            lines: in any order; lines of one day keep the order in which they were made.

        Returns:
            Finished rows, sorted by day.
        """
        rows: list[Row] = []
        names: dict[str, str] = {}
        counts: dict[int, int] = defaultdict(int)
        files: dict[tuple[str, str], list[tuple[Line, Row]]] = defaultdict(list)
        for line in sorted(lines, key=lambda line: line.day):
            counts[line.day.year] += 1
            period = line.stream.period(line.day)
            file = files[line.stream.key, period]
            row = {
                "line_id": f"{prefix}-{line.day.year}-{counts[line.day.year]:06d}",
                "delivery_id": f"{prefix}-{line.stream.key}-{period}",
                "source_file": line.stream.file_name.format(period=period),
                "source_row": str(len(file) + 2),
                "source_document": line.document,
            } | line.values
            file.append((line, row))
            rows.append(row)
            if line.key:
                names[line.key] = row["line_id"]
        for row in rows:
            if row.get("credits_line_id"):
                row["credits_line_id"] = names[row["credits_line_id"]]
        for (_, period), delivered in files.items():
            self._add(extract, columns, period, delivered)
        return rows

    def _add(
        self,
        extract: str,
        columns: Sequence[str],
        period: str,
        delivered: list[tuple[Line, Row]],
    ) -> None:
        """Write down one delivered file.

        There are no original files: the sha256 is that of the delivery's own lines as they stand
        in the extract (CSV text with header, UTF-8, LF).
        """
        year = int(period[:4])
        start = date(year, 7, 1) if period.endswith("H2") else date(year, 1, 1)
        end = month_end(year, 6) if period.endswith("H1") else month_end(year, 12)
        start = min([start] + [line.first_day for line, _ in delivered if line.first_day])
        stream, first = delivered[0][0].stream, delivered[0][1]
        received = end + timedelta(days=stream.days_after)
        self.rows.append(
            (
                received,
                {
                    "delivery_id": first["delivery_id"],
                    "extract_name": extract,
                    "original_name": first["source_file"],
                    "sha256": hashlib.sha256(
                        csv_text([row for _, row in delivered], columns).encode("utf-8")
                    ).hexdigest(),
                    "received_on": received.isoformat(),
                    "covers_from": start.isoformat(),
                    "covers_to": end.isoformat(),
                    "profile": "demo_generator",
                },
            )
        )

    def finish(self) -> list[Row]:
        """Return the rows of the extract `deliveries`, in order of receipt."""
        rows: list[Row] = []
        counts: dict[int, int] = defaultdict(int)
        ordered = sorted(self.rows, key=lambda pair: (pair[0], pair[1]["delivery_id"]))
        for number, (received, values) in enumerate(ordered, start=1):
            counts[received.year] += 1
            rows.append(
                {
                    "line_id": f"DL-{received.year}-{counts[received.year]:06d}",
                    "delivery_id": values["delivery_id"],
                    "source_file": "register_deliveries.csv",
                    "source_row": str(number + 1),
                    "source_document": "",
                }
                | {key: value for key, value in values.items() if key != "delivery_id"}
            )
        return rows


def csv_text(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """Return rows as CSV text: UTF-8, comma, LF, quotes only where needed.

    Args:
        rows: each with the header's columns as its keys, in any order.
        columns: the header.

    Raises:
        ValueError: a row has other keys than the header.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        if set(row) != set(columns):
            raise ValueError(f"columns differ from the contract: {sorted(set(row) ^ set(columns))}")
        writer.writerow([row[name] for name in columns])
    return text.getvalue()
