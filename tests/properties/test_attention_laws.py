"""Laws of what needs attention: ordered, quiet when told, and giving nothing away."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.effort import examples

import jbpcore as jbp
from jbpcore.engine.attention.order import most_urgent_first
from jbpcore.errors import PlanNotFoundError
from jbpcore.formatting.explain_nudge import explain_nudge
from jbpcore.model.audience import Audience
from jbpcore.model.party import PersonRole, Side
from jbpcore.model.plan import Plan
from jbpcore.planning.policy import Viewer
from jbpcore.planning.visibility import project
from jbpcore.testing.plan_strategies import plans
from jbpcore.testing.whole_text import whole_text

LAW = settings(max_examples=examples(30), suppress_health_check=[HealthCheck.too_slow])
VIEWERS = st.builds(
    Viewer,
    side=st.none() | st.sampled_from(Side),
    role=st.sampled_from(PersonRole),
    person_id=st.none() | st.sampled_from(["tom", "a", "0"]),
)
SPAN = jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1))
CANARY = "CANARY"


def moved_in(plan: Plan, shift: timedelta, **fields: Any) -> Plan:
    """Bring a plan into 2026, in force, so that there is much to say."""
    first = SPAN.start

    def on(day: date) -> date:
        return first + timedelta(days=(day - first).days % SPAN.length_days)

    return attrs.evolve(
        plan,
        period=SPAN,
        hidden_from=None,
        state=jbp.PlanState.AGREED,
        kind=jbp.PlanKind.JOINT,
        goals=[
            attrs.evolve(
                goal, period=SPAN, phasing=jbp.LinearPhasing(), target_versions=()
            )
            for goal in plan.goals
        ],
        actions=[
            attrs.evolve(action, due_on=on(action.due_on) + shift, recurrence=None)
            for action in plan.actions
        ],
        **fields,
    )


FULL = st.builds(
    moved_in, plans(), st.integers(-60, 60).map(lambda n: timedelta(days=n))
)


@st.composite
def asked(draw: st.DrawFn) -> tuple[Plan, list[jbp.ActualEntry], date]:
    """Return a plan in force, what was booked for it, and a day."""
    plan = draw(FULL)
    days = st.dates(SPAN.start, SPAN.last_day)
    entries = [
        jbp.ActualEntry(
            metric=goal.metric.key,
            on=draw(days),
            amount=amount,
            entry_id=f"{goal.id}-{number}",
        )
        for goal in plan.goals
        if (amount := goal.sample) is not None and not isinstance(amount, jbp.Ratio)
        for number in range(draw(st.integers(0, 2)))
    ]
    return plan, entries, draw(days)


@LAW
@given(asked(), st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_order_of_anything(
    case: tuple[Plan, list[jbp.ActualEntry], date], random: Any
) -> None:
    plan, entries, day = case
    found = jbp.attention(plan, entries, as_of=day).nudges
    shuffled = {
        name: random.sample(getattr(plan, name), len(getattr(plan, name)))
        for name in ("goals", "actions", "reviews", "records")
    }
    entries = random.sample(entries, len(entries))
    again = jbp.attention(attrs.evolve(plan, **shuffled), entries, as_of=day).nudges
    assert again == found
    mixed = random.sample(found, len(found))
    assert most_urgent_first(mixed, plan) == found
    assert [nudge.urgency for nudge in found] == sorted(n.urgency for n in found)


@LAW
@given(asked(), st.data())
def test_a_snooze_takes_out_exactly_its_own(
    case: tuple[Plan, list[jbp.ActualEntry], date], data: st.DataObject
) -> None:
    plan, entries, day = case
    found = jbp.attention(plan, entries, as_of=day)
    assume(found)
    one = data.draw(st.sampled_from(found.nudges))
    for late, is_quiet in ((0, True), (-1, False)):
        snooze = jbp.Snooze(
            code=one.code, subject=one.subject, until_on=day + timedelta(days=late)
        )
        left = jbp.attention(plan, entries, as_of=day, snoozes=[snooze])
        gone = [n for n in found if (n.code, n.subject) == (one.code, one.subject)]
        kept = [n for n in found if n not in gone]
        assert list(left) == (kept if is_quiet else list(found))
        assert left.snoozed_count == (len(gone) if is_quiet else 0)


@LAW
@given(asked(), st.integers(0, 6))
def test_at_most_keeps_the_most_urgent(
    case: tuple[Plan, list[jbp.ActualEntry], date], most: int
) -> None:
    plan, entries, day = case
    whole = jbp.attention(plan, entries, as_of=day)
    part = jbp.attention(plan, entries, as_of=day, at_most=most)
    assert part.nudges == whole.nudges[:most]
    assert len(part) + part.more_count == len(whole)


@LAW
@given(asked(), VIEWERS)
def test_nobody_hears_of_what_they_cannot_see(
    case: tuple[Plan, list[jbp.ActualEntry], date], viewer: Viewer
) -> None:
    plan, entries, day = case
    try:
        seen = project(plan, viewer)
    except PlanNotFoundError:
        return
    known = {
        f"{name}:{one.id}"
        for name in ("goals", "actions", "reviews", "amendments", "proposals")
        for one in getattr(seen, name)
    }
    found = jbp.attention(
        plan, entries, as_of=day, audience=viewer, includes_others=True
    )
    assert {nudge.subject for nudge in found} <= known | {""}
    people = {person.id for person in seen.people} | {viewer.person_id, None}
    for nudge in found:
        if nudge.person_id not in people:
            # Somebody whom the plan itself does not know, as the projection leaves it.
            assert nudge.person_id not in {person.id for person in plan.people}


def named(audience: Audience, mark: str) -> Plan:
    """Return a plan with everything that may be for one side alone."""
    goal = jbp.Goal(
        id=f"goal-{mark}",
        name=f"Goal {mark}",
        metric=jbp.metrics.REVENUE,
        target=jbp.Money("25000", "USD"),
        period=SPAN,
        audience=audience,
        owner_id=f"owner-{mark}",
    )
    work = {
        status: jbp.Action(
            id=f"{status}-{mark}",
            name=f"Work {mark}",
            side=jbp.Side.VENDOR,
            due_on=date(2026, 3, 1),
            status=status,
            blocked_reason=mark,
            blocked_on=date(2026, 3, 1),
            audience=audience,
            goal_id=goal.id,
        )
        for status in (jbp.ActionStatus.OPEN, jbp.ActionStatus.BLOCKED)
    }
    return jbp.Plan(
        id="p",
        name="Plan",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="nw", name="Northwind"),
        period=SPAN,
        state=jbp.PlanState.AGREED,
        goals=[goal],
        actions=list(work.values()),
    )


@given(st.dates(SPAN.start, SPAN.last_day), st.integers(0, 300))
def test_a_canary_of_the_vendor_is_never_heard_by_the_partner(
    day: date, booked: int
) -> None:
    hidden, open_ = named(Audience.VENDOR, CANARY), named(Audience.JOINT, CANARY)
    entries = [
        jbp.ActualEntry(
            metric="revenue",
            on=SPAN.start + timedelta(days=booked),
            amount=jbp.Money("777", "USD"),
            entry_id="1",
        )
    ]
    bare = attrs.evolve(hidden, goals=[], actions=[])
    told, told_bare = (
        jbp.attention(
            plan, entries, as_of=day, audience=Side.PARTNER, includes_others=True
        )
        for plan in (hidden, bare)
    )
    # Not a word, not a figure, not even a count or an idle day is another one.
    assert told == told_bare
    assert CANARY not in whole_text(told)
    assert "777" not in whole_text(told)
    # And the test can hear a canary where there is one to hear.
    heard = jbp.attention(open_, entries, as_of=date(2026, 12, 1), audience=Side.VENDOR)
    assert CANARY in whole_text(heard)


@LAW
@given(asked())
def test_every_nudge_holds_since_its_day_and_is_said_in_one_sentence(
    case: tuple[Plan, list[jbp.ActualEntry], date],
) -> None:
    plan, entries, day = case
    for nudge in jbp.attention(plan, entries, as_of=day):
        assert (nudge.since is None) is (nudge.since_reason is not None)
        assert nudge.since is None or nudge.since <= day
        said = explain_nudge(nudge)
        assert said.endswith(".")
        assert nudge.name in said


PACE_CODES = (
    jbp.NudgeCode.GOAL_AT_RISK,
    jbp.NudgeCode.GOAL_OFF_PACE,
    jbp.NudgeCode.GAP_IMPLAUSIBLE,
)


@LAW
@given(
    st.lists(st.tuples(st.integers(0, 90), st.integers(-2000, 6000)), max_size=6),
    st.integers(0, 90),
)
def test_a_goal_has_been_so_on_every_day_since_and_not_the_day_before(
    booked: list[tuple[int, int]], gone: int
) -> None:
    start = date(2026, 4, 1)
    period = jbp.DateRange.of_days(start, 91)
    goal = jbp.Goal(
        id="g",
        name="G",
        metric=jbp.metrics.REVENUE,
        target=jbp.Money(9100, "USD"),
        period=period,
    )
    plan = attrs.evolve(named(Audience.JOINT, "x"), goals=[goal], actions=[])
    entries = [
        jbp.ActualEntry(
            metric="revenue",
            on=start + timedelta(days=day),
            amount=jbp.Money(amount, "USD"),
        )
        for day, amount in booked
    ]

    def rank(day: date) -> int:
        found = jbp.attention(plan, entries, as_of=day)
        codes = [n.code for n in found if n.subject == "goals:g"]
        return max(
            (PACE_CODES.index(c) + 1 for c in codes if c in PACE_CODES), default=0
        )

    as_of = start + timedelta(days=gone)
    for nudge in jbp.attention(plan, entries, as_of=as_of):
        if nudge.code in PACE_CODES and nudge.since is not None:
            now = rank(as_of)
            span = (as_of - nudge.since).days
            days = [nudge.since + timedelta(days=n) for n in range(span + 1)]
            assert all(rank(day) >= now for day in days)
            before = nudge.since - timedelta(days=1)
            assert before < start or rank(before) < now
