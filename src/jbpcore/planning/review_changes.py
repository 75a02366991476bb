"""What changed in a plan since the last review."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

import attrs

from jbpcore.model.amount import Amount
from jbpcore.model.goal import Goal
from jbpcore.model.plan import Plan
from jbpcore.model.plan_record import PlanRecord
from jbpcore.model.review import Review
from jbpcore.planning.changes import Change, steps_of
from jbpcore.planning.diff import diff
from jbpcore.planning.story import story
from jbpcore.values.ids import GoalId

__all__ = ["SinceLast", "TargetChange", "changes_since"]

_HOLD: Final = "hold_review"
# What has a place of its own in the pack, or is how the rest came about.
_ELSEWHERE: Final = frozenset(
    {"amendments", "approvals", "proposals", "records", "reviews", "signoffs"}
)


@attrs.frozen(kw_only=True)
class TargetChange:
    """One target that is another one now.

    Attributes:
        goal_id: The goal.
        name: What it is called.
        before: The target until then.
        after: The target from then on.
        effective_on: The first day that the new one counts; ``None`` where the target
            itself was edited, as in a draft.
        why: The reason that was given.
    """

    goal_id: GoalId
    name: str
    before: Amount | None
    after: Amount | None
    effective_on: date | None = None
    why: str = ""


@attrs.frozen(kw_only=True)
class SinceLast:
    """What changed in the plan since the last review.

    Attributes:
        since: The day of the last review, or the day before the plan's first.
        changes: What is different from the plan as it was then; empty if that was not
            given.
        moves: What happened since, a sentence for each record.
        targets: Targets that are others now.
    """

    since: date
    changes: tuple[Change, ...] = ()
    moves: tuple[str, ...] = ()
    targets: tuple[TargetChange, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """The changes as sentences; the moves where there is nothing to compare to."""
        return tuple(change.sentence for change in self.changes) or self.moves


def changes_since(
    plan: Plan, last: Review | None, previous: Plan | None, *, since: date, as_of: date
) -> SinceLast:
    """Find what changed in *plan* since its last review.

    Args:
        plan: The plan, as the reader sees it.
        last: The last review that was held, if there was one.
        previous: The plan as it was then, as the same reader sees it.
        since: The day of that review, or the day before the plan's first.
        as_of: The last day that counts.
    """
    changes: tuple[Change, ...] = ()
    if previous is not None:
        changes = tuple(
            change
            for change in diff(previous, plan)
            if steps_of(change.path)[0].field not in _ELSEWHERE
        )
    records = tuple(
        record
        for record in _iter_records(plan, last, since)
        if record.at.date() <= as_of
    )
    return SinceLast(
        since=since,
        changes=changes,
        moves=story(attrs.evolve(plan, records=records)),
        targets=tuple(_iter_targets(plan, previous, since)),
    )


def _iter_records(plan: Plan, last: Review | None, since: date) -> Iterator[PlanRecord]:
    held = [
        place
        for place, record in enumerate(plan.records)
        if last is not None
        and record.move == _HOLD
        and record.subject == f"reviews:{last.id}"
    ]
    if held:
        yield from plan.records[held[-1] + 1 :]
        return
    yield from (record for record in plan.records if record.at.date() > since)


def _iter_targets(
    plan: Plan, previous: Plan | None, since: date
) -> Iterator[TargetChange]:
    then: dict[GoalId, Goal] = {}
    if previous is not None:
        then = {goal.id: goal for goal in previous.goals}
    for goal in plan.goals:
        old = then.get(goal.id)
        if old is not None and old.target != goal.target:
            yield TargetChange(
                goal_id=goal.id, name=goal.name, before=old.target, after=goal.target
            )
        known = () if old is None else old.target_versions
        for version in goal.target_versions:
            day = version.effective_on
            if version.recorded_at is not None:
                day = version.recorded_at.date()
            is_new = version not in known if previous is not None else day > since
            if is_new:
                yield TargetChange(
                    goal_id=goal.id,
                    name=goal.name,
                    before=goal.target_on(version.effective_on - timedelta(days=1)),
                    after=version.target,
                    effective_on=version.effective_on,
                    why=version.reason,
                )
