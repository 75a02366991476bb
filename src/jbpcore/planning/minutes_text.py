"""The minutes of a review in one exact form, and the digest of that.

The canonical form is JSON with the rules of :mod:`~jbpcore.planning.terms`, and it
holds:

* ``form``, which says ``"minutes/1"``, the ids of ``plan`` and ``review``, ``held_on``
  and ``as_of``;
* ``wins``, ``blockers``, ``ways_through`` and ``decisions``, line by line in order;
* ``present`` and ``absent``: how many were there, and how many were not;
* ``figures``: how each goal of both sides stood, in the order of the goals' ids;
* what was agreed on: the ids of ``actions`` and ``commitments`` in order, of the
  ``amendment`` and of the ``next_review``.

**No person** is in it, so that the minutes can still be proven after somebody's data
was erased; who was there stands in the review. **Nothing that one side alone sees** is
in it, so that both make the same digest of the plan that they see. What is agreed on is
named by its id: an action may be done, moved or dropped, and the next review may move,
without anybody having said anything else in this one. When it was accepted, by whom,
and where it took place is no part of it.
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.audience import Audience
from jbpcore.model.commitment import Commitment
from jbpcore.model.figures import GoalFigures
from jbpcore.model.goal import Goal
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.planning.canonical_values import (
    amount_data,
    canonical_json,
    number_text,
    plain_text,
)
from jbpcore.values.ids import GoalId, ReviewId

__all__ = [
    "agreed_ids",
    "canonical_minutes",
    "find_held",
    "minutes_digest",
    "with_renamed_minutes",
]

_FORM: Final = "minutes/1"
_AMOUNTS: Final = (
    "attained",
    "target",
    "expected_to_date",
    "gap_to_target",
    "gap_to_pace",
    "projected_finish",
)
_RATIOS: Final = ("attainment_ratio", "pace_index")


def find_held(plan: Plan, review_id: ReviewId | str) -> Review:
    """Return a review of *plan* that was held, and so has minutes.

    Raises:
        InvalidValueError: If the plan has no such review, or it was not held.
    """
    held = [review for review in plan.reviews if review.held_on is not None]
    for review in held:
        if review.id == review_id:
            return review
    known = ", ".join(review.id for review in held) or "none yet"
    raise InvalidValueError("review_id", review_id, f"a review that was held ({known})")


def canonical_minutes(plan: Plan, review_id: ReviewId | str) -> bytes:
    """Return the one form of the minutes of a review, as the description above has it.

    Args:
        plan: The plan, whole or as one side sees it.
        review_id: The review.

    Raises:
        InvalidValueError: If the plan has no such review, or it was not held.
    """
    review = find_held(plan, review_id)
    actions, commitments = agreed_ids(plan, review)
    joint = _joint_goals(plan)
    figures = [one for one in review.figures if one.goal_id in joint]
    following = {one.id for one in plan.reviews} & {review.next_review_id}
    data: dict[str, Any] = {
        "form": _FORM,
        "plan": plan.id,
        "review": review.id,
        "held_on": _day(review.held_on),
        "as_of": _day(review.as_of),
        "present": sum(1 for one in review.attendance if one.is_present),
        "absent": sum(1 for one in review.attendance if not one.is_present),
        "figures": [_figures(one) for one in sorted(figures, key=lambda f: f.goal_id)],
        "actions": list(actions),
        "commitments": list(commitments),
        "amendment": review.amendment_id,
        "next_review": next(iter(following), None),
    }
    for name in ("wins", "blockers", "ways_through", "decisions"):
        data[name] = [plain_text(line) for line in getattr(review, name)]
    return canonical_json(data)


def minutes_digest(plan: Plan, review_id: ReviewId | str) -> str:
    """Return the SHA-256 of the canonical minutes, 64 lower-case hexadecimal digits.

    Args:
        plan: The plan, whole or as one side sees it.
        review_id: The review.

    Raises:
        InvalidValueError: If the plan has no such review, or it was not held.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.model.party import Partner, Party
        >>> from jbpcore.periods.daterange import DateRange
        >>> plan = Plan(
        ...     id="p", name="P", vendor=Party(id="acme", name="Acme"),
        ...     partner=Partner(id="nw", name="Northwind"),
        ...     period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ...     reviews=[Review(id="q2", name="Q2 review", on=date(2026, 6, 16),
        ...                     held_on=date(2026, 6, 16), wins=["First deal"])],
        ... )
        >>> print(canonical_minutes(plan, "q2").decode())
        {"absent":0,"form":"minutes/1","held_on":"2026-06-16","plan":"p","present":0,...
        >>> minutes_digest(plan, "q2")[:16]
        '9252086147689c9c'
    """
    return hashlib.sha256(canonical_minutes(plan, review_id)).hexdigest()


def agreed_ids(plan: Plan, review: Review) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the ids of the actions and of the commitments agreed on in a review.

    Commitments that still wait for signatures are among them; actions for one side
    alone are not.
    """
    promises: list[Commitment] = list(plan.commitments)
    for amendment in plan.amendments:
        if amendment.id == review.amendment_id:
            promises += amendment.terms.commitments
    return (
        tuple(
            sorted(
                action.id
                for action in plan.actions
                if action.review_id == review.id and action.audience is Audience.JOINT
            )
        ),
        tuple(sorted({one.id for one in promises if one.review_id == review.id})),
    )


def with_renamed_minutes(before: Plan, after: Plan) -> Plan:
    """Return *after* with its minutes accepted as they were in *before*.

    Where a person's name was replaced in the minutes, their text is another one, and
    nobody said anything else in them: an acceptance of the old text is one of the new.

    Args:
        before: The plan with the name.
        after: The same without it, and otherwise not changed.
    """
    renewed = {}
    for review in before.reviews:
        if review.held_on is not None and review.acceptances:
            old, new = (minutes_digest(plan, review.id) for plan in (before, after))
            if old != new:
                renewed[review.id] = (old, new)
    if not renewed:
        return after
    return attrs.evolve(
        after,
        reviews=[
            _accepted_anew(review, *renewed[review.id])
            if review.id in renewed
            else review
            for review in after.reviews
        ],
    )


def _accepted_anew(review: Review, old: str, new: str) -> Review:
    return attrs.evolve(
        review,
        acceptances=[
            attrs.evolve(one, minutes_digest=new) if one.minutes_digest == old else one
            for one in review.acceptances
        ],
    )


def _joint_goals(plan: Plan) -> set[GoalId]:
    """Return the goals that both sides know of, also those that were dropped."""
    goals: list[Goal] = list(plan.goals)
    for amendment in plan.amendments:
        goals += amendment.terms.goals
        goals += amendment.replaced.goals if amendment.replaced else ()
    return {goal.id for goal in goals if goal.audience is Audience.JOINT}


def _day(day: Any) -> str | None:  # noqa: ANN401 - a date or None
    return None if day is None else str(day.isoformat())


def _figures(figures: GoalFigures) -> dict[str, Any]:
    data: dict[str, Any] = {
        "goal_id": figures.goal_id,
        "as_of": _day(figures.as_of),
        "health": figures.health.value,
    }
    data |= {name: amount_data(getattr(figures, name)) for name in _AMOUNTS}
    for name in _RATIOS:
        ratio = getattr(figures, name)
        data[name] = None if ratio is None else number_text(ratio)
    return data
