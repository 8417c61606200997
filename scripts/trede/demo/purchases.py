"""Materials, advice, training, office and waste: the cost lines that are counted by the euro."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

from trede.demo import accounts, other
from trede.demo.bookings import Cost, credit, weekday_on_or_before
from trede.demo.company import CLEANING, HOLDING
from trede.demo.draw import Draw, divide
from trede.demo.totals import GBP_PER_EUR, SPEND_CENTS


@dataclass(frozen=True)
class Article:
    """Something that a supplier bills: account, booking text, VAT and its usual size."""

    account: str
    text: str
    vat_pct: int
    size: float


@dataclass(frozen=True)
class Vendor:
    """A supplier of one spend category: code on its invoices, share of them, what it sells."""

    supplier_id: str
    code: str
    share: float
    articles: tuple[Article, ...]


_AGENTS = Article(accounts.AGENTS, "Reinigingsmiddelen", 21, 1.0)
_SANITARY = Article(accounts.AGENTS, "Sanitairmiddelen", 21, 0.7)
_PAPER = Article(accounts.CONSUMABLES, "Papier en handdoeken", 21, 1.3)
_BAGS = Article(accounts.CONSUMABLES, "Zakken en doeken", 21, 0.8)
_MACHINES = Article(accounts.SMALL_MACHINES, "Stofzuigers en schrobmachines", 21, 2.4)
_TOOLS = Article(accounts.SMALL_MACHINES, "Klein materieel", 21, 0.8)
_CLOTHES = Article(accounts.WORKWEAR, "Bedrijfskleding", 21, 1.2)
_GLOVES = Article(accounts.WORKWEAR, "Handschoenen", 21, 0.4)

_VENDORS: dict[str, tuple[Vendor, ...]] = {
    "materials": (
        Vendor("s-middelen", "MID", 0.30, (_AGENTS, _SANITARY)),
        Vendor("s-groothandel", "GRH", 0.30, (_AGENTS, _PAPER, _BAGS)),
        Vendor("s-verbruik", "VBR", 0.20, (_PAPER, _BAGS)),
        Vendor("s-machines", "MCH", 0.10, (_MACHINES, _TOOLS)),
        Vendor("s-werkkleding", "WKL", 0.10, (_CLOTHES, _GLOVES)),
    ),
    "advice": (
        Vendor("s-accountant", "ACC", 0.40, (
            Article(accounts.ACCOUNTANCY, "Controle en samenstelling", 21, 2.0),
            Article(accounts.ACCOUNTANCY, "Salarisadministratie", 21, 1.0),
        )),
        Vendor("s-jurist", "JUR", 0.25, (Article(accounts.OTHER_ADVICE, "Juridisch", 21, 1.2),)),
        Vendor("s-advies", "ADV", 0.35, (
            Article(accounts.OTHER_ADVICE, "Organisatieadvies", 21, 1.6),
            Article(accounts.OTHER_ADVICE, "Advies arbeidsomstandigheden", 21, 0.8),
        )),
    ),
    "training": (
        Vendor("s-vakschool", "VAK", 0.60, (
            Article(accounts.COURSES, "Basisvakopleiding", 0, 1.5),
            Article(accounts.COURSE_MATERIAL, "Lesboeken", 9, 0.2),
        )),
        Vendor("s-opleiding", "OPL", 0.40, (
            Article(accounts.COURSES, "Cursus veiligheid", 21, 1.0),
            Article(accounts.COURSES, "Cursus leidinggeven", 21, 1.3),
        )),
    ),
    "office": (
        Vendor("s-kantoormeubel", "MEU", 0.20, (
            Article(accounts.FURNITURE, "Bureaus en stoelen", 21, 4.0),
            Article(accounts.FURNITURE, "Kasten", 21, 2.0),
        )),
        Vendor("s-kantoor", "KTR", 0.60, (
            Article(accounts.OFFICE_GOODS, "Kantoorartikelen", 21, 0.5),
            Article(accounts.OFFICE_GOODS, "Toners", 21, 0.5),
        )),
        Vendor("s-drukwerk", "DRK", 0.20, (
            Article(accounts.OFFICE_GOODS, "Drukwerk", 21, 0.9),
            Article(accounts.OFFICE_GOODS, "Folders", 9, 0.4),
        )),
    ),
}  # fmt: skip
#: Invoices by category and year, and the part of them that the holding receives.
_INVOICES = {
    "materials": ({2023: 300, 2024: 330}, 0.0),
    "advice": ({2023: 72, 2024: 78}, 0.6),
    "training": ({2023: 62, 2024: 68}, 0.1),
    "office": ({2023: 110, 2024: 120}, 0.3),
}
#: Invoices in pounds, in pence: category, supplier, account, text, day.
_IN_POUNDS = (
    ("advice", "s-advies-uk", accounts.OTHER_ADVICE, "Marktonderzoek", date(2023, 3, 15), 485_000),
    ("advice", "s-advies-uk", accounts.OTHER_ADVICE, "Marktonderzoek", date(2023, 10, 18), 327_550),
    ("training", "s-opleiding-uk", accounts.COURSES, "Cursus lucht", date(2023, 6, 7), 214_000),
    ("advice", "s-advies-uk", accounts.OTHER_ADVICE, "Benchmark", date(2024, 4, 17), 512_000),
    ("advice", "s-advies-uk", accounts.OTHER_ADVICE, "Benchmark", date(2024, 11, 13), 296_075),
    ("training", "s-opleiding-uk", accounts.COURSES, "Cursus lucht", date(2024, 5, 29), 238_000),
)
#: Lines that are credited: index of the line (of the year, in order of making) and percentage.
_CREDITED: dict[tuple[str, int], tuple[tuple[int, int], ...]] = {
    ("materials", 2023): ((31, 100), (120, 25), (260, 40), (401, 15)),
    ("materials", 2024): ((18, 30), (95, 100), (222, 20), (350, 35), (470, 10)),
    ("advice", 2023): ((20, 10),),
    ("advice", 2024): ((33, 15), (51, 5)),
    ("training", 2023): ((12, 50),),
    ("training", 2024): ((25, 100), (40, 20)),
    ("office", 2023): ((15, 100), (88, 20)),
    ("office", 2024): ((42, 50), (101, 30)),
}
#: Lines of late 2023 that are credited in January and February 2024: category, percentage, day.
_CREDITED_LATER = (
    ("materials", 20, date(2024, 1, 16)),
    ("training", 50, date(2024, 1, 24)),
    ("office", 100, date(2024, 2, 8)),
)


def eur_cents(pence: int, year: int) -> Fraction:
    """Return the euro cents of an amount in pence by the year's average rate, six decimals a euro."""
    micro_eur = Fraction(pence, 100) / GBP_PER_EUR[year] * 1_000_000
    return Fraction(int(micro_eur + Fraction(1, 2)), 10_000)


