"""The next plan, built on the last one.

Every goal, action and commitment of the old plan is carried, closed or dropped, and the
new plan has a record of each, with the reason. Nothing is rounded in silence: the
record of a goal has its base and its target before rounding, as exact numbers, beside
the target that stands in the plan. The rules are in
:mod:`jbpcore.planning.next_target` (amounts), :mod:`jbpcore.planning.next_phasing`
(phasing), :mod:`jbpcore.planning.next_work` (actions, commitments),
:mod:`jbpcore.planning.next_cadences` (reviews) and
:mod:`jbpcore.planning.next_period` (days).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta

import attrs

from jbpcore.engine.projection.history import History
from jbpcore.errors import InvalidValueError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import Amount
from jbpcore.model.audience import Audience
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.planning.moving import (
    Happening,
    acting,
    recorded,
    recorded_all,
    seen_by,
)
from jbpcore.planning.naming import next_id, next_name
from jbpcore.planning.next_cadences import next_cadences
from jbpcore.planning.next_goals import GoalRules, next_goals
from jbpcore.planning.next_period import DayMap, check_follows, next_period
from jbpcore.planning.next_target import RollBase, exact_text
from jbpcore.planning.next_work import Fate, Rolled, check_reasons, next_work
from jbpcore.planning.policy import Policy
from jbpcore.planning.renewal import exact_uplift, require_renewable
from jbpcore.planning.rights import Right
from jbpcore.planning.terms import terms_digest
from jbpcore.values.ids import PersonId, PlanId
from jbpcore.values.ratio import Ratio

__all__ = ["name_successor", "roll_forward"]

_MOVES = {Fate.CARRIED: "carry", Fate.CLOSED: "finish", Fate.DROPPED: "drop"}


def roll_forward(  # noqa: PLR0913 - each is a decision of its own
    plan: Plan,
    entries: Iterable[ActualEntry] = (),
    *,
    as_of: date,
    uplift: Ratio | str = "0%",
    base: RollBase = RollBase.TARGET,
    uplifts: Mapping[str, Ratio | str] | None = None,
    bases: Mapping[str, RollBase] | None = None,
    steps: Mapping[str, Amount] | None = None,
    period: DateRange | None = None,
    calendar: FiscalCalendar | None = None,
    work_calendar: WorkCalendar | None = None,
    id: PlanId | str | None = None,  # noqa: A002 - the plan's own word for it
    name: str | None = None,
    drop: Mapping[str, str] | None = None,
    carry: Mapping[str, str] | None = None,
    drop_actions: Mapping[str, str] | None = None,
    drop_commitments: Mapping[str, str] | None = None,
    histories: Mapping[str, History] | None = None,
    learns_seasons: bool = True,
    scales_to_length: bool = True,
    by: Person | PersonId | str | None = None,
    at: datetime | None = None,
    why: str = "",
    policy: Policy | None = None,
) -> Plan:
    """Return a draft of the next period's plan; *plan* stays as it is.

    Goals keep their ids, so that a chain of plans can be compared year on year. Dropped
    is what *drop* names, and what the closed plan says was dropped; a milestone that is
    reached is closed. Everything else is carried. To note in the old plan which one
    follows it, see :func:`name_successor`.

    Args:
        plan: The plan, in any state but cancelled. Of a closed one the figures count
            that it was closed with.
        entries: What was booked in its period.
        as_of: The last day that counts in figures.
        uplift: The step on the base, such as ``"10%"``, towards what is good.
        base: What the next target is built on.
        uplifts: By goal id, where one differs from *uplift*.
        bases: By goal id, where one differs from *base*.
        steps: By goal id, what its target is rounded to a multiple of, such as 500 USD.
        period: The next plan's days; those that follow if ``None``.
        calendar: The fiscal calendar, for years of 52 and 53 weeks, quarters and
            months; calendar months if ``None``.
        work_calendar: The working days of the next period.
        id: The new plan's id; made from the old one if ``None``.
        name: Its name; as the old one, with the next year, if ``None``.
        drop: Goals to give up, by id, and why.
        carry: Goals to go on with although they ended, by id, and why.
        drop_actions: Open actions to give up, by id, and why.
        drop_commitments: Open commitments to give up, by id, and why.
        histories: What was booked in several years, by goal id, for seasons and for
            projected finishes.
        learns_seasons: Whether the phasing is drawn towards how the year gone by went.
        scales_to_length: Whether what adds up is stretched to the length of the new
            period: 53 weeks are 53/52 of 52.
        by: Who does it; ``None`` where the host itself does.
        at: When, in UTC; the end of *as_of* if ``None``.
        why: What is said with it.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        TransitionError: If the plan is cancelled.
        NotAllowedError: If *by* may not renew plans.
        InvalidValueError: If a goal is named that the plan does not have, or that *by*
            does not know, a reason is blank, an uplift is not exact or impossible, or
            *period* does not follow.

    Examples:
        >>> import jbpcore as jbp
        >>> year = jbp.FiscalCalendar.calendar_year().year(2026)
        >>> goal = jbp.Goal(id="g", name="Revenue", metric=jbp.metrics.REVENUE,
        ...                 target=jbp.Money("25000", "USD"), period=year)
        >>> plan = jbp.Plan(id="nw-2026", name="Northwind 2026", goals=[goal],
        ...                 vendor=jbp.Party(id="acme", name="Acme"), period=year,
        ...                 partner=jbp.Partner(id="nw", name="Northwind"))
        >>> after = roll_forward(plan, as_of=date(2026, 12, 31), uplift="10%")
        >>> print(after.name, after.period, after.goals[0].target)
        Northwind 2027 2027-01-01..2027-12-31 27500.00 USD
        >>> after.previous_id
        'nw-2026'
    """
    person = None if by is None else acting(plan, by, Right.RENEW, policy)
    require_renewable(plan, "roll_forward")
    _refuse_same_id(plan, id)
    new_period = next_period(plan.period, calendar) if period is None else period
    check_follows(new_period, plan.period)
    known = seen_by(plan, person)
    _check_named(known, drop, drop_actions, drop_commitments)
    place = DayMap(plan.period, new_period, calendar)
    rules = GoalRules(
        base=base,
        uplift=exact_uplift(uplift, "uplift"),
        uplifts={
            key: exact_uplift(value, "uplifts")
            for key, value in (uplifts or {}).items()
        },
        bases=dict(bases or {}),
        steps=dict(steps or {}),
        drop=dict(drop or {}),
        carry=dict(carry or {}),
        histories=dict(histories or {}),
        learns_seasons=learns_seasons,
        scales_to_length=scales_to_length,
        work_calendar=work_calendar,
    )
    rules.check(known)
    goals, fates = next_goals(plan, tuple(entries), place, rules, as_of=as_of)
    carried_goals: set[str] = {goal.id for goal in goals}
    work = next_work(
        plan,
        new_period,
        carried_goals=carried_goals,
        dropped_actions=drop_actions or {},
        dropped_commitments=drop_commitments or {},
    )
    rhythm = next_cadences(
        plan, place, carried_goals=carried_goals, work_calendar=work_calendar
    )
    after = attrs.evolve(
        _renewed(plan, new_period, id, name),
        goals=goals,
        initiatives=work.initiatives,
        actions=work.actions,
        commitments=work.commitments,
        cadences=rhythm.cadences,
        reviews=rhythm.reviews,
    )
    told = [*fates, *work.fates, *rhythm.fates]
    first = Happening(
        move="roll_forward",
        why=why,
        subject=f"plans:{plan.id}",
        facts={
            "previous_id": plan.id,
            "previous_state": plan.state,
            "previous_terms": terms_digest(plan),
            "previous_period": plan.period,
            "period": new_period,
            "as_of": as_of,
            "base": base,
            "uplift": exact_text(rules.uplift),
            **_counts(told),
        },
    )
    happenings = [first, *map(_happening, told)]
    instant = _end_of(as_of) if at is None else at
    return recorded_all(None, after, happenings, by=person, at=instant)


def _renewed(
    plan: Plan, period: DateRange, plan_id: str | None, name: str | None
) -> Plan:
    """Return the next plan, with nothing to do in it."""
    return Plan(
        id=next_id(plan.id, plan.period, period)
        if plan_id is None
        else PlanId(plan_id),
        name=next_name(plan.name, plan.period, period) if name is None else name,
        vendor=plan.vendor,
        partner=plan.partner,
        period=period,
        people=plan.people,
        health_bands=plan.health_bands,
        previous_id=plan.id,
        kind=plan.kind,
        approvers=plan.approvers,
        # A draft that one side keeps to itself goes on to be that side's alone.
        hidden_from=plan.hidden_from,
        template=plan.template,
        # What is said in words stays true; figures of last year are asked for anew.
        answers=[one for one in plan.answers if one.amount is None and one.on is None],
    )


def name_successor(
    plan: Plan,
    successor: Plan,
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str = "",
    policy: Policy | None = None,
) -> Plan:
    """Note in *plan* which plan follows it.

    Args:
        plan: The plan that was rolled forward, transferred, merged or split.
        successor: The plan made from it.
        by: Who does it.
        at: When, in UTC.
        why: What is said with it.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        InvalidValueError: If *successor* was not made from *plan*, or is a draft that
            only one side sees.
        NotAllowedError: If *by* may not renew plans.
    """
    person = acting(plan, by, Right.RENEW, policy)
    _check_made_from(plan, successor)
    new = attrs.evolve(plan, successor_id=successor.id)
    return recorded(
        plan,
        new,
        move="name_successor",
        by=person,
        at=at,
        why=why,
        subject=f"plans:{successor.id}",
        facts={"successor_id": successor.id},
    )


def _check_named(
    plan: Plan,
    drop: Mapping[str, str] | None,
    drop_actions: Mapping[str, str] | None,
    drop_commitments: Mapping[str, str] | None,
) -> None:
    check_reasons(drop or {}, {goal.id for goal in plan.goals}, "drop")
    actions: set[str] = {action.id for action in plan.actions}
    check_reasons(drop_actions or {}, actions, "drop_actions")
    commitments: set[str] = {commitment.id for commitment in plan.commitments}
    check_reasons(drop_commitments or {}, commitments, "drop_commitments")


def _refuse_same_id(plan: Plan, new_id: PlanId | str | None) -> None:
    if new_id == plan.id:
        expected = "another id than that of the plan it follows"
        raise InvalidValueError("id", new_id, expected)


def _check_made_from(plan: Plan, successor: Plan) -> None:
    made_from = {successor.previous_id} | {
        record.subject.removeprefix("plans:")
        for record in successor.records
        if record.before_digest is None and record.subject.startswith("plans:")
    }
    if plan.id not in made_from or successor.id == plan.id:
        expected = f"a plan that was made from {plan.id!r}"
        raise InvalidValueError("successor", successor.id, expected)
    if successor.hidden_from is not None:
        expected = "one that both sides see; reveal it first"
        raise InvalidValueError("successor", successor.id, expected)


def _counts(told: Iterable[Rolled]) -> dict[str, object]:
    """Count what became of the parts that both sides see."""
    counts = Counter(
        (one.subject.partition(":")[0], one.fate)
        for one in told
        if one.audience is Audience.JOINT
    )
    return {f"{kind}_{fate}": count for (kind, fate), count in counts.items()}


def _happening(rolled: Rolled) -> Happening:
    return Happening(
        move=_MOVES[rolled.fate],
        why=rolled.why,
        subject=rolled.subject,
        audience=rolled.audience,
        facts=rolled.facts,
    )


def _end_of(day: date) -> datetime:
    """Return the first instant in UTC at which all of *day* is over."""
    return datetime.combine(day, time(), UTC) + timedelta(days=1)
