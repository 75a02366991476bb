"""Many plans as a table of plain text, the worst first."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final

import attrs

from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.plan_assessment import WORST_FIRST, PlanResult
from jbpcore.errors import InvalidValueError
from jbpcore.formatting.locales import parse_worded_locale
from jbpcore.formatting.numbers import show_day, show_number
from jbpcore.model.health import Health
from jbpcore.model.party import Partner, PartnerKind
from jbpcore.views.goal_line import GoalLine, goal_line
from jbpcore.views.marks import UNICODE_MARKS, Marks

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
# They turn the direction of writing and so could make one figure look like another.
_TURNS_TEXT = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


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
    _Column("due", "Due by now", is_number=True),
    _Column("pace", "Pace", is_number=True),
    _Column("status", "Status"),
    _Column("gap", "Gap", is_number=True),
    _Column("takes", "What it takes"),
)
# Left out one after the other where the table would be too wide. What a narrow table
# leaves out of its columns, it says in the line below the goal.
_LEFT_OUT: Final = ("due", "takes", "done", "gap", "attained")
_LEAST_GOAL_CELLS = 12
_INDENT = "  "
_GUTTER = "  "


def portfolio_text(
    results: Iterable[PlanResult],
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
        results: The plans, all measured on the same day.
        width: Columns of the screen; less than 40 counts as 40.
        locale: How numbers and days are written; its language must be English.
        marks: The signs to draw with.

    Returns:
        Lines without a line break at the end.

    Raises:
        InvalidValueError: If the plans were not all measured on the same day.
        UnsupportedLocaleError: If there is no wording in the locale's language.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.engine.plan_assessment import assess_plan
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
        >>> day = date(2026, 5, 15)
        >>> print(portfolio_text([assess_plan(plan, [], as_of=day)], width=72))
        Acme on May 15, 2026: 1 partner, 1 goal
        ...
        Northwind (reseller)
          New revenue  none of $25,000     —     —  ○ No data  $25,000
            due $12,363; ask for the numbers: nothing is in the ledger
    """
    parse_worded_locale(locale)
    plans = sorted(results, key=_urgency)
    if not plans:
        return "No plans yet."
    if len({plan.as_of for plan in plans}) > 1:
        days = sorted({str(plan.as_of) for plan in plans})
        raise InvalidValueError("results", days, "measured on the same day")
    page = _Page(plans, max(width, _NARROWEST), locale, marks)
    return "\n".join([*page.summary(), "", *page.table()])


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
        self, plans: Sequence[PlanResult], width: int, locale: str, marks: Marks
    ) -> None:
        self.plans = plans
        self.width = width
        self.locale = locale
        self.marks = marks

    def summary(self) -> Iterator[str]:
        plans = self.plans
        vendors = {plan.plan.vendor.name for plan in plans}
        who = _plain(vendors.pop()) if len(vendors) == 1 else "All vendors"
        partners = self.count(len({plan.plan.partner.id for plan in plans}), "partner")
        goals = self.count(sum(len(plan.results) for plan in plans), "goal")
        day = show_day(plans[0].as_of, locale=self.locale)
        yield f"{who} on {day}: {partners}, {goals}"
        yield ""
        rows = list(self.counts())
        stati = max((_cells(status) for status, _, _ in rows), default=0)
        digits = max((_cells(count) for _, count, _ in rows), default=0)
        for status, count, names in rows:
            head = f"{_INDENT}{_left(status, stati)}{_GUTTER}{count:>{digits}}"
            yield from self.wrapped(names, f"{head}{_GUTTER}")

    def counts(self) -> Iterator[tuple[str, str, str]]:
        for health in WORST_FIRST:
            names = Counter[str]()
            for plan in self.plans:
                count = plan.health_counts.get(health, 0)
                names[_plain(plan.plan.partner.name)] += count
            total = names.total()
            if not total:
                continue
            told = [
                f"{name} ({count})" if count > 1 else name
                for name, count in names.items()
                if count
            ]
            listed = ", ".join(told) if health in _NAMED else ""
            yield self.marks.status(health), show_number(total), listed

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
        heading = self.row([column.heading for column in columns], columns, widths)
        yield heading
        yield self.marks.rule * min(self.width, max(_cells(heading), _NARROWEST))
        for title, block in blocks:
            yield from self.wrapped(title, "")
            for line in block:
                cells = [_plain(getattr(line, column.field)) for column in columns]
                yield self.row(cells, columns, widths)
                yield from self.below(line, columns)
            if not block:
                yield f"{_INDENT}no goals yet"

    def fitting(self, lines: Sequence[GoalLine]) -> tuple[list[_Column], list[int]]:
        """Choose the columns that fit, and how wide each is."""
        columns = list(_COLUMNS)
        for field in (*_LEFT_OUT, ""):
            widths = [self.natural(column, lines) for column in columns]
            room = self.width - len(_INDENT) - len(_GUTTER) * (len(columns) - 1)
            spare = room - sum(widths)
            if spare >= 0:
                break
            may_shrink = "takes" not in {column.field for column in columns}
            if may_shrink and widths[0] + spare >= _LEAST_GOAL_CELLS:
                widths[0] += spare
                break
            if field:
                columns = [column for column in columns if column.field != field]
        return columns, widths

    def natural(self, column: _Column, lines: Sequence[GoalLine]) -> int:
        cells = [_cells(_plain(getattr(line, column.field))) for line in lines]
        return max([len(column.heading), *cells])

    def row(
        self, cells: Sequence[str], columns: Sequence[_Column], widths: Sequence[int]
    ) -> str:
        shown = [
            _right(cell, width)
            if column.is_number
            else _left(self.cut(cell, width), width)
            for cell, column, width in zip(cells, columns, widths, strict=True)
        ]
        return f"{_INDENT}{_GUTTER.join(shown)}".rstrip()

    def below(self, line: GoalLine, columns: Sequence[_Column]) -> Iterator[str]:
        """Say below a goal what has no column."""
        shown = {column.field for column in columns}
        told = []
        if "attained" not in shown:
            told.append(line.attained)
        if line.takes and "takes" not in shown:
            has_due = line.due != self.marks.missing and "due" not in shown
            told.append(f"due {line.due}; {line.takes}" if has_due else line.takes)
        for text in (*told, *line.notes):
            yield from self.wrapped(_plain(text), _INDENT * 2)

    def partner_heading(self, result: PlanResult) -> str:
        plan = result.plan
        same = sum(other.plan.partner.id == plan.partner.id for other in self.plans)
        heading = _plain(f"{plan.partner.name} ({_describe(plan.partner)})")
        return f"{heading}: {_plain(plan.name)}" if same > 1 else heading

    def wrapped(self, text: str, head: str) -> list[str]:
        """Wrap *text* after *head*, further lines under its first."""
        room = max(self.width - _cells(head), 1)
        lines = textwrap.wrap(text, room, break_on_hyphens=False) or [""]
        indent = " " * _cells(head)
        first, *others = lines
        return [f"{head}{first}".rstrip(), *(f"{indent}{line}" for line in others)]

    def cut(self, text: str, width: int) -> str:
        if _cells(text) <= width:
            return text
        while text and _cells(text) + _cells(self.marks.cut) > width:
            text = text[:-1]
        return text.rstrip() + self.marks.cut

    def count(self, number: int, noun: str) -> str:
        return f"{show_number(number, locale=self.locale)} {noun}{'s' * (number != 1)}"


def _describe(partner: Partner) -> str:
    kind = _KINDS.get(partner.kind, partner.kind.value)
    words = f"{partner.tier} {kind}".strip()
    return f"{words}, {partner.region}" if partner.region else words


def _plain(text: str) -> str:
    """Return *text* on one line, without what turns the direction of writing."""
    return " ".join(_TURNS_TEXT.sub("", text).split())


def _cells(text: str) -> int:
    """Count the columns of a screen that *text* takes."""
    return sum(
        0
        if unicodedata.category(letter) in {"Mn", "Me", "Cf"}
        else 2
        if unicodedata.east_asian_width(letter) in {"W", "F"}
        else 1
        for letter in text
    )


def _left(text: str, width: int) -> str:
    return text + " " * (width - _cells(text))


def _right(text: str, width: int) -> str:
    return " " * (width - _cells(text)) + text
