"""Laws of vitality: bounded, and it moves the right way."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import attrs
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.effort import examples

import jbpcore as jbp
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.model.plan_record import PlanRecord
from jbpcore.model.review import Review
from jbpcore.testing.plan_strategies import plans

LAW = settings(max_examples=examples(40), suppress_health_check=[HealthCheck.too_slow])
SPAN = jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1))
DAYS = st.dates(SPAN.start, SPAN.last_day)
SUBJECTS = ("", "goals:g", "actions:a", "actions:b", "reviews:r1")


def _instant(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)


RECORDS = st.builds(
    lambda key, day, side, subject: PlanRecord(
        id=key, move="edit", at=_instant(day), side=side, subject=subject
    ),
    st.uuids().map(str),
    DAYS,
    st.none() | st.sampled_from(Side),
    st.sampled_from(SUBJECTS),
)
ACTIONS = st.builds(
    jbp.Action,
    id=st.sampled_from(["a", "b", "c"]),
    name=st.just("Work"),
    side=st.sampled_from(Side),
    due_on=DAYS,
    status=st.sampled_from(jbp.ActionStatus),
    done_on=st.none() | DAYS,
)
REVIEWS = st.builds(
    Review,
    id=st.sampled_from(["r1", "r2", "r3"]),
    name=st.just("Review"),
    on=DAYS,
    held_on=st.none() | DAYS,
    cancelled_on=st.none() | DAYS,
)
GOAL = jbp.Goal(
    id="g",
    name="Goal",
    metric=jbp.metrics.REVENUE,
    target=jbp.Money(25000, "USD"),
    period=SPAN,
)


def _unique(items: st.SearchStrategy, most: int = 3) -> st.SearchStrategy:
    return st.lists(items, max_size=most, unique_by=lambda item: item.id)


LIVED = st.builds(
    jbp.Plan,
    id=st.just("p"),
    name=st.just("Plan"),
    vendor=st.just(jbp.Party(id="acme", name="Acme")),
    partner=st.just(jbp.Partner(id="nw", name="Northwind")),
    period=st.just(SPAN),
    state=st.just(jbp.PlanState.AGREED),
    goals=st.sampled_from([[], [GOAL]]),
    records=st.lists(RECORDS, min_size=1, max_size=4, unique_by=lambda r: r.id),
    actions=_unique(ACTIONS),
    reviews=_unique(REVIEWS),
)


def ratio(plan: Plan, day: date) -> jbp.Vitality:
    return jbp.vitality(plan, as_of=day)


@LAW
@given(plans(), DAYS)
def test_it_is_from_none_to_one(plan: Plan, day: date) -> None:
    found = ratio(plan, day)
    for part in found.parts:
        assert (part.score is None) is (part.reason is not None)
        assert part.score is None or 0 <= part.score <= 1
    known = found.vitality_ratio
    assert (known is None) is (found.verdict is jbp.VitalityVerdict.UNKNOWN)
    assert known is None or 0 <= known <= 1


@given(LIVED, DAYS, st.data())
def test_a_newer_edit_never_lowers_it(
    plan: Plan, day: date, data: st.DataObject
) -> None:
    days = [record.at.date() for record in plan.records if record.at.date() <= day]
    assume(days)
    newer = attrs.evolve(
        data.draw(RECORDS), at=_instant(data.draw(st.dates(max(days), day)))
    )
    before = ratio(plan, day).vitality_ratio
    edited = attrs.evolve(plan, records=[*plan.records, newer])
    after = ratio(edited, day).vitality_ratio
    assert before is not None
    assert after is not None
    assert after >= before


@given(LIVED, DAYS, st.integers(1, 200))
def test_one_more_missed_review_never_raises_it(
    plan: Plan, day: date, ago: int
) -> None:
    missed = Review(id="missed", name="Missed", on=day - timedelta(days=ago))
    before = ratio(plan, day).vitality_ratio
    after = ratio(attrs.evolve(plan, reviews=[*plan.reviews, missed]), day)
    if before is None:
        assert after.vitality_ratio in {None, 0}
    else:
        assert after.vitality_ratio is not None
        assert after.vitality_ratio <= before


@given(LIVED, DAYS, st.integers(1, 200))
def test_one_more_overdue_action_never_raises_it(
    plan: Plan, day: date, ago: int
) -> None:
    late = jbp.Action(
        id="late", name="Late", side=Side.VENDOR, due_on=day - timedelta(days=ago)
    )
    before = ratio(plan, day).vitality_ratio
    after = ratio(attrs.evolve(plan, actions=[*plan.actions, late]), day)
    assert before is None or (after.vitality_ratio or 0) <= before


@given(LIVED, DAYS, DAYS)
def test_a_booking_never_lowers_it(plan: Plan, day: date, on: date) -> None:
    entry = jbp.ActualEntry(metric="revenue", on=on, amount=jbp.Money(1, "USD"))
    before = jbp.vitality(plan, as_of=day).vitality_ratio
    after = jbp.vitality(plan, [entry], as_of=day).vitality_ratio
    assert before is None or (after is not None and after >= before)
