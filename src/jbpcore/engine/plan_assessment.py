"""How a whole plan stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Final

import attrs

from jbpcore.engine.attainment import assess_goal
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.score import Scorecard, score_goals
from jbpcore.model.actual import ActualEntry
from jbpcore.model.confidence import Confidence
from jbpcore.model.goal import Goal
from jbpcore.model.health import Health
from jbpcore.model.plan import Plan
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.values.ids import MetricKey

__all__ = ["WORST_FIRST", "PlanResult", "assess_by_metric", "assess_plan"]

WORST_FIRST: Final = (
    Health.MISSED,
    Health.OFF_TRACK,
    Health.AT_RISK,
    Health.NO_DATA,
    Health.ON_TRACK,
    Health.AHEAD,
    Health.MET,
    Health.NOT_STARTED,
    Health.NOT_APPLICABLE,
)
"""Healths in the order in which the worst goal decides for the plan."""


@attrs.frozen(kw_only=True)
class PlanResult:
    """How every goal of a plan stands at the end of a day, and the plan with them.

    Attributes:
        plan: The plan.
        as_of: The last day that counts, as a whole day.
        results: One result for each goal, in the plan's order.
    """

    plan: Plan
    as_of: date
    results: tuple[GoalResult, ...]

    def __repr__(self) -> str:
        """Of which plan, on which day, and how many goals."""
        plan_id, count = self.plan.id, len(self.results)
        return f"<PlanResult {plan_id!r} as_of={self.as_of} results={count}>"

    @property
    def health(self) -> Health:
        """The health of the worst goal, in the order of :data:`WORST_FIRST`.

        A plan without goals is ``not_applicable``.
        """
        found = {result.health for result in self.results}
        return next((h for h in WORST_FIRST if h in found), Health.NOT_APPLICABLE)

    @property
    def health_counts(self) -> dict[Health, int]:
        """How many goals have each health; those with none are left out."""
        counts = Counter(result.health for result in self.results)
        return {health: counts[health] for health in Health if counts[health]}

    @property
    def scorecard(self) -> Scorecard:
        """The weighted score, with what every goal brings to it."""
        return score_goals(self.results)

    @property
    def score_ratio(self) -> Fraction | None:
        """Σ weight × what counts of a goal ÷ Σ weight.

        What counts is said in :func:`~jbpcore.engine.score.score_goals`.
        Goals that have not started or have no attainment are left out with their
        weight. Nothing is capped unless the goal says so. ``None`` if no weight is
        left; the :attr:`scorecard` says why.
        """
        return self.scorecard.score_ratio

    def result(self, goal_id: str) -> GoalResult:
        """Return the result of the goal with this id.

        Raises:
            InvalidValueError: If the plan has no such goal.
        """
        position = self.plan.goals.index(self.plan.goal(goal_id))
        return self.results[position]


def assess_plan(
    plan: Plan,
    entries: Iterable[ActualEntry],
    *,
    as_of: date,
    work_calendar: WorkCalendar | None = None,
    known_at: datetime | None = None,
    data_through: date | None = None,
) -> PlanResult:
    """Measure every goal of *plan*, up to and including *as_of*.

    Args:
        plan: The plan; its health bands decide.
        entries: Booked facts. Those of another partner than the plan's are passed over;
            those that name no partner count.
        as_of: The last day that counts, as a whole day.
        work_calendar: Working days for rates by the working day.
        known_at: An instant in UTC, to see the figures as they were known then; entries
            recorded later are not known.
        data_through: The last day that the source of the entries has delivered.

    Returns:
        A result for each goal.

    Examples:
        >>> from jbpcore.model.party import Partner, Party
        >>> from jbpcore.periods.daterange import DateRange
        >>> plan = Plan(
        ...     id="p", name="Plan", vendor=Party(id="acme", name="Acme"),
        ...     partner=Partner(id="northwind", name="Northwind"),
        ...     period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ... )
        >>> assess_plan(plan, [], as_of=date(2026, 5, 15)).health.value
        'not_applicable'
    """
    by_metric: defaultdict[MetricKey, list[ActualEntry]] = defaultdict(list)
    own = {None, plan.partner.id}
    for entry in entries:
        if entry.partner_id in own:
            by_metric[entry.metric].append(entry)
    return assess_by_metric(
        plan,
        by_metric,
        as_of=as_of,
        work_calendar=work_calendar,
        known_at=known_at,
        data_through=data_through,
    )


def assess_by_metric(
    plan: Plan,
    by_metric: Mapping[MetricKey, Sequence[ActualEntry]],
    *,
    as_of: date,
    work_calendar: WorkCalendar | None = None,
    known_at: datetime | None = None,
    data_through: date | None = None,
) -> PlanResult:
    """Measure every goal of *plan*, from entries that were sorted before.

    As :func:`assess_plan`, where many plans share a ledger.

    Args:
        plan: The plan.
        by_metric: The partner's booked facts, by metric.
        as_of: The last day that counts.
        work_calendar: Working days for rates by the working day.
        known_at: An instant in UTC, to see the figures as they were known then.
        data_through: The last day that the source of the entries has delivered.
    """
    if known_at is not None:
        plan = plan.as_known_at(known_at)
    bands, confidences = plan.health_bands, plan.confidences
    results = [
        assess_goal(
            goal,
            by_metric.get(goal.metric.key, ()),
            as_of=as_of,
            bands=bands,
            work_calendar=work_calendar,
            known_at=known_at,
            data_through=data_through,
            confidences=_about(goal, confidences) if confidences else (),
        )
        for goal in plan.goals
    ]
    return PlanResult(plan=plan, as_of=as_of, results=tuple(results))


def _about(goal: Goal, confidences: Iterable[Confidence]) -> list[Confidence]:
    return [belief for belief in confidences if belief.goal_id == goal.id]
