"""That no edit changes what the minutes of a review say."""

from __future__ import annotations

from typing import Final

from jbpcore.errors import TransitionError
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.planning.minutes_text import agreed_ids
from jbpcore.wording import Sentence

__all__ = ["refuse_other_minutes", "try_other_minutes"]

_MINUTES: Final = (
    "held_on",
    "as_of",
    "wins",
    "blockers",
    "ways_through",
    "decisions",
    "figures",
    "attendance",
    "acceptances",
    "amendment_id",
    "next_review_id",
    "minutes_by",
)


def try_other_minutes(before: Plan, after: Plan) -> str | None:
    """Return which part of the minutes of a review is another one in *after*.

    Args:
        before: The plan.
        after: The same after an edit.

    Returns:
        The path of the part, such as ``"reviews:q2.figures"``; ``None`` if all minutes
        are what they were. Reviews that were not held have none, but for acceptances,
        which nobody writes by hand.

    Examples:
        >>> import attrs
        >>> from datetime import date
        >>> from jbpcore.model.party import Partner, Party
        >>> from jbpcore.periods.daterange import DateRange
        >>> held = Review(id="q2", name="Q2 review", on=date(2026, 6, 16),
        ...               held_on=date(2026, 6, 16), wins=["First deal"])
        >>> plan = Plan(
        ...     id="p", name="P", vendor=Party(id="acme", name="Acme"),
        ...     partner=Partner(id="nw", name="Northwind"), reviews=[held],
        ...     period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ... )
        >>> better = attrs.evolve(held, wins=["The largest deal ever"])
        >>> try_other_minutes(plan, attrs.evolve(plan, reviews=[better]))
        'reviews:q2.wins'
    """
    known = {review.id: review for review in before.reviews}
    now = {review.id: review for review in after.reviews}
    for review in before.reviews:
        if review.held_on is not None:
            part = _try_other_part(before, after, review, now.get(review.id))
            if part is not None:
                return part
    for review in after.reviews:
        if review.acceptances != _accepted(known.get(review.id)):
            return f"reviews:{review.id}.acceptances"
    return None


def _try_other_part(
    before: Plan, after: Plan, review: Review, now: Review | None
) -> str | None:
    if now is None:
        return f"reviews:{review.id}"
    for name in _MINUTES:
        if getattr(review, name) != getattr(now, name):
            return f"reviews:{review.id}.{name}"
    if agreed_ids(before, review) != agreed_ids(after, now):
        return f"reviews:{review.id}, of what was agreed on in it"
    return None


def _accepted(review: Review | None) -> tuple[object, ...]:
    return () if review is None else review.acceptances


def refuse_other_minutes(before: Plan, after: Plan, move: str) -> None:
    """Refuse an edit that changes what minutes say.

    Args:
        before: The plan.
        after: The same after the edit.
        move: Which move it is for, for the message.

    Raises:
        TransitionError: If it does.
    """
    part = try_other_minutes(before, after)
    if part is not None:
        problem = Sentence("it would change minutes: {part}", part=part)
        way = Sentence(
            "Use correct_minutes while they are not accepted by both "
            "sides, and accept_minutes to accept them; drop an action, "
            "withdraw a commitment.",
        )
        raise TransitionError(move, "in_minutes", problem, way)
