"""Since when a goal has been worrying, against a search that asks day by day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import event, given, settings
from hypothesis import strategies as st

import jbpcore as jbp
from jbpcore.engine.attention.concern import Concern, GoalWatch
from jbpcore.engine.attention.settings import AttentionSettings
from jbpcore.model.keep import KeepBand
from jbpcore.model.target_version import TargetVersion
from jbpcore.testing.plan_strategies import phasings

ONE_DAY = timedelta(days=1)
SPAN = jbp.DateRange(date(2026, 1, 1), date(2026, 3, 12))
WEEKS = [
    jbp.DateRange(SPAN.start + 7 * n * ONE_DAY, SPAN.start + 7 * (n + 1) * ONE_DAY)
    for n in range(10)
]
SEATS = jbp.Metric(
    key="seats",
    name="Seats",
    unit=jbp.Unit.count("seats"),
    accumulation=jbp.Accumulation.LEVEL,
    direction=jbp.Direction.KEEP,
)


def dollars(number: int) -> jbp.Money:
    return jbp.Money(number, "USD")


def people(number: int) -> jbp.Quantity:
    return jbp.Quantity(number, "people")


def seats(number: int) -> jbp.Quantity:
    return jbp.Quantity(number, "seats")


def share(number: int) -> jbp.Ratio:
    return jbp.Ratio(Fraction(number, 100))


def won(number: int) -> jbp.Quotient:
    return jbp.Quotient(jbp.Quantity(abs(number), "deals"), jbp.Quantity(100, "deals"))


Amounts = Callable[[int], Any]
KINDS: list[tuple[jbp.Metric, Amounts, Amounts]] = [
    (jbp.metrics.REVENUE, dollars, dollars),
    (jbp.metrics.MARKETING_SPEND, dollars, dollars),
    (jbp.metrics.CERTIFIED_PEOPLE, people, people),
    (jbp.metrics.CHURN_RATE, share, share),
    (jbp.metrics.WIN_RATE, share, won),
    (SEATS, seats, seats),
]


@st.composite
def watches(draw: st.DrawFn) -> GoalWatch:
    """Goals of every shape with bookings of every status, on some day."""
    metric, wanted, booked = draw(st.sampled_from(KINDS))
    numbers = st.integers(-10, 40)
    aims = st.integers(30, 100) | st.integers(-20, 10)
    days = st.dates(SPAN.start - 5 * ONE_DAY, SPAN.end + 5 * ONE_DAY)
    inside = st.dates(SPAN.start, SPAN.last_day)
    is_kept = metric is SEATS
    goal = jbp.Goal(
        id="goal",
        name="Goal",
        metric=metric,
        target=wanted(draw(aims)),
        baseline=wanted(draw(aims)) if draw(st.booleans()) else None,
        period=SPAN,
        phasing=draw(phasings(SPAN)),
        keep=KeepBand.at_least(seats(50), checks=WEEKS) if is_kept else None,
        target_versions=[
            TargetVersion(effective_on=day, target=wanted(draw(aims)))
            for day in draw(st.lists(inside, max_size=2))
        ],
    )
    entries = [
        jbp.ActualEntry(
            metric=metric.key,
            on=day,
            amount=booked(draw(numbers)),
            entry_id=f"e-{number}",
            status=draw(st.sampled_from([*jbp.EntryStatus] + [BOOKED] * 5)),
            reverses="e-0" if number and draw(st.integers(0, 9)) == 0 else None,
        )
        for number, day in enumerate(draw(st.lists(days, max_size=6)))
    ]
    result = jbp.assess_goal(
        goal,
        entries,
        as_of=SPAN.start,
        bands=draw(st.sampled_from([None, STRICT])),
        data_through=draw(st.none() | inside),
    )
    asked = AttentionSettings(
        most_catch_up_ratio=draw(st.sampled_from(["3/2", "3"])),
        least_due_ratio=draw(st.sampled_from(["0", "1/4"])),
    )
    return GoalWatch(result=result, entries=entries, settings=asked)


BOOKED = jbp.EntryStatus.BOOKED
STRICT = jbp.HealthBands(ahead=3, on_track=2, at_risk="3/2")


def on(watch: GoalWatch, day: date) -> GoalWatch:
    """Look at the same goal on another day."""
    now = watch.result
    result = jbp.assess_goal(
        now.goal,
        watch.entries,
        as_of=day,
        bands=now.bands,
        data_through=now.data_through,
    )
    return attrs.evolve(watch, result=result)


def day_by_day(watch: GoalWatch, concern: Concern) -> date:
    """Go back as long as it is no less worrying, asking every single day."""
    day = watch.result.as_of
    while day > SPAN.start and on(watch, day - ONE_DAY).concern() >= concern:
        day -= ONE_DAY
    return day


@settings(max_examples=60)
@given(watches())
def test_it_is_since_the_day_that_a_search_day_by_day_finds(watch: GoalWatch) -> None:
    for days in range(0, SPAN.length_days, 9):
        asked = on(watch, SPAN.start + days * ONE_DAY)
        concern = asked.concern()
        if concern is not Concern.NONE:
            event(f"{asked.result.shape}, {concern.name}")
            assert asked.since(concern) == day_by_day(asked, concern)


def test_less_than_nothing_worries_only_until_it_is_due() -> None:
    # One person less is wanted on 2 January, and was there all the time: the pace is 1
    # on that day, and on 3 January nobody has gone any more.
    before, after = SPAN.start - 5 * ONE_DAY, SPAN.start + 2 * ONE_DAY
    day = jbp.DateRange(SPAN.start + ONE_DAY, after)
    goal = jbp.Goal(
        id="goal",
        name="Goal",
        metric=jbp.metrics.CERTIFIED_PEOPLE,
        target=people(-1),
        period=SPAN,
        phasing=jbp.WeightedPhasing([jbp.Bucket(day, 1)]),
    )
    entries = [
        jbp.ActualEntry(metric=goal.metric.key, on=on_day, amount=people(number))
        for on_day, number in ((before, -1), (after, 0))
    ]
    result = jbp.assess_goal(goal, entries, as_of=SPAN.start + 9 * ONE_DAY)
    watch = GoalWatch(result=result, entries=entries, settings=AttentionSettings())
    assert watch.since(watch.concern()) == after
