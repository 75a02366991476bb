"""The card of a plan that somebody sees at each log-in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import ClassVar, Final

import attrs

from jbpcore.engine.attention.nudge import Nudge
from jbpcore.engine.attention.quiet import Snooze
from jbpcore.engine.attention.settings import AttentionSettings
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.plan_assessment import WORST_FIRST, assess_plan
from jbpcore.model.actual import ActualEntry
from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.health import Health
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.planning.attention import AttentionRequest
from jbpcore.planning.policy import DEFAULT_POLICY, Policy, Viewer
from jbpcore.values.ids import ActionId, PersonId, ReviewId
from jbpcore.views.goal_blocks import facts_of, health_badge, lead_of, meter_of
from jbpcore.views.goal_words import GoalWords
from jbpcore.views.markup import Link
from jbpcore.views.palette import Tone
from jbpcore.views.plan_head import PlanHead
from jbpcore.views.sheet import Block, Item, Items, Prose, Sheet, SheetSection
from jbpcore.views.sheet_table import Badge, Cell, Column, Row, Table
from jbpcore.views.view import View
from jbpcore.views.voice import MOST_VOICES, Voice

__all__ = ["CardAction", "CardReview", "PlanCard", "plan_card"]

_OPEN: Final = frozenset(
    {ActionStatus.OPEN, ActionStatus.IN_PROGRESS, ActionStatus.BLOCKED}
)
_MOST_ACTIONS: Final = 3
_MOST_NUDGES: Final = 3


@attrs.frozen(kw_only=True)
class CardAction:
    """One of the next actions.

    Attributes:
        action_id: The action.
        name: What is to be done.
        side: Who does it.
        owner: The name of the person doing it; empty if nobody is named.
        due_on: The last day for it.
        status: How far it is.
        days_left: Days from the card's day to *due_on*; below zero if it is overdue.
    """

    action_id: ActionId
    name: str
    side: Side
    owner: str
    due_on: date
    status: ActionStatus
    days_left: int


@attrs.frozen(kw_only=True)
class CardReview:
    """The next review.

    Attributes:
        review_id: The review.
        name: What people call it.
        on: The day it is booked for.
        days_left: Days from the card's day to *on*.
        link: Where to dial in; empty if nowhere.
    """

    review_id: ReviewId
    name: str
    on: date
    days_left: int
    link: str


@attrs.frozen(kw_only=True)
class PlanCard(View):
    """How a plan stands, in what somebody reads within seconds.

    Attributes:
        plan: Which plan.
        as_of: The last day that counts, as a whole day.
        health: The health of the worst goal.
        main: The goal that matters most now: among the worst the heaviest, and then the
            slowest. ``None`` if there are no goals.
        others: The other goals, the worst first.
        review: The next review; ``None`` if none is booked.
        actions: The next actions of whom the card is for.
        needs: What needs them, the most urgent first.
        more_count: How much more needs them.
    """

    kind: ClassVar[str] = "plan_card"

    plan: PlanHead
    as_of: date
    health: Health
    main: GoalResult | None
    others: tuple[GoalResult, ...]
    review: CardReview | None
    actions: tuple[CardAction, ...]
    needs: tuple[Nudge, ...]
    more_count: int

    def sheet(self, voice: Voice) -> Sheet:
        """Return what is shown, in one language and without a form."""
        return Sheet(
            kind=self.kind,
            language=voice.language,
            is_leftward=voice.is_leftward,
            title=self.plan.name,
            subtitle=self.plan.parties_on(self.as_of, voice),
            badge=health_badge(self.health, voice),
            blocks=tuple(_blocks(self, voice)),
        )


def plan_card(  # noqa: PLR0913 - one question, and each part of it by name
    plan: Plan,
    entries: Iterable[ActualEntry] = (),
    *,
    as_of: date,
    audience: Side | Viewer | None = None,
    snoozes: Iterable[Snooze] = (),
    settings: AttentionSettings | None = None,
    plan_ids: Collection[str] = (),
    work_calendar: WorkCalendar | None = None,
    data_through: date | None = None,
    policy: Policy = DEFAULT_POLICY,
) -> PlanCard:
    """Return the card of *plan* for the page that *audience* sees at each log-in.

    The plan is projected for the audience first, so that nothing on the card can give
    away what is hidden from them.

    Args:
        plan: The whole plan.
        entries: Booked facts; those of another partner are passed over.
        as_of: The last day that counts, as a whole day.
        audience: For whom: a person sees their own actions, a side all of that side;
            ``None`` is for a job that looks after everybody and shows it to nobody.
        snoozes: What was put off, by anybody.
        settings: From when on something needs attention.
        plan_ids: Ids of other plans that the audience may know of.
        work_calendar: Working days for rates by the working day.
        data_through: The last day that the source of the entries has delivered.
        policy: Who may see what, and who may sign.

    Raises:
        PlanNotFoundError: If the audience must not know of the plan.

    Examples:
        Halfway through the second quarter, and 30 % of the goal is in:

        >>> import jbpcore as jbp
        >>> q2 = jbp.FiscalCalendar.calendar_year().quarter(2026, 2)
        >>> goal = jbp.Goal(id="new", name="New revenue", metric=jbp.metrics.REVENUE,
        ...                 target=jbp.Money("25000", "USD"), period=q2)
        >>> plan = jbp.Plan(id="nw-q2", name="Northwind Q2", goals=[goal], period=q2,
        ...                 vendor=jbp.Party(id="acme", name="Acme"),
        ...                 partner=jbp.Partner(id="nw", name="Northwind"),
        ...                 kind=jbp.PlanKind.LITE)
        >>> booked = [jbp.ActualEntry(metric="revenue", on=date(2026, 4, 20),
        ...                           amount=jbp.Money("7500", "USD"))]
        >>> card = plan_card(plan, booked, as_of=date(2026, 5, 15))
        >>> print(card.to_text(width=72))
        Northwind Q2                                                 ▼ Off track
        Acme and Northwind, May 15, 2026
        ...
        New revenue
        30% $7,500 of $25,000
        ...
    """
    request = AttentionRequest(
        as_of=as_of,
        audience=audience,
        at_most=_MOST_NUDGES,
        snoozes=snoozes,
        settings=settings,
        plan_ids=plan_ids,
        work_calendar=work_calendar,
        data_through=data_through,
        policy=policy,
    )
    seen = request.over(plan, entries)
    plan, needs, result = seen.plan, seen.attention, seen.result
    if result is None:
        result = assess_plan(
            plan,
            seen.entries,
            as_of=as_of,
            work_calendar=work_calendar,
            data_through=data_through,
        )
    ranked = sorted(result.results, key=_urgency)
    return PlanCard(
        plan=PlanHead.of(plan),
        as_of=as_of,
        health=result.health,
        main=ranked[0] if ranked else None,
        others=tuple(ranked[1:]),
        review=_next_review(plan, as_of),
        actions=_next_actions(plan, seen.viewer, as_of),
        needs=needs.nudges,
        more_count=needs.more_count,
    )


def _urgency(result: GoalResult) -> tuple[int, Fraction, Fraction]:
    pace = result.pace_index
    slow = Fraction(0) if pace is None else pace
    return (WORST_FIRST.index(result.health), -result.goal.weight, slow)


def _next_review(plan: Plan, as_of: date) -> CardReview | None:
    ahead = [one for one in plan.reviews if one.is_open and one.on >= as_of]
    if not ahead:
        return None
    found = min(ahead, key=lambda one: (one.on, one.id))
    return CardReview(
        review_id=found.id,
        name=found.name,
        on=found.on,
        days_left=(found.on - as_of).days,
        link=found.link,
    )


def _next_actions(
    plan: Plan, viewer: Viewer | None, as_of: date
) -> tuple[CardAction, ...]:
    names: dict[PersonId, str] = {person.id: person.name for person in plan.people}
    mine = [
        action
        for action in plan.actions
        if action.status in _OPEN and _is_of(action, viewer)
    ]
    mine.sort(key=lambda action: (action.due_on, action.id))
    return tuple(
        CardAction(
            action_id=action.id,
            name=action.name,
            side=action.side,
            owner="" if action.owner_id is None else names.get(action.owner_id, ""),
            due_on=action.due_on,
            status=action.status,
            days_left=(action.due_on - as_of).days,
        )
        for action in mine[:_MOST_ACTIONS]
    )


def _is_of(action: Action, viewer: Viewer | None) -> bool:
    if viewer is None:
        return True
    if viewer.person_id is not None:
        return action.owner_id == viewer.person_id
    return action.side is viewer.side


def _blocks(card: PlanCard, voice: Voice) -> Iterable[Block]:
    if card.main is None:
        yield Prose(sentences=(voice.text("No goals are agreed yet."),))
    else:
        words = GoalWords(card.main, voice)
        yield lead_of(words)
        facts = facts_of(words)
        if facts is not None:
            yield facts
    yield SheetSection(
        title=voice.text("What needs you"), blocks=(_needs(card, voice),)
    )
    title = voice.text("Your next actions")
    yield SheetSection(title=title, blocks=(_actions(card, voice),), is_column=True)
    title = voice.text("Next review")
    yield SheetSection(title=title, blocks=(_review(card, voice),), is_column=True)
    if card.others:
        title = voice.text("Other goals")
        yield SheetSection(title=title, blocks=(_goals(card, voice),))


def _needs(card: PlanCard, voice: Voice) -> Block:
    if not card.needs:
        return Prose(sentences=(voice.text("Nothing needs you today."),))
    more = ""
    if card.more_count:
        more = voice.count(
            "And {n} more thing.", "And {n} more things.", card.more_count
        )
    rows = tuple(Item(text=voice.nudge(nudge)) for nudge in card.needs)
    return Items(rows=rows, is_ordered=True, more=more)


def _actions(card: PlanCard, voice: Voice) -> Block:
    if not card.actions:
        return Prose(sentences=(voice.text("No open actions."),))
    return Items(rows=tuple(_action(one, voice) for one in card.actions))


def _action(action: CardAction, voice: Voice) -> Item:
    badge = None
    due = voice.text("due {day}", day=voice.day(action.due_on))
    if action.status is ActionStatus.BLOCKED:
        badge = Badge(Tone.WARN, "◆", voice.text("Blocked"))
    elif action.days_left < 0:
        badge = Badge(Tone.BAD, "▼", voice.text("Overdue"))
    if action.days_left < 0:
        days = voice.days(-action.days_left)
        day = voice.day(action.due_on)
        due = voice.text("was due {day}, {days} ago", day=day, days=days)
    owner = (action.owner,) if action.owner else ()
    return Item(text=action.name, details=(" · ".join((due, *owner)),), badge=badge)


def _review(card: PlanCard, voice: Voice) -> Block:
    review = card.review
    if review is None:
        told = voice.text("No review is booked: book one.")
        return Prose(sentences=(told,))
    day = voice.day(review.on)
    if review.days_left == 0:
        when = voice.text("today, {day}", day=day)
    else:
        days = voice.days(review.days_left)
        when = voice.text("{day}, in {days}", day=day, days=days)
    link = Link.try_of(review.link) if review.link else None
    return Items(
        rows=(
            Item(
                text=review.name,
                details=(when,),
                link=None if link is None else (link, voice.text("Join")),
            ),
        )
    )


def _goals(card: PlanCard, voice: Voice) -> Table:
    rows = []
    for result in card.others:
        words = GoalWords(result, voice)
        rows.append(
            Row(
                cells=(
                    Cell(result.goal.name),
                    Cell(badge=health_badge(result.health, voice)),
                    Cell(words.done or "—", meter=meter_of(words)),
                    Cell(words.attained or "—"),
                )
            )
        )
    columns = _goal_columns(voice)
    return Table(caption=voice.text("Other goals"), columns=columns, rows=rows)


@lru_cache(maxsize=MOST_VOICES)
def _goal_columns(voice: Voice) -> tuple[Column, ...]:
    return (
        Column(heading=voice.text("Goal")),
        Column(heading=voice.text("Status")),
        Column(heading=voice.text("Done"), is_number=True),
        Column(heading=voice.text("Attained of target"), is_number=True, rank=1),
    )
