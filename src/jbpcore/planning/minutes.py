"""Accepting the minutes of a review, correcting them, and how far they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import attrs

from jbpcore.errors import TransitionError
from jbpcore.model.agreement import PlanKind
from jbpcore.model.party import Person, Side
from jbpcore.model.plan import Plan
from jbpcore.model.review import MinutesAcceptance, Review
from jbpcore.planning.minutes_text import find_held
from jbpcore.planning.minutes_text import minutes_digest as digest_of
from jbpcore.planning.moving import acting, recorded
from jbpcore.planning.people_present import attendance_of
from jbpcore.planning.policy import Policy
from jbpcore.planning.rights import Right
from jbpcore.planning.transitions import require_reason, require_state
from jbpcore.planning.working_move import worked
from jbpcore.values.ids import PersonId, ReviewId
from jbpcore.wording import Sentence

__all__ = [
    "MinutesStanding",
    "accept_minutes",
    "correct_minutes",
    "minutes_standing",
]


@attrs.frozen(kw_only=True)
class MinutesStanding:
    """How far the minutes of a review are.

    Attributes:
        review_id: The review.
        minutes_digest: SHA-256 of the minutes as they are.
        acceptances: Those that count: of the minutes as they are.
        waits_for: The sides that have not accepted them; none for a lite plan, where
            nobody is asked.
    """

    review_id: ReviewId
    minutes_digest: str
    acceptances: tuple[MinutesAcceptance, ...] = ()
    waits_for: tuple[Side, ...] = ()

    @property
    def is_accepted(self) -> bool:
        """Whether both sides accepted them as they are."""
        return {one.side for one in self.acceptances} == set(Side)


def minutes_standing(plan: Plan, review_id: ReviewId | str) -> MinutesStanding:
    """Say which sides accepted the minutes of a review as they are.

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
        >>> [side.value for side in minutes_standing(plan, "q2").waits_for]
        ['vendor', 'partner']
    """
    review = find_held(plan, review_id)
    digest = digest_of(plan, review.id)
    counting = tuple(one for one in review.acceptances if one.minutes_digest == digest)
    accepted = {one.side for one in counting}
    asked = () if plan.kind is PlanKind.LITE else tuple(Side)
    return MinutesStanding(
        review_id=review.id,
        minutes_digest=digest,
        acceptances=counting,
        waits_for=tuple(side for side in asked if side not in accepted),
    )


def accept_minutes(  # noqa: PLR0913 - each is a fact of the acceptance
    plan: Plan,
    review_id: ReviewId | str,
    *,
    by: Person | PersonId | str,
    at: datetime,
    minutes_digest: str | None = None,
    why: str = "",
    policy: Policy | None = None,
) -> Plan:
    """Say for one's own side that the minutes of a review are right.

    Args:
        plan: The plan, as *by* saw it; it may be closed by now.
        review_id: The review.
        by: Who accepts them.
        at: When, in UTC.
        minutes_digest: Digest of the minutes that *by* saw. ``None`` says that *plan*
            is what they saw; if it was read again since, give the digest that was
            shown.
        why: What is said with it.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        InvalidValueError: If the plan has no such review, or it was not held.
        TransitionError: If the minutes are others than *by* saw, the side has accepted
            them, or the plan is cancelled, or lite.
        NotAllowedError: If *by* may not answer for their side.
    """
    person = acting(plan, by, Right.ANSWER, policy)
    require_state(plan, "accept_minutes")
    review = find_held(plan, review_id)
    standing = minutes_standing(plan, review.id)
    digest = standing.minutes_digest
    if minutes_digest is not None and minutes_digest != digest:
        problem = Sentence(
            "the minutes are not those that were seen ({minutes_digest}…)",
            minutes_digest=minutes_digest[:12],
        )
        way = Sentence(
            "Read them again; they now have the digest {digest}.", digest=digest
        )
        raise TransitionError("accept_minutes", "other_minutes", problem, way)
    if person.side not in standing.waits_for:
        problem = Sentence(
            "the {side} side has accepted these minutes", side=person.side
        )
        way = Sentence("Wait for the {other} side.", other=person.side.other)
        if standing.is_accepted:
            way = Sentence("Nothing is left to do: both sides have.")
        raise TransitionError("accept_minutes", "already_accepted", problem, way)
    acceptance = MinutesAcceptance(
        side=person.side, person_id=person.id, minutes_digest=digest, accepted_at=at
    )
    new = attrs.evolve(review, acceptances=(*review.acceptances, acceptance))
    is_both = {one.side for one in (*standing.acceptances, acceptance)} == set(Side)
    return recorded(
        plan,
        _with(plan, new),
        move="accept_minutes",
        by=person,
        at=at,
        why=why,
        subject=f"reviews:{review.id}",
        facts={"minutes_digest": digest, "both_sides": "yes" if is_both else "no"},
    )


def correct_minutes(  # noqa: PLR0913 - each is a line of the minutes
    plan: Plan,
    review_id: ReviewId | str,
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str,
    wins: Iterable[str] | None = None,
    blockers: Iterable[str] | None = None,
    ways_through: Iterable[str] | None = None,
    decisions: Iterable[str] | None = None,
    present: Iterable[PersonId | str] | None = None,
    absent: Iterable[PersonId | str] | None = None,
    policy: Policy | None = None,
) -> Plan:
    """Correct what the minutes say; who had accepted them has to read them again.

    The figures are what the review looked at, and stay. Once both sides have accepted
    the minutes they stay as they are.

    Args:
        plan: The plan.
        review_id: The review.
        by: Who corrects them.
        at: When, in UTC.
        why: The reason; both sides read it.
        wins: All wins; as before if ``None``, like every following one.
        blockers: Everything that was stuck.
        ways_through: Every way through.
        decisions: Every decision.
        present: Everybody who was there.
        absent: Everybody who was not.
        policy: Who may do this; the default policy if ``None``.

    Returns:
        The plan; *plan* itself where nothing is different.

    Raises:
        InvalidValueError: If the plan has no such review, it was not held, or somebody
            named is not among its people.
        TransitionError: If both sides accepted the minutes, no reason is given, or the
            plan is over.
        NotAllowedError: If *by* may not change reviews.
    """
    require_state(plan, "correct_minutes")
    review = find_held(plan, review_id)
    require_reason("correct_minutes", why)
    standing = minutes_standing(plan, review.id)
    if standing.is_accepted:
        problem = Sentence("both sides have accepted these minutes")
        way = Sentence(
            "Say what was wrong in the next review; its minutes follow these.",
        )
        raise TransitionError("correct_minutes", "both_accepted", problem, way)
    said: dict[str, Any] = {
        "wins": wins,
        "blockers": blockers,
        "ways_through": ways_through,
        "decisions": decisions,
    }
    changes: dict[str, Any] = {
        name: tuple(lines) for name, lines in said.items() if lines is not None
    }
    if present is not None or absent is not None:
        changes["attendance"] = attendance_of(
            plan,
            _ids(review, is_present=True) if present is None else present,
            _ids(review, is_present=False) if absent is None else absent,
        )
    corrected = attrs.evolve(review, **changes)
    if corrected == review:
        return plan
    new = attrs.evolve(corrected, acceptances=())
    again = ", ".join(one.side for one in standing.acceptances)
    facts = {"changed": ", ".join(changes)} | ({"again": again} if again else {})
    return worked(
        plan,
        _with(plan, new),
        move="correct_minutes",
        by=by,
        at=at,
        why=why,
        subject=f"reviews:{review.id}",
        facts=facts,
        policy=policy,
    )


def _ids(review: Review, *, is_present: bool) -> list[PersonId]:
    there = [one for one in review.attendance if one.is_present is is_present]
    return [one.person_id for one in there]


def _with(plan: Plan, changed: Review) -> Plan:
    reviews = [changed if one.id == changed.id else one for one in plan.reviews]
    return attrs.evolve(plan, reviews=reviews)
