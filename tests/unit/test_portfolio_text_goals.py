"""One goal in the lines of a portfolio, for each kind of goal and of verdict."""

from __future__ import annotations

from datetime import date

from tests.unit.portfolio_lines import (
    CALENDAR,
    FOUNDING,
    QUARTER,
    assessed,
    goal,
    line_with,
    lines_of,
    text_of,
    usd,
)

from jbpcore.model import metrics
from jbpcore.model.amount import Unit
from jbpcore.model.metric import Accumulation, Metric
from jbpcore.model.phasing import WeightedPhasing
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

SEATS = Metric(
    key="seats", name="Seats", unit=Unit.count("seats"), accumulation=Accumulation.LEVEL
)


def test_no_data_is_not_zero() -> None:
    plan = assessed("Northwind", (goal("New", usd("25000")), None))
    lines = lines_of(plan, width=70)
    assert line_with("$25,000", lines) == "New none of $25,000 — — ○ No data $25,000"
    assert lines[-1] == (
        "    due $12,363; nothing is in the ledger: ask for the numbers"
    )


def test_a_booked_zero_is_a_figure() -> None:
    plan = assessed("Northwind", (goal("New", usd("25000")), usd("0")))
    lines = lines_of(plan, width=70)
    assert line_with("$25,000 ", lines) == (
        "New $0 of $25,000 0% 0.00 ▼ Off track $25,000"
    )
    assert lines[-1] == "    due $12,363; takes $3,805 a week ($544 a day)"  # 543.48


def test_a_goal_without_a_target_says_so() -> None:
    plan = assessed("Northwind", (goal("Co-sell", None), usd("12300")))
    lines = lines_of(plan, width=70)
    assert line_with("$12,300", lines) == (
        "Co-sell $12,300, no target — — □ No verdict —"
    )
    assert lines[-1] == "    no target is agreed; agree on one to see the pace"
    wide = lines_of(assessed("N", (goal("Co-sell", None), usd("9"))), width=120)
    assert wide[-1].endswith("agree on a target")


def test_a_zero_target_says_so_in_any_width() -> None:
    plan = assessed("Northwind", (goal("New", usd("0")), usd("5")))
    for width in (50, 80, 120):
        assert "the target is zero" in " ".join(text_of(plan, width=width).split())


def test_money_that_must_not_be_overspent() -> None:
    spend = goal("Funds", usd("20000"), metric=metrics.MARKETING_SPEND)
    # At 11,600 after 45 of 91 days it ends at 11,600 x 91 / 45 = 23,457.78.
    lines = lines_of(assessed("Northwind", (spend, usd("11600"))))
    assert line_with("$11,600", lines) == (
        "Funds $11,600 of $20,000 58% 0.85 ◆ At risk $8,400 left"
    )
    assert lines[-1] == (
        "    due $9,890; at this pace it ends at $23,457, $3,457 over the limit"
    )
    over = lines_of(assessed("Northwind", (spend, usd("20500.50"))))
    # What was spent rounds up, so that no one is over the limit and does not see it.
    assert "$20,501 of $20,000 103% 0.48 ▼ Off track $501 over" in line_with(
        "$20,501", over
    )


def test_a_level_shows_the_way_from_its_baseline() -> None:
    seats = goal("Seats", Quantity(800, "seats"), metric=SEATS,
                 baseline=Quantity(600, "seats"))  # fmt: skip
    # Due: 200 x 45 / 91 = 98.90. 70 / 98.90 = 0.708. 130 are missing.
    lines = lines_of(assessed("Northwind", (seats, Quantity(670, "seats"))), width=79)
    assert line_with("more seats  ", lines) == (
        "Seats 70 of 200 more seats 35% 0.71 ▼ Off track 130"
    )
    # 130 / 46 = 2.826 a day against 70 / 45 = 1.556: 1.82 times.
    assert lines[-1] == (
        "    due 98.9 more seats; takes 130 more in 46 days, 1.82 times the rate so far"
    )


def test_a_ratio_moves_in_points() -> None:
    churn = goal("Churn", Ratio("0.03"), metric=metrics.CHURN_RATE,
                 baseline=Ratio("0.04"))  # fmt: skip
    # 0.1 of 1 point less, where 0.4945 was due: 0.2022.
    lines = lines_of(assessed("Northwind", (churn, Ratio("0.039"))), width=84)
    assert line_with("Churn", lines) == (
        "Churn 0.1 of 1 point less 10% 0.20 ▼ Off track 0.9 points"
    )
    assert lines[-2].startswith("    due 0.5 points less; takes 0.9 points less in 46")


def test_nearly_met_is_not_met() -> None:
    lines = lines_of(
        assessed("N", (goal("New", usd("25000")), usd("24999.99"))), width=60
    )
    assert line_with("$24,999", lines) == (
        "New $24,999 of $25,000 99% 2.02 ▲ Ahead $0.01"
    )


def test_more_than_the_target_is_over() -> None:
    lines = lines_of(assessed("N", (goal("New", usd("25000")), usd("26000"))))
    assert line_with("$26,000", lines) == (
        "New $26,000 of $25,000 104% 2.10 ✓ Met $1,000 over"
    )


def test_the_pace_never_shows_the_neighbouring_band() -> None:
    # Due: 91,000 x 45 / 91 = 45,000. 42,749 / 45,000 = 0.94998, still at risk.
    lines = lines_of(assessed("N", (goal("New", usd("91000")), usd("42749"))))
    assert "0.94998 ◆ At risk" in line_with("$42,749", lines)


def test_a_period_that_is_over_takes_nothing_any_more() -> None:
    lines = lines_of(assessed("N", FOUNDING, as_of=date(2026, 6, 30)))
    assert lines[-1] == (
        "  Subscriptions  $7,500 of $25,000    30%  0.30  ✗ Missed  $17,500"
    )


def test_a_period_to_come_is_not_judged() -> None:
    lines = lines_of(assessed("N", FOUNDING, as_of=date(2026, 3, 31)))
    assert line_with("$25,000 ", lines).endswith("◇ Not started $25,000")


def test_entries_left_out_are_said_below_the_goal() -> None:
    plan = assessed("N", (goal("New", usd("25000")), Money("7500", "EUR")))
    for width in (80, 120):
        lines = lines_of(plan, width=width)
        assert any("Left out 1" in line and "EUR" in line for line in lines)


def test_phasing_changes_the_verdict() -> None:
    # 20/30/50: 20 % + 30 % x 15 / 31 = 34.516 %, so 8,629.03 is due: 0.869.
    late = WeightedPhasing.by_month([20, 30, 50], period=QUARTER, calendar=CALENDAR)
    plan = assessed("N", (goal("New", usd("25000"), phasing=late), usd("7500")))
    lines = lines_of(plan, width=70)
    assert "0.87 ◆ At risk" in line_with("$7,500", lines)
    assert lines[-2].startswith("    due $8,630; takes $2,664 a week ($381 a day)")
