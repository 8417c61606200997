"""Say whom each finding is for, and put what one recipient can answer into one question."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from trede.questions.read import Findings
from trede.stakes import touched_kg, whole_years
from trede.warehouse import Row

Kind = Literal["supplier", "landlord", "owner"]

#: Lines of these extracts are the supplier's own statement.
_BY_SUPPLIER = (
    *("supplier_invoices", "waste_collections", "purchases_physical", "supplier_factors"),
    *("subcontractor_travel", "ledger_entries"),
)

#: How a quantity is known when the owner of a building tells it.
_BY_LANDLORD = ("statement", "estimated")

#: Families about choices of our own: no supplier can answer them.
_OWN_FAMILIES = ("factors", "governance", "consistency")


@dataclass(frozen=True)
class Recipient:
    """Who can answer.

    Attributes:
        kind: supplier, landlord (of a location), or owner of the data inside the company.
        key: supplier, location, extract or role; empty for the keeper of the footprint.
        name: what to call it; None where only the kind says so.
    """

    kind: Kind
    key: str
    name: str | None = None


@dataclass(frozen=True)
class Question:
    """Findings of one rule for one recipient.

    Attributes:
        recipient: whom to ask.
        rule: its row of dim_rules.
        findings: their rows, the heaviest first.
        kg: kilograms CO2e of the lines that they name, each line once.
    """

    recipient: Recipient
    rule: Row
    findings: tuple[Row, ...]
    kg: Decimal


def make_questions(told: Findings) -> list[Question]:
    """Return a question for each recipient and rule, by kilograms."""
    rules = {row["rule_id"]: row for row in told.tables["dim_rules"]}
    groups: dict[tuple[Recipient, str], list[Row]] = {}
    for row in told.tables["fct_finding_lines"]:
        if row["status"] == "open" and row["rule_id"] in rules:
            recipient = find_recipient(told, row, str(rules[row["rule_id"]]["family"]))
            groups.setdefault((recipient, str(row["rule_id"])), []).append(row)
    whole = whole_years(told.tables["rpt_footprint_totals"])
    questions = [
        Question(recipient, rules[rule], tuple(findings), touched_kg(findings, whole))
        for (recipient, rule), findings in groups.items()
    ]
    return sorted(
        questions,
        key=lambda each: (-each.kg, each.rule["rule_id"], each.recipient.kind, each.recipient.key),
    )


def find_recipient(told: Findings, finding: Row, family: str) -> Recipient:
    """Return who can answer a finding: the supplier or owner whose statement it is, else the data's owner."""
    line = told.lines.get((str(finding["extract_name"]), str(finding["line_id"])), {})
    if family not in _OWN_FAMILIES and not finding["is_person_borne"]:
        place = finding["location_id"] or line.get("location_id")
        landlord = _landlord(told, place)
        by_landlord = line.get("quantity_basis") in _BY_LANDLORD or not finding["line_id"]
        if landlord is not None and by_landlord:
            return landlord
        supplier = line.get("supplier_id")
        if supplier and finding["extract_name"] in _BY_SUPPLIER:
            for row in told.tables["dim_suppliers"]:
                if row["supplier_id"] == supplier:
                    return Recipient(
                        "supplier", str(supplier), str(row["supplier_name"] or supplier)
                    )
            return Recipient("supplier", str(supplier), str(supplier))
    return _owner(told, finding)


def _landlord(told: Findings, place: object) -> Recipient | None:
    for row in told.tables["dim_locations"]:
        if row["location_id"] == place and row["meter_owner"] == "landlord":
            return Recipient("landlord", str(place), str(row["location_name"] or place))
    return None


def _owner(told: Findings, finding: Row) -> Recipient:
    """Return the role that the data plan makes answerable for the extract, where it names one only."""
    extract = finding["extract_name"]
    flows = {
        row["emission_category"]
        for row in told.tables["data_flows"]
        if row["extract_name"] == extract
    }
    roles = {
        str(row["owner_role"])
        for row in told.tables["data_plan"]
        if row["emission_category"] in flows and row["owner_role"]
    }
    if len(roles) == 1:
        role = roles.pop()
        return Recipient("owner", role, role)
    return Recipient("owner", str(extract) if roles else "")
