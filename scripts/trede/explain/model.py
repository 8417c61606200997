"""What an explanation holds. These dataclasses are the JSON document: their names are its keys.

Amounts are exact decimals and stand in JSON as text. SCHEMA rises when a key goes or changes its
meaning; a key more is no reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import PlainSerializer

SCHEMA = "trede.explain/1"

Measure = Literal["market_based", "location_based"]

#: An exact number; in JSON it is text in full, never 0E-9.
Amount = Annotated[
    Decimal, PlainSerializer(lambda value: f"{value:f}", return_type=str, when_used="json")
]


@dataclass(frozen=True)
class Figure:
    """The published figure that is explained.

    Attributes:
        frame: ladder, ghg_protocol or iso_14064.
        total_kind: line, scope, ladder_total or total.
        key: the line, scope or total.
        label_nl: its label in Dutch.
        label_en: its label in English.
        reporting_year: calendar year.
        is_whole: whether it is the figure of the whole company; else it is one cell of rpt_footprint.
        entity_id: entity of the cell; None is the cell that is merged over entities for privacy.
        measure: market_based is t_co2e; location_based is the alternative with power at the grid.
        t_co2e: the published tonnes of this measure.
        status: DRAFT or FINAL, of the total that it is or belongs to.
        status_reason_nl: why, in Dutch.
        status_reason_en: why, in English.
    """

    frame: str
    total_kind: str
    key: str
    label_nl: str
    label_en: str
    reporting_year: int
    is_whole: bool
    entity_id: str | None
    measure: Measure
    t_co2e: Amount
    status: str | None
    status_reason_nl: str | None
    status_reason_en: str | None


@dataclass(frozen=True)
class Check:
    """The proof that the rows make the figure. An explanation that does not add up is not given.

    Attributes:
        row_count: emission rows that were added up.
        line_count: delivered lines behind them.
        kg_of_rows: their sum.
        kg_of_figure: the published figure in kilograms.
        recomputed_rows: rows whose kilograms were computed again from quantity and factor: all.
    """

    row_count: int
    line_count: int
    kg_of_rows: Amount
    kg_of_figure: Amount
    recomputed_rows: int


@dataclass(frozen=True)
class Step:
    """One step of a spend line from its amount to its kilograms.

    Attributes:
        name: net_of_vat, in_eur, in_price_year, in_factor_currency, at_price_basis or times_factor.
        value: the amount, or the kilograms, after the step.
        unit: currency of the amount, or kg CO2e.
        operand: what was multiplied with or divided by; None where nothing had to be done.
        note: years, index and rate, as the warehouse holds them.
    """

    name: str
    value: Amount | None
    unit: str
    operand: Amount | None
    note: str | None


@dataclass(frozen=True)
class Part:
    """One part of a delivered line in one month, with each step to its kilograms.

    Attributes:
        activity_id: key of fct_activities.
        supply_lot: power: what supplies the kWh; spend; none.
        extract_name: extract that delivered the line.
        line_id: line of the extract.
        occurrence: 1, or higher for a line_id delivered again.
        source_file: name of the file as delivered.
        source_row: row in that file.
        delivered_sha256: hash of that file by the register of deliveries.
        source_document: invoice or document number.
        entity_id: entity of the line.
        activity_type: activity type.
        label_nl: its label in Dutch.
        label_en: its label in English.
        month: first day of the month.
        source_quantity: quantity as delivered.
        source_unit: unit as delivered.
        unit_multiplier: units of `unit` in one source_unit.
        unit_source: what the units seed says of it.
        line_multiplier: what else the line itself multiplies with: there and back on each day.
        line_quantity: quantity of the whole line in `unit`.
        days_in_part: days of the line's period in the month.
        days_in_period: days of the line's period.
        month_quantity: quantity of the month, before anything was carved out of it.
        claim_part: which part of it this is.
        claim_status: counted, superseded, excluded, out_of_scope or unreadable.
        claim_reason: why.
        claim_group_id: group of lines that tell the same.
        quantity: quantity of the part in `unit`.
        unit: unit of the activity type.
        count_multiplier: travellers and legs of a return trip.
        emission_quantity: what the factor meets, in `unit`; hired travel is extrapolated.
        quantity_basis: how the quantity is known.
        estimation_method: judgement that it rests on.
        factor: reference of the factor in `factors`; None where the part has no emissions.
        factor_quantity: quantity that the factor is multiplied with.
        factor_quantity_unit: its unit.
        kg_direct: kg CO2e of combustion (TTW).
        kg_upstream: kg CO2e of the supply chain (WTT).
        kg_unsplit: kg CO2e where no split exists.
        kg_co2e: their sum.
        points_at_person: whether the line points at a person.
        spend_steps: the six steps of a ledger line.
        judgements: references of what was decided about it, in `judgements`.
    """

    activity_id: str
    supply_lot: str | None
    extract_name: str
    line_id: str
    occurrence: int
    source_file: str | None
    source_row: str | None
    delivered_sha256: str | None
    source_document: str | None
    entity_id: str | None
    activity_type: str | None
    label_nl: str | None
    label_en: str | None
    month: date | None
    source_quantity: Amount | None
    source_unit: str | None
    unit_multiplier: Amount | None
    unit_source: str | None
    line_multiplier: Amount | None
    line_quantity: Amount | None
    days_in_part: int | None
    days_in_period: int | None
    month_quantity: Amount | None
    claim_part: str
    claim_status: str
    claim_reason: str | None
    claim_group_id: str | None
    quantity: Amount | None
    unit: str | None
    count_multiplier: int | None
    emission_quantity: Amount | None
    quantity_basis: str | None
    estimation_method: str | None
    factor: str | None
    factor_quantity: Amount | None
    factor_quantity_unit: str | None
    kg_direct: Amount | None
    kg_upstream: Amount | None
    kg_unsplit: Amount | None
    kg_co2e: Amount | None
    points_at_person: bool
    spend_steps: tuple[Step, ...] = ()
    judgements: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rest:
    """Parts that are not written out, as one row.

    Attributes:
        part_count: how many.
        kg_co2e: their sum.
    """

    part_count: int
    kg_co2e: Amount


@dataclass(frozen=True)
class Group:
    """The parts of one entity, activity type and factor.

    Attributes:
        entity_id: entity; None where privacy merges the entities.
        activity_category: activity category.
        activity_type: activity type; None where privacy merges those of a category.
        spend_category: the company's category of the euros; None for what is no spend.
        label_nl: label of the spend category or the type, or of the category where it is merged.
        label_en: the same in English.
        method: activity, supplier_specific, hybrid, average_data, spend or estimate.
        factor: reference of the factor in `factors`; None where merged.
        is_merged: whether privacy merges types and factors, as in the published marts.
        quantity: quantity that met the factor; None where merged.
        quantity_unit: its unit.
        kg_direct: kg CO2e of combustion (TTW); None where merged.
        kg_upstream: kg CO2e of the supply chain (WTT); None where merged.
        kg_unsplit: kg CO2e where no split exists; None where merged.
        kg_co2e: their sum.
        part_count: parts of lines behind it.
        line_count: delivered lines behind it.
        parts: the parts with most kilograms.
        remainder: parts that were left to the reader's --all.
        withheld: parts that privacy keeps inside the audit schema.
    """

    entity_id: str | None
    activity_category: str
    activity_type: str | None
    spend_category: str | None
    label_nl: str
    label_en: str
    method: str | None
    factor: str | None
    is_merged: bool
    quantity: Amount | None
    quantity_unit: str | None
    kg_direct: Amount | None
    kg_upstream: Amount | None
    kg_unsplit: Amount | None
    kg_co2e: Amount
    part_count: int
    line_count: int
    parts: tuple[Part, ...]
    remainder: Rest
    withheld: Rest


@dataclass(frozen=True)
class Factor:
    """A factor that was applied.

    Attributes:
        ref: edition, key and value, by which groups and parts name it.
        edition_id: edition.
        factor_id: row of the edition.
        name: its name as printed.
        wtw_factor_value: well-to-wheel value, kg CO2e per unit.
        direct_factor_value: of it at use; None where no split exists.
        upstream_factor_value: of it in the supply chain.
        unit: kg CO2e per what.
        status: official, secondary, provisional or unverified.
        split_status: printed, derived or none.
        split_edition_id: edition that the split was taken from.
        source: where the value was read.
        note: what the edition says of it.
    """

    ref: str
    edition_id: str
    factor_id: str
    name: str | None
    wtw_factor_value: Amount
    direct_factor_value: Amount | None
    upstream_factor_value: Amount | None
    unit: str | None
    status: str | None
    split_status: str | None
    split_edition_id: str | None
    source: str | None
    note: str | None


@dataclass(frozen=True)
class Edition:
    """An edition of emission factors, with the proof of its file.

    Attributes:
        edition_id: edition.
        title: title.
        author: who made the file.
        edition_kind: published_complete, published_extract or compiled_from_secondary.
        published_on: day of publication.
        licence: licence.
        attribution: what the licence asks to print.
        source_url: where it was read.
        file_name: file under seeds/shared/factors.
        registered_sha256: its hash in SHA256SUMS.
        file_sha256: the hash of the file now.
        is_loaded: whether the warehouse holds what the file holds now; None if that is not known.
    """

    edition_id: str
    title: str | None
    author: str | None
    edition_kind: str | None
    published_on: date | None
    licence: str | None
    attribution: str | None
    source_url: str | None
    file_name: str | None
    registered_sha256: str | None
    file_sha256: str | None
    is_loaded: bool | None


@dataclass(frozen=True)
class DeliveredFile:
    """A file as it was delivered, by the register of deliveries.

    Attributes:
        ref: F1, F2 ...
        extract_name: extract that it fills.
        source_file: its name.
        delivered_sha256: its hash by the register; None where it is not registered, or ambiguous.
        received_on: day of receipt.
        part_count: parts of this explanation that come from it.
        kg_co2e: their kilograms; None where it holds parts that privacy withholds.
    """

    ref: str
    extract_name: str
    source_file: str | None
    delivered_sha256: str | None
    received_on: date | None
    part_count: int
    kg_co2e: Amount | None


@dataclass(frozen=True)
class LoadedFile:
    """A CSV file of the company's folder, from which the warehouse was loaded.

    Attributes:
        file: extracts/<name>.csv.
        sha256: its hash now; None where the folder is not at hand.
        is_loaded: whether the warehouse holds what the file holds now; None if that is not known.
    """

    file: str
    sha256: str | None
    is_loaded: bool | None


@dataclass(frozen=True)
class Judgement:
    """Something that was decided, mapped or evidenced, and touches lines of this explanation.

    Attributes:
        ref: J1, J2 ...
        file: judgements/factor_choices, mappings/power_contracts, extracts/power_certificates ...
        key: which row of it.
        value: what it says.
        reason: why.
        decided_by: role that decided; mappings and evidence have none.
        decided_on: day of the decision.
    """

    ref: str
    file: str
    key: str
    value: str
    reason: str | None
    decided_by: str | None
    decided_on: date | None


@dataclass(frozen=True)
class LeftOut:
    """Parts of lines of the same activity that bring nothing here, and why.

    Attributes:
        activity_type: activity type.
        label_nl: its label in Dutch.
        label_en: its label in English.
        claim_status: superseded, excluded, out_of_scope or unreadable.
        claim_reason: why.
        part_count: how many parts.
        quantity: their quantity; None for what points at persons.
        unit: its unit.
        judgements: references of the exclusions.
    """

    activity_type: str
    label_nl: str
    label_en: str
    claim_status: str
    claim_reason: str
    part_count: int
    quantity: Amount | None
    unit: str | None
    judgements: tuple[str, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """A figure with everything that it is made of.

    Attributes:
        figure: the figure.
        check: the proof that its rows add up to it.
        groups: its parts by entity, activity type and factor, those with most kilograms first.
        factors: the factors that the groups name.
        editions: the editions that the factors come from.
        delivered_files: files as delivered.
        loaded_files: CSV files of the company's folder.
        judgements: what was decided about it.
        left_out: what was delivered and brings nothing here.
        holds_personal_lines: whether lines that point at persons are written out.
        schema: name and version of this document.
        kind: figure.
    """

    figure: Figure
    check: Check
    groups: tuple[Group, ...]
    factors: tuple[Factor, ...]
    editions: tuple[Edition, ...]
    delivered_files: tuple[DeliveredFile, ...]
    loaded_files: tuple[LoadedFile, ...]
    judgements: tuple[Judgement, ...]
    left_out: tuple[LeftOut, ...]
    holds_personal_lines: bool
    schema: Literal["trede.explain/1"] = SCHEMA
    kind: Literal["figure"] = "figure"


@dataclass(frozen=True)
class Teller:
    """Lines that count instead of a superseded one.

    Attributes:
        claim_reason: the reason of the superseded part.
        extract_name: extract of the lines that count.
        activity_type: their activity type.
        label_nl: its label in Dutch.
        label_en: its label in English.
        line_count: how many.
        quantity: what they count; None for what points at persons.
        unit: its unit.
        line_ids: some of them, in order; none of what points at persons.
    """

    claim_reason: str
    extract_name: str
    activity_type: str | None
    label_nl: str | None
    label_en: str | None
    line_count: int
    quantity: Amount | None
    unit: str | None
    line_ids: tuple[str, ...]


@dataclass(frozen=True)
class Share:
    """A published figure in which the line stands.

    Attributes:
        frame: frame.
        total_kind: cell (of rpt_footprint), line, scope, ladder_total or total.
        key: the line, scope or total.
        label_nl: its label in Dutch.
        label_en: its label in English.
        reporting_year: calendar year.
        entity_id: entity of the cell; None for a merged cell, and for totals.
        kg_co2e: what the line brings to it.
        t_co2e: the published figure.
        share_pct: the first in per cent of the second, four decimals; None of a figure that is zero.
    """

    frame: str
    total_kind: str
    key: str
    label_nl: str
    label_en: str
    reporting_year: int
    entity_id: str | None
    kg_co2e: Amount
    t_co2e: Amount
    share_pct: Amount | None


@dataclass(frozen=True)
class Finding:
    """A finding of a rule that names the line.

    Attributes:
        rule_id: the rule.
        severity: error, warn or info.
        status: open or accepted.
        column_name: column of the line.
        cell_value: what stands there.
        message: what is found.
    """

    rule_id: str
    severity: str | None
    status: str | None
    column_name: str | None
    cell_value: str | None
    message: str | None


@dataclass(frozen=True)
class Use:
    """What a line that is no activity is used for: a certificate, a label, a supplier's factor.

    Attributes:
        purpose: certificate, power_label, supplier_factor, key_figures, register, projects,
            stock_counts or chain_analysis: there the travel of the subcontractor in the year.
        part_count: parts that rest on it; in the chain analysis, delivered lines.
        quantity: their quantity.
        unit: its unit.
        kg_co2e: their kilograms.
    """

    purpose: str
    part_count: int
    quantity: Amount | None
    unit: str | None
    kg_co2e: Amount | None


@dataclass(frozen=True)
class LineTrace:
    """What one delivered line became.

    Attributes:
        extract_name: extract that delivered the line.
        line_id: its identifier.
        occurrence: 1, or higher for a line_id delivered again.
        source_file: name of the file as delivered.
        source_row: row in that file.
        delivered_sha256: hash of that file by the register of deliveries.
        source_document: invoice or document number.
        delivered: the cells as loaded; those that point at a person are left out.
        outcome: counted, partly_counted, nothing or no_activity.
        notes: why a part that counts brings nothing (no_factor, year_outside_reporting_years), and
            what keeps a line out of the chain analysis.
        parts: its parts by month, each with status, reason and kilograms.
        kg_co2e: what it brings, all parts.
        tellers: the lines that count instead of it.
        uses: what it is used for beside or instead of emissions.
        shares: the published figures in which it stands.
        findings: what the rules found about it.
        points_at_person: whether it points at a person.
    """

    extract_name: str
    line_id: str
    occurrence: int
    source_file: str | None
    source_row: str | None
    delivered_sha256: str | None
    source_document: str | None
    delivered: dict[str, str | None]
    outcome: Literal["counted", "partly_counted", "nothing", "no_activity"]
    notes: tuple[str, ...]
    parts: tuple[Part, ...]
    kg_co2e: Amount
    tellers: tuple[Teller, ...]
    uses: tuple[Use, ...]
    shares: tuple[Share, ...]
    findings: tuple[Finding, ...]
    points_at_person: bool


@dataclass(frozen=True)
class Trace:
    """What one line, or the lines of one document, became.

    Attributes:
        asked: the line or document that was asked for.
        traces: one per delivered line.
        withheld_lines: lines that point at persons and were not asked for with --personal.
        factors: the factors that the parts name.
        editions: the editions that the factors come from.
        loaded_files: CSV files of the company's folder.
        judgements: what was decided about the lines.
        holds_personal_lines: whether lines that point at persons are written out.
        schema: name and version of this document.
        kind: line.
    """

    asked: str
    traces: tuple[LineTrace, ...]
    withheld_lines: int
    factors: tuple[Factor, ...]
    editions: tuple[Edition, ...]
    loaded_files: tuple[LoadedFile, ...]
    judgements: tuple[Judgement, ...]
    holds_personal_lines: bool
    schema: Literal["trede.explain/1"] = SCHEMA
    kind: Literal["line"] = "line"


NO_PARTS = Rest(0, Decimal(0))
