"""Laws of projections, whatever the numbers."""

from __future__ import annotations

import random
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import attrs
from hypothesis import given
from hypothesis import strategies as st

import jbpcore as jbp
from jbpcore.engine.amounts import exact
from jbpcore.engine.projection.bookings import Bookings
from jbpcore.engine.projection.history import History
from jbpcore.engine.projection.methods import ProjectionMethod
from jbpcore.engine.projection.project import project_bookings, project_goal
from jbpcore.engine.projection.projection import Projection
from jbpcore.engine.seasonal_phasing import seasonal_phasing
from jbpcore.model.amount import Amount
from jbpcore.model.phasing import Bucket, LinearPhasing, Phasing, WeightedPhasing
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind

CALENDARS = {
    "months": FiscalCalendar.months(start_month=4),
    "weeks": FiscalCalendar.nrf_retail(),
    "thirteen": FiscalCalendar.weeks(
        end_weekday=jbp.Weekday.SUN, end_month=12, pattern="13x4"
    ),
}
KINDS = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.WEEK)
MINOR = st.one_of(st.just(0), st.integers(-(10**7), 10**9), st.integers(0, 10**16))


def eur(minor: int) -> jbp.Money:
    return jbp.Money.from_minor(minor, "EUR")


def number(amount: Amount | None) -> Fraction:
    assert amount is not None
    return exact(amount)


@attrs.frozen
class Case:
    """Everything that a projection is made from."""

    goal: jbp.Goal
    bookings: Bookings
    history: History | None

    def project(
        self, method: ProjectionMethod, level: Fraction = Fraction(4, 5)
    ) -> Projection:
        return project_bookings(
            self.goal,
            self.bookings,
            history=self.history,
            method=method,
            level_ratio=level,
        )


@st.composite
def cases(draw: st.DrawFn, amounts: st.SearchStrategy[int] = MINOR) -> Case:
    calendar = CALENDARS[draw(st.sampled_from(sorted(CALENDARS)))]
    kind = draw(st.sampled_from(KINDS))
    period = draw(
        st.sampled_from(
            [calendar.year(2024), calendar.quarter(2024, 3), calendar.half(2024, 2)]
        )
    )
    if draw(st.booleans()):
        late = draw(st.integers(1, period.length_days - 1))
        period = jbp.DateRange(period.start + timedelta(days=late), period.end)
    stretches = calendar.list_periods(
        kind, jbp.DateRange(date(2018, 1, 1), period.start)
    )
    known = draw(st.integers(0, len(stretches)))
    skipped = draw(st.sampled_from([0, 0, 0, 2]))
    stretches = stretches[len(stretches) - known : len(stretches) - skipped]
    as_of = period.start + timedelta(days=draw(st.integers(-1, period.length_days + 9)))
    # Drawing each month by itself would leave Hypothesis no room for anything else.
    rolls = random.Random(draw(st.integers(0, 10**6)))  # noqa: S311 - test data
    sizes = draw(st.lists(amounts, min_size=1, max_size=8))
    history = None
    if stretches:
        history = History(
            start=stretches[0].dates.start,
            amounts=[eur(rolls.choice(sizes)) for _ in stretches],
            calendar=calendar,
            kind=kind,
        )
    begun = [tile for tile in calendar.tiles(kind, period) if tile.dates.start <= as_of]
    phasing: Phasing = LinearPhasing()
    if draw(st.booleans()):
        tiles = calendar.tiles(kind, period)
        weights = [rolls.randint(0, 5) for _ in tiles]
        weights[-1] += 1
        phasing = WeightedPhasing(
            [
                Bucket(tile.dates, weight)
                for tile, weight in zip(tiles, weights, strict=True)
            ]
        )
    goal = jbp.Goal(
        id="g",
        name="Goal",
        metric=jbp.metrics.REVENUE,
        target=eur(draw(st.integers(1, 10**10))),
        period=period,
        phasing=phasing,
    )
    bookings = Bookings(
        period=period,
        as_of=as_of,
        amounts=[eur(rolls.choice(sizes)) for _ in begun],
        calendar=calendar,
        kind=kind,
    )
    return Case(goal, bookings, history)


@given(cases(), st.sampled_from(ProjectionMethod))
def test_whatever_is_booked_there_is_an_answer_in_order(
    case: Case, method: ProjectionMethod
) -> None:
    found = case.project(method)
    assert found.method is not ProjectionMethod.AUTO
    assert (found.low is None) == (found.high is None) or "range" in (
        found.interval_reason
    )
    if found.projected_finish is None:
        assert found.low is None
        assert found.hit_probability is None
    if found.low is not None and found.high is not None:
        assert number(found.low) <= number(found.high)
        assert found.hit_probability is not None
        assert 0 <= found.hit_probability <= 1
    assert number(found.booked) == sum(map(exact, case.bookings.amounts))


