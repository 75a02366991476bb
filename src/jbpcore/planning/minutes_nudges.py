"""Nudges about minutes that a side has not accepted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from jbpcore.engine.attention.codes import NudgeCode, NudgeStep
from jbpcore.engine.attention.nudge import Nudge, NudgeFact
from jbpcore.engine.attention.settings import AttentionSettings
from jbpcore.model.agreement import PlanKind
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.planning.minutes_text import minutes_digest

__all__ = ["iter_minutes_nudges"]


def iter_minutes_nudges(
    plan: Plan, settings: AttentionSettings, *, as_of: date
) -> Iterator[Nudge]:
    """Find who has not accepted the minutes of the last review that was held.

    Earlier minutes are past: what was still open in them is in the last ones. Who
    accepted other minutes than these has not accepted them.

    Args:
        plan: The plan, as the audience sees it. Lite plans have no two sides that agree
            on anything.
        settings: How long minutes may wait.
        as_of: The day asked about.
    """
    held = [
        (review.held_on, review.on, review.id, review)
        for review in plan.reviews
        if review.held_on is not None and review.held_on <= as_of
    ]
    if plan.kind is PlanKind.LITE or not held:
        return
    held_on, _, _, review = max(held, key=lambda found: found[:3])
    is_early = held_on + timedelta(days=settings.minutes_days) > as_of
    if is_early or not _has_minutes(review):
        return
    digest = minutes_digest(plan, review.id)
    accepted = {
        acceptance.side
        for acceptance in review.acceptances
        if acceptance.minutes_digest == digest
    }
    for side in Side:
        if side not in accepted:
            yield Nudge(
                code=NudgeCode.MINUTES_NOT_ACCEPTED,
                plan_id=plan.id,
                subject=f"reviews:{review.id}",
                name=review.name,
                sides=[side],
                since=held_on,
                step=NudgeStep.ACCEPT_MINUTES,
                arguments=[
                    NudgeFact("review_id", review.id),
                    NudgeFact("minutes_digest", digest),
                ],
            )


def _has_minutes(review: Review) -> bool:
    said = (review.wins, review.blockers, review.ways_through, review.decisions)
    return any(said) or review.minutes_by is not None
