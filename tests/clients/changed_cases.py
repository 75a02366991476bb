"""Calendars of meetings that were moved or called off, written by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
from tests.clients.building import (
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
from tests.clients.case import CHECK_IN, MEETING, Case, invited, occurrences

import jbpcore as jbp


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
    return Case(files=invited(plan), shown=occurrences(times, CHECK_IN), rules=1)


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
    shown = occurrences(times, CHECK_IN)
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
    shown = occurrences(times, CHECK_IN)
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
