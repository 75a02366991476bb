"""Buckets of a ratio, of what is to be kept, and of a milestone."""

from __future__ import annotations

from datetime import date

import pytest

import jbpcore as jbp
from jbpcore.model.metric import Accumulation, Direction

CALENDAR = jbp.FiscalCalendar.calendar_year()
Q2 = CALENDAR.quarter(2026, 2)
SEATS = jbp.Metric(
    key="seats",
    name="Active seats",
    unit=jbp.Unit.count("seats"),
    accumulation=Accumulation.LEVEL,
    direction=Direction.KEEP,
)
SIGNED = jbp.Metric(
    key="signed",
    name="Contract",
    unit=jbp.Unit.count("contracts"),
    accumulation=Accumulation.MILESTONE,
)


def months(
    goal: jbp.Goal, entries: list[jbp.ActualEntry], as_of: date
) -> tuple[jbp.GoalBucket, ...]:
    kind = jbp.PeriodKind.MONTH
    return jbp.list_buckets(goal, CALENDAR, kind, entries=entries, as_of=as_of)


def won(month: int, count: int, of: int) -> jbp.ActualEntry:
    return jbp.ActualEntry(
        metric="win-rate",
        on=date(2026, month, 10),
        amount=jbp.Quotient.of(count, of, "deals"),
    )


def ratio_goal(*, baseline: jbp.Ratio | None = None) -> jbp.Goal:
    return jbp.Goal(
        id="w",
        name="Win rate",
        metric=jbp.metrics.WIN_RATE,
        target=jbp.Ratio("30%"),
        period=Q2,
        baseline=baseline,
    )


def test_a_ratio_says_where_it_should_stand_and_how_each_month_did() -> None:
    """From 20 % to 30 % in 91 days: 20 + 10 x 30/91 after April, x 61/91 after May.

    Won 1 of 4 in April and 5 of 12 in May: 6 of 16 by the end of May, no mean of both.
    """
    goal = ratio_goal(baseline=jbp.Ratio("20%"))
    entries = [won(4, 1, 4), won(5, 5, 12)]
    april, may, june = months(goal, entries, date(2026, 5, 31))
    assert april.scheduled_to_date == jbp.Ratio("20%") + jbp.Ratio("3/91")
    assert may.scheduled_to_date == jbp.Ratio("20%") + jbp.Ratio("61/910")
    assert june.scheduled_to_date == jbp.Ratio("30%")
    assert (april.attained, april.attained_to_date) == (jbp.Ratio("1/4"),) * 2
    assert (may.attained, may.attained_to_date) == (jbp.Ratio("5/12"), jbp.Ratio("3/8"))
    # 20 % + 6.703 % less 37.5 % is 10.797 points better than due.
    assert may.gap == jbp.Ratio("61/910") - jbp.Ratio("7/40")
    assert (june.attained, june.attained_to_date, june.gap) == (None, None, None)
    for bucket in (april, may, june):
        assert (bucket.scheduled, bucket.reason) == (None, jbp.Reason.NO_BUCKETS)


def test_a_month_that_closed_no_deal_has_no_ratio_of_its_own() -> None:
    goal = ratio_goal(baseline=jbp.Ratio("20%"))
    _, may, _ = months(goal, [won(4, 1, 4)], date(2026, 5, 31))
    assert (may.attained, may.attained_to_date) == (None, jbp.Ratio("1/4"))


def test_what_a_ratio_should_be_is_what_an_assessment_expects() -> None:
    goal = ratio_goal(baseline=jbp.Ratio("20%"))
    for bucket in jbp.list_buckets(goal, CALENDAR, jbp.PeriodKind.WEEK):
        result = jbp.assess_goal(goal, [], as_of=bucket.dates.last_day)
        assert bucket.scheduled_to_date == result.expected_to_date


def seats(month: int, day: int, count: int) -> jbp.ActualEntry:
    return jbp.ActualEntry(
        metric="seats",
        on=date(2026, month, day),
        amount=jbp.Quantity(count, "seats"),
    )


def keep_goal(kind: jbp.PeriodKind) -> jbp.Goal:
    checks = [tile.dates for tile in CALENDAR.tiles(kind, Q2)]
    return jbp.Goal(
        id="k",
        name="Seats",
        metric=SEATS,
        target=None,
        period=Q2,
        keep=jbp.KeepBand.at_least(jbp.Quantity(250, "seats"), checks=checks),
    )


