"""A weekly series of reviews, and the lines of its invitations."""

from __future__ import annotations

from typing import Any

from tests.clients.building import DOMAIN, MARIA, STAMPED_AT, a_cadence, a_plan, booked

import jbpcore as jbp

DAYS = "2026-03-03 2026-03-10 2026-03-17 2026-03-24".split()  # noqa: SIM905 - days
CADENCE = a_cadence("weekly", "2026-03-03")
REVIEWS = booked(CADENCE, DAYS)


def told(make: Any, plan: jbp.Plan, **given: Any) -> tuple[jbp.CalendarFile, ...]:
    fields = {"organizer": MARIA, "domain": DOMAIN, "stamped_at": STAMPED_AT} | given
    files: tuple[jbp.CalendarFile, ...] = make(plan, **fields)
    return files


def invited(plan: jbp.Plan, **given: Any) -> tuple[jbp.CalendarFile, ...]:
    return told(jbp.calendar_invitations, plan, **given)


def lines(file: jbp.CalendarFile, *names: str) -> list[str]:
    """Return the lines of the meetings in a file, unfolded, that have these names."""
    text = file.content.decode("utf-8").replace("\r\n ", "")
    _, _, meetings = text.partition("BEGIN:VEVENT")
    found = meetings.split("\r\n")
    return [line for line in found if line.split(":")[0].split(";")[0] in names]


def a_series(**fields: Any) -> jbp.Plan:
    given: dict[str, Any] = {"cadences": [CADENCE], "reviews": REVIEWS} | fields
    return a_plan("northwind", **given)
