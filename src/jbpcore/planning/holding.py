"""Holding a review: what was said and agreed on, and the figures it looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta

import attrs

from jbpcore.errors import InvalidValueError, TransitionError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.agreement import PlanKind, PlanState
from jbpcore.model.audience import Audience
from jbpcore.model.commitment import Commitment
from jbpcore.model.execution import Action
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.planning.amending import propose_amendment
from jbpcore.planning.booking import open_review
from jbpcore.planning.editing import edit
from jbpcore.planning.frozen_figures import freeze_figures
from jbpcore.planning.moving import taking_part
from jbpcore.planning.next_review import with_next_review
from jbpcore.planning.people_present import attendance_of
from jbpcore.planning.policy import Policy
from jbpcore.planning.transitions import require_state
from jbpcore.planning.working_move import worked
from jbpcore.values.ids import AmendmentId, PersonId, ReviewId
from jbpcore.wording import Sentence

__all__ = ["hold_review"]

_ONE_DAY = timedelta(days=1)


def hold_review(  # noqa: PLR0913 - each is a part of the minutes
    plan: Plan,
    review_id: ReviewId | str,
    *,
    entries: Iterable[ActualEntry],
    as_of: date,
    held_on: date,
    present: Iterable[PersonId | str],
    absent: Iterable[PersonId | str] = (),
    wins: Iterable[str] | None = None,
    blockers: Iterable[str] | None = None,
    ways_through: Iterable[str] | None = None,
    decisions: Iterable[str] | None = None,
    actions: Iterable[Action] = (),
    commitments: Iterable[Commitment] = (),
    goal_changes: Plan | Callable[[Plan], Plan] | None = None,
    effective_on: date | None = None,
    next_review: Review | ReviewId | str | date | None = None,
    by: Person | PersonId | str,
    at: datetime,
    why: str = "",
    policy: Policy | None = None,
) -> Plan:
    """Write down that a review was held, what was said, and what was agreed on.

    How each goal of both sides stood is kept with it; later bookings do not change
    that. What changes the terms, *commitments* and *goal_changes*, becomes one
    amendment of an agreed plan, which both sides sign as usual; until then the old
    terms hold. In a draft, and in a lite plan, it is done at once.

    Args:
        plan: The plan.
        review_id: The review; it is still to come.
        entries: What was booked.
        as_of: The last day that counts in the figures; not after *held_on*.
        held_on: The day on which it was held.
        present: Who was there: ids of people of the plan.
        absent: Who was missing.
        wins: The big wins; ``None`` leaves what was prepared in the review, also below.
        blockers: Where it is stuck.
        ways_through: How to get through it.
        decisions: What was decided.
        actions: New actions, for both sides to see.
        commitments: New commitments.
        goal_changes: The plan with other terms, or a function that makes it, as for
            :func:`~jbpcore.planning.amending.propose_amendment`.
        effective_on: The first day that revised targets count; the day of *at* if
            ``None``.
        next_review: The review that is next: a review that is booked, by its id or by
            its day; one to book, or the day for one like this; the next one booked if
            ``None``.
        by: Who writes the minutes.
        at: When, in UTC.
        why: What is said with it; the reason for the amendment, too.
        policy: Who may do this; the default policy if ``None``.

    Returns:
        The plan with the minutes, and up to two more records: of the change of terms,
        and of the review.

    Raises:
        InvalidValueError: If there is no such review or person, a day is not what it
            can be, or new work has an id that is taken, or is for one side alone.
        TransitionError: If it was held or called off, the plan is over, or its terms
            cannot change now: they are proposed, or another amendment is open.
        NotAllowedError: If *by* may not change reviews, or, where the terms change, not
            amend or edit them.
    """
    person = taking_part(plan, by, policy)
    require_state(plan, "hold_review")
    review = open_review(plan, review_id, "hold_review")
    _check_days(held_on, as_of, at)
    new_actions = [attrs.evolve(one, review_id=review.id) for one in actions]
    promises = [attrs.evolve(one, review_id=review.id) for one in commitments]
    _check_work(plan, new_actions, promises)
    attendance = attendance_of(plan, present, absent)
    figures = freeze_figures(plan, entries, as_of=as_of)
    changed, amendment_id = plan, None
    if goal_changes is not None or promises:
        changed, amendment_id = _with_terms(
            plan,
            _change(goal_changes, promises),
            by=person,
            at=at,
            why=why or f"Agreed on in {review.name}",
            effective_on=effective_on,
            policy=policy,
        )
    booked, next_id = with_next_review(changed, review, next_review, held_on)
    said = {
        "wins": wins,
        "blockers": blockers,
        "ways_through": ways_through,
        "decisions": decisions,
    }
    minutes = attrs.evolve(
        review,
        held_on=held_on,
        as_of=as_of,
        figures=figures,
        attendance=attendance,
        amendment_id=amendment_id,
        next_review_id=next_id,
        minutes_by=person.id,
        **{name: tuple(lines) for name, lines in said.items() if lines is not None},  # type: ignore[arg-type] # each is lines of text
    )
    new = attrs.evolve(
        booked,
        actions=(*booked.actions, *new_actions),
        reviews=[minutes if one.id == review.id else one for one in booked.reviews],
    )
    return worked(
        changed,
        new,
        move="hold_review",
        by=person,
        at=at,
        why=why,
        subject=f"reviews:{review.id}",
        facts=_told(minutes, new, len(new_actions), len(promises)),
        policy=policy,
    )


def _told(
    minutes: Review, plan: Plan, action_count: int, promise_count: int
) -> dict[str, object]:
    present = sum(1 for one in minutes.attendance if one.is_present)
    facts: dict[str, object] = {
        "held_on": minutes.held_on,
        "as_of": minutes.as_of,
        "present": present,
        "absent": len(minutes.attendance) - present,
    }
    if action_count:
        facts["actions"] = action_count
    if promise_count:
        facts["commitments"] = promise_count
    if minutes.amendment_id is not None:
        facts["amendment"] = minutes.amendment_id
    next_id = minutes.next_review_id
    if next_id is not None:
        facts["next_on"] = next(one.on for one in plan.reviews if one.id == next_id)
    return facts


def _check_days(held_on: date, as_of: date, at: datetime) -> None:
    # Far in the east it is tomorrow already.
    latest = at.date() + _ONE_DAY
    if held_on > latest:
        expected = f"on or before {at.date()}: write the minutes once it was held"
        raise InvalidValueError("held_on", held_on, expected)
    if as_of > held_on:
        expected = f"on or before {held_on}, the day of the review"
        raise InvalidValueError("as_of", as_of, expected)


def _check_work(
    plan: Plan, actions: list[Action], commitments: list[Commitment]
) -> None:
    inside = [one.id for one in actions if one.audience is not Audience.JOINT]
    if inside:
        expected = "for both sides to see; add what is for one side alone by an edit"
        raise InvalidValueError("actions", inside, expected)
    _check_new("actions", [one.id for one in actions], [one.id for one in plan.actions])
    made = [one.id for one in commitments]
    _check_new("commitments", made, [one.id for one in plan.commitments])


def _check_new(name: str, new: Sequence[str], there: Sequence[str]) -> None:
    taken = sorted(key for key in new if key in there or new.count(key) > 1)
    if taken:
        raise InvalidValueError(name, taken, "new ones, with ids of their own")


def _change(
    goal_changes: Plan | Callable[[Plan], Plan] | None, promises: list[Commitment]
) -> Callable[[Plan], Plan]:
    def changed(plan: Plan) -> Plan:
        new = plan
        if goal_changes is not None:
            new = goal_changes(plan) if callable(goal_changes) else goal_changes
        return attrs.evolve(new, commitments=(*new.commitments, *promises))

    return changed


def _with_terms(  # noqa: PLR0913 - each is a fact of the change
    plan: Plan,
    change: Callable[[Plan], Plan],
    *,
    by: Person,
    at: datetime,
    why: str,
    effective_on: date | None,
    policy: Policy | None,
) -> tuple[Plan, AmendmentId | None]:
    """Return the plan with the change of terms: proposed, or made where it may be."""
    if plan.kind is PlanKind.LITE or plan.state is not PlanState.AGREED:
        if plan.state is PlanState.PROPOSED:
            problem = Sentence(
                "the plan is proposed, and its terms are locked until then"
            )
            way = Sentence(
                "Hold the review without commitments and changes of goals, "
                "and put them in a counter-proposal.",
            )
            reason = "locked_while_proposed"
            raise TransitionError("hold_review", reason, problem, way)
        return edit(plan, change, by=by, at=at, why=why, policy=policy), None
    new = propose_amendment(
        plan,
        change,
        by=by,
        at=at,
        why=why,
        effective_on=effective_on,
        policy=policy,
    )
    return new, new.amendments[-1].id
