"""The same rhythm in the next period, whatever kind of rule it has."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.periods.day_rules import (
    DayRule,
    Milestone,
    OnFiscalWeek,
    OnMilestone,
    OnMonthDay,
    OnNthWeekday,
    OnWeekdays,
)

YEARS = jbp.FiscalCalendar.calendar_year()
RETAIL = jbp.FiscalCalendar.nrf_retail()
LAST = date(2026, 12, 31)
TUE, THU = jbp.Weekday.TUE, jbp.Weekday.THU
MARIA = jbp.Person(id="maria", name="Maria Lopez", side=jbp.Side.VENDOR)
DECEMBER = datetime(2026, 12, 1, 9, tzinfo=UTC)


def plan(*cadences: jbp.ReviewCadence, **fields: Any) -> jbp.Plan:
    given: dict[str, Any] = {
        "id": "northwind-2026",
        "name": "Northwind 2026",
        "vendor": jbp.Party(id="acme", name="Acme"),
        "partner": jbp.Partner(id="northwind", name="Northwind"),
        "period": YEARS.year(2026),
        "people": [MARIA],
        "cadences": cadences,
    }
    return jbp.Plan(**given | fields)


def cadence(
    frequency: jbp.Frequency,
    on: DayRule | None,
    first_on: str | None = "2026-01-01",
    **fields: Any,
) -> jbp.ReviewCadence:
    return jbp.ReviewCadence(
        id="c",
        name="C",
        frequency=frequency,
        on=on,
        first_on=None if first_on is None else date.fromisoformat(first_on),
        **fields,
    )


def next_days(old: jbp.Plan, **how: Any) -> list[str]:
    new = jbp.roll_forward(old, as_of=LAST, **how)
    slots = jbp.review_slots(new, new.cadences[0])
    return [slot.on.isoformat() for slot in slots]


@pytest.mark.parametrize("first_on", ["2026-01-01", "2026-01-13", "2025-03-11"])
def test_the_second_tuesday_stays_the_second_tuesday(first_on: str) -> None:
    # 13 January 2026 is one; the one of January 2027 is a day earlier in the month.
    rule = OnNthWeekday(2, TUE)
    found = next_days(plan(cadence(jbp.Frequency.MONTHLY, rule, first_on)))
    days = ["12", "09", "09", "13", "11", "08", "13", "10", "14", "12", "09", "14"]
    assert found == [f"2027-{month:02}-{day}" for month, day in enumerate(days, 1)]


def test_a_fifth_tuesday_goes_to_the_months_that_have_one() -> None:
    # In 2026 the first is that of March; in 2027 March has one as well: the 30th.
    found = next_days(plan(cadence(jbp.Frequency.MONTHLY, OnNthWeekday(5, TUE))))
    assert found == ["2027-03-30", "2027-06-29", "2027-08-31", "2027-11-30"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (31, ["2027-03-31", "2027-05-31", "2027-07-31"]),
        (-2, ["2027-03-30", "2027-05-30", "2027-07-30"]),
    ],
)
def test_every_second_month_begins_in_the_same_month(
    day: int, expected: list[str]
) -> None:
    every_other = cadence(
        jbp.Frequency.MONTHLY, OnMonthDay(day), "2026-03-05", every=2, count=3
    )
    assert next_days(plan(every_other)) == expected


def test_a_quarter_that_begins_in_february_does_so_again() -> None:
    rule = OnNthWeekday(-1, TUE)
    found = next_days(plan(cadence(jbp.Frequency.QUARTERLY, rule, "2026-02-01")))
    # The last Tuesdays of February, May, August and November.
    assert found == ["2027-02-23", "2027-05-25", "2027-08-31", "2027-11-30"]


def test_a_week_of_the_fiscal_quarter_stays_that_week() -> None:
    qbr = OnFiscalWeek(calendar=YEARS, month=-1, week=3, weekday=TUE)
    found = next_days(plan(cadence(jbp.Frequency.QUARTERLY, qbr, "2026-03-17")))
    assert found == ["2027-03-16", "2027-06-15", "2027-09-21", "2027-12-21"]


def test_a_week_of_the_retail_quarter_stays_that_week() -> None:
    # FY2027 begins on Sunday 31 January 2027. A quarter has 4 + 5 + 4 weeks, so the
    # third week of its last month begins 11 weeks in, and its Tuesday is 79 days on.
    qbr = OnFiscalWeek(calendar=RETAIL, month=3, week=3, weekday=TUE)
    old = plan(
        cadence(jbp.Frequency.QUARTERLY, qbr, "2026-04-21"), period=RETAIL.year(2026)
    )
    assert next_days(old, calendar=RETAIL) == [
        "2027-04-20",
        "2027-07-20",
        "2027-10-19",
        "2028-01-18",
    ]


def test_weekly_days_go_on_from_the_first_week() -> None:
    twice = cadence(jbp.Frequency.WEEKLY, OnWeekdays([TUE, THU]), count=3)
    # Thursday 1 January 2026 was the first; 1 January 2027 is a Friday.
    assert next_days(plan(twice)) == ["2027-01-05", "2027-01-07", "2027-01-12"]
    late = cadence(jbp.Frequency.WEEKLY, OnWeekdays([TUE]), "2026-07-01", every=2)
    # The first is Tuesday 14 July: the week of 30 June has its Tuesday before the 1st.
    # 14 July 2027 is a Wednesday, the Tuesday of its week the 13th.
    assert next_days(plan(late))[:2] == ["2027-07-13", "2027-07-27"]


def test_a_day_of_the_month_keeps_its_number_where_a_rule_moves_it() -> None:
    # 16 January 2027 is a Saturday. With a rule for days off, it is the 16th of every
    # month, moved where it has to be; without, the whole cadence goes on to the 18th.
    off = jbp.WorkCalendar.resolve(YEARS.year(2027))
    moved = cadence(
        jbp.Frequency.MONTHLY, None, "2026-01-16", shift=jbp.Shift.NEXT, count=2
    )
    found = next_days(plan(moved), work_calendar=off)
    assert found == ["2027-01-18", "2027-02-16"]
    plain = attrs.evolve(moved, shift=jbp.Shift.NONE)
    found = next_days(plan(plain), work_calendar=off)
    assert found == ["2027-01-18", "2027-02-18"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (OnMilestone(milestone=Milestone.PLAN_START, offset_days=7), ["2027-01-08"]),
        (OnMilestone(milestone=Milestone.PLAN_END, offset_days=-14), ["2027-12-17"]),
        (OnMilestone(milestone=Milestone.GOAL_END), ["2027-06-30"]),
        (OnMilestone(milestone=Milestone.AGREED), []),
    ],
)
def test_a_milestone_is_that_of_the_new_plan(
    rule: OnMilestone, expected: list[str]
) -> None:
    half = jbp.Goal(
        id="g",
        name="G",
        metric=jbp.metrics.REVENUE,
        target=jbp.Money("100", "USD"),
        period=YEARS.half(2026, 1),
    )
    once = cadence(jbp.Frequency.ONCE, rule, None, milestone_goal_id="g")
    assert next_days(plan(once, goals=[half])) == expected


def test_what_is_counted_from_a_goal_that_ends_ends_with_it() -> None:
    goals = [
        jbp.Goal(
            id=key,
            name=key,
            metric=jbp.metrics.REVENUE,
            target=jbp.Money("100", "USD"),
            period=YEARS.year(2026),
        )
        for key in ("g", "other")
    ]
    rule = OnMilestone(milestone=Milestone.GOAL_END)
    once = cadence(jbp.Frequency.ONCE, rule, None, milestone_goal_id="g")
    new = jbp.roll_forward(plan(once, goals=goals), as_of=LAST, drop={"g": "No market"})
    assert new.cadences == ()
    (record,) = (one for one in new.records if one.subject == "cadences:c")
    assert (record.move, record.why) == ("drop", "Its goal is not carried on")


@pytest.mark.parametrize(
    ("until_on", "expected"),
    [
        ("2026-06-30", "2027-06-30"),
        ("2026-12-31", "2027-12-31"),
        ("2027-01-15", "2028-01-15"),  # 15 days beyond the end
        ("2200-12-31", "2200-12-31"),
    ],
)
def test_the_last_day_moves_with_the_plan(until_on: str, expected: str) -> None:
    old = cadence(
        jbp.Frequency.MONTHLY, None, until_on=date.fromisoformat(until_on), sequence=4
    )
    (new,) = jbp.roll_forward(plan(old), as_of=LAST).cadences
    assert str(new.until_on) == expected
    assert new.sequence == 0


def test_the_last_day_of_a_year_of_53_weeks_is_the_last_again() -> None:
    # FY2022 has 52 weeks, FY2023 has 53, to 3 February 2024.
    old = plan(
        cadence(
            jbp.Frequency.WEEKLY,
            None,
            "2022-02-01",
            until_on=RETAIL.year(2022).last_day,
        ),
        period=RETAIL.year(2022),
    )
    new = jbp.roll_forward(old, as_of=date(2023, 1, 28), calendar=RETAIL)
    assert new.cadences[0].until_on == date(2024, 2, 3)


def test_what_was_booked_beyond_the_plan_is_taken_along_and_not_booked_twice() -> None:
    monthly = cadence(
        jbp.Frequency.MONTHLY,
        OnNthWeekday(2, TUE),
        "2026-11-01",
        until_on=date(2027, 1, 31),
        wall_time=time(9),
        zone="UTC",
    )
    wrap_up = attrs.evolve(
        cadence(
            jbp.Frequency.ONCE,
            OnMilestone(milestone=Milestone.PLAN_END, offset_days=20),
            None,
        ),
        id="wrap-up",
    )
    november = datetime(2026, 11, 1, 9, tzinfo=UTC)
    old = jbp.book_reviews(plan(monthly, wrap_up), by="maria", at=november)
    old = jbp.reschedule_review(
        old,
        "c.20270112",
        on=date(2027, 1, 14),
        by="maria",
        at=november,
        why="Trade fair",
    )
    new = jbp.roll_forward(old, as_of=LAST, by="maria", at=DECEMBER)
    assert [(one.id, one.cadence_id) for one in new.reviews] == [
        ("c.20270112", "c"),
        ("wrap-up.20270120", None),
    ]
    # The cadence of the new plan begins in November, and so leaves January alone.
    booked = jbp.book_reviews(new, by="maria", at=DECEMBER)
    assert [(one.id, str(one.on)) for one in booked.reviews if one.is_open] == [
        ("c.20270112", "2027-01-14"),
        ("wrap-up.20270120", "2027-01-20"),
        ("c.20271109", "2027-11-09"),
        ("c.20271214", "2027-12-14"),
        ("c.20280111", "2028-01-11"),
        ("wrap-up.20280120", "2028-01-20"),
    ]
    assert "carried on review c.20270112" in " ".join(jbp.story(new))


def test_a_calendar_that_ends_leaves_the_day_where_it_would_be() -> None:
    short = jbp.FiscalCalendar.custom_weeks(
        anchor_year=2026, anchor_end=date(2027, 1, 30), long_years=[], last_year=2026
    )
    rule = OnFiscalWeek(calendar=short, week=3, weekday=TUE)
    old = plan(
        cadence(jbp.Frequency.QUARTERLY, rule, "2026-02-01"), period=short.year(2026)
    )
    new = jbp.roll_forward(old, as_of=LAST)
    assert new.cadences[0].first_on is not None
    assert new.cadences[0].first_on in new.period
