"""Add up, check and choose over all rows of a figure, in the warehouse: what comes out is small.

One pass checks each emission row, against its own factor and against its activity, and adds the rows up
by all that an explanation tells apart; what else is asked, is asked of these sums. Two narrow passes over
the emissions count the lines and choose the parts that are written out. What is
fetched grows with entities, factors and files, and not with the number of lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb

from trede.explain.arithmetic import sql_expected_kg, sql_to_kg
from trede.explain.selection import SAID_OF_ACTIVITY, Selection
from trede.explain.warehouse import Row, one_of

#: A part of a line: its activity and, of power, what supplies the kWh.
PartKey = tuple[str, str]

#: What tells a group from another; a merged one has its cell and category only.
GROUP_KEY = (
    *("group_entity_id", "group_category", "group_type", "group_spend_category", "group_method"),
    *("group_edition_id", "group_factor_id", "group_wtw_factor_value", "group_is_merged"),
)

#: Rows that do not stand up and are named; the others are counted.
_NAMED = 5

#: Names a table of this connection's own memory; the warehouse itself is only read.
_SUMS = "temp.explained_sums"

_GROUP = """
    case when {is_hidden} then published_entity_id else entity_id end as group_entity_id,
    activity_category as group_category,
    case when not {is_hidden} then activity_type end as group_type,
    case when not {is_hidden} then spend_category end as group_spend_category,
    case when not {is_hidden} then method end as group_method,
    case when not {is_hidden} then factor_edition_id end as group_edition_id,
    case when not {is_hidden} then factor_id end as group_factor_id,
    case when not {is_hidden} then wtw_factor_value end as group_wtw_factor_value,
    {is_hidden} as group_is_merged
""".format(is_hidden="(is_merged and not $personal)")

_IS_WITHHELD = "((points_at_person or is_merged) and not $personal)"

#: How privacy publishes the rows, as audit.rpt_line_trail has it.
_PRIVACY = """
    inner join staging.stg_activity_types as types on emissions.activity_type = types.activity_type
    left join intermediate.int_privacy_levels as chosen
        on types.is_person_borne
        and emissions.activity_category = chosen.activity_category
        and chosen.reporting_year = $year
    inner join staging.stg_privacy_levels as levels
        on coalesce(chosen.privacy_level, 'detail') = levels.privacy_level
"""
_PUBLISHED = """
    case when levels.keeps_entity then emissions.entity_id end as published_entity_id,
    not levels.keeps_activity_type as is_merged
