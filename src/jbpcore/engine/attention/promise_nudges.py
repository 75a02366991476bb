"""Nudges about a side that keeps far less of its promises than the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from jbpcore.engine.attention.codes import NudgeCode, NudgeStep
from jbpcore.engine.attention.nudge import Nudge, NudgeFact
from jbpcore.engine.attention.settings import AttentionSettings
from jbpcore.engine.follow_through import Promise, follow_through, promise_of
from jbpcore.model.commitment import CommitmentStatus
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.periods.days import check_day

__all__ = ["iter_promise_nudges"]

_ONE_DAY: Final = timedelta(days=1)
_LATE: Final = frozenset({Promise.MISSED, Promise.PUT_OFF})
_ALL: Final = Fraction(1)


def iter_promise_nudges(
    plan: Plan, settings: AttentionSettings, *, as_of: date
) -> Iterator[Nudge]:
    """Find a side whose follow-through lies far below the other's.

    Where nothing of the other side was due, it is compared with keeping everything.

    Args:
        plan: The plan.
        settings: How far below, and from how many promises due on.
        as_of: The day asked about.
    """
    check_day(as_of, "as_of")
    for side in Side if plan.commitments else ():
        found = _lag(plan, side, settings, as_of)
        if found is None:
            continue
        own, other, due_count = found
        facts = [NudgeFact("follow_through", own), NudgeFact("due_count", due_count)]
        if other is not None:
            facts.append(NudgeFact("other_follow_through", other))
        yield Nudge(
            code=NudgeCode.COMMITMENTS_LAGGING,
            plan_id=plan.id,
            subject="",
            name=plan.name,
            sides=[side],
            since=_since(plan, side, settings, as_of),
            step=NudgeStep.KEEP_COMMITMENTS,
            arguments=[
                NudgeFact("commitment_id", made.id)
                for made in sorted(plan.commitments, key=lambda c: (c.due_on, c.id))
                if made.side is side
                and made.status is CommitmentStatus.OPEN
                and promise_of(made, as_of=as_of) in _LATE
            ],
            facts=facts,
        )


def _lag(
    plan: Plan, side: Side, settings: AttentionSettings, as_of: date
) -> tuple[Fraction, Fraction | None, int] | None:
    """Return what it kept, the other kept, and was due; ``None`` if all is well."""
    both = follow_through(plan, as_of=as_of)
    own, other = both.of(side), both.of(side.other).ratio
    if own.ratio is None or own.due_count < settings.least_due_count:
        return None
    better = _ALL if other is None else other
    lag = better - own.ratio
    if not lag or lag < settings.follow_through_gap:
        return None
    return own.ratio, other, own.due_count


def _since(plan: Plan, side: Side, settings: AttentionSettings, as_of: date) -> date:
    # What is said to be missed was so at any time, by itself; never before its day.
    days = [made.promised_on for made in plan.commitments if made.side is side]
    first_day, day = min(days), as_of
    while day > first_day and _lag(plan, side, settings, day - _ONE_DAY) is not None:
        day -= _ONE_DAY
    return day
