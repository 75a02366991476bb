"""What holds of every look ahead."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

from jbpcore.engine.amounts import exact
from jbpcore.engine.attainment import assess_goal
from jbpcore.engine.rolling import WindowMove, roll
from jbpcore.engine.window import RollingWindows
from jbpcore.engine.window_shape import (
    DayWindows,
    MonthWindows,
    SprintWindows,
    WindowShape,
)
from jbpcore.engine.windows import windows
from jbpcore.model.commitment import CommitmentStatus
from jbpcore.model.execution import ActionStatus
from jbpcore.model.party import Partner, Party
from jbpcore.model.plan import Plan
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.testing.plan_strategies import commitments, goals
from jbpcore.testing.rhythm_strategies import action_lists, reviews

DAYS = st.dates(date(1991, 1, 1), date(2088, 1, 1))
IDS = st.sampled_from("abc")
SHAPES = st.one_of(
    st.lists(st.integers(1, 400), unique=True, min_size=1, max_size=6).map(
        lambda drawn: DayWindows(sorted(drawn))
    ),
    st.builds(
        MonthWindows,
        count=st.integers(1, 12),
        calendar=st.sampled_from(
            [FiscalCalendar.months(start_month=7), FiscalCalendar.nrf_retail()]
        ),
    ),
    st.builds(
        SprintWindows,
        first_on=DAYS,
        length_days=st.integers(1, 60),
        count=st.integers(1, 20),
    ),
)


LEAST = Plan(
    id="p",
    name="P",
    vendor=Party(id="acme", name="Acme"),
    partner=Partner(id="nw", name="Northwind"),
    period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
)


@st.composite
def plans_of_work(draw: st.DrawFn) -> Plan:
    """Draw plans of actions, commitments and reviews; whole plans take their time."""
    return attrs.evolve(
        LEAST,
        actions=draw(action_lists()),
        commitments=[draw(commitments(key)) for key in draw(st.sets(IDS, max_size=2))],
        reviews=draw(st.lists(reviews(), max_size=2, unique_by=lambda one: one.id)),
    )


@given(SHAPES, DAYS)
def test_windows_follow_each_other_from_tomorrow_on(
    shape: WindowShape, as_of: date
) -> None:
    spans = shape.spans(as_of)
    assert spans[0].start == as_of + timedelta(days=1)
    for one, two in pairwise(spans):
        assert one.end == two.start


def open_things(plan: Plan) -> set[str]:
    over = {ActionStatus.DONE, ActionStatus.DROPPED}
    return {
        *(f"actions:{one.id}" for one in plan.actions if one.status not in over),
        *(
            f"commitments:{one.id}"
            for one in plan.commitments
            if one.status is CommitmentStatus.OPEN
        ),
        *(f"reviews:{one.id}" for one in plan.reviews if one.is_open),
    }


def things(ahead: RollingWindows) -> list[str]:
    found = []
    for _, work in ahead.iter_lists():
        found += [f"actions:{o.action.id}" for o in work.due if not o.is_repeat]
        found += [f"commitments:{one.id}" for one in work.commitments]
        found += [f"reviews:{one.id}" for one in work.reviews]
    return found


@given(plans_of_work(), DAYS, SHAPES)
def test_everything_open_stands_in_exactly_one_list(
    plan: Plan, as_of: date, shape: WindowShape
) -> None:
    ahead = windows(plan, [], as_of=as_of, shape=shape)
    found = things(ahead)
    assert len(found) == len(set(found))
    assert set(found) == open_things(plan)
    for window in ahead.windows:
        assert all(one.on in window.dates for one in window.due)
        assert all(one.on in window.dates for one in window.reviews)


@given(st.data())
def test_what_is_scheduled_adds_up_to_what_becomes_due(data: Any) -> None:
    goal = attrs.evolve(data.draw(goals()), target_versions=())
    offset = data.draw(st.integers(-30, goal.period.length_days + 30))
    as_of = goal.period.start + timedelta(days=offset)
    shape = data.draw(SHAPES)
    plan = attrs.evolve(LEAST, goals=[goal])
    ahead = windows(plan, [], as_of=as_of, shape=shape)
    steps = [step for window in ahead.windows for step in window.goals]
    scheduled = [step.scheduled for step in steps if step.scheduled is not None]
    if not scheduled or len(scheduled) < len(steps):
        return
    before = assess_goal(goal, [], as_of=as_of).expected_to_date
    after = assess_goal(goal, [], as_of=steps[-1].dates.last_day).expected_to_date
    assert before is not None
    assert after is not None
    total = sum((exact(one) for one in scheduled), Fraction(0))
    # A level that is to fall is scheduled as the way down.
    assert total in {exact(after) - exact(before), exact(before) - exact(after)}


@given(plans_of_work(), DAYS)
def test_a_look_beside_itself_shows_nothing_new(plan: Plan, as_of: date) -> None:
    ahead = windows(plan, [], as_of=as_of)
    found = roll(ahead, ahead)
    assert {item.move for item in found.items} <= {WindowMove.UNCHANGED}
    assert len(found.items) == len(open_things(plan))


@given(plans_of_work(), plans_of_work(), DAYS, st.integers(0, 200))
def test_nothing_vanishes_between_two_looks(
    plan: Plan, other: Plan, as_of: date, gone: int
) -> None:
    changed = attrs.evolve(
        plan,
        actions=other.actions,
        commitments=other.commitments,
        reviews=other.reviews,
    )
    earlier = windows(plan, [], as_of=as_of)
    later = windows(changed, [], as_of=as_of + timedelta(days=gone))
    found = [item.subject for item in roll(earlier, later).items]
    assert len(found) == len(set(found))
    assert set(found) >= open_things(plan) | open_things(changed)