"""

#: Which row stands for its part, and the kilograms of the part: of a category whose direct and upstream
#: rows are both in the figure, the direct row. Its parts are the printed whole, rounded once.
_IS_SPLIT = "list_contains($split::varchar[], emissions.activity_category)"
_IS_PART = f"(emissions.component <> 'upstream' or not {_IS_SPLIT})"
_PART_KG = (
    f"case when emissions.component = 'direct' and {_IS_SPLIT} "
    f"then {sql_to_kg('emissions.quantity', 'emissions.wtw_factor_value')} else emissions.kg end"
)

#: What the fact tables say twice must be the same; else the row counts as wrong. As one number, so that the
#: join with the activities, the largest of the work, carries no columns.
_SAID = (
    f"hash({', '.join(f'{{source}}.{name}' for name in SAID_OF_ACTIVITY)}, {{points_at_person}})"
)

#: What a factor has beside its reference.
_FACTOR_REF = ("factor_edition_id", "factor_id", "wtw_factor_value")
_OF_FACTOR = ("factor_unit", "factor_status", "split_status")

#: What the judgements of a part go by. A place and period count only where a judgement has a validity.
_TOUCHED = (
    *("activity_type", "extract_name", "is_chosen_edition", "estimation_method", "spend_category"),
    *("account_code", "price_level_year", "factor_price_year", "factor_currency", "has_index"),
    *("has_rate", "has_travel", "judged_lot", "contract_product", "contract_supplier_id"),
    "judged_location_id",
)

#: By what the rows are added up. Each key more is work for every row: what follows from others (the
#: category from the type, the cell from entity and type) is taken along, and is no key.
_BY = (
    *("entity_id", "method", "source_file", "points_at_person", "split_edition_id"),
    *(*_FACTOR_REF, *_TOUCHED, "judged_start", "judged_end"),
)
_TAKEN_ALONG = (
    *("published_entity_id", "activity_category", "is_merged", "unit"),
    *_OF_FACTOR,
)


@dataclass(frozen=True)
class Total:
    """The rows of a figure as one.

    Attributes:
        row_count: emission rows.
        kg: their sum.
        wrong_count: rows that are not their quantity times their factor, or not where their activity is.
        broken_count: rows of parts whose components do not make the whole.
    """

    row_count: int
    kg: Decimal
    wrong_count: int
    broken_count: int


@dataclass(frozen=True)
class Kind:
    """Parts that the same judgements touch, by the first of them.

    Attributes:
        part: what judgements go by, under the names of audit.rpt_line_trail.
        spend: of ledger lines, account, category and prices.
        contract: of power that is not from the grid mix, product and supplier.
    """

    part: Row
    spend: Row
    contract: Row | None


class Sums:
    """The rows of a figure, added up in a temporary table of the connection.

    Args:
        connection: the warehouse, open for reading.
        selection: the figure.
        personal: whether what privacy withholds is told.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, selection: Selection, personal: bool
    ) -> None:
        self._connection = connection
        self._selection = selection
        self._values: dict[str, Any] = {"personal": personal}
        categories = self._rows(
            "select activity_category, list(distinct extract_name) as extracts, "  # noqa: S608
            "bool_or(component = 'direct') and bool_or(component = 'upstream') as is_split "
            f"from ({selection.emissions}) as emissions group by activity_category"
        )
        self._values["split"] = [row["activity_category"] for row in categories if row["is_split"]]
        extracts = sorted({name for row in categories for name in row["extracts"] or ()})
        self._has_ledger = "ledger_entries" in extracts
        #: Of the larger tables, only these lines are looked at; "" stands for no line at all.
        self._of_extracts, values = one_of("extract_name", extracts or [""], "extract")
        self._values |= values
        selection.run(
            connection,
            f"create or replace temp table explained_sums as {self._added_up()}",
            **self._values,
        )
        self.total = Total(
            **self._rows(
                "select cast(coalesce(sum(row_count), 0) as bigint) as row_count, "  # noqa: S608
                "coalesce(sum(kg), cast(0 as decimal(18, 6))) as kg, "
                "cast(coalesce(sum(wrong_count), 0) as bigint) as wrong_count, "
                "cast(coalesce(sum(row_count) filter (where part_kg is distinct from kg "
                "or direct_count <> upstream_count "
                "and list_contains($split::varchar[], activity_category)), 0) as bigint) "
                "as broken_count "
                f"from {_SUMS}"
            )[0]
        )

    def _rows(self, sql: str, **more: object) -> list[Row]:
        """Run a query with the values of the selection."""
        return self._selection.rows(self._connection, sql, **self._values, **more)

    @property
    def _of_cell(self) -> str:
        """The condition that leaves the rows of one cell."""
        if self._selection.is_whole:
            return "true"
        return "published_entity_id is not distinct from $entity"

    def _checked(self) -> str:
        """Return SQL for every row with its activity and month, and what it should weigh."""
        expected = sql_expected_kg(
            *("emissions.component", "emissions.quantity", "emissions.factor_value"),
            "emissions.wtw_factor_value",
        )
        spend, join_spend = self._spend()
        lot = (
            "case when power.activity_id is not null and emissions.supply_lot <> 'grid' then {} end"
        )
        by_contract = "(power.activity_id is not null and emissions.supply_lot like 'contract%')"
        by_day = f"(emissions.estimation_method is not null or {by_contract})"
        said_here = _SAID.format(source="emissions", points_at_person="emissions.points_at_person")
        said_there = _SAID.format(source="facts", points_at_person="facts.person_key is not null")
        return f"""
        select
            emissions.* replace (coalesce(emissions.source_file, '') as source_file),
            {_IS_PART} as is_part,
            {_PART_KG} as part_kg,
            {expected} as expected_kg,
            {said_here} <> activities.said as is_moved,
            {_PUBLISHED},
            {spend},
            {lot.format("emissions.supply_lot")} as judged_lot,
            case when {by_contract} then power.contract_product end as contract_product,
            case when {by_contract} then power.contract_supplier_id end as contract_supplier_id,
            case when {by_day} then emissions.location_id end as judged_location_id,
            case when {by_day} then emissions.period_start end as judged_start,
            case when {by_day} then emissions.period_end end as judged_end
        from ({self._selection.emissions}) as emissions
        inner join (
            select
                activity_id,
                {said_there} as said
            from audit.fct_activities as facts
            where reporting_year = $year
                and claim_status = 'counted'
                and {self._of_extracts}
        ) as activities
            on emissions.activity_id = activities.activity_id
        inner join intermediate.int_company_years as years on years.reporting_year = $year
        {_PRIVACY}
        left join intermediate.int_power_parts as power
            on emissions.activity_id = power.activity_id and power.reporting_year = $year
        {join_spend}
        """  # noqa: S608

    def _spend(self) -> tuple[str, str]:
        """Return the columns of the spend of a ledger line, and the join that brings them."""
        columns = {
            "spend_category": ("nullif(spend.spend_category, '')", "varchar"),
            "account_code": ("spend.account_code", "varchar"),
            "price_level_year": ("spend.price_level_year", "integer"),
            "factor_price_year": ("spend.factor_price_year", "integer"),
            "factor_currency": ("spend.factor_currency", "varchar"),
            "has_index": ("spend.price_index_of_factor is not null", "boolean"),
            "has_rate": ("spend.exchange_rate is not null", "boolean"),
            "has_travel": ("coalesce(spend.travel_eur, 0) <> 0", "boolean"),
        }
        if not self._has_ledger:
            # A scan of all spend is a third of the work: not where there is none.
            none = (f"cast(null as {kind}) as {name}" for name, (_, kind) in columns.items())
            return ", ".join(none), ""
        join = (
            "left join audit.fct_spend_emissions as spend "
            "on emissions.extract_name = 'ledger_entries' and emissions.line_id = spend.line_id "
            "and emissions.occurrence = spend.occurrence and spend.reporting_year = $year "
            "and spend.claim_status = 'counted'"
        )
        return ", ".join(f"{sql} as {name}" for name, (sql, _) in columns.items()), join

    def _added_up(self) -> str:
        """Return SQL for the rows, added up by all that is told apart."""
        by = ", ".join(_BY)
        along = ", ".join(f"any_value({name}) as {name}" for name in _TAKEN_ALONG)
        return f"""
        with checked as (select * from ({self._checked()}) as checked where {self._of_cell})
        select
            {by},
            {along},
            count(*) as row_count,
            count(*) filter (where is_part) as part_count,
            count(*) filter (where component = 'direct') as direct_count,
            count(*) filter (where component = 'upstream') as upstream_count,
            count(*) filter (where expected_kg is distinct from kg or is_moved) as wrong_count,
            sum(quantity) filter (where is_part) as quantity,
            sum(part_kg) filter (where is_part) as part_kg,
            sum(kg) as kg,
            sum(kg) filter (where component = 'direct') as kg_direct,
            sum(kg) filter (where component = 'upstream') as kg_upstream,
            sum(kg) filter (where component = 'unsplit') as kg_unsplit,
            min(factor_value) filter (where component = 'direct') as direct_factor_value,
            min(factor_value) filter (where component = 'upstream') as upstream_factor_value,
            min(factor_value) filter (where component = 'unsplit') as unsplit_factor_value,
            min(struct_pack(weight := -abs(part_kg), activity_id := activity_id, supply_lot := supply_lot))
                filter (where is_part) as first_part
        from checked
        group by {by}
        """  # noqa: S608

    def wrong_rows(self) -> list[Row]:
        """Return some of the rows that are not what they should be, as the warehouse has them."""
        return self._rows(
            "select emission_id, component, quantity as factor_quantity, factor_value, "  # noqa: S608
            f"wtw_factor_value, kg as stated_kg, is_moved from ({self._checked()}) as checked "
            f"where {self._of_cell} and (expected_kg is distinct from kg or is_moved) "
            f"order by emission_id limit {_NAMED}"
        )

    def groups(self) -> list[Row]:
        """Return the groups with their sums, the first by weight first; without counts of lines."""
        return self._rows(
            f"""
            with grouped as (select {_GROUP}, *, {_IS_WITHHELD} as is_withheld from {_SUMS})
            select
                {", ".join(GROUP_KEY)},
                sum(quantity) as quantity,
                arg_min(unit, first_part) as unit,
                sum(kg_direct) as kg_direct,
                sum(kg_upstream) as kg_upstream,
                sum(kg_unsplit) as kg_unsplit,
                sum(kg) as kg,
                cast(sum(part_count) as bigint) as part_count,
                cast(coalesce(sum(part_count) filter (where is_withheld), 0) as bigint)
                    as withheld_count,
                sum(kg) filter (where is_withheld) as withheld_kg
            from grouped
            group by all
            order by min(first_part)
            """  # noqa: S608
        )

    def _parts(self, *columns: str) -> str:
        """Return SQL for one row per part, of the emissions alone."""
        spend, join_spend = self._spend()
        return f"""
        with every as (
            select
                emissions.*,
                {_PART_KG} as part_kg,
                {_PUBLISHED},
                {spend}
            from ({self._selection.emissions}) as emissions
            {_PRIVACY}
            {join_spend}
            where {_IS_PART}
        )
        select {", ".join(columns)} from every where {self._of_cell}
        """  # noqa: S608

    def line_counts(self) -> tuple[int, dict[tuple[Any, ...], int]]:
        """Return how many delivered lines are behind the figure, and behind each group."""
        line = ("extract_name", "line_id", "occurrence")
        (total,) = self._rows(
            f"select count(*) as line_count from (select distinct {', '.join(line)} "  # noqa: S608
            f"from ({self._parts(*line)}) as parts) as lines"
        )
        found = self._rows(
            f"select {', '.join(GROUP_KEY)}, count(*) as line_count from (select distinct * "  # noqa: S608
            f"from ({self._parts(_GROUP, *line)}) as parts) as lines group by all"
        )
        by_group = {tuple(row[name] for name in GROUP_KEY): row["line_count"] for row in found}
        return total["line_count"], by_group

    def shown(self, most: int | None) -> dict[PartKey, Decimal]:
        """Return the parts that are written out, those with most kilograms first, with these."""
        limit = "" if most is None else f" limit {most}"
        found = self._rows(
            self._parts("activity_id", "supply_lot", "part_kg")
            + f" and not {_IS_WITHHELD} order by abs(part_kg) desc, activity_id, supply_lot{limit}"
        )
        return {(row["activity_id"], row["supply_lot"]): row["part_kg"] for row in found}

    def kinds(self) -> list[Kind]:
        """Return the kinds of parts that judgements tell apart, in the order of their first by weight.

        Two periods are of one kind when no validity of a judgement begins or ends between them.
        """
        touched = ", ".join(_TOUCHED)
        found = self._rows(
            f"""
            with cuts as (
                select unnest([valid_from, cast(valid_to + 1 as date)]) as cut
                from staging.stg_estimates
                union
                select unnest([valid_from, cast(valid_to + 1 as date)])
                from staging.stg_power_contracts
            ),
            days as (
                select judged_start as day from {_SUMS} union select judged_end from {_SUMS}
            ),
            places as (
                select days.day, count(cuts.cut) as place
                from days left join cuts on cuts.cut <= days.day
                where days.day is not null
                group by days.day
            )
            select
                {touched},
                min(first_part) as first_part,
                any_value(activity_category) as activity_category,
                arg_min(judged_start, first_part) as period_start,
                arg_min(judged_end, first_part) as period_end
            from {_SUMS} as sums
            left join places as starts on sums.judged_start = starts.day
            left join places as ends on sums.judged_end = ends.day
            group by {touched}, starts.place, ends.place
            order by first_part
            """  # noqa: S608
        )
        return [
            self._kind(row, row["first_part"]) for row in found if row["first_part"] is not None
        ]

    def _kind(self, row: Row, first: Row) -> Kind:
        """Return a kind by its first part."""
        year = self._selection.year
        part = {
            **row,
            "reporting_year": year,
            "activity_id": first["activity_id"],
            "supply_lot": first["supply_lot"],
            "location_id": row["judged_location_id"],
            "claim_status": "counted",
            "claim_reason": None,
        }
        spend = {
            **row,
            "reporting_year": year,
            "travel_eur": row["has_travel"],
            "price_index_of_factor": row["has_index"] or None,
            "exchange_rate": row["has_rate"] or None,
        }
        return Kind(part, spend, row if row["judged_lot"] is not None else None)

    def files(self) -> list[Row]:
        """Return the delivered files with their parts, in order, with the register's hash of each."""
        return self._rows(
            f"""
            with register as (
                select
                    extract_name,
                    original_name,
                    max(received_on) as received_on,
                    case when count(distinct sha256) = 1 then min(sha256) end as delivered_sha256
                from staging.stg_deliveries
                group by extract_name, original_name
            )
            select
                sums.extract_name,
                sums.source_file,
                any_value(register.received_on) as received_on,
                any_value(register.delivered_sha256) as delivered_sha256,
                cast(sum(sums.part_count) as bigint) as part_count,
                sum(sums.kg) as kg,
                bool_or({_IS_WITHHELD}) as is_withheld
            from {_SUMS} as sums
            left join register
                on sums.extract_name = register.extract_name
                and sums.source_file = register.original_name
            group by sums.extract_name, sums.source_file
            order by sums.extract_name, sums.source_file
            """  # noqa: S608
        )

    def factor_rows(self) -> list[Row]:
        """Return each component of each factor that may be named."""
        return [
            row
            for component in ("direct", "unsplit", "upstream")
            for row in self._rows(
                f"select distinct on (factor_edition_id, factor_id, wtw_factor_value) "  # noqa: S608
                f"{', '.join((*_FACTOR_REF, *_OF_FACTOR, 'split_edition_id'))}, '{component}' as component, "
                f"{component}_factor_value as factor_value from {_SUMS} "
                f"where {component}_factor_value is not null and ($personal or not is_merged) "
                "order by all"
            )
        ]

    def distinct(self, column: str) -> list[str]:
        """Return the values of a column, in order."""
        found = self._rows(
            f"select distinct {column} as value from {_SUMS} where {column} is not null order by 1"  # noqa: S608
        )
        return [row["value"] for row in found]
