"""Halfway through Q2 and only 30 % of the $25,000 goal everyone agreed to.

Worked by hand. Q2 2026 has 30 + 31 + 30 = 91 days; 15 May is day 30 + 15 = 45, so 46
are left. $7,500 is in.

  attainment     7,500 / 25,000                         = 30 %
  gap to target  25,000 - 7,500                         = 17,500
  run rate       7,500 / 45                             = 166.67 a day
  required       17,500 / 46                            = 380.43 a day
  lift           380.4348 / 166.6667                    = 2.2826

               linear            20/30/50 a month        working days
  due share    45/91             0.20 + 0.30 x 15/31     33 of 65 working days
  expected     12,362.64         8,629.03                12,692.31
  pace         0.6067            0.8692                  0.5909
  gap to pace  4,862.64          1,129.03                5,192.31
  projected    7,500 x 91/45     7,500 / 0.345161        7,500 x 65/33
               = 15,166.67       = 21,728.97             = 14,772.73
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

import jbpcore as jbp

CALENDAR = jbp.FiscalCalendar.calendar_year()
Q2 = CALENDAR.quarter(2026, 2)
LINEAR = jbp.LinearPhasing()
MONTHLY = jbp.WeightedPhasing.by_month([20, 30, 50], period=Q2, calendar=CALENDAR)
WORKDAYS = jbp.WorkdayPhasing(jbp.WorkCalendar.resolve(Q2))


def assess(
    phasing: jbp.LinearPhasing | jbp.WeightedPhasing | jbp.WorkdayPhasing,
) -> jbp.GoalResult:
    goal = jbp.Goal(
        id="new-revenue",
        name="New subscription revenue",
        metric=jbp.metrics.REVENUE,
        target=jbp.Money("25000", "USD"),
        period=Q2,
        phasing=phasing,
    )
    booked = [
        jbp.ActualEntry(
            metric="revenue", on=date(2026, 4, 20), amount=jbp.Money("7500", "USD")
        )
    ]
    return jbp.assess_goal(goal, booked, as_of=date(2026, 5, 15))


def test_what_does_not_depend_on_the_phasing() -> None:
    result = assess(LINEAR)
    assert (result.elapsed_days, result.remaining_days, result.total_days) == (
        45,
        46,
        91,
    )
    assert result.attained == jbp.Money("7500", "USD")
    assert result.attainment_ratio == result.progress_ratio == Fraction(30, 100)
    assert result.gap_to_target == jbp.Money("17500", "USD")
    assert result.run_rate is not None
    assert result.run_rate.value == Fraction(7_500, 45)
    assert result.run_rate.rounded() == jbp.Money("166.67", "USD")
    assert result.required_run_rate is not None
    assert result.required_run_rate.value == Fraction(17_500, 46)
    assert result.required_run_rate.rounded() == jbp.Money("380.43", "USD")
    assert result.lift_needed == Fraction(17_500 * 45, 46 * 7_500)
    assert round(float(result.lift_needed), 2) == 2.28


@pytest.mark.parametrize(
    ("phasing", "expected", "pace", "gap", "finish", "health"),
    [
        (LINEAR, "12362.64", "0.607", "4862.64", "15166.67", jbp.Health.OFF_TRACK),
        (MONTHLY, "8629.03", "0.869", "1129.03", "21728.97", jbp.Health.AT_RISK),
        (WORKDAYS, "12692.31", "0.591", "5192.31", "14772.73", jbp.Health.OFF_TRACK),
    ],
    ids=["linear", "20/30/50 by month", "working days"],
)
def test_the_phasing_changes_the_verdict(
    phasing: jbp.LinearPhasing | jbp.WeightedPhasing | jbp.WorkdayPhasing,
    expected: str,
    pace: str,
    gap: str,
    finish: str,
    health: jbp.Health,
) -> None:
    result = assess(phasing)
    assert result.expected_to_date == jbp.Money(expected, "USD")
    assert result.pace_index is not None
    assert f"{float(result.pace_index):.3f}" == pace
    assert result.pace_index == Fraction(7_500) / Fraction(expected)
    assert result.gap_to_pace == jbp.Money(gap, "USD")
    assert result.projected_finish == jbp.Money(finish, "USD")
    assert (result.health, result.reason) == (health, jbp.Reason.PACE)


def test_rates_by_the_working_day() -> None:
    """33 of 65 working days are gone, 32 are left."""
    result = assess(WORKDAYS)
    assert (result.elapsed_workdays, result.total_workdays) == (33, 65)
    assert result.run_rate_per_workday is not None
    assert result.run_rate_per_workday.value == Fraction(7_500, 33)
    assert result.required_run_rate_per_workday is not None
    assert result.required_run_rate_per_workday.value == Fraction(17_500, 32)
    assert assess(LINEAR).run_rate_per_workday is None
    assert assess(LINEAR).why("run_rate_per_workday") is jbp.Reason.NO_WORK_CALENDAR


def test_it_is_explained_with_the_arithmetic() -> None:
    assert jbp.explain(assess(LINEAR)) == (
        "Off track: $7,500.00 of $25,000.00 is in by May 15, 2026 (30%), where "
        "$12,362.64 was due after 45 of 91 days: a pace index of 0.607 ($7,500.00 ÷ "
        "$12,362.64; off track is below 0.80). To close the gap of $17,500.00 in the "
        "46 days left takes $380.43 a day ($2,663.04 a week), 2.28 times the "
        "$166.67 a day so far. At this pace it ends at $15,166.67, $9,833.33 short."
    )
    in_britain = jbp.explain(assess(MONTHLY), locale="en-GB")
    assert in_britain.startswith("At risk: US$7,500.00 of US$25,000.00 is in by 15 May")
