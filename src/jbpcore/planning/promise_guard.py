"""What one side may not do to a promise that both signed."""

from __future__ import annotations

from jbpcore.errors import TransitionError
from jbpcore.model.agreement import PlanState
from jbpcore.model.commitment import Commitment, CommitmentStatus
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.wording import Sentence

__all__ = ["refuse_one_sided"]


def refuse_one_sided(plan: Plan, new: Plan, side: Side | None, move: str) -> None:
    """Refuse a change by which a side would look better than it kept its word.

    Once a plan is agreed, only the side that a promise was made to withdraws it, or
    takes that back; and that it was put off stays written down. What both sides sign
    goes another way, by an amendment.

    Args:
        plan: The plan before.
        new: The plan after.
        side: Whose change it is; ``None`` for somebody of neither side.
        move: Which move it is for, for the message.

    Raises:
        TransitionError: If the plan is agreed and there is such a change.
    """
    if plan.state is not PlanState.AGREED:
        return
    before = {made.id: made for made in plan.commitments}
    for made in new.commitments:
        old = before.get(made.id)
        if old is not None and old != made:
            _refuse_release(old, made, side, move)
            _refuse_other_slips(old, made, move)


def _refuse_release(
    old: Commitment, made: Commitment, side: Side | None, move: str
) -> None:
    states = {old.status, made.status}
    is_same = old.status is made.status
    if is_same or CommitmentStatus.WITHDRAWN not in states or side is old.side.other:
        return
    problem = Sentence(
        "{old} was promised to the {other} side", old=old.name, other=old.side.other
    )
    way = Sentence(
        "Ask the {other} side to do so, or say why it is missed.", other=old.side.other
    )
    raise TransitionError(move, "not_released", problem, way)


def _refuse_other_slips(old: Commitment, made: Commitment, move: str) -> None:
    if made.slips != old.slips:
        problem = Sentence(
            "how often {old} was put off is part of its history", old=old.name
        )
        way = Sentence("Use reschedule_commitment; both sides sign the later day.")
        raise TransitionError(move, "slips_by_amendment", problem, way)
