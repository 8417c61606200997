"""Write docs/mutation_score.md: the score by count and by kg, and what survives."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from mutants.judge import Verdict
from mutants.score import StratumResult

#: What no rule of a company's own data can see, and why: extract, part of the operator, the reason.
BLIND: tuple[tuple[str, str, str], ...] = (
    (
        "fuel_transactions",
        "10%",
        "Ten per cent on all fuel moves the middle price and every vehicle's middle use along; only pump "
        "prices from outside would tell.",
    ),
    ("commuting", "fuel", "What somebody's own car runs on is known from nobody else."),
    ("trips", "fuel", "What somebody's own car runs on is known from nobody else."),
    (
        "trips",
        "dropped",
        "A flight that was never delivered is missed by the invoice of the agency (DBL-11, BND-09), which "
        "names the document and not the traveller; before the first year of the ledger by nothing.",
    ),
    (
        "ledger_entries",
        "account_code",
        "A supplier that always stands on another account has no line to differ from.",
    ),
    (
        "supplier_invoices",
        "meter_id",
        "Lines of one meter that say another one overlap or leave days open only where that one is billed.",
    ),
)

_INTRO = """# How much the rules see

Written by `make mutants` (seed {seed}, {wanted} mutants that matter of each stratum, {tries} tries
at most); a change goes in tests/python/mutants. The same seed and the same demo give the same table.

Every extract of the demo is mutated: numbers times and divided by a thousand, ten per cent up and
down, their sign, a lost decimal comma, transposed digits; dates a month or a year off, day and month
swapped; another unit or currency; vehicles, meters, entities and locations exchanged; another fuel,
product, account, way of travel or charge point; names that nobody knows; lines that were never
delivered (the row numbers of the file close up) or delivered twice; and the edition of another
year chosen. Each is done to one line, to all lines of a meter, vehicle, card, supplier or account in
a month, in a year and ever, to a delivered file and to the whole extract. A stratum is an extract, an
operator and such a scope; half of its mutants are drawn by the kilograms of their lines, half at random.

## What counts

- **Footprint**: the headline totals of the Ladder per reporting year: scope 1 and 2 with business travel, and
  scope 3. A mutant **matters** when it moves one of them by more than 1%.
- **Caught**: a finding that the untouched demo does not have names the mutated line, or its meter or vehicle
  (charge point, card, or location where the line has no meter) and month. Of a ledger line the document
  that it is a part of names it. A group of lines is named by one of them, or by its object (of a ledger:
  supplier or account) in a month of the mutation; by its object and year where the mutation spans the
  year. A whole file is named by its file or delivery, by an invoice in it, or by its extract, entity and
  month; a whole extract by its name.
- **Switched off**: printed figures, file hashes and comparison with an earlier run or publication{off}.
- **Not mutated**: mappings, and judgements but the choice of an edition. What a company decides (to exclude,
  to put an account out of scope, a factor for its spend) has rules of its own, each with a planted defect,
  and no score.
- **By kg**: each mutant weighs the kilograms by which it moves the total that it moves most, and at most
  that total as it was: a line times a thousand weighs no more than losing everything.
- Not tried: {too_small} mutants whose lines carry too little to move a total by 1%, whatever is done to
  them (with half as much again for safety), and {idle} strata of columns and operators that move nothing on
  all lines of their extract together. Of {tried} mutants that were tried, {matter} matter.{not_tried}
- Where the kilograms of a line are proportional to the mutated number and nothing comes between, the move is
  reckoned (a test replays some); every other mutant is replayed through the models.

## The score

