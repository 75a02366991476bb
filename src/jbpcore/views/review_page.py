"""A review on one page: what to look at, in the order in which it is talked about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import ClassVar

import attrs

from jbpcore.engine.goal_result import GoalResult
from jbpcore.model.figures import GoalFigures
from jbpcore.model.health import Health
from jbpcore.model.party import Side
from jbpcore.planning.agenda import AgendaCode, AgendaItem, agenda
from jbpcore.planning.review_decisions import DecisionLine
from jbpcore.planning.review_pack import ReviewPack
from jbpcore.planning.review_pack_parts import PromiseLine, StuckLine, WinLine
from jbpcore.values.ids import ReviewId
from jbpcore.views.goal_blocks import health_badge, meter_of
from jbpcore.views.goal_words import GoalWords
from jbpcore.views.plan_head import PlanHead
from jbpcore.views.review_lines import (
    decision_item,
    follow_through_words,
    promise_item,
    stuck_item,
    win_item,
)
from jbpcore.views.sheet import Block, Item, Items, Prose, Sheet, SheetSection
from jbpcore.views.sheet_table import Cell, Column, Row, Table
from jbpcore.views.view import View
from jbpcore.views.voice import Voice

__all__ = ["ReviewGoal", "ReviewPage", "ReviewWay", "review_page"]


@attrs.frozen(kw_only=True)
class ReviewGoal:
    """How a goal stands, and how it stood at the last review.

    Attributes:
        now: How it stands.
        then: The figures that the last review kept; ``None`` if it kept none.
    """

    now: GoalResult
    then: GoalFigures | None


@attrs.frozen(kw_only=True)
class ReviewWay:
    """What it takes to bring one goal back.

    Attributes:
        goal: How it stands.
        actions: The fewest open actions that help most.
        closes_gap: Whether they close the gap; ``None`` where that is not known.
    """

    goal: GoalResult
    actions: tuple[str, ...]
    closes_gap: bool | None


@attrs.frozen(kw_only=True)
class ReviewPage(View):
    """A review on one page.

    Attributes:
        plan: Which plan.
        review_id: The review.
        name: What people call it.
        on: The day it is booked for.
        as_of: The last day that counts in the figures.
        last_on: The day of the last review; ``None`` if this is the first.
        health: The health of the worst goal.
        goals: How each goal stands, and stood.
        vendor_follow_through: What the vendor kept ÷ what was due since then.
        partner_follow_through: The same of the partner.
        promises: What became of what was promised.
        wins: The big wins.
        stuck: Where the plan is stuck, the worst first.
        ways: What it takes to bring back what is behind.
        said_ways: Ways through that somebody wrote down.
        changes: What changed since then, in English sentences.
        decisions: What is to be decided.
        agenda: The sections of the review, with their minutes.
    """

    kind: ClassVar[str] = "review_page"

    plan: PlanHead
    review_id: ReviewId
    name: str
    on: date
    as_of: date
    last_on: date | None
    health: Health
    goals: tuple[ReviewGoal, ...]
    vendor_follow_through: Fraction | None
    partner_follow_through: Fraction | None
    promises: tuple[PromiseLine, ...]
    wins: tuple[WinLine, ...]
    stuck: tuple[StuckLine, ...]
    ways: tuple[ReviewWay, ...]
    said_ways: tuple[str, ...]
    changes: tuple[str, ...]
    decisions: tuple[DecisionLine, ...]
    agenda: tuple[AgendaItem, ...]

    def sheet(self, voice: Voice) -> Sheet:
        """Return what is shown, in one language and without a form."""
        return Sheet(
            kind=self.kind,
            language=voice.language,
            is_leftward=voice.is_leftward,
            title=voice.text(
                "{review}, {day}", review=self.name, day=voice.day(self.on)
            ),
            subtitle=voice.text(
                "{plan}: {vendor} and {partner}",
                plan=self.plan.name,
                vendor=self.plan.vendor,
                partner=self.plan.partner,
            ),
            badge=health_badge(self.health, voice),
            blocks=tuple(_blocks(self, voice)),
        )


def review_page(pack: ReviewPack) -> ReviewPage:
    """Return a review on one page.

    For one side, prepare the review of the plan that it sees.

    Args:
        pack: What :func:`~jbpcore.planning.review_pack.prepare_review` gathered.

    Examples:
        >>> import jbpcore as jbp
        >>> plan = jbp.Plan(
        ...     id="p", name="P", vendor=jbp.Party(id="acme", name="Acme"),
        ...     partner=jbp.Partner(id="nw", name="Northwind"),
        ...     period=jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ...     reviews=[jbp.Review(id="q2", name="Q2 review", on=date(2026, 6, 16))],
        ... )
        >>> pack = jbp.prepare_review(plan, [], "q2", as_of=date(2026, 6, 15))
        >>> [item.code.value for item in review_page(pack).agenda]
        ['decisions', 'next_review']
    """
    review = pack.review
    moved = {one.goal_id: one.then for one in pack.goals}
    return ReviewPage(
        plan=PlanHead.of(pack.result.plan),
        review_id=review.id,
        name=review.name,
        on=review.on,
        as_of=pack.as_of,
        last_on=None if pack.last is None else pack.last.held_on,
        health=pack.result.health,
        goals=tuple(
            ReviewGoal(now=one, then=moved.get(one.goal.id))
            for one in pack.result.results
        ),
        vendor_follow_through=pack.follow_through.of(Side.VENDOR).ratio,
        partner_follow_through=pack.follow_through.of(Side.PARTNER).ratio,
        promises=pack.promises,
        wins=pack.wins,
        stuck=pack.stuck,
        ways=tuple(
            ReviewWay(
                goal=way.result,
                actions=tuple(action.name for action in way.closing.actions),
                closes_gap=way.closing.closes_gap,
            )
            for way in pack.ways
        ),
        said_ways=review.ways_through,
        changes=pack.since.sentences,
        decisions=pack.decisions,
        agenda=agenda(pack),
    )


def _blocks(page: ReviewPage, voice: Voice) -> Iterator[Block]:
    if page.goals:
        caption = voice.text("Goals now and at the last review")
        rows = (_goal(one, voice) for one in page.goals)
        yield Table(caption=caption, columns=_columns(voice), rows=rows)
    for item in page.agenda:
        blocks = tuple(_section(item.code, page, voice))
        yield SheetSection(
            title=_title(item.code, voice),
            subtitle=voice.count("{n} minute", "{n} minutes", item.minutes),
            blocks=blocks,
        )


def _title(code: AgendaCode, voice: Voice) -> str:
    return {
        AgendaCode.PROMISES: voice.text("What we promised"),
        AgendaCode.WINS: voice.text("Where are the big wins"),
        AgendaCode.STUCK: voice.text("Where are we stuck"),
        AgendaCode.WAYS_THROUGH: voice.text("How do we get through it"),
        AgendaCode.CHANGES: voice.text("What changed"),
        AgendaCode.DECISIONS: voice.text("What we decide"),
        AgendaCode.NEXT_REVIEW: voice.text("When we meet again"),
    }[code]


def _columns(voice: Voice) -> tuple[Column, ...]:
    return (
        Column(heading=voice.text("Goal")),
        Column(heading=voice.text("Status")),
        Column(heading=voice.text("Last time"), is_number=True, rank=1),
        Column(heading=voice.text("Done"), is_number=True),
        Column(heading=voice.text("Gap"), is_number=True, rank=2),
    )


def _goal(goal: ReviewGoal, voice: Voice) -> Row:
    words = GoalWords(goal.now, voice)
    then = "—"
    if goal.then is not None and goal.then.attainment_ratio is not None:
        then = voice.percent(goal.then.attainment_ratio, of_goal=True)
    return Row(
        cells=(
            Cell(goal.now.goal.name),
            Cell(badge=health_badge(goal.now.health, voice)),
            Cell(then),
            Cell(words.done or "—", meter=meter_of(words)),
            Cell(words.gap or "—"),
        )
    )


def _section(code: AgendaCode, page: ReviewPage, voice: Voice) -> Iterable[Block]:
    if code is AgendaCode.PROMISES:
        kept = _kept(page, voice)
        if kept:
            yield Prose(sentences=kept)
        yield Items(rows=tuple(promise_item(one, voice) for one in page.promises))
    elif code is AgendaCode.WINS:
        yield Items(rows=tuple(win_item(one, voice) for one in page.wins))
    elif code is AgendaCode.STUCK:
        rows = tuple(stuck_item(one, voice) for one in page.stuck)
        yield Items(rows=rows, is_ordered=True)
    elif code is AgendaCode.WAYS_THROUGH:
        rows = tuple(_way(one, voice) for one in page.ways)
        yield Items(rows=(*rows, *(Item(text=said) for said in page.said_ways)))
    elif code is AgendaCode.CHANGES:
        yield Items(rows=tuple(Item(text=voice.say(one)) for one in page.changes))
    elif code is AgendaCode.DECISIONS:
        rows = tuple(decision_item(one, voice) for one in page.decisions)
        yield Items(rows=rows, is_ordered=True)
    else:
        yield Prose(sentences=(voice.text("Agree on a day before you leave."),))


def _kept(page: ReviewPage, voice: Voice) -> tuple[str, ...]:
    both = (
        (Side.VENDOR, page.vendor_follow_through),
        (Side.PARTNER, page.partner_follow_through),
    )
    return tuple(
        follow_through_words(side, voice.percent(ratio), voice)
        for side, ratio in both
        if ratio is not None
    )


def _way(way: ReviewWay, voice: Voice) -> Item:
    words = GoalWords(way.goal, voice)
    details = [words.advice] if words.advice else []
    if way.actions:
        listed = ", ".join(way.actions)
        if way.closes_gap:
            told = voice.text("These actions would close it: {actions}", actions=listed)
        else:
            told = voice.text("These actions would help: {actions}", actions=listed)
        details.append(told)
    return Item(
        text=way.goal.goal.name,
        details=tuple(details),
        badge=health_badge(way.goal.health, voice),
    )
