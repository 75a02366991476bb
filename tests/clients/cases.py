"""Calendars that all programs must read alike, with the occurrences written by hand.

The instants are those of the wall times by the law of the zones: New York is 5 hours
behind UTC in winter and 4 in summer, which begins on 8 March 2026 and ends on 1
November; Berlin 1 and 2 hours ahead, from 29 March to 25 October; Lord Howe 11 hours
ahead in its summer, until 5 April, and 10:30 in its winter, until 4 October.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import attrs
from tests.clients.building import (
    DOMAIN,
    MARIA,
    PERIOD,
    STAMPED_AT,
    TOM,
    a_cadence,
    a_plan,
    at,
    booked,
    called_off,
    moved,
    on,
)

import jbpcore as jbp
from jbpcore.periods.day_rules import OnFiscalWeek, OnMonthDay

MEETING = jbp.InvitationOptions(per=jbp.InvitationPer.MEETING)


@attrs.frozen(kw_only=True)
class Case:
    """Some files, and what every program has to show of them.

    Attributes:
        files: The files.
        shown: Each occurrence as start, end and summary, separated by blanks.
        tasks: Each task as the day it is due and its name.
        rules: How many of the files hold a rule rather than single events.
    """

    files: tuple[jbp.CalendarFile, ...]
    shown: tuple[str, ...]
    tasks: tuple[str, ...] = ()
    rules: int = 0


def invited(
    plan: jbp.Plan, options: jbp.InvitationOptions | None = None
) -> tuple[jbp.CalendarFile, ...]:
    return jbp.calendar_invitations(
        plan, organizer=MARIA, domain=DOMAIN, stamped_at=STAMPED_AT, options=options
    )


def _shown(text: str, summary: str) -> tuple[str, ...]:
    return tuple(f"{line.strip()} {summary}" for line in text.strip().splitlines())


CHECK_IN = "Check-in: Northwind 2026"


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
    return Case(files=invited(plan), shown=_shown(times, CHECK_IN), rules=1)


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
    shown = _shown(times, CHECK_IN)
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
    shown = _shown(times, CHECK_IN)
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
    shown = _shown(times, CHECK_IN)
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
    shown = _shown(times, CHECK_IN)
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
    shown = _shown(times, CHECK_IN)
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
    shown = _shown(times, CHECK_IN)
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
    return Case(files=invited(plan), shown=_shown(times, CHECK_IN))


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
    return Case(files=invited(plan), shown=_shown(times, CHECK_IN), rules=1)


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
    return Case(files=invited(plan), shown=_shown(times, CHECK_IN))


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
    shown = _shown(times, CHECK_IN)
    return Case(files=invited(plan), shown=shown, rules=1)


def moved_meetings() -> Case:
    """The first to another day, the third to another time, place and zone."""
    cadence = a_cadence("weekly", "2026-03-03", zone="Europe/Berlin")
    first, second, third, fourth = booked(
        cadence, ["2026-03-03", "2026-03-10", "2026-03-17", "2026-03-24"]
    )
    first = moved(first, "2026-03-04")
    third = moved(
        third,
        "2026-03-19",
        name="On site",
        wall_time=at("14:00"),
        zone="America/New_York",
        duration_minutes=120,
        location="Room 3, Boston",
    )
    plan = a_plan("moved", cadences=[cadence], reviews=[first, second, third, fourth])
    shown = (
        f"2026-03-04T08:30Z 2026-03-04T09:30Z {CHECK_IN}",
        f"2026-03-10T08:30Z 2026-03-10T09:30Z {CHECK_IN}",
        "2026-03-19T18:00Z 2026-03-19T20:00Z On site: Northwind 2026",
        f"2026-03-24T08:30Z 2026-03-24T09:30Z {CHECK_IN}",
    )
    return Case(files=invited(plan), shown=shown, rules=1)


def a_quarter_booked_in_one_call() -> Case:
    """Mondays: Easter Monday goes to Tuesday, one is moved, one is called off."""
    cadence = a_cadence(
        "weekly",
        "2026-03-30",
        zone="Europe/Berlin",
        shift=jbp.Shift.NEXT,
        until_on=on("2026-04-27"),
    )
    admin = attrs.evolve(MARIA, role=jbp.PersonRole.VENDOR_ADMIN)
    plan = a_plan("booked", cadences=[cadence], people=[admin, TOM])
    days_off = jbp.WorkCalendar.resolve(PERIOD, holidays={on("2026-04-06")})
    now: dict[str, Any] = {"by": "maria", "at": STAMPED_AT}
    plan = jbp.book_reviews(plan, work_calendar=days_off, **now)
    plan = jbp.reschedule_review(
        plan, "check-in.20260413", on=on("2026-04-15"), why="Fair", **now
    )
    plan = jbp.cancel_review(plan, "check-in.20260420", why="Fair", **now)
    times = """
        2026-03-30T07:30Z 2026-03-30T08:30Z
        2026-04-07T07:30Z 2026-04-07T08:30Z
        2026-04-15T07:30Z 2026-04-15T08:30Z
        2026-04-27T07:30Z 2026-04-27T08:30Z
    """
    return Case(files=invited(plan), shown=_shown(times, CHECK_IN), rules=1)


def moved_past_the_next_one() -> Case:
    cadence = a_cadence("weekly", "2026-03-03")
    first, second, third = booked(cadence, ["2026-03-03", "2026-03-10", "2026-03-17"])
    second = moved(second, "2026-03-20")
    plan = a_plan("past-the-next", cadences=[cadence], reviews=[first, second, third])
    times = """
        2026-03-03T14:30Z 2026-03-03T15:30Z
        2026-03-17T13:30Z 2026-03-17T14:30Z
        2026-03-20T13:30Z 2026-03-20T14:30Z
    """
    shown = _shown(times, CHECK_IN)
    return Case(files=invited(plan), shown=shown, rules=1)


def meetings_called_off() -> Case:
    """The first, one in between, and the last."""
    cadence = a_cadence("weekly", "2026-03-03", zone="Europe/Berlin")
    days = [on("2026-03-03") + timedelta(weeks=week) for week in range(6)]
    reviews = booked(cadence, map(str, days))
    for number in (0, 2, 5):
        reviews[number] = called_off(reviews[number])
    plan = a_plan("called-off", cadences=[cadence], reviews=reviews)
    times = """
        2026-03-10T08:30Z 2026-03-10T09:30Z
        2026-03-24T08:30Z 2026-03-24T09:30Z
        2026-03-31T07:30Z 2026-03-31T08:30Z
    """
    shown = _shown(times, CHECK_IN)
    return Case(files=invited(plan), shown=shown, rules=1)


def one_left_of_a_series() -> Case:
    cadence = a_cadence("weekly", "2026-03-03")
    first, second, third = booked(cadence, ["2026-03-03", "2026-03-10", "2026-03-17"])
    reviews = [called_off(first), moved(second, "2026-03-11"), called_off(third)]
    plan = a_plan("one-left", cadences=[cadence], reviews=reviews)
    shown = (f"2026-03-11T13:30Z 2026-03-11T14:30Z {CHECK_IN}",)
    return Case(files=invited(plan), shown=shown, rules=1)


def an_invitation_each() -> Case:
    cadence = a_cadence("weekly", "2026-03-03")
    reviews = booked(cadence, ["2026-03-03", "2026-03-10"])
    alone = jbp.Review(
        id="kick-off",
        name="Kick-off",
        on=on("2026-01-15"),
        wall_time=at("23:30"),
        zone="Europe/London",
        duration_minutes=90,
    )
    plan = a_plan("each", cadences=[cadence], reviews=[*reviews, alone])
    shown = (
        f"2026-03-03T14:30Z 2026-03-03T15:30Z {CHECK_IN}",
        f"2026-03-10T13:30Z 2026-03-10T14:30Z {CHECK_IN}",
        "2026-01-15T23:30Z 2026-01-16T01:00Z Kick-off: Northwind 2026",
    )
    return Case(files=invited(plan, MEETING), shown=shown)


def only_days() -> Case:
    cadence = a_cadence("monthly", "2026-01-15", wall_time=None, zone="")
    first, second, third = booked(cadence, ["2026-01-15", "2026-02-15", "2026-03-15"])
    reviews = [first, moved(second, "2026-02-16"), third]
    plan = a_plan("days", cadences=[cadence], reviews=reviews)
    times = """
        2026-01-15 2026-01-16
        2026-02-16 2026-02-17
        2026-03-15 2026-03-16
    """
    return Case(files=invited(plan), shown=_shown(times, CHECK_IN), rules=1)


def in_utc() -> Case:
    cadence = a_cadence("monthly", "2026-03-10", zone="Etc/UTC")
    days = ["2026-03-10", "2026-04-10", "2026-05-10"]
    plan = a_plan("utc", cadences=[cadence], reviews=booked(cadence, days))
    times = """
        2026-03-10T09:30Z 2026-03-10T10:30Z
        2026-04-10T09:30Z 2026-04-10T10:30Z
        2026-05-10T09:30Z 2026-05-10T10:30Z
    """
    return Case(files=invited(plan), shown=_shown(times, CHECK_IN), rules=1)


def without_a_clock_change() -> Case:
    cadence = a_cadence("monthly", "2026-03-10", zone="Asia/Kolkata")
    days = ["2026-03-10", "2026-04-10", "2026-05-10"]
    plan = a_plan("kolkata", cadences=[cadence], reviews=booked(cadence, days))
    times = """
        2026-03-10T04:00Z 2026-03-10T05:00Z
        2026-04-10T04:00Z 2026-04-10T05:00Z
        2026-05-10T04:00Z 2026-05-10T05:00Z
    """
    shown = _shown(times, CHECK_IN)
    return Case(files=invited(plan), shown=shown, rules=1)


def at_a_time_left_out() -> Case:
    """02:30 on 8 March is not there in New York; it is read as 03:30."""
    cadence = a_cadence("weekly", "2026-03-01", wall_time=at("02:30"))
    days = ["2026-03-01", "2026-03-08", "2026-03-15"]
    plan = a_plan("gap", cadences=[cadence], reviews=booked(cadence, days))
    times = """
        2026-03-01T07:30Z 2026-03-01T08:30Z
        2026-03-08T07:30Z 2026-03-08T08:30Z
        2026-03-15T06:30Z 2026-03-15T07:30Z
    """
    return Case(files=invited(plan), shown=_shown(times, CHECK_IN))


def at_a_time_that_comes_twice() -> Case:
    """01:30 on 1 November comes twice in New York; the first one is meant."""
    cadence = a_cadence("weekly", "2026-10-25", wall_time=at("01:30"))
    days = ["2026-10-25", "2026-11-01", "2026-11-08"]
    plan = a_plan("fold", cadences=[cadence], reviews=booked(cadence, days))
    times = """
        2026-10-25T05:30Z 2026-10-25T06:30Z
        2026-11-01T05:30Z 2026-11-01T06:30Z
        2026-11-08T06:30Z 2026-11-08T07:30Z
    """
    return Case(files=invited(plan), shown=_shown(times, CHECK_IN))


def names_of_the_world() -> Case:
    people = [
        MARIA,
        attrs.evolve(TOM, name='Łukasz "Wit" Müller; 東京, Ltd: ^n'),
        jbp.Person(
            id="li",
            name="李小龍 \U0001f409",
            side=jbp.Side.PARTNER,
            email="li@nw.example",
        ),
    ]
    cadence = a_cadence(
        "weekly",
        "2026-03-03",
        name="Überblick, Lücken; nächste Schritte \U0001f680",
        link="https://meet.example/r?a=1,2;b=%20#x",
        location="Große Straße 1\nHamburg",
    )
    agenda = "Où en est-on ?\n- 3 démos; C:\\New\n" + "東京\U0001f680 " * 900
    days = ["2026-03-03", "2026-03-10"]
    plan = a_plan(
        "world", people=people, cadences=[cadence], reviews=booked(cadence, days)
    )
    options = jbp.InvitationOptions(
        agenda=agenda, categories=["Plan, review", "Partner"], alarm_minutes=[1440, 10]
    )
    times = """
        2026-03-03T14:30Z 2026-03-03T15:30Z
        2026-03-10T13:30Z 2026-03-10T14:30Z
    """
    summary = "Überblick, Lücken; nächste Schritte \U0001f680: Northwind 2026"
    shown = _shown(times, summary)
    return Case(files=invited(plan, options), shown=shown, rules=1)


def two_years_of_mondays() -> Case:
    cadence = a_cadence("weekly", "2026-01-05", zone="Asia/Kolkata")
    days = [on("2026-01-05") + timedelta(weeks=week) for week in range(104)]
    reviews = booked(cadence, map(str, days))
    plan = a_plan("mondays", cadences=[cadence], reviews=reviews)
    # Half past nine in Kolkata is four o'clock in UTC the whole year.
    times = "\n".join(f"{day}T04:00Z {day}T05:00Z" for day in days)
    shown = _shown(times, CHECK_IN)
    return Case(files=invited(plan), shown=shown, rules=1)


def feed_of_one_person() -> Case:
    cadence = a_cadence("weekly", "2026-03-03")
    first, second = booked(cadence, ["2026-03-03", "2026-03-10"])
    goal = jbp.Goal(
        id="revenue",
        name="New revenue",
        metric=jbp.metrics.REVENUE,
        target=jbp.Money(25000, "USD"),
        period=jbp.FiscalCalendar.calendar_year().quarter(2026, 2),
    )
    demo = jbp.Action(
        id="demo",
        name="Give three demos",
        side=jbp.Side.PARTNER,
        owner_id="tom",
        start_on=on("2026-02-01"),
        due_on=on("2026-03-31"),
    )
    done = attrs.evolve(demo, id="done", name="Hire", status=jbp.ActionStatus.DONE)
    others = attrs.evolve(demo, id="others", name="Train", owner_id="maria")
    plan = a_plan(
        "feed",
        cadences=[cadence],
        reviews=[moved(first, "2026-03-04"), called_off(second)],
        goals=[goal],
        actions=[demo, done, others],
    )
    feed = jbp.calendar_feed(
        plan, "tom", organizer=MARIA, domain=DOMAIN, stamped_at=STAMPED_AT
    )
    shown = (
        f"2026-03-04T14:30Z 2026-03-04T15:30Z {CHECK_IN}",
        "2026-06-30 2026-07-01 New revenue: Northwind 2026",
    )
    tasks = (
        "2026-03-31 Give three demos: Northwind 2026",
        "2026-03-31 Hire: Northwind 2026",
    )
    return Case(files=(feed,), shown=shown, tasks=tasks)


def feed_with_actions_as_events() -> Case:
    action = jbp.Action(
        id="demo", name="Demo", side=jbp.Side.PARTNER, owner_id="tom",
        due_on=on("2026-03-31"),
    )  # fmt: skip
    plan = a_plan("feed-events", actions=[action])
    options = jbp.FeedOptions(actions_as=jbp.ActionsAs.EVENT)
    feed = jbp.calendar_feed(
        plan,
        "tom",
        organizer=MARIA,
        domain=DOMAIN,
        stamped_at=STAMPED_AT,
        options=options,
    )
    shown = ("2026-03-31 2026-04-01 Demo: Northwind 2026",)
    return Case(files=(feed,), shown=shown)


BUILDERS: tuple[Callable[[], Case], ...] = (
    weekly_over_the_clock_change,
    every_other_week_on_two_days,
    second_tuesday,
    last_friday,
    fifth_monday,
    last_day_of_the_month,
    day_from_the_end_of_the_month,
    thirtieth_or_what_there_is,
    third_tuesday_of_the_quarters_last_month,
    third_week_of_the_quarters_last_fiscal_month,
    half_an_hour_on_lord_howe,
    moved_meetings,
    a_quarter_booked_in_one_call,
    moved_past_the_next_one,
    meetings_called_off,
    one_left_of_a_series,
    an_invitation_each,
    only_days,
    in_utc,
    without_a_clock_change,
    at_a_time_left_out,
    at_a_time_that_comes_twice,
    names_of_the_world,
    two_years_of_mondays,
    feed_of_one_person,
    feed_with_actions_as_events,
)


def cancellations() -> Iterator[jbp.CalendarFile]:
    """Yield what takes meetings out of calendars: one of a series, all, one alone."""
    cadence = a_cadence("weekly", "2026-03-03", location="Room 3")
    reviews = booked(cadence, ["2026-03-03", "2026-03-10", "2026-03-17"])
    one_off = [reviews[0], called_off(reviews[1]), reviews[2]]
    all_off = [called_off(review) for review in reviews]
    for number, given in enumerate((one_off, all_off)):
        plan = a_plan(f"cancel-{number}", cadences=[cadence], reviews=given)
        for options in (None, MEETING):
            yield from jbp.calendar_cancellation(
                plan,
                organizer=MARIA,
                domain=DOMAIN,
                stamped_at=STAMPED_AT,
                options=options,
            )
