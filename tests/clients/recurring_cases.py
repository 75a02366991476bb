"""Calendars of meetings that come round, with the occurrences written by hand."""

from __future__ import annotations

import attrs
from tests.clients.building import a_cadence, a_plan, booked
from tests.clients.case import CHECK_IN, Case, invited, occurrences

import jbpcore as jbp
from jbpcore.periods.day_rules import OnFiscalWeek, OnMonthDay


def weekly_over_the_clock_change() -> Case:
    cadence = a_cadence("weekly", "2026-02-24")
    days = [
        "2026-02-24",
        "2026-03-03",
        "2026-03-10",
        "2026-03-17",
        "2026-10-27",
        "2026-11-03",
    ]
    cadence = attrs.evolve(cadence, every=1)
    plan = a_plan("weekly", cadences=[cadence], reviews=booked(cadence, days[:4]))
    times = """
        2026-02-24T14:30Z 2026-02-24T15:30Z
        2026-03-03T14:30Z 2026-03-03T15:30Z
        2026-03-10T13:30Z 2026-03-10T14:30Z
        2026-03-17T13:30Z 2026-03-17T14:30Z
    """
    return Case(files=invited(plan), shown=occurrences(times, CHECK_IN), rules=1)


def every_other_week_on_two_days() -> Case:
    cadence = a_cadence(
        "weekly",
        "2026-10-13",
        every=2,
        on=jbp.OnWeekdays([jbp.Weekday.TUE, jbp.Weekday.THU]),
        zone="Europe/Berlin",
        duration_minutes=45,
    )
    days = ["2026-10-13", "2026-10-15", "2026-10-27", "2026-10-29", "2026-11-10"]
    plan = a_plan("two-days", cadences=[cadence], reviews=booked(cadence, days))
    times = """
        2026-10-13T07:30Z 2026-10-13T08:15Z
        2026-10-15T07:30Z 2026-10-15T08:15Z
        2026-10-27T08:30Z 2026-10-27T09:15Z
        2026-10-29T08:30Z 2026-10-29T09:15Z
        2026-11-10T08:30Z 2026-11-10T09:15Z
    """
    shown = occurrences(times, CHECK_IN)
    return Case(files=invited(plan), shown=shown, rules=1)


def second_tuesday() -> Case:
    nth = jbp.OnNthWeekday(2, jbp.Weekday.TUE)
    cadence = a_cadence("monthly", "2026-01-01", on=nth, zone="Europe/Berlin")
    days = ["2026-01-13", "2026-02-10", "2026-03-10", "2026-04-14"]
    plan = a_plan("second-tuesday", cadences=[cadence], reviews=booked(cadence, days))
    times = """
        2026-01-13T08:30Z 2026-01-13T09:30Z
        2026-02-10T08:30Z 2026-02-10T09:30Z
        2026-03-10T08:30Z 2026-03-10T09:30Z
        2026-04-14T07:30Z 2026-04-14T08:30Z
    """
    shown = occurrences(times, CHECK_IN)
    return Case(files=invited(plan), shown=shown, rules=1)


def last_friday() -> Case:
    nth = jbp.OnNthWeekday(-1, jbp.Weekday.FRI)
    cadence = a_cadence("monthly", "2026-01-01", on=nth)
    days = ["2026-01-30", "2026-02-27", "2026-03-27", "2026-04-24"]
    plan = a_plan("last-friday", cadences=[cadence], reviews=booked(cadence, days))
    times = """
        2026-01-30T14:30Z 2026-01-30T15:30Z
        2026-02-27T14:30Z 2026-02-27T15:30Z
        2026-03-27T13:30Z 2026-03-27T14:30Z
        2026-04-24T13:30Z 2026-04-24T14:30Z
    """
    shown = occurrences(times, CHECK_IN)
    return Case(files=invited(plan), shown=shown, rules=1)


def fifth_monday() -> Case:
    """A month without a fifth Monday is passed over."""
    nth = jbp.OnNthWeekday(5, jbp.Weekday.MON)
    cadence = a_cadence("monthly", "2026-01-01", on=nth)
    days = ["2026-03-30", "2026-06-29", "2026-08-31", "2026-11-30"]
    plan = a_plan("fifth-monday", cadences=[cadence], reviews=booked(cadence, days))
    times = """
        2026-03-30T13:30Z 2026-03-30T14:30Z
        2026-06-29T13:30Z 2026-06-29T14:30Z
        2026-08-31T13:30Z 2026-08-31T14:30Z
        2026-11-30T14:30Z 2026-11-30T15:30Z
    """
    shown = occurrences(times, CHECK_IN)
    return Case(files=invited(plan), shown=shown, rules=1)


