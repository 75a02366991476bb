"""What a rule of days refuses, and where a search for days ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from jbpcore.errors import InvalidValueError
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.day_rules import (
    Milestone,
    OnFiscalWeek,
    OnMilestone,
    OnMonthDay,
    OnNthWeekday,
    OnWeekdays,
)
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.frequency import Frequency
from jbpcore.periods.occurrences import list_occurrences
from jbpcore.periods.recurrence import MOST_OCCURRENCES, Recurrence
from jbpcore.periods.weekday import Weekday
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.quotient import Quotient
from jbpcore.values.ratio import Ratio

TUE = Weekday.TUE
END = Milestone.PLAN_END
YEAR = DateRange(date(2026, 1, 1), date(2027, 1, 1))
DAILY = Recurrence(frequency=Frequency.WEEKLY)


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: OnWeekdays([]), "OnWeekdays.weekdays"),
        (lambda: OnMonthDay(0), "OnMonthDay.day"),
        (lambda: OnMonthDay(32), "OnMonthDay.day"),
        (lambda: OnMonthDay(-32), "OnMonthDay.day"),
        (lambda: OnMonthDay(day=True), "OnMonthDay.day"),
        (lambda: OnNthWeekday(0, TUE), "OnNthWeekday.nth"),
        (lambda: OnNthWeekday(6, TUE), "OnNthWeekday.nth"),
        (lambda: OnNthWeekday(-6, TUE), "OnNthWeekday.nth"),
        (lambda: OnNthWeekday(1, 1), "OnNthWeekday.weekday"),  # type: ignore[arg-type]
        (lambda: OnMilestone(milestone="plan_end"), "OnMilestone.milestone"),  # type: ignore[arg-type]
        (
            lambda: OnMilestone(milestone=END, offset_days=367),
            "OnMilestone.offset_days",
        ),
        (
            lambda: OnMilestone(milestone=END, offset_days=-367),
            "OnMilestone.offset_days",
        ),
        (
            lambda: OnMilestone(milestone=END, offset_days=True),
            "OnMilestone.offset_days",
        ),
    ],
)
def test_a_rule_that_names_no_day_is_refused(
    make: Callable[[], object], field: str
) -> None:
    with pytest.raises(InvalidValueError) as caught:
        make()
    assert caught.value.field == field


def test_the_last_numbers_that_name_a_day_are_taken() -> None:
    assert [OnMonthDay(day).day for day in (1, 31, -1, -31)] == [1, 31, -1, -31]
    assert [OnNthWeekday(n, TUE).nth for n in (5, -5)] == [5, -5]
    offsets = [
        OnMilestone(milestone=END, offset_days=n).offset_days for n in (366, -366)
    ]
    assert offsets == [366, -366]


@pytest.mark.parametrize("limit", [0, MOST_OCCURRENCES + 1, True, 1.0])
def test_a_limit_is_a_whole_number_in_bounds(limit: Any) -> None:
    with pytest.raises(InvalidValueError) as caught:
        list_occurrences(DAILY, date(2026, 1, 1), within=YEAR, limit=limit)
    assert caught.value.field == "limit"


def test_a_limit_cuts_off_the_later_days() -> None:
    first = date(2026, 1, 1)
    every = list_occurrences(DAILY, first, within=YEAR)
    assert len(every) == 53  # the Thursdays of 2026
    for limit in (1, 2, MOST_OCCURRENCES):
        assert list_occurrences(DAILY, first, within=YEAR, limit=limit) == every[:limit]


def test_fiscal_quarters_end_where_the_calendar_ends() -> None:
    stated = FiscalCalendar.custom_weeks(
        anchor_year=2026,
        anchor_end=date(2026, 12, 27),
        long_years=[],
        first_year=2025,
        last_year=2026,
    )
    rule = Recurrence(
        frequency=Frequency.QUARTERLY,
        on=OnFiscalWeek(calendar=stated, month=-1, week=-1),
    )
    long = DateRange(date(2026, 1, 1), date(2030, 1, 1))
    # Quarters of 13 weeks from Monday, December 29, 2025; the last Tuesday of each.
    expected = ["2026-03-24", "2026-06-23", "2026-09-22", "2026-12-22"]
    found = list_occurrences(rule, date(2026, 1, 1), within=long)
    assert [str(day) for day in found] == expected


def test_a_fraction_of_any_kind_is_a_ratio() -> None:
    class Share(Fraction):
        """What another library may hand over."""

    ratio = Ratio(Share(1, 3))
    assert ratio == Ratio("1/3")
    assert type(ratio.value) is Fraction


def test_a_part_of_a_quotient_is_an_amount() -> None:
    for part in (3, Ratio("1/2"), "3 deals"):
        with pytest.raises(InvalidValueError) as caught:
            Quotient(part, Money(1, "EUR"))  # type: ignore[arg-type]
        assert caught.value.field == "Quotient.numerator"
    assert Quotient(Quantity(3, "deals"), Quantity(0, "deals")).ratio is None
