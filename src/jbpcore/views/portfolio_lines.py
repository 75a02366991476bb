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
from jbpcore.model.health import Health
from jbpcore.model.party import Partner, PartnerKind
from jbpcore.views.goal_line import GoalLine, goal_line
from jbpcore.views.marks import Marks
from jbpcore.views.text_layout import (
    NO_BREAK,
    cells,
    cut,
    left,
    plain_line,
    right,
    wrapped,
)
from jbpcore.views.voice import Voice

__all__ = ["badness", "portfolio_lines", "urgency"]

_NARROWEST = 40
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


def _columns(voice: Voice) -> list[_Column]:
    return [
        _Column("goal", voice.text("Goal")),
        _Column("attained", voice.text("Attained of target")),
        _Column("done", voice.text("Done"), is_number=True),
        _Column("due", voice.text("Due"), is_number=True),
        _Column("pace", voice.text("Pace"), is_number=True),
        _Column("status", voice.text("Status")),
        _Column("gap", voice.text("Gap"), is_number=True),
        _Column("takes", voice.text("What it takes")),
    ]


# Left out one after the other where the table would be too wide.
_LEFT_OUT: Final = ("due", "takes", "done", "gap", "attained")
_LEAST_GOAL_CELLS = 12
_INDENT = "  "
_GUTTER = "  "


def portfolio_lines(
    portfolio: Portfolio, *, width: int, voice: Voice, marks: Marks
) -> str:
    """Show how every goal of many plans stands, the worst partner first.

    Args:
        portfolio: How the plans stand.
        width: Columns of the screen; less than 40 counts as 40.
        voice: The language.
        marks: The signs to draw with.

    Returns:
        Lines without a line break at the end.
    """
    page = _Page(portfolio, max(width, _NARROWEST), voice, marks)
    parts = [page.summary(), page.table() if portfolio.plans else (), page.findings()]
    blocks = ["\n".join(part) for part in parts]
    return "\n\n".join(block for block in blocks if block)


def urgency(result: PlanResult) -> tuple[int, Fraction, str, str]:
    """Order plans by their worst goal: by its health, and then by how slow it is."""
    worst = min(map(badness, result.results), default=(len(WORST_FIRST), Fraction(0)))
    return (*worst, result.plan.partner.name, result.plan.id)


def badness(result: GoalResult) -> tuple[int, Fraction]:
    """Order goals by their health, and then by how slow they are."""
    pace = result.pace_index
    return (WORST_FIRST.index(result.health), Fraction(0) if pace is None else pace)


class _Page:
    """The lines about the plans, worst first, for one width."""

    def __init__(
        self, portfolio: Portfolio, width: int, voice: Voice, marks: Marks
    ) -> None:
        self.portfolio = portfolio
        self.plans = sorted(portfolio.plans, key=urgency)
        self.width = width
        self.voice = voice
        self.marks = marks

    def summary(self) -> Iterator[str]:
        plans = self.plans
        vendors = {plan.plan.vendor.name for plan in plans}
        day = self.voice.day(self.portfolio.as_of)
        if not plans:
            yield self.voice.text("No plans on {day}", day=day)
            return
        who = self.voice.text("All vendors")
        if len(vendors) == 1:
            who = plain_line(vendors.pop())
        yield self.voice.text(
            "{vendor} on {day}: {partners}, {goals}",
            vendor=who,
            day=day,
            partners=self.partners(len({plan.plan.partner.id for plan in plans})),
            goals=self.goals(sum(len(plan.results) for plan in plans)),
        )
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
                names[plain_line(plan.plan.partner.name)] += count
            total = names.total()
            if not total:
                continue
            told = [
                (f"{name} ({count})" if count > 1 else name).replace(" ", NO_BREAK)
                for name, count in names.items()
                if count
            ]
            listed = ", ".join(told) if health in _NAMED else ""
            status = f"{self.marks.shapes[health]} {self.voice.health(health)}"
            yield status, self.voice.number(total), listed

    def table(self) -> Iterator[str]:
        blocks = [
            (
                self.partner_heading(plan),
                [
                    goal_line(result, voice=self.voice, marks=self.marks)
                    for result in sorted(plan.results, key=badness)
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
                texts = [plain_line(getattr(line, column.field)) for column in columns]
                yield self.row(texts, columns, widths)
                yield from self.below(line, columns)
            if not block:
                yield f"{_INDENT}{self.voice.text('no goals yet')}"

    def findings(self) -> Iterator[str]:
        """Say what concerns no plan alone."""
        for finding in self.portfolio.findings:
            yield from wrapped(plain_line(self.voice.say(finding.message)), self.width)

    def fitting(self, lines: Sequence[GoalLine]) -> tuple[list[_Column], list[int]]:
        """Choose the columns that fit, and how wide each is."""
        columns = _columns(self.voice)
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
        found = [cells(plain_line(getattr(line, column.field))) for line in lines]
        return max([cells(column.heading), *found])

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
                yield from wrapped(plain_line(text), self.width, head=_INDENT * 2)

    def partner_heading(self, result: PlanResult) -> str:
        plan = result.plan
        same = sum(other.plan.partner.id == plan.partner.id for other in self.plans)
        kind = _describe(plan.partner, self.voice)
        heading = plain_line(f"{plan.partner.name} ({kind})")
        return f"{heading}: {plain_line(plan.name)}" if same > 1 else heading

    def partners(self, number: int) -> str:
        return self.voice.count("{n} partner", "{n} partners", number)

    def goals(self, number: int) -> str:
        return self.voice.count("{n} goal", "{n} goals", number)


def _describe(partner: Partner, voice: Voice) -> str:
    words = f"{partner.tier} {_kind(partner.kind, voice)}".strip()
    return f"{words}, {partner.region}" if partner.region else words


def _kind(kind: PartnerKind, voice: Voice) -> str:
    return {
        PartnerKind.RESELLER: voice.name("partner", "reseller"),
        PartnerKind.DISTRIBUTOR: voice.name("partner", "distributor"),
        PartnerKind.MSP: voice.name("partner", "MSP"),
        PartnerKind.INTEGRATOR: voice.name("partner", "integrator"),
        PartnerKind.REFERRAL: voice.name("partner", "referral"),
        PartnerKind.ISV: voice.name("partner", "ISV"),
        PartnerKind.OTHER: voice.name("partner", "partner"),
    }[kind]
