"""What would be if, on the founding case and its like; sums done by hand.

7,500 of 25,000 in 45 of 91 days: 46 days are left, 12,362.64 is due.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import attrs
import pytest

from jbpcore.engine.figure_change import compare_results
from jbpcore.engine.rate import Rate, RateStep
from jbpcore.engine.what_if import WhatIf, what_if
from jbpcore.errors import CurrencyMismatchError, InvalidValueError, UnitMismatchError
from jbpcore.model import metrics
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import Amount
from jbpcore.model.goal import Goal
from jbpcore.model.health import Health
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

Q2 = DateRange(date(2026, 4, 1), date(2026, 7, 1))
DAY = date(2026, 5, 15)


def usd(amount: int | str) -> Money:
    return Money(amount, "USD")


GOAL = Goal(
    id="new-revenue",
    name="New revenue",
    metric=metrics.REVENUE,
    target=usd(25_000),
    period=Q2,
)
BOOKED = [ActualEntry(metric="revenue", on=date(2026, 4, 20), amount=usd(7_500))]
CHURN = Goal(
    id="churn",
    name="Churn",
    metric=metrics.CHURN_RATE,
    baseline=Ratio("8%"),
    target=Ratio("5%"),
    period=Q2,
)
SEEN = [ActualEntry(metric=CHURN.metric.key, on=DAY, amount=Ratio("7.5%"))]


def ask(**question: Any) -> WhatIf:
    return what_if(GOAL, BOOKED, as_of=DAY, **question)


def row(answer: WhatIf, figure: str) -> tuple[object, object, object, bool | None]:
    change = answer.change(figure)
    return change.before, change.after, change.difference, change.is_favourable


def test_asking_nothing_changes_nothing() -> None:
    answer = ask()
    assert answer.before == answer.after
    assert {change.is_favourable for change in answer.changes} == {None}


def test_one_more_deal() -> None:
    """12,500 x 91/45 = 25,277.78, before it 7,500 x 91/45 = 15,166.67."""
    answer = ask(add=usd(5_000))
    assert row(answer, "attained") == (usd(7_500), usd(12_500), usd(5_000), True)
    assert row(answer, "gap_to_target") == (
        usd(17_500),
        usd(12_500),
        usd(-5_000),
        True,
    )
    assert row(answer, "gap_to_pace") == (
        usd("4862.64"),
        usd("-137.36"),
        usd(-5_000),
        True,
    )
    assert row(answer, "projected_finish") == (
        usd("15166.67"),
        usd("25277.78"),
        usd("10111.11"),
        True,
    )
    assert row(answer, "expected_to_date")[2:] == (usd(0), None)
    assert row(answer, "attainment_ratio")[2:] == (Fraction(1, 5), True)
    required = answer.change("required_run_rate").difference
    assert isinstance(required, Rate)
    assert required.value == Fraction(-5_000, 46)
    assert (answer.before.health, answer.after.health) == (
        Health.OFF_TRACK,
        Health.ON_TRACK,
    )
    assert (answer.met_before, answer.met_after) == (False, True)


def test_a_return_is_not_favourable() -> None:
    answer = ask(add=usd(-500))
    assert row(answer, "gap_to_target")[2:] == (usd(500), False)
    assert row(answer, "pace_index")[3] is False


@pytest.mark.parametrize(
    ("rate", "finish", "is_met"),
    [
        # 7,500 and 46 days of it.
        (usd("380.43"), usd("24999.78"), False),
        (usd("380.44"), usd("25000.24"), True),
        (Rate(value=Fraction(17_500, 46), unit=usd(0)), usd(25_000), True),
        # 46 days are 46/7 weeks of 2,100.
        (
            Rate(value=Fraction(2_100), unit=usd(0), per=RateStep.WEEK),
            usd(21_300),
            False,
        ),
    ],
)
def test_another_rate_changes_where_it_ends_and_not_where_it_stands(
    rate: Rate | Amount, finish: Amount, *, is_met: bool
) -> None:
    answer = ask(rate=rate)
    assert answer.before == answer.after
    assert answer.finish_after == finish
    assert answer.change("projected_finish").after == finish
    assert answer.met_after is is_met


def test_a_rate_by_the_working_day_counts_the_working_days_left() -> None:
    """From Saturday 16 May to Tuesday 30 June: six weeks and two days, 32 in all."""
    rate = Rate(value=Fraction(500), unit=usd(0), per=RateStep.WORKDAY)
    answer = ask(rate=rate, work_calendar=WorkCalendar.resolve(Q2))
    assert answer.finish_after == usd(23_500)
    with pytest.raises(InvalidValueError, match="work calendar"):
        ask(rate=rate)


def test_a_month_more() -> None:
    """122 days: 25,000 x 45/122 = 9,221.31 is due, and 77 days are left."""
    answer = ask(move_end=date(2026, 7, 31))
    assert row(answer, "expected_to_date") == (
        usd("12362.64"),
        usd("9221.31"),
        usd("-3141.33"),
        None,
    )
    assert row(answer, "gap_to_pace")[2:] == (usd("-3141.33"), True)
    assert row(answer, "gap_to_target")[2:] == (usd(0), None)
    after = answer.after.required_run_rate
    assert after is not None
    assert after.value == Fraction(17_500, 77)
    assert row(answer, "required_run_rate")[3] is True


def test_a_lower_target() -> None:
    answer = ask(target=usd(15_000))
    assert row(answer, "gap_to_target") == (
        usd(17_500),
        usd(7_500),
        usd(-10_000),
        True,
    )
    assert row(answer, "projected_finish")[3] is None
    assert (answer.met_before, answer.met_after) == (False, True)


def test_all_at_once() -> None:
    """10,000 and 77 days of 100 are 17,700."""
    answer = ask(
        add=usd(2_500), rate=usd(100), move_end=date(2026, 7, 31), target=usd(17_700)
    )
    assert answer.finish_after == usd(17_700)
    assert answer.met_after is True


def test_less_churn_is_favourable() -> None:
    """7.5 % less 1 point; of 3 points to go, 1.5 are done. At 0.05 points a day towards
    the goal 6.5 % ends at 6.5 - 46 x 0.05 = 4.2 %."""
    answer = what_if(CHURN, SEEN, as_of=DAY, add=Ratio("-1%"), rate=Ratio("0.05%"))
    assert row(answer, "attained") == (
        Ratio("7.5%"),
        Ratio("6.5%"),
        Ratio("-1%"),
        True,
    )
    assert answer.after.progress_ratio == Fraction(1, 2)
    assert row(answer, "run_rate")[3] is True
    assert answer.finish_after == Ratio("4.2%")
    assert answer.met_after is True


def test_what_is_added_to_a_level_counts_after_what_was_seen_that_day() -> None:
    told_late = attrs.evolve(SEEN[0], recorded_at=datetime(2026, 5, 20, tzinfo=UTC))
    answer = what_if(CHURN, [told_late], as_of=DAY, add=Ratio("-1%"))
    assert answer.after.attained == Ratio("6.5%")


def test_a_level_nobody_has_seen_moves_from_its_baseline() -> None:
    answer = what_if(CHURN, [], as_of=DAY, add=Ratio("-1%"))
    assert answer.after.attained == Ratio("7%")
    assert answer.change("attained").before is None
    assert answer.change("attained").difference is None
    at_rate = what_if(CHURN, [], as_of=DAY, rate=Ratio("1%"))
    assert (at_rate.finish_after, at_rate.met_after) == (None, None)


def test_spending_more_of_a_ceiling_is_not_favourable() -> None:
    goal = Goal(
        id="mdf",
        name="MDF",
        metric=metrics.MARKETING_SPEND,
        target=usd(9_100),
        period=Q2,
    )
    answer = what_if(goal, [], as_of=DAY, add=usd(600))
    assert row(answer, "attained")[2:] == (usd(600), False)
    assert row(answer, "gap_to_target") == (usd(-9_100), usd(-8_500), usd(600), False)
    assert row(answer, "run_rate")[3] is False


def test_what_is_added_counts_whatever_ids_and_labels_there_are() -> None:
    goal = Goal(
        id="g",
        name="G",
        metric=metrics.REVENUE,
        target=usd(100),
        period=Q2,
        scope={"product": "Backup"},
    )
    taken = [ActualEntry(metric="revenue", on=DAY, amount=usd(1), entry_id="what-if-0")]
    assert what_if(goal, taken, as_of=DAY, add=usd(5)).after.attained == usd(5)
    late = date(2026, 8, 1)  # booked on the last day, when all is over
    assert what_if(goal, [], as_of=late, add=usd(100)).after.health is Health.MET


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="first day"):
        what_if(GOAL, [], as_of=date(2026, 3, 31), add=usd(1))
    with pytest.raises(UnitMismatchError):
        ask(add=Quantity(1, "deals"))
    with pytest.raises(UnitMismatchError):
        ask(rate=Ratio(1))
    for question in ({"add": 1}, {"rate": 1}, {"target": 1}):
        with pytest.raises(CurrencyMismatchError):
            ask(**{key: Money(value, "EUR") for key, value in question.items()})
    with pytest.raises(InvalidValueError, match=r"DateRange\.end"):
        ask(move_end=date(2026, 3, 1))
    with pytest.raises(InvalidValueError, match="one of attained"):
        ask().change("mood")


def test_a_goal_without_a_target_has_no_verdict() -> None:
    goal = Goal(id="g", name="G", metric=metrics.REVENUE, target=None, period=Q2)
    answer = what_if(goal, BOOKED, as_of=DAY, target=usd(10_000))
    assert (answer.met_before, answer.met_after) == (None, True)
    assert answer.change("gap_to_target").difference is None


def test_two_days_are_compared_the_same_way() -> None:
    first, second = ask().before, ask(add=usd(100)).after
    changes = {change.figure: change for change in compare_results(first, second)}
    assert changes["attained"].difference == usd(100)
