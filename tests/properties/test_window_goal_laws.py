"""What holds of what each window has to bring to a goal."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import attrs
from hypothesis import example, given
from hypothesis import strategies as st

from jbpcore.engine.amounts import exact
from jbpcore.engine.attainment import assess_goal
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.shape import GoalShape
from jbpcore.engine.window_goals import GoalIncrement, increments
from jbpcore.engine.window_shape import DayWindows
from jbpcore.model import metrics
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import Amount
from jbpcore.model.goal import Goal
from jbpcore.model.metric import Metric
from jbpcore.model.target_version import TargetVersion
from jbpcore.periods.daterange import DateRange
from jbpcore.testing.plan_strategies import phasings
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity

CENTS = st.decimals(-(10**6), 10**9, places=2)
KINDS: dict[Metric, st.SearchStrategy[Amount]] = {
    metrics.REVENUE: st.builds(Money, CENTS, st.just("USD")),
    metrics.MARKETING_SPEND: st.builds(Money, CENTS, st.just("USD")),
    metrics.CERTIFIED_PEOPLE: st.builds(Quantity, CENTS, st.just("people")),
}
HORIZONS = st.lists(st.integers(1, 300), unique=True, min_size=1, max_size=6).map(
    lambda drawn: DayWindows(sorted(drawn))
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Goal, list[ActualEntry], date]:
    """Draw a goal that has a target, bookings, and a day around its period."""
    metric = draw(st.sampled_from(sorted(KINDS, key=lambda one: one.key)))
    amounts = KINDS[metric]
    start = draw(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
    period = DateRange(start, start + timedelta(days=draw(st.integers(1, 400))))
    is_level = metric is metrics.CERTIFIED_PEOPLE
    days = st.dates(period.start - timedelta(days=40), period.end)
    goal = Goal(
        id="g",
        name="G",
        metric=metric,
        target=draw(amounts),
        baseline=draw(amounts) if is_level else None,
        period=period,
        phasing=draw(phasings(period)),
    )
    booked = draw(
        st.lists(
            st.builds(ActualEntry, metric=st.just(metric.key), on=days, amount=amounts),
            max_size=4,
        )
    )
    offset = draw(st.integers(-40, period.length_days + 10))
    return goal, booked, period.start + timedelta(days=offset)


@st.composite
def revised(draw: st.DrawFn) -> tuple[Goal, list[ActualEntry], date]:
    """Draw such a case of revenue or spend, with the target revised."""
    goal, booked, as_of = draw(cases().filter(lambda case: case[0].baseline is None))
    version = st.builds(
        TargetVersion,
        effective_on=st.dates(goal.period.start, goal.period.last_day),
        target=KINDS[goal.metric],
    )
    versions = draw(
        st.lists(version, max_size=3, unique_by=lambda one: one.effective_on)
    )
    return attrs.evolve(goal, target_versions=versions), booked, as_of


def look(
    goal: Goal, booked: list[ActualEntry], as_of: date, shape: DayWindows
) -> tuple[GoalResult, list[GoalIncrement]]:
    result = assess_goal(goal, booked, as_of=as_of)
    steps = increments(result, shape.spans(as_of=as_of))
    return result, [step for step in steps if step is not None]


def expected_on(goal: Goal, day: date) -> Fraction | None:
    amount = assess_goal(goal, [], as_of=day).expected_to_date
    return None if amount is None else exact(amount)


@given(st.one_of(cases(), revised()), HORIZONS)
def test_what_is_scheduled_adds_up_to_what_becomes_due(
    case: tuple[Goal, list[ActualEntry], date], shape: DayWindows
) -> None:
    goal, booked, as_of = case
    result, steps = look(goal, booked, as_of, shape)
    before = expected_on(goal, as_of)
    total = Fraction(0)
    for step in steps:
        after = expected_on(goal, step.dates.last_day)
        if before is None or after is None:
            assert (step.scheduled, step.required) == (None, None)
            assert step.reason is not None
            continue
        assert step.expected_at_end is not None
        assert step.scheduled is not None
        assert exact(step.expected_at_end) == after
        total += exact(step.scheduled)
        way = before - after if result.shape.falls else after - before
        assert total == way


@given(cases(), HORIZONS)
@example(
    case=(
        Goal(
            id="g",
            name="G",
            metric=metrics.REVENUE,
            target=Money("25000", "USD"),
            period=DateRange(date(2026, 4, 1), date(2026, 7, 1)),
        ),
        [
            ActualEntry(
                metric=metrics.REVENUE.key,
                on=date(2026, 4, 20),
                amount=Money("7500", "USD"),
            )
        ],
        date(2026, 5, 15),
    ),
    shape=DayWindows(),
)
def test_what_is_required_up_to_a_window_is_what_is_missing_to_its_end(
    case: tuple[Goal, list[ActualEntry], date], shape: DayWindows
) -> None:
    goal, booked, as_of = case
    result, steps = look(goal, booked, as_of, shape)
    if result.attained is None:
        assert all(step.required is None for step in steps[:1])
        return
    stands = exact(result.attained)
    total = most = Fraction(0)
    for step in steps:
        if step.required is None or step.expected_at_end is None:
            assert step.reason is not None
            continue
        total += exact(step.required)
        end = exact(step.expected_at_end)
        # Where a target below zero makes the curve fall, the highest point counts.
        most = max(most, stands - end if result.shape.falls else end - stands)
        assert exact(step.required) >= 0
        assert total == most


@given(cases(), HORIZONS)
def test_the_first_window_makes_up_for_the_gap_to_pace(
    case: tuple[Goal, list[ActualEntry], date], shape: DayWindows
) -> None:
    goal, booked, as_of = case
    result, steps = look(goal, booked, as_of, shape)
    if not steps or steps[0].required is None or steps[0].scheduled is None:
        return
    assert result.gap_to_pace is not None
    # Of a ceiling a positive gap is what was spent too much, and is there no more.
    is_ceiling = result.shape is GoalShape.CEILING
    gap = exact(result.gap_to_pace) * (-1 if is_ceiling else 1)
    wanted = exact(steps[0].scheduled) + gap
    assert exact(steps[0].required) == max(wanted, Fraction(0))


@given(st.one_of(cases(), revised()), HORIZONS, HORIZONS)
def test_finer_windows_add_up_to_coarser_ones(
    case: tuple[Goal, list[ActualEntry], date], one: DayWindows, two: DayWindows
) -> None:
    goal, booked, as_of = case
    both = DayWindows(sorted({*one.horizons, *two.horizons}))
    _, coarse = look(goal, booked, as_of, one)
    _, fine = look(goal, booked, as_of, both)
    for step in coarse:
        parts = [part for part in fine if part.dates.start in step.dates]
        if step.scheduled is None:
            continue
        amounts = [part.scheduled for part in parts]
        assert None not in amounts
        total = sum((exact(one) for one in amounts if one is not None), Fraction(0))
        assert exact(step.scheduled) == total
