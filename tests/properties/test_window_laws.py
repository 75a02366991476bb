"""What holds of every look ahead at work and days."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import attrs
from hypothesis import given
from hypothesis import strategies as st

from jbpcore.engine.window import RollingWindows
from jbpcore.engine.window_shape import (
    DayWindows,
    MonthWindows,
    SprintWindows,
    WindowShape,
    place_in,
)
from jbpcore.engine.windows import windows
from jbpcore.model.commitment import Commitment, CommitmentStatus
from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.party import Partner, Party, Side
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.day_rules import OnWeekdays
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.frequency import Frequency
from jbpcore.periods.occurrences import list_occurrences
from jbpcore.periods.recurrence import Recurrence
from jbpcore.periods.weekday import Weekday
from jbpcore.testing.plan_strategies import plans

Thing = Action | Commitment | Review

DAYS = st.dates(date(1991, 1, 1), date(2088, 1, 1))
# Close to the plans below, so that windows have something in them.
NEAR = st.dates(date(2026, 4, 1), date(2026, 9, 30))
FEW_IDS = st.sampled_from("ab")
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
RECURRENCES = st.none() | st.one_of(
    st.builds(
        Recurrence,
        frequency=st.just(Frequency.WEEKLY),
        every=st.integers(1, 3),
        on=st.none()
        | st.builds(
            OnWeekdays, st.lists(st.sampled_from(Weekday), min_size=1, max_size=3)
        ),
        count=st.none() | st.integers(1, 5),
    ),
    st.builds(Recurrence, frequency=st.just(Frequency.MONTHLY), until_on=NEAR),
)
SIDES = st.sampled_from(Side)
ACTIONS = st.builds(
    Action,
    id=FEW_IDS,
    name=st.just("A"),
    side=SIDES,
    due_on=NEAR,
    status=st.sampled_from(ActionStatus),
    carry_count=st.integers(0, 1),
    recurrence=RECURRENCES,
)
COMMITMENTS = st.builds(
    Commitment,
    id=FEW_IDS,
    name=st.just("C"),
    side=SIDES,
    due_on=NEAR,
    status=st.sampled_from(CommitmentStatus),
    carry_count=st.integers(0, 1),
)
REVIEWS = st.builds(
    Review,
    id=FEW_IDS,
    name=st.just("R"),
    on=NEAR,
    held_on=st.none() | NEAR,
)
Q2 = DateRange(date(2026, 4, 1), date(2026, 7, 1))
Q3 = DateRange(date(2026, 7, 1), date(2026, 10, 1))
DONE = {ActionStatus.DONE, CommitmentStatus.KEPT}
OPEN = {
    ActionStatus.OPEN,
    ActionStatus.IN_PROGRESS,
    ActionStatus.BLOCKED,
    CommitmentStatus.OPEN,
}


@st.composite
def plans_of_work(draw: st.DrawFn, *, is_next: bool = False) -> Plan:
    """Draw a plan of the second quarter, or the one after it, of a few things each."""

    def some(kind: st.SearchStrategy[Thing]) -> list[Thing]:
        return draw(st.lists(kind, max_size=2, unique_by=lambda one: one.id))

    return Plan(
        id="q3" if is_next else "q2",
        name="P",
        vendor=Party(id="acme", name="Acme"),
        partner=Partner(id="nw", name="Northwind"),
        period=Q3 if is_next else Q2,
        previous_id="q2" if is_next else None,
        actions=some(ACTIONS),  # type: ignore[arg-type] # what was asked for
        commitments=some(COMMITMENTS),  # type: ignore[arg-type] # as above
        reviews=some(REVIEWS),  # type: ignore[arg-type] # as above
    )


def things(plan: Plan) -> dict[tuple[str, str], Thing]:
    found: dict[tuple[str, str], Thing] = {}
    found |= {("actions", one.id): one for one in plan.actions}
    found |= {("commitments", one.id): one for one in plan.commitments}
    found |= {("reviews", one.id): one for one in plan.reviews}
    return found


def listed(ahead: RollingWindows) -> list[tuple[int, Thing]]:
    """Return the place and the thing of everything that is listed, repeats apart."""
    found: list[tuple[int, Thing]] = []
    for place, work in ahead.iter_lists():
        found += [(place, one.action) for one in work.due if not one.is_repeat]
        found += [(place, one) for one in work.commitments]
        found += [(place, one) for one in work.reviews]
    return found


def is_open(thing: Thing) -> bool:
    return thing.is_open if isinstance(thing, Review) else thing.status in OPEN


def is_done(thing: Thing) -> bool:
    if isinstance(thing, Review):
        return thing.held_on is not None
    return thing.status in DONE


@given(SHAPES, DAYS)
def test_windows_follow_each_other_from_tomorrow_on(
    shape: WindowShape, as_of: date
) -> None:
    spans = shape.spans(as_of=as_of)
    assert spans[0].start == as_of + timedelta(days=1)
    for one, two in pairwise(spans):
        assert one.end == two.start


@given(SHAPES, DAYS, st.integers(-400, 2000))
def test_each_day_lies_in_one_window_or_before_or_after(
    shape: WindowShape, as_of: date, offset: int
) -> None:
    day = as_of + timedelta(days=offset)
    spans = shape.spans(as_of=as_of)
    inside = [number for number, span in enumerate(spans, start=1) if day in span]
    outside = 0 if day <= as_of else len(spans) + 1
    assert [place_in(spans, day)] == (inside or [outside])


@given(plans_of_work(), NEAR, SHAPES)
def test_everything_open_stands_in_exactly_one_list(
    plan: Plan, as_of: date, shape: WindowShape
) -> None:
    ahead = windows(plan, [], as_of=as_of, shape=shape)
    found = [id(thing) for _, thing in listed(ahead)]
    expected = [id(one) for one in things(plan).values() if is_open(one)]
    assert Counter(found) == Counter(expected)
    for place, thing in listed(ahead):
        day = thing.on if isinstance(thing, Review) else thing.due_on
        if place == 0:
            assert day <= as_of
        elif place <= len(ahead.windows):
            assert day in ahead.windows[place - 1].dates
        else:
            assert day >= ahead.dates.end


@given(plans(), DAYS)
def test_any_plan_can_be_looked_at(plan: Plan, as_of: date) -> None:
    found = [id(thing) for _, thing in listed(windows(plan, [], as_of=as_of))]
    expected = [id(one) for one in things(plan).values() if is_open(one)]
    assert Counter(found) == Counter(expected)


@given(plans_of_work(), plans_of_work(is_next=True), NEAR, SHAPES)
def test_nothing_open_in_two_plans_is_lost_or_listed_twice(
    plan: Plan, successor: Plan, as_of: date, shape: WindowShape
) -> None:
    ahead = windows(plan, [], as_of=as_of, shape=shape, successor=successor)
    found = {id(thing) for _, thing in listed(ahead)}
    assert len(found) == len(listed(ahead))
    old, new = things(plan), things(successor)
    for key in old.keys() | new.keys():
        one, two = old.get(key), new.get(key)
        if one is None or two is None or not is_carried(one, two):
            for thing in (one, two):
                if thing is not None:
                    assert (id(thing) in found) is is_open(thing)
            continue
        # One thing in two plans stands once, and not at all if it was done in either.
        shown = [thing for thing in (one, two) if id(thing) in found]
        assert len(shown) <= 1
        if is_done(one) or is_done(two):
            assert not shown
        elif as_of < Q2.last_day and is_open(one):
            assert shown == [one]
        else:
            assert shown == ([two] if is_open(two) else [])


def is_carried(one: Thing, two: Thing) -> bool:
    if isinstance(one, Review):
        return one.on in Q3
    return not isinstance(two, Review) and two.carry_count > 0


@given(plans_of_work(), NEAR, SHAPES)
def test_what_comes_round_stands_on_each_of_its_days(
    plan: Plan, as_of: date, shape: WindowShape
) -> None:
    ahead = windows(plan, [], as_of=as_of, shape=shape)
    found = Counter(
        (one.action.id, one.on)
        for _, work in ahead.iter_lists()
        for one in work.due
        if one.is_repeat
    )
    expected = Counter(
        (action.id, day)
        for action in plan.actions
        if action.status in OPEN and action.recurrence is not None
        for month in cut_by_days(ahead.dates)
        for day in list_occurrences(action.recurrence, action.due_on, within=month)
        if day > action.due_on
    )
    assert found == expected
    for window in ahead.windows:
        assert all(one.on in window.dates for one in window.due)


def cut_by_days(dates: DateRange) -> list[DateRange]:
    """Cut *dates* finely, so that a rule never has more to list than it may."""
    step = timedelta(days=100)
    starts = [dates.start]
    while starts[-1] + step < dates.end:
        starts.append(starts[-1] + step)
    return [DateRange(one, two) for one, two in pairwise([*starts, dates.end])]


@given(plans_of_work(), plans_of_work(is_next=True), NEAR)
def test_each_side_and_both_together_see_the_same_work(
    plan: Plan, successor: Plan, as_of: date
) -> None:
    ahead = windows(plan, [], as_of=as_of, successor=successor)
    for _, work in ahead.iter_lists():
        sides = [work.of_side(side) for side in Side]
        assert sum(len(one.due) for one in sides) == len(work.due)
        for side, one in zip(Side, sides, strict=True):
            counted = len(one.due) + len(one.commitments)
            assert work.due_counts()[side] == counted


@given(plans_of_work(), plans_of_work(is_next=True), NEAR, SHAPES)
def test_days_that_no_plan_has_are_those_that_are_said(
    plan: Plan, successor: Plan, as_of: date, shape: WindowShape
) -> None:
    later = attrs.evolve(successor, period=DateRange(date(2026, 8, 1), Q3.end))
    ahead = windows(plan, [], as_of=as_of, shape=shape, successor=later)
    for offset in range(0, ahead.dates.length_days, 7):
        day = ahead.dates.start + timedelta(days=offset)
        is_covered = day in plan.period or day in later.period
        assert is_covered is not any(day in days for days in ahead.uncovered)