| | mutants that matter | caught | score |
|---|---|---|---|
| by count | {matter} | {caught} | **{score}%** |
| by kg | {kg} t | {caught_kg} t | **{score_kg}%** |
"""


def _percentage(part: Decimal | int, whole: Decimal | int) -> str:
    """Write a percentage with one decimal, rounded down: a score never looks better than it is."""
    if not whole:
        return "-"
    return f"{int(Decimal(part) * 1000 / Decimal(whole)) / 10:.1f}"


def weight(verdict: Verdict) -> Decimal:
    """Return the kilograms that a mutant weighs: its move, at most the total that it moves."""
    return min(verdict.moved_kg, verdict.moved_kg / verdict.moved_part)


def _table(verdicts: Sequence[Verdict], by: Callable[[Verdict], str], title: str) -> Iterable[str]:
    groups: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        groups[by(verdict)].append(verdict)
    yield f"| {title} | matter | caught | by count | by kg |"
    yield "|---|---|---|---|---|"
    for name, members in sorted(groups.items()):
        caught = [verdict for verdict in members if verdict.is_caught]
        yield (
            f"| {name} | {len(members)} | {len(caught)} | {_percentage(len(caught), len(members))}% | "
            f"{_percentage(sum(weight(v) for v in caught), sum(weight(v) for v in members))}% |"
        )


def why_blind(verdict: Verdict) -> str:
    """Return why no rule can see a survivor, as far as that is known."""
    for extract, part, why in BLIND:
        if verdict.mutant.extract == extract and part in verdict.mutant.operator:
            return why
    return ""


def kind_of(operator: str) -> str:
    """Return the operator without its column: `quantity x 1000` is `x 1000`."""
    for kind in (
        "x 1000",
        "/ 1000",
        "+ 10%",
        "- 10%",
        "sign",
        "decimal comma lost",
        "digits transposed",
    ):
        if operator.endswith(f" {kind}"):
            return kind
    if operator.startswith("wrong edition"):
        return "wrong edition"
    for start in ("other ", "exchanged", "renamed"):
        if start in operator and operator != "other unit":
            return {
                "other ": "another value",
                "exchanged": "values exchanged",
                "renamed": "renamed",
            }[start]
    return operator


def score(verdicts: Sequence[Verdict]) -> tuple[Decimal, Decimal]:
    """Return the parts caught, by count and by kg."""
    caught = [verdict for verdict in verdicts if verdict.is_caught]
    whole = sum((weight(verdict) for verdict in verdicts), Decimal(0))
    part = sum((weight(verdict) for verdict in caught), Decimal(0))
    return Decimal(len(caught)) / max(len(verdicts), 1), part / (whole or Decimal(1))


def write_report(
    results: Sequence[StratumResult],
    switched_off: Sequence[str],
    seed: int,
    wanted: int,
    tries: int,
) -> str:
    """Return the text of docs/mutation_score.md."""
    verdicts = [verdict for result in results for verdict in result.mattering]
    caught = [verdict for verdict in verdicts if verdict.is_caught]
    kg = sum(weight(verdict) for verdict in verdicts)
    caught_kg = sum(weight(verdict) for verdict in caught)
    lines = [
        _INTRO.format(
            seed=seed,
            wanted=wanted,
            tries=tries,
            off=f" (rules {', '.join(switched_off)})" if switched_off else "",
            too_small=f"{sum(result.stratum.too_small for result in results):,}",
            idle=sum(result.why_not == "moves nothing" for result in results),
            tried=f"{sum(len(result.verdicts) for result in results):,}",
            matter=len(verdicts),
            not_tried=_not_tried(results),
            caught=len(caught),
            score=_percentage(len(caught), len(verdicts)),
            kg=f"{round(kg / 1000):,}",
            caught_kg=f"{round(caught_kg / 1000):,}",
            score_kg=_percentage(caught_kg, kg),
        ),
        "## By extract",
        "",
        *_table(verdicts, lambda verdict: verdict.mutant.extract, "extract"),
        "",
        "## By kind of mutation",
        "",
        *_table(verdicts, lambda verdict: kind_of(verdict.mutant.operator), "kind"),
        "",
        "## By scope",
        "",
        *_table(verdicts, lambda verdict: verdict.mutant.scope.kind.replace("_", " "), "scope"),
        "",
        "## Which rule sees it first",
        "",
        "Rules that look at fewer models go first, so a rule with few may see more than it is asked for.",
        "",
        "| rule | mutants |",
        "|---|---|",
        *(
            f"| {rule_id} | {count} |"
            for rule_id, count in sorted(
                Counter(verdict.rule_id for verdict in caught).items(),
                key=lambda item: (-item[1], item[0]),
            )
        ),
        "",
        "## What survives",
        "",
        *_survivors(verdicts),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _not_tried(results: Sequence[StratumResult]) -> str:
    """Say which extracts a run did not come to."""
    left: Counter[str] = Counter(
        result.stratum.extract for result in results if result.why_not == "not tried"
    )
    if not left:
        return ""
    names = ", ".join(f"{name} ({count})" for name, count in sorted(left.items()))
    return f"\n- **Not run to its end**: strata that wait for the next run, by extract: {names}."


def _survivors(verdicts: Sequence[Verdict]) -> Iterable[str]:
    survivors = [verdict for verdict in verdicts if not verdict.is_caught]
    if not survivors:
        yield "Nothing that matters."
        return
    yield "Each moves a headline total by more than 1% and is named by no finding."
    yield ""
    yield "| extract | mutation | scope | moves | new findings that do not name it | why no rule sees it |"
    yield "|---|---|---|---|---|---|"
    for verdict in sorted(survivors, key=lambda verdict: verdict.mutant.mutant_id):
        mutant = verdict.mutant
        yield (
            f"| {mutant.extract} | {mutant.operator} | {mutant.scope.kind.replace('_', ' ')} "
            f"| {_percentage(verdict.moved_part * 100, 100)}% "
            f"| {', '.join(verdict.near) or 'none'} | {why_blind(verdict) or 'no second source tells it'} |"
        )
