"""Which review comes after one that was held."""

from __future__ import annotations

from datetime import date
from typing import Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.values.ids import ReviewId

__all__ = ["with_next_review"]

_LONGEST_STEM: Final = 100


def with_next_review(
    plan: Plan,
    review: Review,
    wanted: Review | ReviewId | str | date | None,
    held_on: date,
) -> tuple[Plan, ReviewId | None]:
    """Return the plan with the review that comes next, and its id.

    Args:
        plan: The plan.
        review: The review that was held.
        wanted: The next one: booked already, by id or day; one to book, or a day for
            one like *review*. ``None`` for the next one that is booked, if there is.
        held_on: When *review* was held; the next one comes later.

    Raises:
        InvalidValueError: If there is no such review, or it does not come later.

    Examples:
        >>> from jbpcore.model.party import Partner, Party
        >>> from jbpcore.periods.daterange import DateRange
        >>> q2 = Review(id="q2", name="Review", on=date(2026, 6, 16))
        >>> plan = Plan(
        ...     id="p", name="P", vendor=Party(id="acme", name="Acme"),
        ...     partner=Partner(id="nw", name="Northwind"), reviews=[q2],
        ...     period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ... )
        >>> plan, _ = with_next_review(plan, q2, date(2026, 9, 15), q2.on)
        >>> [(review.id, str(review.on)) for review in plan.reviews]
        [('q2', '2026-06-16'), ('q2.20260915', '2026-09-15')]
    """
    ahead = sorted(
        (one for one in plan.reviews if one.is_open and one.id != review.id),
        key=lambda one: (one.on, one.id),
    )
    if wanted is None:
        later = [one.id for one in ahead if one.on > held_on]
        return plan, later[0] if later else None
    found = _found(ahead, wanted)
    if found is None:
        found = _new(plan, review, wanted)
        plan = attrs.evolve(plan, reviews=(*plan.reviews, found))
    if found.on <= held_on:
        expected = f"after {held_on}, when this one was held"
        raise InvalidValueError("next_review", found.on, expected)
    return plan, found.id


def _found(
    ahead: list[Review], wanted: Review | ReviewId | str | date
) -> Review | None:
    for one in ahead:
        if wanted in (one.on, one.id) or wanted == one:
            return one
    if isinstance(wanted, str):
        known = ", ".join(one.id for one in ahead) or "none is booked"
        expected = f"a review that is still to come ({known}), or a day to book one for"
        raise InvalidValueError("next_review", wanted, expected)
    return None


def _new(plan: Plan, review: Review, wanted: object) -> Review:
    if isinstance(wanted, Review):
        if not wanted.is_open or any(one.id == wanted.id for one in plan.reviews):
            expected = "a review still to come, with an id of its own"
            raise InvalidValueError("next_review", wanted.id, expected)
        return wanted
    if not isinstance(wanted, date):
        expected = "a Review, the id of one, or a day"
        raise InvalidValueError("next_review", wanted, expected)
    taken = {one.id for one in plan.reviews}
    stem = f"{review.id[:_LONGEST_STEM]}.{wanted:%Y%m%d}"
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}.{number}"
    return Review(
        id=ReviewId(key),
        name=review.name,
        on=wanted,
        wall_time=review.wall_time,
        zone=review.zone,
        duration_minutes=review.duration_minutes,
        link=review.link,
        location=review.location,
    )
