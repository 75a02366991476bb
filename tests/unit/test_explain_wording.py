"""Every shape, on every kind of day, in sentences that people can read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Final

import pytest

import jbpcore as jbp
from jbpcore.formatting.explain_amounts import never_kinder, show_beside
from jbpcore.model.metric import Accumulation, Direction

CALENDAR = jbp.FiscalCalendar.calendar_year()
Q2 = CALENDAR.quarter(2026, 2)
LAST: Final = date(2026, 6, 30)
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
MONTHS = [tile.dates for tile in CALENDAR.tiles(jbp.PeriodKind.MONTH, Q2)]
BAND = jbp.KeepBand.at_least(jbp.Quantity(250, "seats"), checks=MONTHS)
IN_JUNE = jbp.CumulativePhasing([jbp.CumulativePoint(date(2026, 6, 1), "0")])
ELSEWHERE = jbp.WeightedPhasing([jbp.Bucket(CALENDAR.quarter(2025, 1), 1)])
DAYS = [
    date(2026, 3, 1),
    date(2026, 4, 1),
    date(2026, 5, 15),
    date(2026, 6, 25),
    date(2026, 6, 29),
    LAST,
    date(2026, 8, 1),
]


def usd(amount: str | int) -> jbp.Money:
    return jbp.Money(amount, "USD")


def people(count: int) -> jbp.Quantity:
    return jbp.Quantity(count, "people")


def goal(
    metric: jbp.Metric,
    target: jbp.Amount | None,
    *,
    baseline: jbp.Amount | None = None,
    phasing: jbp.LinearPhasing
    | jbp.CumulativePhasing
    | jbp.WeightedPhasing
    | None = None,
    keep: jbp.KeepBand | None = None,
) -> jbp.Goal:
    return jbp.Goal(
        id="g",
        name="Goal",
        metric=metric,
        target=target,
        baseline=baseline,
        phasing=phasing or jbp.LinearPhasing(),
        keep=keep,
        period=Q2,
    )


def said(
    wanted: jbp.Goal,
    *amounts: jbp.Money | jbp.Quantity | jbp.Ratio | jbp.Quotient,
    on: date = date(2026, 4, 1),
    as_of: date = date(2026, 5, 15),
) -> str:
    entries = [
        jbp.ActualEntry(metric=wanted.metric.key, on=on, amount=amount)
        for amount in amounts
    ]
    return jbp.explain(jbp.assess_goal(wanted, entries, as_of=as_of))


REVENUE, SPEND = jbp.metrics.REVENUE, jbp.metrics.MARKETING_SPEND
STAFF, CHURN, WINS = (
    jbp.metrics.CERTIFIED_PEOPLE,
    jbp.metrics.CHURN_RATE,
    jbp.metrics.WIN_RATE,
)
FLOW = goal(REVENUE, usd(25_000))
CEILING = goal(SPEND, usd(4_000))
STAFFED = goal(STAFF, people(5), baseline=people(2))
LOST = goal(CHURN, jbp.Ratio("5%"), baseline=jbp.Ratio("8%"))
WON = goal(WINS, jbp.Ratio("30%"), baseline=jbp.Ratio("20%"))
CASES: list[
    tuple[jbp.Goal, Sequence[jbp.Money | jbp.Quantity | jbp.Ratio | jbp.Quotient]]
] = [
    (FLOW, []),
    *((FLOW, [usd(amount)]) for amount in (-500, 0, 7_500, 24_900, 25_000, 30_000)),
    (FLOW, [usd("24999.999")]),
    (goal(REVENUE, usd(25_000), phasing=IN_JUNE), [usd(100)]),
    (goal(REVENUE, usd(25_000), phasing=IN_JUNE), [usd(-100)]),
    (goal(REVENUE, usd(25_000), phasing=ELSEWHERE), [usd(100)]),
    (goal(REVENUE, None), [usd(100)]),
    (goal(REVENUE, None), []),
    (goal(REVENUE, usd(0)), [usd(100)]),
    (goal(REVENUE, usd(-5)), [usd(100)]),
    (CEILING, []),
    *((CEILING, [usd(amount)]) for amount in (-10, 0, 500, 3_500, 4_010)),
    (goal(SPEND, usd(4_000), phasing=IN_JUNE), [usd(100)]),
    (STAFFED, []),
    *((STAFFED, [people(count)]) for count in (1, 2, 3, 5, 6)),
    (goal(STAFF, people(5)), [people(3)]),
    (goal(STAFF, people(5), baseline=people(5)), [people(5)]),
    *((LOST, [jbp.Ratio(share)]) for share in ("9%", "7.5%", "5%", "4%")),
    (goal(CHURN, jbp.Ratio("5%")), [jbp.Ratio("7.5%")]),
    (WON, [jbp.Quotient.of(6, 24, "deals")]),
    (WON, [jbp.Quotient.of(0, 0, "deals")]),
    (goal(WINS, jbp.Ratio("30%")), [jbp.Quotient.of(6, 24, "deals")]),
    (goal(SEATS, None, keep=BAND), []),
    (goal(SEATS, None, keep=BAND), [jbp.Quantity(260, "seats")]),
    (goal(SEATS, None), [jbp.Quantity(260, "seats")]),
    (goal(SIGNED, None), []),
    (goal(SIGNED, None), [jbp.Quantity(1, "contracts")]),
]
ODD = re.compile(
    r"\b1 (days|periods)\b|\b0\.00 times|—|  |\(\)|\.\.|, ,|None|\bis at\b|"
    r"\$-|\b(people|seats|deals) (is|was)\b"
)


@pytest.mark.parametrize("day", DAYS)
def test_no_sentence_is_odd(day: date) -> None:
    for wanted, amounts in CASES:
        text = said(wanted, *amounts, as_of=day)
        assert ODD.search(text) is None, text
        assert text.endswith("."), text
        assert text[0].isupper(), text
        assert 1 <= len(re.findall(r"\.(?= |$)", text)) <= 3, text


def test_every_rule_that_can_decide_is_put_in_words() -> None:
    """The codes of a health: what is left are reasons of single figures."""
    met = {
        jbp.assess_goal(
            wanted,
            [
                jbp.ActualEntry(
                    metric=wanted.metric.key, on=date(2026, 4, 1), amount=amount
                )
                for amount in amounts
            ],
            as_of=day,
        ).reason
        for wanted, amounts in CASES
        for day in DAYS
    }
    assert set(jbp.Reason) - met == {
        jbp.Reason.NO_DAYS_LEFT,
        jbp.Reason.NO_WORK_CALENDAR,
        jbp.Reason.NO_PIPELINE,
        jbp.Reason.NO_BUCKETS,
        jbp.Reason.NO_RATE,
        jbp.Reason.OUT_OF_RANGE,
    }


def test_what_is_not_the_target_never_reads_as_the_target() -> None:
    """A tenth of a cent is missing, and at 29.9996 % a rate rounds to 30.00 %."""
    assert said(FLOW, usd("24999.999"), as_of=LAST) == (
        "Missed: just under $25,000.00 of $25,000.00 was in when the period ended on "
        "Jun 30, 2026 (99%), just short."
    )
    text = said(WON, jbp.Quotient.of(299_996, 1_000_000, "deals"), as_of=LAST)
    assert text == (
        "Missed: Win rate at just under 30.00% on the way from 20.00% to 30.00% when "
        "the period ended on Jun 30, 2026 (99%), just short."
    )
    assert show_beside(usd("4000.004"), usd(4000), jbp.Words.for_locale("en_US")) == (
        "just over $4,000.00"
    )


def test_too_much_spent_never_reads_as_just_enough() -> None:
    """4,010 of 4,000 is 100.25 %."""
    assert said(CEILING, usd(4_010), as_of=LAST) == (
        "Missed: $4,010.00 of the $4,000.00 allowed was used when the period ended on "
        "Jun 30, 2026 (101%), $10.00 over the limit."
    )
    assert never_kinder(Fraction(1)) == 1


def test_the_difference_of_two_percentages_is_told_in_points() -> None:
    """From 20 % to 30 % a quarter of deals won is halfway; 5 points in 46 days."""
    text = said(WON, jbp.Quotient.of(6, 24, "deals"))
    assert (
        "To close the gap of 5.00 points in the 46 days left takes 0.11 points a day "
        "(0.76 points a week)" in text
    )


def test_a_share_that_would_leave_what_can_be_is_not_told() -> None:
    """One good day says nothing about the quarter: 475 % of deals cannot be won."""
    text = said(WON, jbp.Quotient.of(6, 24, "deals"), as_of=date(2026, 4, 1))
    assert "At this pace" not in text


def test_speeds_by_the_week_and_working_day_stand_beside_the_one_by_the_day() -> None:
    """17,500 in 46 days, 6 4/7 weeks and 32 working days."""
    booked = [
        jbp.ActualEntry(metric="revenue", on=date(2026, 4, 20), amount=usd(7_500))
    ]
    calendar = jbp.WorkCalendar.resolve(Q2)
    result = jbp.assess_goal(
        FLOW, booked, as_of=date(2026, 5, 15), work_calendar=calendar
    )
    assert (
        "takes $380.43 a day ($2,663.04 a week or $546.88 a working day), 2.28 times"
        in jbp.explain(result)
    )


def test_with_less_than_a_week_left_no_week_is_spoken_of() -> None:
    assert "a week" not in said(FLOW, usd(7_500), as_of=date(2026, 6, 24))
    assert "a week" in said(FLOW, usd(7_500), as_of=date(2026, 6, 23))


def test_a_rate_by_the_working_day_is_not_turned_into_one_by_the_week() -> None:
    rate = jbp.Rate(value=Fraction(1), unit=usd(0), per=jbp.RateStep.WORKDAY)
    with pytest.raises(jbp.JbpError, match="by the day"):
        rate.per_week()
    weekly = jbp.Rate(value=Fraction(1), unit=usd(0)).per_week()
    assert weekly.per_week() == weekly
