"""A report recorded then is reproduced byte for byte, whatever came since."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from random import Random

import attrs
from hypothesis import given
from hypothesis import strategies as st

import jbpcore as jbp

START = date(2026, 4, 1)
PERIOD = jbp.DateRange.of_days(START, 30)
MIDNIGHT = datetime(2026, 4, 1, tzinfo=UTC)
METRICS = {
    "revenue": jbp.metrics.REVENUE,
    "certified-people": jbp.metrics.CERTIFIED_PEOPLE,
    "win-rate": jbp.metrics.WIN_RATE,
}
TARGETS: dict[str, jbp.Amount] = {
    "revenue": jbp.Money(1000, "USD"),
    "certified-people": jbp.Quantity(10, "people"),
    "win-rate": jbp.Ratio("1/4"),
}


def amount_of(metric: str, number: int) -> jbp.Money | jbp.Quantity | jbp.Quotient:
    if metric == "revenue":
        return jbp.Money(number, "USD")
    if metric == "win-rate":
        return jbp.Quotient.of(number, abs(number) + 3, "deals")
    return jbp.Quantity(number, "people")


@st.composite
def histories(draw: st.DrawFn) -> tuple[jbp.Goal, list[jbp.ActualEntry], int]:
    """Bookings, returns, repeats, contradictions and disputes, in any order."""
    key = draw(st.sampled_from(sorted(METRICS)))
    targets = (TARGETS[key], TARGETS[key] + TARGETS[key])
    goal = jbp.Goal(
        id="g",
        name="Goal",
        metric=METRICS[key],
        target=TARGETS[key],
        period=PERIOD,
        target_versions=[
            jbp.TargetVersion(
                effective_on=START + timedelta(days=draw(st.integers(-3, 29))),
                target=targets[draw(st.integers(0, 1))],
                recorded_at=MIDNIGHT + timedelta(hours=draw(st.integers(0, 48))),
            )
            for _ in range(draw(st.integers(0, 3)))
        ],
    )
    ids = st.sampled_from([f"e{n}" for n in range(6)])
    entries = [
        jbp.ActualEntry(
            metric=key,
            on=START + timedelta(days=draw(st.integers(-3, 33))),
            amount=amount_of(key, draw(st.integers(-50, 500))),
            entry_id=draw(ids),
            credit_ratio=draw(st.sampled_from([Fraction(1), Fraction(1, 3)])),
            credit_of=draw(st.none() | st.sampled_from(["so-1", "so-2"])),
            reverses=draw(st.none() | ids),
            status=draw(st.sampled_from(jbp.EntryStatus)),
            recorded_at=MIDNIGHT + timedelta(hours=draw(st.integers(0, 48))),
        )
        for _ in range(draw(st.integers(0, 9)))
    ]
    return goal, entries, draw(st.integers(-1, 49))


@given(histories(), st.integers(-2, 32), st.randoms(use_true_random=False))
def test_a_report_recorded_then_is_reproduced_byte_for_byte(
    history: tuple[jbp.Goal, list[jbp.ActualEntry], int], day: int, random: Random
) -> None:
    goal, entries, hours = history
    then, as_of = MIDNIGHT + timedelta(hours=hours), START + timedelta(days=day)
    recorded = [e for e in entries if e.recorded_at is None or e.recorded_at <= then]
    versions = [v for v in goal.target_versions if v.recorded_at <= then]  # type: ignore[operator]  # each says when
    agreed = attrs.evolve(goal, target_versions=versions)
    report = jbp.assess_goal(agreed, recorded, as_of=as_of, known_at=then)
    random.shuffle(entries)
    again = jbp.assess_goal(goal, entries, as_of=as_of, known_at=then)
    assert jbp.dumps(again) == jbp.dumps(report)
    assert jbp.explain(again) == jbp.explain(report)
    # Without the instant the figures are the same; only that it was asked is not told.
    assert jbp.explain(jbp.assess_goal(agreed, recorded, as_of=as_of)) == jbp.explain(
        again
    )


@given(histories(), st.integers(-2, 32))
def test_what_comes_after_the_day_changes_nothing_but_the_pipeline(
    history: tuple[jbp.Goal, list[jbp.ActualEntry], int], day: int
) -> None:
    goal, entries, _ = history
    as_of = START + timedelta(days=day)
    closed = [e for e in entries if e.status is not jbp.EntryStatus.PIPELINE]
    until = [e for e in closed if e.on <= as_of]
    assert jbp.assess_goal(goal, closed, as_of=as_of) == jbp.assess_goal(
        goal, until, as_of=as_of
    )