def test_what_is_to_be_kept_shows_the_stretches_of_each_month() -> None:
    """April 260 is kept, May 240 is not, June is not over: 1 of 2."""
    goal = keep_goal(jbp.PeriodKind.MONTH)
    entries = [seats(4, 30, 260), seats(5, 31, 240)]
    april, may, june = months(goal, entries, date(2026, 6, 10))
    assert [check.is_kept for check in april.checks + may.checks] == [True, False]
    assert (april.attained, may.attained) == (jbp.Ratio(1), jbp.Ratio(0))
    assert may.attained_to_date == jbp.Ratio("1/2")
    assert (april.gap, may.gap) == (jbp.Ratio(0), jbp.Ratio("1/2"))
    assert (june.attained, june.checks) == (None, ())
    assert june.attained_to_date == jbp.Ratio("1/2")
    assert {bucket.scheduled_to_date for bucket in (april, may, june)} == {jbp.Ratio(1)}
    assert {bucket.reason for bucket in (april, may, june)} == {jbp.Reason.NO_BUCKETS}


def test_nothing_is_due_before_the_first_stretch_has_ended() -> None:
    april, may, june = months(keep_goal(jbp.PeriodKind.QUARTER), [], date(2026, 6, 30))
    assert (april.scheduled_to_date, may.scheduled_to_date) == (None, None)
    assert (april.gap, june.gap) == (None, jbp.Ratio(1))
    assert len(june.checks) == 1


def milestone() -> jbp.Goal:
    return jbp.Goal(id="m", name="Contract", metric=SIGNED, target=None, period=Q2)


def test_a_milestone_is_due_in_its_last_month() -> None:
    buckets = jbp.list_buckets(milestone(), CALENDAR, jbp.PeriodKind.MONTH)
    assert [bucket.scheduled for bucket in buckets] == [
        jbp.Ratio(0),
        jbp.Ratio(0),
        jbp.Ratio(1),
    ]
    assert {bucket.reason for bucket in buckets} == {None}


@pytest.mark.parametrize(
    ("day", "gaps"),
    [(date(2026, 5, 4), [0, -1, 1]), (date(2026, 6, 30), [0, 0, 0])],
)
def test_a_milestone_done_early_is_ahead_where_it_was_done(
    day: date, gaps: list[int]
) -> None:
    done = jbp.ActualEntry(metric="signed", on=day, amount=jbp.Quantity(1, "contracts"))
    buckets = months(milestone(), [done], date(2026, 6, 30))
    assert [bucket.gap for bucket in buckets] == [jbp.Ratio(gap) for gap in gaps]
    assert buckets[-1].attained_to_date == jbp.Ratio(1)


@pytest.mark.parametrize(
    ("goal", "reason"),
    [
        (
            jbp.Goal(
                id="g", name="G", metric=jbp.metrics.WIN_RATE, target=None, period=Q2
            ),
            jbp.Reason.NO_TARGET,
        ),
        (
            jbp.Goal(id="g", name="G", metric=SEATS, target=None, period=Q2),
            jbp.Reason.NO_KEEP_BAND,
        ),
    ],
)
def test_what_is_not_agreed_is_the_reason_and_not_the_shape(
    goal: jbp.Goal, reason: jbp.Reason
) -> None:
    buckets = months(goal, [], date(2026, 6, 30))
    assert {bucket.reason for bucket in buckets} == {reason}
    assert {bucket.scheduled_to_date for bucket in buckets} == {None}


@pytest.mark.parametrize(
    ("goal", "advice"),
    [
        (ratio_goal(), "the ratio that is wanted"),
        (keep_goal(jbp.PeriodKind.MONTH), "its own band"),
        (milestone(), "a milestone of its own"),
    ],
)
def test_what_does_not_add_up_is_not_split_and_says_what_to_do(
    goal: jbp.Goal, advice: str
) -> None:
    with pytest.raises(jbp.JbpError, match=advice):
        jbp.split_by_time(goal, CALENDAR, jbp.PeriodKind.MONTH)
    with pytest.raises(jbp.JbpError, match=advice):
        jbp.split_by_label(goal, "region", {"EMEA": 1})
