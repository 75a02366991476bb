"""The work of a plan and of the one that follows it, each thing once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, TypeAlias

import attrs

from jbpcore.model.commitment import Commitment, CommitmentStatus
from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.values.ids import PlanId

__all__ = ["PlanWork", "WorkThing", "follows", "is_open", "is_taken_along", "list_work"]

WorkThing: TypeAlias = Action | Commitment | Review
"""What stands in windows."""

_DONE: Final = frozenset({ActionStatus.DONE, CommitmentStatus.KEPT})
_OVER: Final = _DONE | {
    ActionStatus.DROPPED,
    CommitmentStatus.MISSED,
    CommitmentStatus.WITHDRAWN,
}


@attrs.frozen(kw_only=True)
class PlanWork:
    """One action, commitment or review, in each plan that has it.

    Attributes:
        subject: What, such as ``"actions:a1"``.
        versions: The plans that have it, each with what it is there, the earlier first.
        plan_id: The plan in which it stands now: the one that *thing* is from.
        thing: What it is now.
    """

    subject: str
    versions: tuple[tuple[PlanId, WorkThing], ...]
    plan_id: PlanId
    thing: WorkThing


def follows(successor: Plan, plan: Plan) -> bool:
    """Say whether one of two plans names the other as the one before or after it.

    Args:
        successor: The later plan.
        plan: The earlier one.
    """
    return successor.previous_id == plan.id or plan.successor_id == successor.id


def is_open(thing: WorkThing) -> bool:
    """Say whether something is still to be done, to be kept, or to be held.

    Args:
        thing: An action, a commitment or a review.
    """
    return thing.is_open if isinstance(thing, Review) else thing.status not in _OVER


def is_taken_along(plan: Plan, old: WorkThing, successor: Plan, new: WorkThing) -> bool:
    """Say whether what shares an id in two plans is one thing that was taken along.

    Templates give the same ids again and again, so the id alone does not tell. Work is
    taken along where it was carried, a review where it was booked for a day of the next
    plan, and everything where the next plan takes over within the days of the first.

    Args:
        plan: The earlier plan.
        old: What it has.
        successor: The plan that follows it.
        new: What that one has under the same id.
    """
    if successor.period.start < plan.period.end:
        return True
    if isinstance(old, Review):
        return old.on in successor.period
    return not isinstance(new, Review) and new.carry_count > 0


def list_work(
    plan: Plan, successor: Plan | None = None, *, as_of: date
) -> tuple[PlanWork, ...]:
    """Return each action, commitment and review of one or two plans once.

    What stands in both counts as it is in *plan* while that runs and has it open, then
    as it is in *successor*. What was done in either of them is done.

    Args:
        plan: The plan.
        successor: The plan that follows it.
        as_of: The last day that counts.
    """
    later = {} if successor is None else dict(_iter_things(successor))
    found = []
    for subject, old in _iter_things(plan):
        new = later.get(subject)
        if (
            successor is None
            or new is None
            or not is_taken_along(plan, old, successor, new)
        ):
            found.append(_alone(plan, subject, old))
            continue
        del later[subject]
        is_running = as_of < plan.period.last_day
        first_counts = _is_done(old) or (
            is_running and is_open(old) and not _is_done(new)
        )
        found.append(
            PlanWork(
                subject=subject,
                versions=((plan.id, old), (successor.id, new)),
                plan_id=plan.id if first_counts else successor.id,
                thing=old if first_counts else new,
            )
        )
    if successor is not None:
        found += [_alone(successor, subject, new) for subject, new in later.items()]
    return tuple(found)


def _alone(plan: Plan, subject: str, thing: WorkThing) -> PlanWork:
    versions = ((plan.id, thing),)
    return PlanWork(subject=subject, versions=versions, plan_id=plan.id, thing=thing)


def _iter_things(plan: Plan) -> Iterator[tuple[str, WorkThing]]:
    for action in plan.actions:
        yield f"actions:{action.id}", action
    for made in plan.commitments:
        yield f"commitments:{made.id}", made
    for review in plan.reviews:
        yield f"reviews:{review.id}", review


def _is_done(thing: WorkThing) -> bool:
    if isinstance(thing, Review):
        return thing.held_on is not None
    return thing.status in _DONE
