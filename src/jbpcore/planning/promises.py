"""What happens to commitments while a plan runs."""

from __future__ import annotations

from datetime import date, datetime

import attrs

from jbpcore.errors import InvalidValueError, TransitionError
from jbpcore.model.commitment import Commitment, CommitmentStatus
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.planning.action_move import check_has_come
from jbpcore.planning.moving import taking_part
from jbpcore.planning.policy import Policy
from jbpcore.planning.promise_guard import refuse_one_sided
from jbpcore.planning.transitions import require_reason
from jbpcore.planning.working_move import worked
from jbpcore.values.ids import CommitmentId, PersonId
from jbpcore.wording import Sentence

__all__ = [
    "keep_commitment",
    "miss_commitment",
    "open_commitment",
    "withdraw_commitment",
]


def open_commitment(
    plan: Plan,
    commitment_id: str,
    move: str,
    *,
    also: CommitmentStatus = CommitmentStatus.OPEN,
) -> Commitment:
    """Return a commitment that is open.

    Args:
        plan: The plan.
        commitment_id: The commitment.
        move: What is to be done with it, for the message.
        also: Another status that will do.

    Raises:
        InvalidValueError: If the plan has no such commitment.
        TransitionError: If it is kept, missed or withdrawn.
    """
    found = next((one for one in plan.commitments if one.id == commitment_id), None)
    if found is None:
        known = ", ".join(one.id for one in plan.commitments) or "none yet"
        expected = f"a commitment of the plan ({known})"
        raise InvalidValueError("commitment_id", commitment_id, expected)
    if found.status not in {CommitmentStatus.OPEN, also}:
        problem = Sentence("{found} is {status}", found=found.name, status=found.status)
        way = Sentence("Set its status back by an edit if that is wrong.")
        raise TransitionError(move, "over", problem, way)
    return found


def _with(plan: Plan, changed: Commitment) -> Plan:
    kept = [changed if one.id == changed.id else one for one in plan.commitments]
    return attrs.evolve(plan, commitments=kept)


def keep_commitment(  # noqa: PLR0913 - each is a fact only the caller knows
    plan: Plan,
    commitment_id: CommitmentId | str,
    *,
    on: date,
    by: Person | PersonId | str,
    at: datetime,
    why: str = "",
    policy: Policy | None = None,
) -> Plan:
    """Say that a promise was kept, and on which day.

    Either side may say so, also of what was said to be missed: better late than never.
    Whether it was in time follows from the day; see
    :func:`~jbpcore.engine.follow_through.promise_of`.

    Args:
        plan: The plan.
        commitment_id: The commitment.
        on: The day on which it was kept.
        by: Who says so.
        at: When, in UTC.
        why: What is said with it, such as why it was late.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        InvalidValueError: If the plan has no such commitment, or *on* is still to come.
        TransitionError: If it is kept or withdrawn already, or the plan is over.
        NotAllowedError: If *by* may not change commitments.
    """
    made = open_commitment(
        plan, commitment_id, "keep_commitment", also=CommitmentStatus.MISSED
    )
    check_has_come(on, at)
    new = attrs.evolve(
        made, status=CommitmentStatus.KEPT, kept_on=on, why=why or made.why
    )
    return worked(
        plan,
        _with(plan, new),
        move="keep_commitment",
        by=by,
        at=at,
        why=why,
        subject=f"commitments:{made.id}",
        facts={"on": on, "promised_on": made.promised_on},
        policy=policy,
    )


def miss_commitment(
    plan: Plan,
    commitment_id: CommitmentId | str,
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str,
    policy: Policy | None = None,
) -> Plan:
    """Say that a promise was not kept, and why.

    Args:
        plan: The plan.
        commitment_id: The commitment.
        by: Who says so.
        at: When, in UTC.
        why: The reason, which opens the next review.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        InvalidValueError: If the plan has no such commitment.
        TransitionError: If it is kept, missed or withdrawn already, the plan is over,
            or no reason is given.
        NotAllowedError: If *by* may not change commitments.
    """
    made = open_commitment(plan, commitment_id, "miss_commitment")
    require_reason("miss_commitment", why)
    return worked(
        plan,
        _with(plan, attrs.evolve(made, status=CommitmentStatus.MISSED, why=why)),
        move="miss_commitment",
        by=by,
        at=at,
        why=why,
        subject=f"commitments:{made.id}",
        facts={"promised_on": made.promised_on},
        policy=policy,
    )


def withdraw_commitment(
    plan: Plan,
    commitment_id: CommitmentId | str,
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str,
    policy: Policy | None = None,
) -> Plan:
    """Release the other side from a promise; it does not count any more.

    Once a plan is agreed only the side that it was made to may do so: nobody takes a
    promise back to look better.

    Args:
        plan: The plan.
        commitment_id: The commitment.
        by: Who releases.
        at: When, in UTC.
        why: The reason.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        InvalidValueError: If the plan has no such commitment.
        TransitionError: If it is kept, missed or withdrawn already, the plan is over,
            no reason is given, or *by* is of the side that made it.
        NotAllowedError: If *by* may not change commitments.
    """
    made = open_commitment(plan, commitment_id, "withdraw_commitment")
    require_reason("withdraw_commitment", why)
    person = taking_part(plan, by, policy)
    new = _with(plan, attrs.evolve(made, status=CommitmentStatus.WITHDRAWN, why=why))
    refuse_one_sided(plan, new, person.side, "withdraw_commitment")
    return worked(
        plan,
        new,
        move="withdraw_commitment",
        by=by,
        at=at,
        why=why,
        subject=f"commitments:{made.id}",
        policy=policy,
    )