@given(cases(st.integers(1, 10**9)), st.sampled_from(ProjectionMethod))
def test_where_nothing_is_taken_back_the_finish_lies_inside_and_above_what_is_in(
    case: Case, method: ProjectionMethod
) -> None:
    found = case.project(method)
    if found.low is not None:
        booked, low, finish, high = (
            number(amount)
            for amount in (found.booked, found.low, found.projected_finish, found.high)
        )
        assert booked <= low <= finish <= high


@given(cases(), st.integers(0, 10**9))
def test_a_higher_target_is_never_likelier(case: Case, more: int) -> None:
    low = case.project(ProjectionMethod.AUTO).hit_probability
    target = number(case.goal.target) + more
    goal = attrs.evolve(case.goal, target=eur(int(target * 100)))
    high = attrs.evolve(case, goal=goal).project(ProjectionMethod.AUTO).hit_probability
    if low is not None:
        assert high is not None
        assert high <= low


@given(cases())
def test_a_higher_level_never_makes_the_interval_narrower(case: Case) -> None:
    levels = [Fraction(1, 10), Fraction(1, 2), Fraction(4, 5), Fraction(95, 100)]
    found = [case.project(ProjectionMethod.AUTO, level) for level in levels]
    for one, other in pairwise(found):
        if other.low is not None and other.high is not None:
            assert number(other.low) <= number(one.low)
            assert number(one.high) <= number(other.high)


@given(cases(st.integers(10**3, 10**9)), st.sampled_from(ProjectionMethod))
def test_the_size_of_the_unit_does_not_matter(
    case: Case, method: ProjectionMethod
) -> None:
    def larger(amounts: tuple[Amount, ...]) -> tuple[jbp.Money, ...]:
        return tuple(eur(int(number(amount) * 100) * 1_000) for amount in amounts)

    history = case.history
    if history is not None:
        history = attrs.evolve(history, amounts=larger(history.amounts))
    (target,) = larger((case.goal.target,)) if case.goal.target else ()
    scaled = Case(
        attrs.evolve(case.goal, target=target),
        attrs.evolve(case.bookings, amounts=larger(case.bookings.amounts)),
        history,
    )
    one, other = case.project(method), scaled.project(method)
    assert (one.method, one.reason) == (other.method, other.reason)
    if one.projected_finish is not None:
        small, large = number(one.projected_finish), number(other.projected_finish)
        # Rounded to cents at the end, and to twelve digits before.
        assert abs(large / 1_000 - small) <= Fraction(1, 100) + small / 10**10
    if one.hit_probability is not None and other.hit_probability is not None:
        assert abs(one.hit_probability - other.hit_probability) <= Fraction(1, 5_000)


@given(cases())
def test_exact_methods_agree_with_the_plain_sums(case: Case) -> None:
    bookings, period = case.bookings, case.goal.period
    booked = sum(map(exact, bookings.amounts), Fraction(0))
    gone = min(
        max((bookings.as_of - period.start).days + 1, 0),
        (period.end - period.start).days,
    )
    straight = case.project(ProjectionMethod.STRAIGHT_LINE).projected_finish
    if gone:
        days = (period.end - period.start).days
        assert number(straight) == Fraction(round(booked * days / gone * 100), 100)
    else:
        assert straight is None
    entries = [
        jbp.ActualEntry(metric="revenue", on=tile.dates.start, amount=amount)
        for tile, amount in zip(bookings.tiles, bookings.amounts, strict=False)
    ]
    result = jbp.assess_goal(case.goal, entries, as_of=bookings.as_of)
    along = case.project(ProjectionMethod.ALONG_PHASING).projected_finish
    assert along == result.projected_finish


@given(cases(st.integers(-(10**6), 10**6)), st.randoms())
def test_the_order_of_entries_does_not_matter(
    case: Case, shuffled: random.Random
) -> None:
    entries = [
        jbp.ActualEntry(metric="revenue", on=tile.dates.start, amount=amount)
        for tile, amount in zip(
            case.bookings.tiles, case.bookings.amounts, strict=False
        )
    ]
    other = list(entries)
    shuffled.shuffle(other)
    found = [
        project_goal(case.goal, listed, as_of=case.bookings.as_of, history=case.history)
        for listed in (entries, other)
    ]
    assert found[0] == found[1]
    if case.history is not None:
        assert found[0] == case.project(ProjectionMethod.AUTO)


@given(cases())
def test_shares_add_up_to_one_and_none_is_negative(case: Case) -> None:
    if case.history is None:
        return
    found = seasonal_phasing(case.history, case.goal.period, agreed=case.goal.phasing)
    assert sum(found.shares) == 1
    assert min(found.shares) >= 0
    assert 0 <= found.belief_ratio <= 1
