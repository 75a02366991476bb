"""Texts that wait for somebody's word: the proposed plan, amendments, minutes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum

import attrs

from jbpcore.model.actual import ActualEntry
from jbpcore.model.agreement import PlanKind, PlanState
from jbpcore.model.amendment import AmendmentStatus
from jbpcore.model.party import PersonRole, Side
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.planning.amendment_effect import GoalEffect, amendment_effect
from jbpcore.planning.minutes import minutes_standing
from jbpcore.planning.proposals import current_proposal
from jbpcore.planning.signing import current_signoffs, next_step
from jbpcore.planning.terms import terms_digest

__all__ = ["WaitingKind", "WaitingLine", "list_waiting"]


class WaitingKind(StrEnum):
    """What waits.

    Attributes:
        PROPOSAL: The plan itself, which is proposed.
        AMENDMENT: Other terms for it.
        MINUTES: The minutes of the last review.
    """

    PROPOSAL = "proposal"
    AMENDMENT = "amendment"
    MINUTES = "minutes"


@attrs.frozen(kw_only=True)
class WaitingLine:
    """A text that one side has not agreed to yet.

    Attributes:
        kind: What it is.
        subject: Which, such as ``"amendments:amendment-1"``.
        side: The side that has not agreed yet.
        digest: SHA-256 of the text.
        since: The day on which it was put before them.
        why: The reason that was given for it.
        approval_by: The role whose approval the side wants first, if that is missing.
        effects: What an amendment does to the goals that it changes.
    """

    kind: WaitingKind
    subject: str
    side: Side
    digest: str
    since: date
    why: str = ""
    approval_by: PersonRole | None = None
    effects: tuple[GoalEffect, ...] = ()


def list_waiting(
    plan: Plan, entries: Iterable[ActualEntry], last: Review | None, *, as_of: date
) -> tuple[WaitingLine, ...]:
    """List the texts that wait, once for each side that they wait for.

    Args:
        plan: The plan, as the reader sees it.
        entries: What was booked, to show what an amendment would do.
        last: The last review that was held, if there was one.
        as_of: The last day that counts.
    """
    booked = tuple(entries)
    return (
        *_iter_proposals(plan),
        *_iter_amendments(plan, booked, as_of),
        *_iter_minutes(plan, last),
    )


def _iter_proposals(plan: Plan) -> Iterator[WaitingLine]:
    proposal = current_proposal(plan)
    if proposal is None:
        return
    signed = {signoff.side for signoff in current_signoffs(plan)}
    line = WaitingLine(
        kind=WaitingKind.PROPOSAL,
        subject=f"proposals:{proposal.id}",
        side=proposal.side,
        digest=terms_digest(plan),
        since=proposal.proposed_at.date(),
        why=proposal.note,
    )
    yield from _iter_unsigned(plan, line, signed)


def _iter_amendments(
    plan: Plan, entries: tuple[ActualEntry, ...], as_of: date
) -> Iterator[WaitingLine]:
    if plan.state is not PlanState.AGREED:
        return
    for amendment in plan.amendments:
        if amendment.status is not AmendmentStatus.OPEN:
            continue
        effect = amendment_effect(plan, amendment.id, entries=entries, as_of=as_of)
        line = WaitingLine(
            kind=WaitingKind.AMENDMENT,
            subject=f"amendments:{amendment.id}",
            side=amendment.side,
            digest=terms_digest(amendment.terms),
            since=amendment.proposed_at.date(),
            why=amendment.why,
            effects=tuple(one for one in effect.goals if one.is_changed),
        )
        signed = {signoff.side for signoff in amendment.signoffs}
        yield from _iter_unsigned(plan, line, signed)


def _iter_unsigned(
    plan: Plan, line: WaitingLine, signed: set[Side]
) -> Iterator[WaitingLine]:
    for side in Side:
        if side not in signed:
            missing = next_step(plan, side, line.digest)
            role = None if missing is None else missing[1].role
            yield attrs.evolve(line, side=side, approval_by=role)


def _iter_minutes(plan: Plan, last: Review | None) -> Iterator[WaitingLine]:
    if last is None or last.held_on is None or plan.kind is PlanKind.LITE:
        return
    standing = minutes_standing(plan, last.id)
    for side in standing.waits_for:
        yield WaitingLine(
            kind=WaitingKind.MINUTES,
            subject=f"reviews:{last.id}",
            side=side,
            digest=standing.minutes_digest,
            since=last.held_on,
        )
