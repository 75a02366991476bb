"""Calendars by days, in other zones and of many names, written by hand."""

from __future__ import annotations

from datetime import timedelta

import attrs
from tests.clients.building import (
    DOMAIN,
    MARIA,
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
from tests.clients.case import CHECK_IN, Case, invited, occurrences

import jbpcore as jbp


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
    return Case(files=invited(plan), shown=occurrences(times, CHECK_IN), rules=1)


def in_utc() -> Case:
    cadence = a_cadence("monthly", "2026-03-10", zone="Etc/UTC")
    days = ["2026-03-10", "2026-04-10", "2026-05-10"]
    plan = a_plan("utc", cadences=[cadence], reviews=booked(cadence, days))
    times = """
        2026-03-10T09:30Z 2026-03-10T10:30Z
        2026-04-10T09:30Z 2026-04-10T10:30Z
        2026-05-10T09:30Z 2026-05-10T10:30Z
    """
    return Case(files=invited(plan), shown=occurrences(times, CHECK_IN), rules=1)


def without_a_clock_change() -> Case:
    cadence = a_cadence("monthly", "2026-03-10", zone="Asia/Kolkata")
    days = ["2026-03-10", "2026-04-10", "2026-05-10"]
    plan = a_plan("kolkata", cadences=[cadence], reviews=booked(cadence, days))
    times = """
        2026-03-10T04:00Z 2026-03-10T05:00Z
        2026-04-10T04:00Z 2026-04-10T05:00Z
        2026-05-10T04:00Z 2026-05-10T05:00Z
    """
    shown = occurrences(times, CHECK_IN)
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
    return Case(files=invited(plan), shown=occurrences(times, CHECK_IN))


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
    return Case(files=invited(plan), shown=occurrences(times, CHECK_IN))


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
    shown = occurrences(times, summary)
    return Case(files=invited(plan, options), shown=shown, rules=1)


def two_years_of_mondays() -> Case:
    cadence = a_cadence("weekly", "2026-01-05", zone="Asia/Kolkata")
    days = [on("2026-01-05") + timedelta(weeks=week) for week in range(104)]
    reviews = booked(cadence, map(str, days))
    plan = a_plan("mondays", cadences=[cadence], reviews=reviews)
    # Half past nine in Kolkata is four o'clock in UTC the whole year.
    times = "\n".join(f"{day}T04:00Z {day}T05:00Z" for day in days)
    shown = occurrences(times, CHECK_IN)
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
