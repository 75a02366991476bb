"""What needs somebody's attention about a plan, for log-in cards and mails."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date

import attrs

from jbpcore.engine.attention.goal_nudges import iter_goal_nudges, iter_stale_actuals
from jbpcore.engine.attention.nudge import Nudge
from jbpcore.engine.attention.order import most_urgent_first
from jbpcore.engine.attention.promise_nudges import iter_promise_nudges
from jbpcore.engine.attention.quiet import Attention, Snooze, quieted
from jbpcore.engine.attention.review_nudges import iter_review_nudges
from jbpcore.engine.attention.settings import AttentionSettings
from jbpcore.engine.attention.work_nudges import iter_action_nudges
from jbpcore.engine.plan_assessment import PlanResult, assess_by_metric
from jbpcore.errors import InvalidValueError, PlanNotFoundError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.agreement import PlanState
from jbpcore.model.party import PersonRole, Side
from jbpcore.model.plan import Plan
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.planning.agreement_nudges import (
    is_in_force,
    iter_plan_nudges,
    iter_waiting,
)
from jbpcore.planning.minutes_nudges import iter_minutes_nudges
from jbpcore.planning.policy import DEFAULT_POLICY, Policy, Viewer
from jbpcore.planning.visibility import project, project_entries
from jbpcore.values.ids import MetricKey

__all__ = ["AttentionRequest", "Watched", "attention"]

_LEADING = {
    Side.VENDOR: PersonRole.PARTNER_MANAGER,
    Side.PARTNER: PersonRole.PARTNER_ADMIN,
}
_OVER = frozenset({PlanState.CLOSED, PlanState.CANCELLED})
_USUAL = AttentionSettings()


@attrs.frozen(kw_only=True)
class Watched:
    """What needs attention about a plan, and what it was found in.

    Attributes:
        attention: What needs attention.
        plan: The plan as the audience sees it.
        viewer: The audience; ``None`` if it is nobody in particular.
        entries: The entries that they may know of.
        result: How the plan stands; ``None`` if its goals were not asked about.
    """

    attention: Attention
    plan: Plan
    viewer: Viewer | None
    entries: tuple[ActualEntry, ...]
    result: PlanResult | None


def attention(  # noqa: PLR0913 - one question, and each part of it by name
    plan: Plan,
    entries: Iterable[ActualEntry] = (),
    *,
    as_of: date,
    audience: Side | Viewer | None = None,
    at_most: int | None = None,
    snoozes: Iterable[Snooze] = (),
    settings: AttentionSettings | None = None,
    includes_others: bool = False,
    successor: Plan | None = None,
    plan_ids: Collection[str] = (),
    work_calendar: WorkCalendar | None = None,
    data_through: date | None = None,
    policy: Policy = DEFAULT_POLICY,
) -> Attention:
    """Return what needs attention about *plan* at the end of *as_of*.

    The plan is projected for the audience first, and everything is found in what they
    see: no nudge can give away what is hidden from them, nor can a count.

    Goals, actions, reviews and promises are asked about while a plan is in force:
    agreed, or a lite plan. A draft or a proposal is asked for what makes it one. After
    its last day a plan is to be closed, and its work is asked about no more. A plan
    that is closed or cancelled needs nothing.

    Args:
        plan: The whole plan.
        entries: Booked facts; those of another partner are passed over.
        as_of: The last day that counts, as a whole day.
        audience: For whom. A side sees what its partner manager or its partner admin
            sees; a person what their side and role may see. ``None`` is for a job that
            looks after everybody and shows it to nobody.
        at_most: How many nudges; the rest is counted. ``None`` for all.
        snoozes: What was put off, by anybody.
        settings: From when on something needs attention.
        includes_others: Whether to add, for an audience, what only the other side can
            act on.
        successor: The plan that follows, if there is one; it counts if the audience may
            know of it.
        plan_ids: Ids of other plans that the audience may know of.
        work_calendar: Working days for rates by the working day.
        data_through: The last day that the source of the entries has delivered.
        policy: Who may see what, and who may sign.

    Returns:
        The nudges, the most urgent first, and how many were left out.

    Raises:
        PlanNotFoundError: If the audience must not know of the plan.
        InvalidValueError: If *at_most* is below zero, or *successor* follows another
            plan.

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
        >>> for nudge in attention(plan, booked, as_of=date(2026, 5, 15)):
        ...     print(nudge.code, nudge.subject, nudge.since, nudge.step)
        jbp.nudge.goal_off_pace goals:new 2026-05-05 book_review
    """
    request = AttentionRequest(
        as_of=as_of,
        audience=audience,
        at_most=at_most,
        snoozes=snoozes,
        settings=settings,
        includes_others=includes_others,
        successor=successor,
        plan_ids=plan_ids,
        work_calendar=work_calendar,
        data_through=data_through,
        policy=policy,
    )
    return request.over(plan, entries).attention


def _or_usual(settings: AttentionSettings | None) -> AttentionSettings:
    return _USUAL if settings is None else settings


@attrs.frozen(kw_only=True)
class AttentionRequest:
    """What is asked about a plan, and for whom, as :func:`attention` takes it."""

    as_of: date
    audience: Side | Viewer | None = None
    at_most: int | None = None
    snoozes: Iterable[Snooze] = ()
    settings: AttentionSettings = attrs.field(default=None, converter=_or_usual)
    includes_others: bool = False
    successor: Plan | None = None
    plan_ids: Collection[str] = ()
    work_calendar: WorkCalendar | None = None
    data_through: date | None = None
    policy: Policy = DEFAULT_POLICY

    def over(self, plan: Plan, entries: Iterable[ActualEntry]) -> Watched:
        """Return what needs attention with what it was found in, to be shown beside it.

        Raises:
            PlanNotFoundError: If the audience must not know of the plan.
            InvalidValueError: If *at_most* is below zero, or *successor* follows
                another plan.
        """
        _check_successor(plan, self.successor)
        viewer = _viewer(self.audience)
        if viewer is not None:
            plan = project(plan, viewer, policy=self.policy, plan_ids=self.plan_ids)
            entries = project_entries(entries, plan)
        has_successor = plan.successor_id is not None
        if self.successor is not None:
            has_successor = _is_known(self.successor, viewer, self.policy)
        asked = _Question(plan, tuple(entries), self)
        found = asked.answers(has_successor=has_successor)
        heard = [nudge for nudge in found if nudge.code not in self.settings.silent]
        if viewer is not None and not self.includes_others:
            heard = [nudge for nudge in heard if viewer.side in nudge.sides]
        heeded = quieted(
            most_urgent_first(heard, plan),
            plan_id=plan.id,
            as_of=self.as_of,
            snoozes=self.snoozes,
            side=None if viewer is None else viewer.side,
            person_id=None if viewer is None else viewer.person_id,
            at_most=self.at_most,
        )
        return Watched(
            attention=heeded,
            plan=plan,
            viewer=viewer,
            entries=asked.entries,
            result=asked.result,
        )


class _Question:
    """What is asked about one plan, as its audience sees it."""

    def __init__(
        self, plan: Plan, entries: tuple[ActualEntry, ...], request: AttentionRequest
    ) -> None:
        self.plan, self.entries, self.request = plan, entries, request
        self.result: PlanResult | None = None

    def answers(self, *, has_successor: bool) -> Iterator[Nudge]:
        plan, request = self.plan, self.request
        settings, as_of = request.settings, request.as_of
        if plan.state in _OVER:
            return
        yield from iter_waiting(plan, settings, request.policy, as_of=as_of)
        yield from iter_plan_nudges(
            plan, self.entries, settings, as_of=as_of, has_successor=has_successor
        )
        if not is_in_force(plan):
            return
        by_metric = self.by_metric()
        result = self.result = assess_by_metric(
            plan,
            by_metric,
            as_of=as_of,
            work_calendar=request.work_calendar,
            data_through=request.data_through,
        )
        yield from iter_goal_nudges(result, by_metric, settings)
        yield from iter_stale_actuals(result, settings)
        yield from iter_minutes_nudges(plan, settings, as_of=as_of)
        if as_of <= plan.period.last_day:
            yield from iter_action_nudges(plan, settings, as_of=as_of)
            yield from iter_review_nudges(plan, settings, as_of=as_of)
            yield from iter_promise_nudges(plan, settings, as_of=as_of)

    def by_metric(self) -> dict[MetricKey, list[ActualEntry]]:
        own = {None, self.plan.partner.id}
        found: defaultdict[MetricKey, list[ActualEntry]] = defaultdict(list)
        for entry in self.entries:
            if entry.partner_id in own:
                found[entry.metric].append(entry)
        return found


def _viewer(audience: Side | Viewer | None) -> Viewer | None:
    if isinstance(audience, Side):
        return Viewer(side=audience, role=_LEADING[audience])
    if audience is None or isinstance(audience, Viewer):
        return audience
    raise InvalidValueError("audience", audience, "a Side, a Viewer or None")


def _check_successor(plan: Plan, successor: Plan | None) -> None:
    if successor is None:
        return
    if successor.previous_id != plan.id and plan.successor_id != successor.id:
        expected = f"a plan that follows {plan.id}"
        raise InvalidValueError("successor", successor.id, expected)


def _is_known(successor: Plan, viewer: Viewer | None, policy: Policy) -> bool:
    """Say whether a plan follows, as far as the audience may know."""
    if successor.state is PlanState.CANCELLED:
        return False
    if viewer is None:
        return True
    try:
        project(successor, viewer, policy=policy)
    except PlanNotFoundError:
        return False
    return True
