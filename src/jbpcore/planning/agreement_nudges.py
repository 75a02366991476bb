"""Nudges about the agreement: what waits for a word, and a plan that ends or fades."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from jbpcore.engine.activity import last_activity
from jbpcore.engine.attention.codes import NudgeCode, NudgeStep
from jbpcore.engine.attention.nudge import Nudge, NudgeFact
from jbpcore.engine.attention.settings import AttentionSettings
from jbpcore.model.actual import ActualEntry
from jbpcore.model.agreement import ApprovalStep, PlanKind, PlanState
from jbpcore.model.amendment import AmendmentStatus
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.planning.policy import Policy, Viewer
from jbpcore.planning.proposals import current_proposal
from jbpcore.planning.rights import Right
from jbpcore.planning.signing import current_signoffs, next_step
from jbpcore.planning.terms import terms_digest
from jbpcore.values.ids import PersonId

__all__ = ["is_in_force", "iter_plan_nudges", "iter_waiting"]

_BOTH: Final = tuple(Side)
_ONE_DAY: Final = timedelta(days=1)


def is_in_force(plan: Plan) -> bool:
    """Whether a plan binds: it is agreed, or a lite plan that is not closed.

    Examples:
        >>> from jbpcore.model.party import Partner, Party
        >>> from jbpcore.periods.daterange import DateRange
        >>> plan = Plan(id="p", name="P", vendor=Party(id="acme", name="Acme"),
        ...             partner=Partner(id="nw", name="Northwind"),
        ...             period=DateRange(date(2026, 1, 1), date(2027, 1, 1)))
        >>> is_in_force(plan)
        False
    """
    if plan.kind is PlanKind.LITE:
        return plan.state is PlanState.DRAFT
    return plan.state is PlanState.AGREED


def iter_waiting(
    plan: Plan, settings: AttentionSettings, policy: Policy, *, as_of: date
) -> Iterator[Nudge]:
    """Find what waits for a signature or for an approval, for each side by itself.

    Where a side wants an approval first, that is what is missing, not its signature.
    The proposal of a plan whose days are over is not worth a signature any more.

    Args:
        plan: The plan, as the audience sees it.
        settings: How long it may wait.
        policy: Who may sign.
        as_of: The day asked about.
    """
    proposal = current_proposal(plan)
    if proposal is not None and as_of <= plan.period.last_day:
        signed = {signoff.side for signoff in current_signoffs(plan)}
        text = _Text(plan, settings, policy, as_of)
        yield from text.waiting(
            f"proposals:{proposal.id}",
            plan.name,
            NudgeFact("proposal_id", proposal.id),
            asked_on=proposal.proposed_at.date(),
            digest=terms_digest(plan),
            signed=signed,
        )
    if plan.state is not PlanState.AGREED:
        return
    for amendment in plan.amendments:
        if amendment.status is AmendmentStatus.OPEN:
            text = _Text(plan, settings, policy, as_of, is_amendment=True)
            yield from text.waiting(
                f"amendments:{amendment.id}",
                plan.name,
                NudgeFact("amendment_id", amendment.id),
                asked_on=amendment.proposed_at.date(),
                digest=terms_digest(amendment.terms),
                signed={signoff.side for signoff in amendment.signoffs},
            )


class _Text:
    """One text that both sides are to sign."""

    def __init__(
        self,
        plan: Plan,
        settings: AttentionSettings,
        policy: Policy,
        as_of: date,
        *,
        is_amendment: bool = False,
    ) -> None:
        self.plan, self.settings = plan, settings
        self.policy, self.as_of = policy, as_of
        self.is_amendment = is_amendment

    def waiting(
        self,
        subject: str,
        name: str,
        named: NudgeFact,
        *,
        asked_on: date,
        digest: str,
        signed: Iterable[Side],
    ) -> Iterator[Nudge]:
        for side in set(_BOTH).difference(signed):
            missing = next_step(self.plan, side, digest)
            since = self.turn(side, digest, asked_on)
            if since + timedelta(days=self.settings.unsigned_days) > self.as_of:
                continue
            code, step = self.code(is_approval=missing is not None)
            person = self.approver(missing[1]) if missing else self.signer(side)
            yield Nudge(
                code=code,
                plan_id=self.plan.id,
                subject=subject,
                name=name,
                sides=[side],
                person_id=person,
                since=since,
                step=step,
                arguments=[named, NudgeFact("terms_digest", digest)],
                facts=[NudgeFact("asked_on", asked_on)],
            )

    def code(self, *, is_approval: bool) -> tuple[NudgeCode, NudgeStep]:
        if is_approval:
            step = NudgeStep.APPROVE
            if self.is_amendment:
                step = NudgeStep.APPROVE_AMENDMENT
            return NudgeCode.APPROVAL_MISSING, step
        if self.is_amendment:
            return NudgeCode.AMENDMENT_UNSIGNED, NudgeStep.SIGN_AMENDMENT
        return NudgeCode.PROPOSAL_UNSIGNED, NudgeStep.SIGN

    def turn(self, side: Side, digest: str, asked_on: date) -> date:
        """Return the day since which it is the turn of what *side* does next."""
        given = [
            approval.approved_at.date()
            for approval in self.plan.approvals
            if approval.side is side and approval.terms_digest == digest
        ]
        return max([asked_on, *given])

    def signer(self, side: Side) -> PersonId | None:
        able = [
            person.id
            for person in self.plan.people
            if person.side is side
            and self.policy.may(Viewer.of(person), Right.SIGN, side=side)
        ]
        return able[0] if len(able) == 1 else None

    def approver(self, step: ApprovalStep) -> PersonId | None:
        if step.person_id is not None:
            return step.person_id
        able = [
            person.id
            for person in self.plan.people
            if person.side is step.side and person.role is step.role
        ]
        return able[0] if len(able) == 1 else None


def iter_plan_nudges(
    plan: Plan,
    entries: Iterable[ActualEntry],
    settings: AttentionSettings,
    *,
    as_of: date,
    has_successor: bool,
) -> Iterator[Nudge]:
    """Find a plan that was never proposed, is not closed, ends or fades out.

    Args:
        plan: The plan, as the audience sees it.
        entries: What was booked.
        settings: From when on.
        as_of: The day asked about.
        has_successor: Whether a plan that the audience knows of follows it.
    """
    if as_of > plan.period.last_day:
        yield from _iter_not_closed(plan, settings, as_of)
        return
    if plan.state is PlanState.DRAFT and not is_in_force(plan):
        if as_of >= plan.period.start:
            yield _whole(
                plan,
                NudgeCode.PLAN_NOT_PROPOSED,
                NudgeStep.PROPOSE,
                plan.period.start,
            )
            return  # it is idle because of that
    elif plan.state is PlanState.AGREED and not has_successor:
        days = min(settings.ending_days, plan.period.length_days // 3)
        since = plan.period.end - timedelta(days=days)
        if since <= as_of:
            left = NudgeFact("days_left", plan.period.remaining_days(as_of=as_of))
            ends = NudgeFact("ends_on", plan.period.last_day)
            code, step = NudgeCode.PLAN_WITHOUT_SUCCESSOR, NudgeStep.ROLL_FORWARD
            yield _whole(plan, code, step, since, ends, left)
    if plan.state is not PlanState.PROPOSED:  # there it waits for signatures
        yield from _iter_stale(plan, entries, settings, as_of)


def _iter_not_closed(
    plan: Plan, settings: AttentionSettings, as_of: date
) -> Iterator[Nudge]:
    since = plan.period.end
    is_early = since + timedelta(days=settings.closing_days) > as_of
    if is_early or plan.state in {PlanState.CLOSED, PlanState.CANCELLED}:
        return
    ended = NudgeFact("ended_on", plan.period.last_day)
    # What nobody agreed to has no outcome, so it can only be called off.
    step = NudgeStep.CLOSE if is_in_force(plan) else NudgeStep.CANCEL
    yield _whole(plan, NudgeCode.PLAN_NOT_CLOSED, step, since, ended)


def _iter_stale(
    plan: Plan, entries: Iterable[ActualEntry], settings: AttentionSettings, as_of: date
) -> Iterator[Nudge]:
    last = last_activity(plan, entries, as_of=as_of)
    known = plan.period.start - _ONE_DAY
    if last is not None:
        # What is agreed before its first day has nothing to do until then.
        known = max(last, known) if is_in_force(plan) else last
    since = known + timedelta(days=settings.stale_plan_days + 1)
    if since > as_of:
        return
    facts = [] if last is None else [NudgeFact("last_on", last)]
    facts.append(NudgeFact("allowed_days", settings.stale_plan_days))
    step = NudgeStep.BOOK_REVIEW if is_in_force(plan) else NudgeStep.EDIT
    yield _whole(plan, NudgeCode.PLAN_STALE, step, since, *facts)


def _whole(
    plan: Plan, code: NudgeCode, step: NudgeStep, since: date, *facts: NudgeFact
) -> Nudge:
    seers = [side for side in Side if side is not plan.hidden_from]
    return Nudge(
        code=code,
        plan_id=plan.id,
        subject="",
        name=plan.name,
        sides=seers,
        since=since,
        step=step,
        facts=facts,
    )
