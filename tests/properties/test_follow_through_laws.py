"""Laws of promises: what is due, what is kept, and what cannot make it look better."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.effort import examples

import jbpcore as jbp
from jbpcore.engine.follow_through import FollowThrough, Promise
from jbpcore.model.slip import Slip

LAW = settings(max_examples=examples(200))
YEAR = jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1))
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
OPEN, KEPT = jbp.CommitmentStatus.OPEN, jbp.CommitmentStatus.KEPT


@st.composite
def promises(draw: st.DrawFn) -> tuple[jbp.Commitment, ...]:
    """Return up to eight promises of either side, some put off, some kept."""
    made = []
    for number in range(draw(st.integers(0, 8))):
        due_on, slips = draw(DAYS), []
        for _ in range(draw(st.integers(0, 2))):
            later = due_on + timedelta(days=draw(st.integers(1, 60)))
            slips.append(Slip(moved_on=draw(DAYS), was_due_on=due_on, due_on=later))
            due_on = later
        slips.sort(key=lambda one: one.was_due_on)
        status = draw(st.sampled_from(jbp.CommitmentStatus))
        made.append(
            jbp.Commitment(
                id=f"c{number}",
                name="C",
                side=draw(st.sampled_from(jbp.Side)),
                due_on=due_on,
                slips=slips,
                status=status,
                kept_on=draw(st.none() | DAYS) if status is KEPT else None,
                weight=draw(st.fractions(0, 5, max_denominator=4)),
            )
        )
    return tuple(made)


def of(
    made: tuple[jbp.Commitment, ...], as_of: date, *, is_weighted: bool = False
) -> FollowThrough:
    plan = jbp.Plan(
        id="p",
        name="P",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="nw", name="Northwind"),
        period=YEAR,
        commitments=made,
    )
    return jbp.follow_through(plan, as_of=as_of, is_weighted=is_weighted)


@LAW
@given(promises(), DAYS)
def test_what_was_due_is_kept_put_off_or_missed(
    made: tuple[jbp.Commitment, ...], as_of: date
) -> None:
    found = of(made, as_of)
    for side in jbp.Side:
        own = found.of(side)
        kept = own.count(Promise.KEPT_ON_TIME) + own.count(Promise.KEPT_LATE)
        others = own.count(Promise.PUT_OFF) + own.count(Promise.MISSED)
        apart = own.count(Promise.PENDING) + own.count(Promise.WITHDRAWN)
        assert kept + others == own.due_count
        assert own.due_count + apart == sum(1 for one in made if one.side is side)
        assert (own.ratio is None) is (own.due_count == 0) is (own.reason is not None)
        if own.ratio is not None and own.on_time_ratio is not None:
            assert 0 <= own.on_time_ratio <= own.ratio <= 1
            assert own.ratio == Fraction(kept, own.due_count)


@LAW
@given(promises(), DAYS, st.fractions(Fraction(1, 9), 9, max_denominator=9))
def test_equal_weights_are_no_weights(
    made: tuple[jbp.Commitment, ...], as_of: date, weight: Fraction
) -> None:
    alike = tuple(attrs.evolve(one, weight=weight) for one in made)
    plain, heavy = of(made, as_of), of(alike, as_of, is_weighted=True)
    for side in jbp.Side:
        assert heavy.of(side).ratio == plain.of(side).ratio
        assert heavy.of(side).on_time_ratio == plain.of(side).on_time_ratio


@LAW
@given(promises(), DAYS)
def test_the_two_sides_are_measured_alike(
    made: tuple[jbp.Commitment, ...], as_of: date
) -> None:
    swapped = tuple(attrs.evolve(one, side=one.side.other) for one in made)
    one, other = of(made, as_of), of(swapped, as_of)
    assert one.vendor.promises == other.partner.promises
    assert one.partner.ratio == other.vendor.ratio


@LAW
@given(promises(), DAYS, DAYS, st.data())
def test_putting_off_never_makes_it_look_better(
    made: tuple[jbp.Commitment, ...], as_of: date, moved_on: date, data: st.DataObject
) -> None:
    if not made:
        return
    place = data.draw(st.integers(0, len(made) - 1))
    old = made[place]
    later = old.due_on + timedelta(days=data.draw(st.integers(1, 90)))
    slip = Slip(moved_on=moved_on, was_due_on=old.due_on, due_on=later)
    put_off = attrs.evolve(old, due_on=later, slips=[*old.slips, slip])
    after = (*made[:place], put_off, *made[place + 1 :])
    before, now = of(made, as_of).of(old.side), of(after, as_of).of(old.side)
    # What was put off is due on the day that was promised first, as it was before.
    assert (now.ratio or 0) <= (before.ratio or 0)
    assert (now.on_time_ratio or 0) <= (before.on_time_ratio or 0)
    assert of(after, as_of).of(old.side.other) == of(made, as_of).of(old.side.other)


@LAW
@given(promises(), DAYS)
def test_each_promise_counts_in_one_month(
    made: tuple[jbp.Commitment, ...], as_of: date
) -> None:
    plan = attrs.evolve(
        jbp.Plan(
            id="p",
            name="P",
            vendor=jbp.Party(id="acme", name="Acme"),
            partner=jbp.Partner(id="nw", name="Northwind"),
            period=YEAR,
        ),
        commitments=made,
    )
    months = jbp.FiscalCalendar.calendar_year().list_periods(jbp.PeriodKind.MONTH, YEAR)
    trend = jbp.follow_through_trend(plan, [m.dates for m in months], as_of=as_of)
    for side in jbp.Side:
        parts = sorted(one for month in trend for one in month.of(side).promises)
        assert parts == sorted(of(made, as_of).of(side).promises)
