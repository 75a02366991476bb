"""What an amendment would do to the numbers, before anybody signs it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.plan_assessment import assess_plan
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amendment import Amendment
from jbpcore.model.amount import Amount
from jbpcore.model.audience import Audience
from jbpcore.model.goal import Goal
from jbpcore.model.plan import Plan
from jbpcore.model.terms import Terms
from jbpcore.planning.amending import find_amendment
from jbpcore.planning.terms import terms_of
from jbpcore.values.ids import AmendmentId, GoalId

__all__ = ["AmendmentEffect", "GoalEffect", "amendment_effect"]


@attrs.frozen(kw_only=True)
class GoalEffect:
    """One goal by the old terms and by the new.

    Attributes:
        goal_id: The goal.
        before: How it stands by the old terms; ``None`` if it is new.
        after: How it would stand if the new terms counted already; ``None`` if it is
            dropped.
    """

    goal_id: GoalId
    before: GoalResult | None
    after: GoalResult | None

    @property
    def old_target(self) -> Amount | None:
        """The target that counts now."""
        return None if self.before is None else self.before.target

    @property
    def new_target(self) -> Amount | None:
        """The target that would count."""
        return None if self.after is None else self.after.target

    @property
    def is_changed(self) -> bool:
        """Whether the goal itself is another one by the new terms."""
        if self.before is None or self.after is None:
            return True
        return self.before.goal != self.after.goal


@attrs.frozen(kw_only=True)
class AmendmentEffect:
    """Every goal of both sides by the old terms and by the new.

    Attributes:
        amendment_id: The amendment.
        as_of: The last day that counts.
        effective_on: The first day that revised targets will count.
        goals: The goals: those of the old terms in their order, then new ones.
    """

    amendment_id: AmendmentId
    as_of: date
    effective_on: date
    goals: tuple[GoalEffect, ...]

    def goal(self, goal_id: str) -> GoalEffect | None:
        """Return the effect on the goal with this id; ``None`` if there is none."""
        return next((one for one in self.goals if one.goal_id == goal_id), None)


def amendment_effect(
    plan: Plan,
    amendment_id: str | None = None,
    *,
    entries: Iterable[ActualEntry],
    as_of: date,
    converted: Iterable[ActualEntry] | None = None,
) -> AmendmentEffect:
    """Measure the goals by the terms that an amendment changes, and by its own.

    The new targets are taken to count already, also where they are effective later:
    that is what the two sides are about to agree to.

    Args:
        plan: The plan with the amendment.
        amendment_id: Which; the open one if ``None``.
        entries: What was booked.
        as_of: The last day that counts.
        converted: The same in the currency of the new terms, where that is another;
            see :func:`jbpcore.engine.conversion.convert_entries`.

    Raises:
        InvalidValueError: If there is no such amendment.
    """
    amendment = find_amendment(plan, amendment_id)
    booked = tuple(entries)
    anew = booked if converted is None else tuple(converted)
    old = amendment.replaced or terms_of(plan)
    before = _results(plan, old, booked, as_of)
    after = _results(plan, _counting_now(amendment, old, as_of), anew, as_of)
    return AmendmentEffect(
        amendment_id=amendment.id,
        as_of=as_of,
        effective_on=amendment.effective_on,
        goals=tuple(
            GoalEffect(goal_id=key, before=before.get(key), after=after.get(key))
            for key in {**before, **after}
        ),
    )


def _results(
    plan: Plan, terms: Terms, entries: Iterable[ActualEntry], as_of: date
) -> dict[GoalId, GoalResult]:
    goals = tuple(goal for goal in terms.goals if goal.audience is Audience.JOINT)
    measured = attrs.evolve(plan, goals=goals, health_bands=terms.health_bands)
    results = assess_plan(measured, entries, as_of=as_of).results
    return {result.goal.id: result for result in results}


def _counting_now(amendment: Amendment, old: Terms, as_of: date) -> Terms:
    known = {goal.id: goal.target_versions for goal in old.goals}

    def counting(goal: Goal) -> Goal:
        versions = tuple(
            version
            if version in known.get(goal.id, ())
            else attrs.evolve(version, effective_on=min(version.effective_on, as_of))
            for version in goal.target_versions
        )
        return attrs.evolve(goal, target_versions=versions)

    goals = tuple(counting(goal) for goal in amendment.terms.goals)
    return attrs.evolve(amendment.terms, goals=goals)
