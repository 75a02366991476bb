"""Many plans as a table, the worst first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

import attrs

from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.plan_assessment import WORST_FIRST
from jbpcore.engine.portfolio import Portfolio
from jbpcore.formatting.words import Words
from jbpcore.model.health import Health
from jbpcore.values.ids import PartyId
from jbpcore.views.goal_blocks import health_badge, meter_of
from jbpcore.views.goal_words import GoalWords
from jbpcore.views.marks import UNICODE_MARKS, Marks
from jbpcore.views.plan_head import PlanHead
from jbpcore.views.portfolio_lines import badness, portfolio_lines, urgency
from jbpcore.views.sheet import Block, Facts, Item, Items, Prose, Sheet
from jbpcore.views.sheet_table import Cell, Column, Row, Table
from jbpcore.views.view import View
from jbpcore.views.voice import Voice, voice_for

__all__ = ["HealthCount", "PortfolioPlan", "PortfolioTable", "portfolio_table"]


@attrs.frozen
class HealthCount:
    """How many goals have one health.

    Attributes:
        health: The health.
        count: How many goals.
    """

    health: Health
    count: int


@attrs.frozen(kw_only=True)
class PortfolioPlan:
    """One plan of many.

    Attributes:
        plan: Which plan.
        partner_id: Its partner.
        health: The health of its worst goal.
        goals: How its goals stand, the worst first.
    """

    plan: PlanHead
    partner_id: PartyId
    health: Health
    goals: tuple[GoalResult, ...]


@attrs.frozen(kw_only=True)
class PortfolioTable(View):
    """How every goal of many plans stands, the worst partner first.

    Attributes:
        as_of: The last day that counts.
        counts: How many goals have which health, the worst first.
        plans: The plans, the worst first.
        findings: What concerns no plan alone, in English sentences.
    """

    kind: ClassVar[str] = "portfolio_table"

    as_of: date
    counts: tuple[HealthCount, ...]
    plans: tuple[PortfolioPlan, ...]
    findings: tuple[str, ...]
    _portfolio: Portfolio

    def to_text(
        self,
        *,
        width: int = 80,
        locale: str | Words = "en_US",
        marks: Marks = UNICODE_MARKS,
    ) -> str:
        """Return the table as text for a screen.

        First comes how many goals have which health, and whose they are where somebody
        has to act; then the goals by partner. With room for it, what a goal takes
        stands in the last column, else below the goal.

        Args:
            width: Columns of the screen; less than 40 counts as 40.
            locale: In which language, and how figures and days are written.
            marks: The signs to draw with.
        """
        voice = voice_for(locale)
        return portfolio_lines(self._portfolio, width=width, voice=voice, marks=marks)

    def sheet(self, voice: Voice) -> Sheet:
        """Return what is shown, in one language and without a form."""
        return Sheet(
            kind=self.kind,
            language=voice.language,
            is_leftward=voice.is_leftward,
            title=voice.text("Partners and their goals"),
            subtitle=voice.day(self.as_of),
            blocks=tuple(_blocks(self, voice)),
        )


def portfolio_table(portfolio: Portfolio) -> PortfolioTable:
    """Return many plans as a table, the worst first.

    For one side, assess the plans that it sees.

    Args:
        portfolio: How the plans stand.

    Examples:
        >>> import jbpcore as jbp
        >>> quarter = jbp.DateRange(date(2026, 4, 1), date(2026, 7, 1))
        >>> goal = jbp.Goal(id="new", name="New revenue", metric=jbp.metrics.REVENUE,
        ...                 target=jbp.Money("25000", "USD"), period=quarter)
        >>> plan = jbp.Plan(id="northwind", name="Northwind", period=quarter,
        ...                 vendor=jbp.Party(id="acme", name="Acme"), goals=[goal],
        ...                 partner=jbp.Partner(id="northwind", name="Northwind"))
        >>> portfolio = jbp.assess_portfolio([plan], [], as_of=date(2026, 5, 15))
        >>> print(portfolio_table(portfolio).to_text(width=72))
        Acme on May 15, 2026: 1 partner, 1 goal
        ...
        Northwind (reseller)
          New revenue  none of $25,000        —     —  ○ No data  $25,000
            due $12,363; nothing is in the ledger: ask for the numbers
    """
    found = portfolio.health_counts
    return PortfolioTable(
        as_of=portfolio.as_of,
        counts=tuple(HealthCount(h, found[h]) for h in WORST_FIRST if h in found),
        plans=tuple(
            PortfolioPlan(
                plan=PlanHead.of(one.plan),
                partner_id=one.plan.partner.id,
                health=one.health,
                goals=tuple(sorted(one.results, key=badness)),
            )
            for one in sorted(portfolio.plans, key=urgency)
        ),
        findings=tuple(finding.message for finding in portfolio.findings),
        portfolio=portfolio,
    )


def _blocks(page: PortfolioTable, voice: Voice) -> Iterable[Block]:
    if not page.plans:
        yield Prose(sentences=(voice.text("There are no plans."),))
        return
    yield Facts(
        rows=tuple(
            (
                f"{UNICODE_MARKS.shapes[one.health]} {voice.health(one.health)}",
                voice.number(one.count),
                "",
            )
            for one in page.counts
        )
    )
    columns = (
        Column(heading=voice.text("Goal")),
        Column(heading=voice.text("Status")),
        Column(heading=voice.text("Attained of target"), is_number=True, rank=2),
        Column(heading=voice.text("Done"), is_number=True),
        Column(heading=voice.text("Due"), is_number=True, rank=4),
        Column(heading=voice.text("Pace"), is_number=True, rank=1),
        Column(heading=voice.text("Gap"), is_number=True, rank=3),
        Column(heading=voice.text("What it takes"), rank=5),
    )
    rows = (_row(result, one, voice) for one in page.plans for result in one.goals)
    yield Table(caption=voice.text("Goals by partner"), columns=columns, rows=rows)
    if page.findings:
        told = (Item(text=voice.say(finding)) for finding in page.findings)
        yield Items(rows=tuple(told))


def _row(result: GoalResult, plan: PortfolioPlan, voice: Voice) -> Row:
    words = GoalWords(result, voice)
    group = plan.plan.partner
    if group in plan.plan.name:
        group = plan.plan.name
    else:
        group = voice.text(
            "{partner}: {plan}", partner=plan.plan.partner, plan=plan.plan.name
        )
    return Row(
        group=group,
        group_badge=health_badge(plan.health, voice),
        cells=(
            Cell(result.goal.name),
            Cell(badge=health_badge(result.health, voice)),
            Cell(words.attained or "—"),
            Cell(words.done or "—", meter=meter_of(words)),
            Cell(words.due or "—"),
            Cell(words.pace or "—"),
            Cell(words.gap or "—"),
            Cell(words.takes or words.advice),
        ),
    )
