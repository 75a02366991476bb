"""Small plans with reviews on stated days, for the cases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

import attrs

import jbpcore as jbp
from jbpcore.model.cadence import ReviewCadence
from jbpcore.model.review import Review

STAMPED_AT = datetime(2026, 1, 7, 9, tzinfo=UTC)
DOMAIN = "partners.acme.example"
MARIA = jbp.Person(
    id="maria", name="Maria Lopez", side=jbp.Side.VENDOR, email="maria@acme.example"
)
TOM = jbp.Person(
    id="tom", name="Tom Baker", side=jbp.Side.PARTNER, email="tom@northwind.example"
)
PERIOD = jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1))


def on(text: str) -> date:
    """Return a day."""
    return date.fromisoformat(text)


def at(text: str) -> time:
    """Return a wall time."""
    return time.fromisoformat(text)


def a_cadence(frequency: str, first_on: str, **fields: Any) -> ReviewCadence:
    """Return a cadence at half past nine in New York, unless told otherwise."""
    given: dict[str, Any] = {
        "id": "check-in",
        "name": "Check-in",
        "wall_time": at("09:30"),
        "zone": "America/New_York",
    } | fields
    return ReviewCadence(
        frequency=jbp.Frequency(frequency), first_on=on(first_on), **given
    )


def booked(cadence: ReviewCadence, days: Iterable[str]) -> list[Review]:
    """Return a review of the cadence on each of these days."""
    return [
        Review(
            id=f"{cadence.id}-{number}",
            name=cadence.name,
            on=on(day),
            cadence_id=cadence.id,
            wall_time=cadence.wall_time,
            zone=cadence.zone,
            duration_minutes=cadence.duration_minutes,
            link=cadence.link,
            location=cadence.location,
        )
        for number, day in enumerate(days, 1)
    ]


def moved(review: Review, to: str, **fields: Any) -> Review:
    """Return the review on another day than its cadence gave it."""
    sequence = review.sequence + 1
    changed = attrs.evolve(review, slot_on=review.on, on=on(to), sequence=sequence)
    return attrs.evolve(changed, **fields)


def called_off(review: Review, why: str = "Trade fair") -> Review:
    """Return the review called off."""
    return attrs.evolve(
        review,
        cancelled_on=on("2026-01-05"),
        cancelled_why=why,
        sequence=review.sequence + 1,
    )


def a_plan(plan_id: str, **fields: Any) -> jbp.Plan:
    """Return a plan of Maria and Tom."""
    given: dict[str, Any] = {"name": "Northwind 2026", "people": [MARIA, TOM]} | fields
    return jbp.Plan(
        id=plan_id,
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="northwind", name="Northwind"),
        period=PERIOD,
        **given,
    )
