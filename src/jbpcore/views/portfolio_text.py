"""Many plans as a table of plain text, the worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

import attrs

from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.plan_assessment import WORST_FIRST, PlanResult
from jbpcore.engine.portfolio import Portfolio
from jbpcore.formatting.locales import parse_locale
from jbpcore.formatting.numbers import show_day, show_number
from jbpcore.model.health import Health
from jbpcore.model.party import Partner, PartnerKind
from jbpcore.views.goal_line import GoalLine, goal_line
from jbpcore.views.marks import UNICODE_MARKS, Marks
from jbpcore.views.text_layout import (
    NO_BREAK,
    cells,
    cut,
    left,
    plain,
    right,
    wrapped,
)

__all__ = ["portfolio_text"]

_NARROWEST = 40
_KINDS: Final = {
    PartnerKind.MSP: "MSP",
    PartnerKind.ISV: "ISV",
    PartnerKind.OTHER: "partner",
}
_NAMED: Final = {
    Health.MISSED,
    Health.OFF_TRACK,
    Health.AT_RISK,
    Health.NO_DATA,
    Health.NOT_APPLICABLE,
}


@attrs.frozen
class _Column:
    """A column of the table: a field of GoalLine, its heading, and how it lines up."""

    field: str
    heading: str
    is_number: bool = False


_COLUMNS: Final = (
    _Column("goal", "Goal"),
    _Column("attained", "Attained of target"),
    _Column("done", "Done", is_number=True),
    _Column("due", "Due", is_number=True),
    _Column("pace", "Pace", is_number=True),
    _Column("status", "Status"),
    _Column("gap", "Gap", is_number=True),
    _Column("takes", "What it takes"),
)
# Left out one after the other where the table would be too wide.
_LEFT_OUT: Final = ("due", "takes", "done", "gap", "attained")
_LEAST_GOAL_CELLS = 12
_INDENT = "  "
_GUTTER = "  "


def portfolio_text(
    portfolio: Portfolio,
    *,
    width: int = 80,
    locale: str = "en_US",
    marks: Marks = UNICODE_MARKS,
) -> str:
    """Show how every goal of many plans stands, the worst partner first.

    First comes how many goals have which health, and whose they are where somebody has
    to act; then a table of the goals by partner. With room for it, what a goal takes
    stands in the last column, else below the goal.

    Args:
        portfolio: How the plans stand.
        width: Columns of the screen; less than 40 counts as 40.
        locale: How numbers and days are written; the words beside them are English.
        marks: The signs to draw with.

    Returns:
        Lines without a line break at the end.

    Raises:
        UnsupportedLocaleError: If there is no wording in the locale's language.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.engine.portfolio import assess_portfolio
        >>> from jbpcore.model import metrics
        >>> from jbpcore.model.goal import Goal
        >>> from jbpcore.model.party import Party
        >>> from jbpcore.model.plan import Plan
        >>> from jbpcore.periods.daterange import DateRange
        >>> from jbpcore.values.money import Money
        >>> quarter = DateRange(date(2026, 4, 1), date(2026, 7, 1))
        >>> goal = Goal(id="new", name="New revenue", metric=metrics.REVENUE,
        ...             target=Money("25000", "USD"), period=quarter)
        >>> plan = Plan(id="northwind", name="Northwind", period=quarter, goals=[goal],
        ...             vendor=Party(id="acme", name="Acme"),
        ...             partner=Partner(id="northwind", name="Northwind"))
        >>> portfolio = assess_portfolio([plan], [], as_of=date(2026, 5, 15))
        >>> print(portfolio_text(portfolio, width=72))
        Acme on May 15, 2026: 1 partner, 1 goal
        ...
        Northwind (reseller)
          New revenue  none of $25,000        —     —  ○ No data  $25,000
            due $12,363; nothing is in the ledger: ask for the numbers
    """
    parse_locale(locale)
    page = _Page(portfolio, max(width, _NARROWEST), locale, marks)
    parts = [page.summary(), page.table() if portfolio.plans else (), page.findings()]
    blocks = ["\n".join(part) for part in parts]
    return "\n\n".join(block for block in blocks if block)


def _urgency(result: PlanResult) -> tuple[int, Fraction, str, str]:
    """Order plans by their worst goal: by its health, and then by how slow it is."""
    worst = min(map(_badness, result.results), default=(len(WORST_FIRST), Fraction(0)))
    return (*worst, result.plan.partner.name, result.plan.id)


def _badness(result: GoalResult) -> tuple[int, Fraction]:
    pace = result.pace_index
    return (WORST_FIRST.index(result.health), Fraction(0) if pace is None else pace)


class _Page:
    """The lines about the plans, worst first, for one width."""

    def __init__(
        self, portfolio: Portfolio, width: int, locale: str, marks: Marks
    ) -> None:
        self.portfolio = portfolio
        self.plans = sorted(portfolio.plans, key=_urgency)
        self.width = width
        self.locale = locale
        self.marks = marks

    def summary(self) -> Iterator[str]:
        plans = self.plans
        vendors = {plan.plan.vendor.name for plan in plans}
        who = plain(vendors.pop()) if len(vendors) == 1 else "All vendors"
        partners = self.count(len({plan.plan.partner.id for plan in plans}), "partner")
        goals = self.count(sum(len(plan.results) for plan in plans), "goal")
        day = show_day(self.portfolio.as_of, locale=self.locale)
        if not plans:
            yield f"No plans on {day}"
            return
        yield f"{who} on {day}: {partners}, {goals}"
        yield ""
        rows = list(self.counts())
        stati = max((cells(status) for status, _, _ in rows), default=0)
        digits = max((cells(count) for _, count, _ in rows), default=0)
        for status, count, names in rows:
            head = f"{_INDENT}{left(status, stati)}{_GUTTER}{count:>{digits}}"
            yield from wrapped(names, self.width, head=f"{head}{_GUTTER}")

    def counts(self) -> Iterator[tuple[str, str, str]]:
        for health in WORST_FIRST:
            names = Counter[str]()
            for plan in self.plans:
                count = plan.health_counts.get(health, 0)
                names[plain(plan.plan.partner.name)] += count
            total = names.total()
            if not total:
                continue
            told = [
                (f"{name} ({count})" if count > 1 else name).replace(" ", NO_BREAK)
                for name, count in names.items()
                if count
            ]
            listed = ", ".join(told) if health in _NAMED else ""
            number = show_number(total, locale=self.locale)
            yield self.marks.status(health), number, listed

    def table(self) -> Iterator[str]:
        blocks = [
            (
                self.partner_heading(plan),
                [
                    goal_line(result, locale=self.locale, marks=self.marks)
                    for result in sorted(plan.results, key=_badness)
                ],
            )
            for plan in self.plans
        ]
        lines = [line for _, lines in blocks for line in lines]
        columns, widths = self.fitting(lines)
        yield self.row([column.heading for column in columns], columns, widths)
        yield self.marks.rule * min(self.width, self.whole(widths))
        for number, (title, block) in enumerate(blocks):
            if number:
                yield ""
            yield from wrapped(title, self.width)
            for line in block:
                texts = [plain(getattr(line, column.field)) for column in columns]
                yield self.row(texts, columns, widths)
                yield from self.below(line, columns)
            if not block:
                yield f"{_INDENT}no goals yet"

    def findings(self) -> Iterator[str]:
        """Say what concerns no plan alone."""
        for finding in self.portfolio.findings:
            yield from wrapped(plain(finding.message), self.width)

    def fitting(self, lines: Sequence[GoalLine]) -> tuple[list[_Column], list[int]]:
        """Choose the columns that fit, and how wide each is."""
        columns = list(_COLUMNS)
        widths = [self.natural(column, lines) for column in columns]
        for field in _LEFT_OUT:
            spare = self.width - self.whole(widths)
            if spare >= 0:
                break
            has_takes = any(column.field == "takes" for column in columns)
            if not has_takes and widths[0] + spare >= _LEAST_GOAL_CELLS:
                widths[0] += spare
                break
            columns = [column for column in columns if column.field != field]
            widths = [self.natural(column, lines) for column in columns]
        else:
            too_much = self.whole(widths) - self.width
            widths[0] -= max(min(too_much, widths[0] - _LEAST_GOAL_CELLS), 0)
        return columns, widths

    def whole(self, widths: Sequence[int]) -> int:
        return len(_INDENT) + sum(widths) + len(_GUTTER) * (len(widths) - 1)

    def natural(self, column: _Column, lines: Sequence[GoalLine]) -> int:
        found = [cells(plain(getattr(line, column.field))) for line in lines]
        return max([len(column.heading), *found])

    def row(
        self, texts: Sequence[str], columns: Sequence[_Column], widths: Sequence[int]
    ) -> str:
        shown = [
            right(cell, width)
            if column.is_number
            else left(cut(cell, width, self.marks.cut), width)
            for cell, column, width in zip(texts, columns, widths, strict=True)
        ]
        return f"{_INDENT}{_GUTTER.join(shown)}".rstrip()

    def below(self, line: GoalLine, columns: Sequence[_Column]) -> Iterator[str]:
        """Say below a goal what has no column."""
        shown = {column.field for column in columns}
        told = [] if "attained" in shown else [line.attained]
        if "takes" not in shown or not line.takes:
            told.append(line.advice)
        for text in (*told, *line.notes):
            if text:
                yield from wrapped(plain(text), self.width, head=_INDENT * 2)

    def partner_heading(self, result: PlanResult) -> str:
        plan = result.plan
        same = sum(other.plan.partner.id == plan.partner.id for other in self.plans)
        heading = plain(f"{plan.partner.name} ({_describe(plan.partner)})")
        return f"{heading}: {plain(plan.name)}" if same > 1 else heading

    def count(self, number: int, noun: str) -> str:
        return f"{show_number(number, locale=self.locale)} {noun}{'s' * (number != 1)}"


def _describe(partner: Partner) -> str:
    kind = _KINDS.get(partner.kind, partner.kind.value)
    words = f"{partner.tier} {kind}".strip()
    return f"{words}, {partner.region}" if partner.region else words
