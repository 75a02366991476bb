"""Whatever the cadences: the same meetings each time, booked once, and none lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

import jbpcore as jbp
from jbpcore.periods.day_rules import OnMilestone
from jbpcore.periods.days import add_days
from jbpcore.planning.next_cadences import next_cadences
from jbpcore.planning.next_period import DayMap, next_period
from jbpcore.testing.rhythm_strategies import cadences

MARIA = jbp.Person(id="maria", name="Maria", side=jbp.Side.VENDOR)
CALENDARS = st.none() | st.sampled_from(
    [jbp.FiscalCalendar.nrf_retail(), jbp.FiscalCalendar.months(start_month=7)]
)
PERIODS = st.builds(
    jbp.DateRange.of_days,
    st.dates(date(2010, 2, 1), date(2035, 1, 1)),
    st.integers(28, 400),
)
RHYTHMS = st.lists(cadences(), min_size=1, max_size=3, unique_by=lambda one: one.id)


def fitting(cadence: jbp.ReviewCadence, period: jbp.DateRange) -> jbp.ReviewCadence:
    """Return *cadence* with days that have to do with *period*, and no goal."""
    first_on = cadence.first_on
    if first_on is not None:
        days = first_on.toordinal() % period.length_days
        first_on = period.start + timedelta(days=days)
    until_on = cadence.until_on
    if until_on is not None:
        until_on = add_days(period.last_day, until_on.day - 15)
    return attrs.evolve(cadence, first_on=first_on, until_on=until_on)


def plan(rhythm: list[jbp.ReviewCadence], period: jbp.DateRange) -> jbp.Plan:
    goals = [
        jbp.Goal(
            id=goal_id,
            name="G",
            metric=jbp.metrics.REVENUE,
            target=None,
            period=period,
        )
        for goal_id in {one.milestone_goal_id or "g" for one in rhythm}
    ]
    return jbp.Plan(
        id="p",
        name="P",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="nw", name="Northwind"),
        period=period,
        people=[MARIA],
        goals=goals,
        cadences=[
            attrs.evolve(
                fitting(one, period), milestone_goal_id=one.milestone_goal_id or "g"
            )
            for one in rhythm
        ],
    )


def book(plan: jbp.Plan, at: date, **how: Any) -> jbp.Plan:
    instant = datetime(at.year, at.month, at.day, 9, tzinfo=UTC)
    return jbp.book_reviews(plan, by=MARIA, at=instant, **how)


@given(RHYTHMS, PERIODS)
def test_every_slot_is_booked_once_and_a_second_call_changes_nothing(
    rhythm: list[jbp.ReviewCadence], period: jbp.DateRange
) -> None:
    draft = plan(rhythm, period)
    begin = period.start - timedelta(days=400)
    booked = book(draft, begin)
    slots = [
        slot
        for cadence in draft.cadences
        for slot in jbp.review_slots(draft, cadence)
        if slot.on >= begin
    ]
    found = [(one.cadence_id, one.slot_on or one.on, one.on) for one in booked.reviews]
    assert sorted(found, key=str) == sorted(
        ((slot.cadence_id, slot.slot_on, slot.on) for slot in slots), key=str
    )
    assert len({(slot.cadence_id, slot.on) for slot in slots}) == len(slots)
    assert book(booked, begin) is booked
    assert book(booked, period.start) is booked


@given(RHYTHMS, RHYTHMS, PERIODS, st.integers(0, 400))
def test_a_changed_rhythm_and_back_leaves_what_was_and_brings_back_the_rest(
    rhythm: list[jbp.ReviewCadence],
    other: list[jbp.ReviewCadence],
    period: jbp.DateRange,
    later_days: int,
) -> None:
    draft = plan(rhythm, period)
    begin, later = (
        period.start - timedelta(days=days) for days in (400, 400 - later_days)
    )
    booked = book(draft, begin)
    changed = [
        attrs.evolve(fitting(new, period), id=old.id, milestone_goal_id="g")
        for old, new in zip(draft.cadences, other, strict=False)
    ]
    rest = draft.cadences[len(changed) :]
    goal = attrs.evolve(draft.goals[0], id="g")
    goals = {one.id: one for one in (*draft.goals, goal)}
    between = attrs.evolve(
        booked, cadences=[*changed, *rest], goals=list(goals.values())
    )
    between = book(between, later)
    past = [one for one in booked.reviews if one.on < later]
    assert all(one in between.reviews for one in past)
    assert {one.id for one in booked.reviews} <= {one.id for one in between.reviews}
    back = book(attrs.evolve(between, cadences=draft.cadences), later)

    def meetings(plan: jbp.Plan) -> set[tuple[str, date, object]]:
        return {
            (one.id, one.on, one.wall_time)
            for one in plan.reviews
            if one.is_open and one.on >= later
        }

    assert meetings(back) == meetings(booked)


@given(RHYTHMS, PERIODS, CALENDARS)
def test_the_next_rhythm_begins_in_the_next_days_with_the_same_rules(
    rhythm: list[jbp.ReviewCadence],
    period: jbp.DateRange,
    calendar: jbp.FiscalCalendar | None,
) -> None:
    old = plan(rhythm, period)
    place = DayMap(period, next_period(period, calendar), calendar)
    found = next_cadences(old, place, carried_goals={goal.id for goal in old.goals})
    assert len(found.cadences) == len(old.cadences)
    for before, after in zip(old.cadences, found.cadences, strict=True):
        if after.first_on is not None and not isinstance(after.on, OnMilestone):
            assert after.first_on in place.new
        kept = attrs.evolve(
            after,
            first_on=before.first_on,
            until_on=before.until_on,
            sequence=before.sequence,
        )
        assert kept == before
        if before.until_on is not None and before.until_on >= period.last_day:
            beyond = (before.until_on - period.last_day).days
            assert after.until_on == add_days(place.new.last_day, beyond)


@given(cadences(), PERIODS, st.integers(0, 800))
def test_a_horizon_cuts_off_and_changes_nothing_before(
    cadence: jbp.ReviewCadence, period: jbp.DateRange, days: int
) -> None:
    draft = plan([cadence], period)
    horizon = period.start + timedelta(days=days)
    every = jbp.review_slots(draft, draft.cadences[0])
    near = jbp.review_slots(draft, draft.cadences[0], horizon=horizon)
    ruled = [day for slot in every for day in (slot.slot_on, *slot.also_for)]
    listed = [day for slot in near for day in (slot.slot_on, *slot.also_for)]
    assert sorted(listed) == sorted(day for day in ruled if day <= horizon)