def last_day_of_the_month() -> Case:
    cadence = a_cadence("monthly", "2026-01-31", zone="Europe/Berlin")
    days = ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]
    plan = a_plan("month-end", cadences=[cadence], reviews=booked(cadence, days))
    times = """
        2026-01-31T08:30Z 2026-01-31T09:30Z
        2026-02-28T08:30Z 2026-02-28T09:30Z
        2026-03-31T07:30Z 2026-03-31T08:30Z
        2026-04-30T07:30Z 2026-04-30T08:30Z
    """
    shown = occurrences(times, CHECK_IN)
    return Case(files=invited(plan), shown=shown, rules=1)


def day_from_the_end_of_the_month() -> Case:
    """The fifth day from the end: 31 - 4 = 27, 28 - 4 = 24, 30 - 4 = 26."""
    cadence = a_cadence("monthly", "2026-01-01", on=OnMonthDay(-5))
    days = ["2026-01-27", "2026-02-24", "2026-03-27", "2026-04-26"]
    plan = a_plan("from-the-end", cadences=[cadence], reviews=booked(cadence, days))
    times = """
        2026-01-27T14:30Z 2026-01-27T15:30Z
        2026-02-24T14:30Z 2026-02-24T15:30Z
        2026-03-27T13:30Z 2026-03-27T14:30Z
        2026-04-26T13:30Z 2026-04-26T14:30Z
    """
    shown = occurrences(times, CHECK_IN)
    return Case(files=invited(plan), shown=shown, rules=1)


def thirtieth_or_what_there_is() -> Case:
    """No rule says so, so each meeting stands alone."""
    cadence = a_cadence("monthly", "2026-01-30", zone="Europe/Berlin")
    days = ["2026-01-30", "2026-02-28", "2026-03-30", "2026-04-30"]
    plan = a_plan("thirtieth", cadences=[cadence], reviews=booked(cadence, days))
    times = """
        2026-01-30T08:30Z 2026-01-30T09:30Z
        2026-02-28T08:30Z 2026-02-28T09:30Z
        2026-03-30T07:30Z 2026-03-30T08:30Z
        2026-04-30T07:30Z 2026-04-30T08:30Z
    """
    return Case(files=invited(plan), shown=occurrences(times, CHECK_IN))


def third_tuesday_of_the_quarters_last_month() -> Case:
    """With quarters of whole months, a rule of every third month says the same."""
    calendar = jbp.FiscalCalendar.calendar_year()
    week = OnFiscalWeek(calendar=calendar, month=-1, week=3, weekday=jbp.Weekday.TUE)
    cadence = a_cadence("quarterly", "2026-01-01", on=week, duration_minutes=90)
    days = ["2026-03-17", "2026-06-16", "2026-09-15", "2026-12-15"]
    plan = a_plan("qbr", cadences=[cadence], reviews=booked(cadence, days))
    times = """
        2026-03-17T13:30Z 2026-03-17T15:00Z
        2026-06-16T13:30Z 2026-06-16T15:00Z
        2026-09-15T13:30Z 2026-09-15T15:00Z
        2026-12-15T14:30Z 2026-12-15T16:00Z
    """
    return Case(files=invited(plan), shown=occurrences(times, CHECK_IN), rules=1)


def third_week_of_the_quarters_last_fiscal_month() -> Case:
    """Fiscal months of 4, 4 and 5 weeks from 1 February: no rule says so.

    The third months begin 8 weeks into each quarter of 13: 29 March, 28 June, 27
    September and 27 December; their third Tuesdays are 16 days later.
    """
    calendar = jbp.FiscalCalendar.weeks(end_weekday=jbp.Weekday.SAT, end_month=1)
    week = OnFiscalWeek(calendar=calendar, month=-1, week=3, weekday=jbp.Weekday.TUE)
    cadence = a_cadence("quarterly", "2026-02-01", on=week)
    days = ["2026-04-14", "2026-07-14", "2026-10-13", "2027-01-12"]
    plan = a_plan("fiscal-qbr", cadences=[cadence], reviews=booked(cadence, days))
    times = """
        2026-04-14T13:30Z 2026-04-14T14:30Z
        2026-07-14T13:30Z 2026-07-14T14:30Z
        2026-10-13T13:30Z 2026-10-13T14:30Z
        2027-01-12T14:30Z 2027-01-12T15:30Z
    """
    return Case(files=invited(plan), shown=occurrences(times, CHECK_IN))


def half_an_hour_on_lord_howe() -> Case:
    cadence = a_cadence("weekly", "2026-03-26", zone="Australia/Lord_Howe")
    days = ["2026-03-26", "2026-04-02", "2026-04-09", "2026-04-16"]
    plan = a_plan("lord-howe", cadences=[cadence], reviews=booked(cadence, days))
    times = """
        2026-03-25T22:30Z 2026-03-25T23:30Z
        2026-04-01T22:30Z 2026-04-01T23:30Z
        2026-04-08T23:00Z 2026-04-09T00:00Z
        2026-04-15T23:00Z 2026-04-16T00:00Z
    """
    shown = occurrences(times, CHECK_IN)
    return Case(files=invited(plan), shown=shown, rules=1)
