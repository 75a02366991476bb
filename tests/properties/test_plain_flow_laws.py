"""The quick way through a ledger finds what the long way finds, to the last byte."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import attrs
from hypothesis import given
from hypothesis import strategies as st

import jbpcore as jbp

YEAR = jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1))
EVERYTHING = datetime(2300, 1, 1, tzinfo=UTC)
SPEND = jbp.metrics.MARKETING_SPEND
DEALS = jbp.Metric(key="deals", name="Deals", unit=jbp.Unit.count("deals"))

days = st.dates(date(2025, 12, 1), date(2027, 1, 31))


@st.composite
def phasings(draw: st.DrawFn) -> jbp.LinearPhasing | jbp.WeightedPhasing:
    if draw(st.booleans()):
        return jbp.LinearPhasing()
    buckets, start = [], draw(st.dates(date(2025, 12, 1), date(2026, 2, 1)))
    for _ in range(draw(st.integers(1, 6))):
        start += timedelta(days=draw(st.integers(0, 20)))
        length = draw(st.integers(1, 100))
        weight = draw(st.fractions(0, 50, max_denominator=7))
        buckets.append(jbp.Bucket(jbp.DateRange.of_days(start, length), weight))
        start += timedelta(days=length)
    if not any(bucket.weight for bucket in buckets):
        return jbp.LinearPhasing()
    return jbp.WeightedPhasing(buckets)


@st.composite
def cases(draw: st.DrawFn) -> tuple[jbp.Goal, list[jbp.ActualEntry], date]:
    metric = draw(st.sampled_from([jbp.metrics.REVENUE, SPEND, DEALS]))
    currency = draw(st.sampled_from(["USD", "JPY", "KWD"]))

    def amount(units: int) -> jbp.Money | jbp.Quantity:
        if metric is DEALS:
            return jbp.Quantity(units, "deals")
        return jbp.Money.from_minor(units, currency)

    start = draw(st.dates(date(2026, 1, 1), date(2026, 10, 1)))
    goal = jbp.Goal(
        id="goal",
        name="Goal",
        metric=metric,
        target=amount(draw(st.integers(-5, 30) | st.integers(1, 100_000))),
        period=jbp.DateRange.of_days(start, draw(st.integers(1, 200))),
        phasing=draw(phasings()),
    )
    entries = [
        jbp.ActualEntry(
            metric=draw(st.sampled_from([metric.key] * 9 + ["other"])),
            on=draw(days),
            amount=amount(draw(st.integers(-5, 20) | st.integers(-999, 20_000))),
            entry_id=f"e-{draw(st.integers(0, 60))}",
            credit_ratio=draw(st.sampled_from([Fraction(1)] * 20 + [Fraction(1, 3)])),
            status=draw(
                st.sampled_from(
                    [jbp.EntryStatus.BOOKED] * 20 + [jbp.EntryStatus.DISPUTED]
                )
            ),
        )
        for _ in range(draw(st.integers(0, 8)))
    ]
    return goal, entries, draw(days)


def the_long_way(
    goal: jbp.Goal, entries: list[jbp.ActualEntry], as_of: date
) -> jbp.GoalResult:
    """Ask for what was known long after: no entry says when it was recorded."""
    found = jbp.assess_goal(goal, entries, as_of=as_of, known_at=EVERYTHING)
    return attrs.evolve(found, known_at=None)


@given(cases())
def test_the_quick_way_finds_what_the_long_way_finds(
    case: tuple[jbp.Goal, list[jbp.ActualEntry], date],
) -> None:
    goal, entries, as_of = case
    quick = jbp.assess_goal(goal, entries, as_of=as_of)
    assert (quick.health, quick.reason) == (
        the_long_way(goal, entries, as_of).health,
        the_long_way(goal, entries, as_of).reason,
    )
    assert repr(quick) == repr(the_long_way(goal, entries, as_of))
    assert jbp.dumps(quick) == jbp.dumps(the_long_way(goal, entries, as_of))


@given(cases())
def test_copies_are_assessed_like_what_they_were_made_from(
    case: tuple[jbp.Goal, list[jbp.ActualEntry], date],
) -> None:
    goal, entries, as_of = case
    result = jbp.assess_goal(goal, entries, as_of=as_of)
    sent = pickle.loads(pickle.dumps((goal, entries)))  # noqa: S301 - made above
    for copied in (sent, copy.deepcopy((goal, entries))):
        assert jbp.assess_goal(*copied, as_of=as_of) == result
    assert pickle.loads(pickle.dumps(result)) == result  # noqa: S301 - made above
    assert copy.copy(result) == result


def test_a_result_keeps_the_entries_it_was_made_from() -> None:
    goal = jbp.Goal(
        id="goal",
        name="Goal",
        metric=jbp.metrics.REVENUE,
        target=jbp.Money("100", "USD"),
        period=YEAR,
    )
    booked = [
        jbp.ActualEntry(
            metric="revenue", on=date(2026, 1, 5), amount=jbp.Money("40", "USD")
        )
    ]
    result = jbp.assess_goal(goal, booked, as_of=date(2026, 2, 1))
    booked.clear()
    assert (result.entry_count, result.last_entry_on) == (1, date(2026, 1, 5))
    assert not hasattr(result, "no_such_figure")