def _in_pounds(category: str, year: int) -> list[Cost]:
    """Return the invoices in pounds of a category and year; British suppliers bill without VAT."""
    return [
        Cost(
            HOLDING, supplier_id, day, f"UK-{day:%y%m}1", account, text, 0, cents=pence,
            currency="GBP",
        )
        for group, supplier_id, account, text, day, pence in _IN_POUNDS
        if group == category and day.year == year
    ]  # fmt: skip


def _drawn(category: str, year: int) -> list[Cost]:
    """Return the invoices in euros of a category and year, still without amounts."""
    counts, holding = _INVOICES[category]
    draw = Draw(f"purchases:{category}:{year}")
    costs: list[Cost] = []
    numbers: dict[str, int] = {}
    for place in range(counts[year]):
        day = date(year, 1, 2) + timedelta(days=place * 362 // counts[year])
        day = weekday_on_or_before(max(day, date(year, 1, 4)))
        passed, wanted = 0.0, draw.between(0, 1)
        for vendor in _VENDORS[category]:
            passed += vendor.share
            if wanted < passed:
                break
        numbers[vendor.supplier_id] = numbers.get(vendor.supplier_id, 0) + 1
        entity_id = HOLDING if draw.chance(holding) else CLEANING
        document = f"{vendor.code}{day:%y}{numbers[vendor.supplier_id]:04d}"
        first = draw.whole(0, len(vendor.articles) - 1)
        for article in (vendor.articles[first:] + vendor.articles[:first])[: draw.whole(1, 3)]:
            costs.append(
                Cost(
                    entity_id, vendor.supplier_id, day, document, article.account, article.text,
                    article.vat_pct, article.size * draw.between(0.5, 1.6),
                )
            )  # fmt: skip
    return costs


@cache
def costs_of(category: str, year: int) -> tuple[Cost, ...]:
    """Return the cost lines of a category and year that add up to its total.

    Invoices in pounds have amounts of their own; those in euros take the rest, so that the sum is
    the total to within half a cent.
    """
    pounds, costs = _in_pounds(category, year), _drawn(category, year)
    converted = sum((eur_cents(cost.cents, year) for cost in pounds), Fraction(0))
    rest = SPEND_CENTS[category][year] - int(converted + Fraction(1, 2))
    for cost, cents in zip(costs, divide(rest, [cost.weight for cost in costs]), strict=True):
        cost.cents = cents
    drawn = list(costs)
    for index, pct in _CREDITED[category, year]:
        # A line of December is credited before the year ends.
        day = min(drawn[index].day + timedelta(days=17), date(year, 12, 29))
        credit(costs, drawn[index], weekday_on_or_before(day), pct, drawn[index])
    for later, pct, day in _CREDITED_LATER:
        if (later, day.year) == (category, year):
            before = [cost for cost in costs_of(category, year - 1) if cost.cents > 0]
            original = max((cost for cost in before if not cost.currency), key=lambda c: c.day)
            credit(costs, original, day, pct, drawn[0])
    return tuple(pounds + costs)


def waste_costs(year: int) -> tuple[Cost, ...]:
    """Return the cost lines of waste: the collections, the containers and what was cleared out.

    The collections have the document and amount of extracts/waste_collections; containers and
    clearing out take what remains of the year's total.
    """
    costs: list[Cost] = []

    def add(entity_id: str, day: date, document: str, text: str, weight: float, cents: int) -> None:
        costs.append(
            Cost(
                entity_id, "s-afval", day, document, accounts.WASTE, text, 21, weight, cents,
            )
        )  # fmt: skip

    for line in other.waste_lines():
        if line.day.year == year:
            cents = int(line.values["amount_eur"].replace(".", ""))
            add(HOLDING, line.day, line.document, line.values["waste_type"], 0.0, cents)
    rest = SPEND_CENTS["waste"][year] - sum(cost.cents for cost in costs)
    assert rest > 0, f"the collections of {year} cost more than its waste"
    for month in (3, 6, 9, 12):
        day = weekday_on_or_before(date(year, month, 28))
        add(HOLDING, day, f"CON-{day:%y%m}1", "Huur containers", 1.0, 0)
    jobs = {
        2023: (),
        2024: ((date(2024, 4, 11), HOLDING, 7.0), (date(2024, 6, 20), CLEANING, 9.0),
               (date(2024, 10, 3), CLEANING, 12.0)),
    }  # fmt: skip
    for day, entity_id, weight in jobs[year]:
        add(entity_id, day, f"ONT-{day:%y%m}1", "Ontruiming opslag", weight, 0)
    weights = [cost.weight for cost in costs]
    for cost, cents in zip(costs, divide(rest, weights), strict=True):
        cost.cents += cents
    return tuple(costs)


def spend_costs(year: int) -> list[Cost]:
    """Return all cost lines of this module in a year."""
    return [cost for name in _VENDORS for cost in costs_of(name, year)] + list(waste_costs(year))
