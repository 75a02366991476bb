"""Pacing, rolling windows and irregular windows of real sales, as others worked out.

Targets and sales lines of two years; what is printed is compared at its printed digits.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

import pytest

import jbpcore as jbp

Row: TypeAlias = dict[str, str]
JULY = jbp.FiscalCalendar.months(start_month=7)
EVENLY = jbp.LinearPhasing()


@pytest.fixture(scope="module")
def folder(truth: Path) -> Path:
    return truth / "quota_actuals"


def table(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows
    return rows


@pytest.fixture(scope="module")
def lines(folder: Path) -> list[Row]:
    return table(folder / "pl300_sales_lines_fy2018_fy2019.csv")


def entries_by(lines: list[Row], owner: str) -> dict[str, list[jbp.ActualEntry]]:
    found = defaultdict(list)
    for number, line in enumerate(lines):
        found[line[owner]].append(
            jbp.ActualEntry(
                metric="revenue",
                on=date.fromisoformat(line["order_date"]),
                amount=jbp.Money(line["amount_usd"], "USD"),
                entry_id=f"line-{number}",
            )
        )
    return found


def monthly_targets(folder: Path) -> dict[str, dict[str, Fraction]]:
    found: defaultdict[str, dict[str, Fraction]] = defaultdict(dict)
    for row in table(folder / "pl300_targets_monthly.csv"):
        found[row["employee_id"]][row["month"]] = Fraction(row["target_usd"])
    return found


def a_goal(
    target: Fraction | None,
    period: jbp.DateRange,
    phasing: jbp.LinearPhasing | jbp.WeightedPhasing,
) -> jbp.Goal:
    amount = None
    if target is not None:
        assert target.denominator == 1
        amount = jbp.Money(int(target), "USD")
    return jbp.Goal(
        id="g",
        name="Goal",
        metric=jbp.metrics.REVENUE,
        target=amount,
        period=period,
        phasing=phasing,
    )


def is_printed(found: Fraction, printed: str, digits: int) -> bool:
    """Whether *found* is what is printed, to half of the last digit."""
    return abs(found - Fraction(printed)) <= Fraction(1, 2 * 10**digits)


def number(amount: jbp.Amount | Fraction | None) -> Fraction:
    if isinstance(amount, jbp.Money):
        return Fraction(amount.amount)
    assert isinstance(amount, Fraction)
    return amount


def test_the_pacing_of_every_salesperson_is_as_printed(
    folder: Path, lines: list[Row]
) -> None:
    booked, targets = entries_by(lines, "employee_key"), monthly_targets(folder)
    rows = table(folder / "sample_truth_pacing_2018.csv")
    assert len(rows) >= 30
    for row in rows:
        quarter = jbp.DateRange.inclusive(
            date.fromisoformat(row["quarter_start"]),
            date.fromisoformat(row["quarter_end"]),
        )
        assert JULY.of(quarter.start).period(jbp.PeriodKind.QUARTER).dates == quarter
        months = JULY.tiles(jbp.PeriodKind.MONTH, quarter)
        mine = targets[row["employee_id"]]
        wanted = [mine.get(f"{m.dates.start:%Y-%m}", Fraction(0)) for m in months]
        total = sum(wanted, Fraction(0))
        assert total == Fraction(row["target"])
        as_of = date.fromisoformat(row["as_of"])
        entries = booked.get(row["employee_key"], [])
        even = jbp.assess_goal(a_goal(total, quarter, EVENLY), entries, as_of=as_of)
        check_even(even, row)
        pairs = zip(months, wanted, strict=True)
        by_month = jbp.WeightedPhasing(jbp.Bucket(m.dates, part) for m, part in pairs)
        phased = jbp.assess_goal(a_goal(total, quarter, by_month), entries, as_of=as_of)
        due = number(phased.expected_to_date)
        assert is_printed(due, row["expected_phased"], 2)
        share = phased.expected_ratio
        assert share is not None
        pace = number(phased.attainment_ratio) / share
        assert is_printed(pace, row["pacing_phased"], 6)


def check_even(even: jbp.GoalResult, row: Row) -> None:
    assert even.total_days == int(row["days_total"])
    assert even.elapsed_days == int(row["days_elapsed"])
    share, rate = even.expected_ratio, even.required_run_rate
    assert share is not None
    assert rate is not None
    assert number(even.attained) == Fraction(row["actual"])
    assert number(even.gap_to_target) == Fraction(row["gap"])
    assert is_printed(number(even.attainment_ratio), row["attainment"], 6)
    assert is_printed(share, row["time_elapsed"], 6)
    assert is_printed(number(even.expected_to_date), row["expected_linear"], 2)
    # What is printed came from the unrounded amount that is due.
    unrounded = number(even.attainment_ratio) / share
    assert is_printed(unrounded, row["pacing_linear"], 6)
    if even.pace_index is not None:
        assert abs(even.pace_index - unrounded) < Fraction(1, 10**6)
    # Unrounded: half a cent goes to the even one here, away from zero there.
    finish = even.figure("projected_finish")
    assert isinstance(finish, Fraction)
    assert is_printed(finish, row["projected_finish_linear"], 2)
    assert is_printed(rate.value, row["required_per_day"], 2)


def test_rolling_windows_are_as_printed(folder: Path, lines: list[Row]) -> None:
    """The day itself, and the 29, 59 or 89 days before it."""
    booked = entries_by(lines, "reseller_key")
    rows = table(folder / "sample_truth_rolling_2018-09-30.csv")
    assert len(rows) >= 300
    for row in rows:
        as_of = date.fromisoformat(row["as_of"])
        for days in (30, 60, 90):
            window = jbp.DateRange.of_days(as_of - timedelta(days=days - 1), days)
            assert window.last_day == as_of
            goal = a_goal(None, window, EVENLY)
            found = jbp.assess_goal(goal, booked[row["reseller_key"]], as_of=as_of)
            assert number(found.attained) == Fraction(row[f"sum_{days}d"]), row


def test_irregular_windows_in_one_currency_are_as_printed(folder: Path) -> None:
    """Quotas run from one day on which they were set to the next, 58 to 182 days.

    Where orders are in several currencies they cannot be added up at face value, and
    are left out here.
    """
    orders = defaultdict(list)
    for row in table(folder / "aw_orders.csv"):
        orders[row["employee_key"]].append(row)
    compared = 0
    for row in table(folder / "sample_truth_aw_quota_window_2011.csv"):
        start, end = (
            date.fromisoformat(row[name]) for name in ("window_start", "window_end")
        )
        window = jbp.DateRange(start, end)
        inside = [
            order
            for order in orders[row["employee_key"]]
            if date.fromisoformat(order["order_date"]) in window
        ]
        if {order["currency"] for order in inside} - {"USD"}:
            continue
        entries = [
            jbp.ActualEntry(
                metric="revenue",
                on=date.fromisoformat(order["order_date"]),
                amount=jbp.Money(order["amount"], "USD"),
                entry_id=order["order_no"],
            )
            for order in orders[row["employee_key"]]
        ]
        goal = a_goal(Fraction(row["quota"]), window, EVENLY)
        found = jbp.assess_goal(goal, entries, as_of=window.last_day)
        assert number(found.attained) == Fraction(row["actual_face_value"]), row
        ratio = number(found.attainment_ratio)
        assert is_printed(ratio, row["attainment_face_value"], 6), row
        compared += 1
    assert compared >= 10
