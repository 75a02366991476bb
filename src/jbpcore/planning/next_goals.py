"""What becomes of each goal when a plan is rolled forward."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Final

import attrs

from jbpcore.engine.amounts import exact
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.plan_assessment import assess_plan
from jbpcore.engine.projection.history import History
from jbpcore.engine.projection.project import project_goal
from jbpcore.engine.shape import GoalShape
from jbpcore.errors import InvalidValueError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.agreement import PlanState
from jbpcore.model.amount import Amount
from jbpcore.model.goal import Goal
from jbpcore.model.keep import KeepBand
from jbpcore.model.outcome import GoalOutcome, Outcome
from jbpcore.model.plan import Plan
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.planning.naming import next_name
from jbpcore.planning.next_period import DayMap, length_ratio
from jbpcore.planning.next_phasing import (
    carried_phasing,
    cut_history,
    learnt_phasing,
)
from jbpcore.planning.next_target import Aim, Ending, RollBase, next_target
from jbpcore.planning.next_work import Fate, Rolled, check_reasons

__all__ = ["GoalRules", "ending_of", "next_goals"]

_ONE: Final = Fraction(1)


@attrs.frozen(kw_only=True)
class GoalRules:
    """What is asked for the goals; see :func:`jbpcore.planning.roll_forward`.

    Attributes:
        base: What the next targets are built on.
        uplift: The step for all.
        uplifts: Steps of single goals.
        bases: Bases of single goals.
        steps: What targets of single goals are rounded to.
        drop: Goals to give up, and why.
        carry: Goals to go on with although they ended, and why.
        histories: What was booked in several years.
        learns_seasons: Whether phasings are drawn towards how the year went.
        scales_to_length: Whether what adds up is stretched to the new length.
        work_calendar: The working days of the next period.
    """

    base: RollBase = RollBase.TARGET
    uplift: Fraction = Fraction(0)
    uplifts: Mapping[str, Fraction] = attrs.field(factory=dict)
    bases: Mapping[str, RollBase] = attrs.field(factory=dict)
    steps: Mapping[str, Amount] = attrs.field(factory=dict)
    drop: Mapping[str, str] = attrs.field(factory=dict)
    carry: Mapping[str, str] = attrs.field(factory=dict)
    histories: Mapping[str, History] = attrs.field(factory=dict)
    learns_seasons: bool = True
    scales_to_length: bool = True
    work_calendar: WorkCalendar | None = None

    def check(self, plan: Plan) -> None:
        """Refuse what does not fit the goals of *plan*.

        Raises:
            InvalidValueError: If a goal is not there, a reason is blank, or a step is
                not in the goal's unit.
        """
        known: set[str] = {goal.id for goal in plan.goals}
        for name in ("uplifts", "bases", "steps", "histories"):
            strange = sorted(getattr(self, name).keys() - known)
            if strange:
                raise InvalidValueError(name, strange, "ids of goals of the plan")
        for base in (self.base, *self.bases.values()):
            if not isinstance(base, RollBase):
                raise InvalidValueError("base", base, "a RollBase")
        check_reasons(self.drop, known, "drop")
        check_reasons(self.carry, known, "carry")
        both = sorted(self.drop.keys() & self.carry.keys())
        if both:
            raise InvalidValueError("carry", both, "other goals than those to drop")
        for goal in plan.goals:
            step = self.steps.get(goal.id)
            if step is not None:
                _check_step(goal, step)

    def aim(self, goal_id: str, length: Fraction) -> Aim:
        """Return what is asked for one goal."""
        return Aim(
            base=self.bases.get(goal_id, self.base),
            uplift=self.uplifts.get(goal_id, self.uplift),
            length_ratio=length if self.scales_to_length else _ONE,
            step=self.steps.get(goal_id),
            has_own_base=goal_id in self.bases,
            has_own_uplift=goal_id in self.uplifts,
        )


def _check_step(goal: Goal, step: Amount) -> None:
    sample = goal.sample
    is_fit = goal.metric.unit.accepts(step) and exact(step) > 0
    currency = getattr(step, "currency", None)
    if not is_fit or (sample is not None and goal.currency != currency):
        expected = f"above zero, in the unit of {goal.id!r}"
        raise InvalidValueError("steps", step, expected)
    if currency is not None and not getattr(step, "is_whole_minor", True):
        expected = f"whole minor units of {currency}"
        raise InvalidValueError("steps", step, expected)


def next_goals(
    plan: Plan,
    entries: Sequence[ActualEntry],
    place: DayMap,
    rules: GoalRules,
    *,
    as_of: date,
) -> tuple[tuple[Goal, ...], list[Rolled]]:
    """Return the goals of the next plan, and what became of each of the old one's.

    Args:
        plan: The plan that ends.
        entries: What was booked.
        place: The plan's days, and where they go.
        rules: What is asked.
        as_of: The last day that counts.

    Raises:
        InvalidValueError: If *rules* do not fit the plan.
    """
    rules.check(plan)
    own = [one for one in entries if one.partner_id in {None, plan.partner.id}]
    is_closed = plan.state is PlanState.CLOSED
    outcomes = {one.goal_id: one for one in plan.outcomes} if is_closed else {}
    by_metric: defaultdict[str, list[ActualEntry]] = defaultdict(list)
    for entry in own:
        by_metric[entry.metric].append(entry)
    goals, fates = [], []
    for result in assess_plan(plan, own, as_of=as_of).results:
        goal, outcome = result.goal, outcomes.get(result.goal.id)
        counted = by_metric[goal.metric.key]
        why = _why_not(result, outcome, rules)
        if why is not None:
            fates.append(_ended(goal, why))
            continue
        period = _next_days(plan, goal, place)
        days = DayMap(goal.period, period, place.calendar)
        ending = ending_of(
            result, outcome, counted, history=rules.histories.get(goal.id), as_of=as_of
        )
        length = length_ratio(period, goal.period)
        found = next_target(goal, ending, rules.aim(goal.id, length))
        phasing = carried_phasing(goal, days, work_calendar=rules.work_calendar)
        if rules.learns_seasons:
            phasing = learnt_phasing(
                goal,
                counted,
                phasing,
                period,
                as_of=as_of,
                calendar=place.calendar,
                history=rules.histories.get(goal.id),
            )
        goals.append(
            attrs.evolve(
                found.goal,
                name=next_name(goal.name, goal.period, period),
                period=period,
                phasing=phasing.phasing,
                keep=_next_keep(goal, days),
            )
        )
        facts = (("period", str(period)), *found.facts(), *phasing.facts)
        fates.append(
            Rolled(
                subject=f"goals:{goal.id}",
                fate=Fate.CARRIED,
                why=rules.carry.get(goal.id, ""),
                audience=goal.audience,
                facts=facts,
            )
        )
    return tuple(goals), fates


def _why_not(
    result: GoalResult, outcome: GoalOutcome | None, rules: GoalRules
) -> tuple[Fate, str] | None:
    goal_id = result.goal.id
    if goal_id in rules.drop:
        return Fate.DROPPED, rules.drop[goal_id]
    if goal_id in rules.carry:
        return None
    if outcome is not None and outcome.outcome is Outcome.DROPPED:
        return Fate.DROPPED, outcome.lesson or "Dropped when the plan was closed"
    if result.shape is GoalShape.MILESTONE:
        attained = result.attained if outcome is None else outcome.attained
        if attained is not None and exact(attained) >= 1:
            return Fate.CLOSED, "The milestone is reached"
    return None


def _ended(goal: Goal, why: tuple[Fate, str]) -> Rolled:
    return Rolled(
        subject=f"goals:{goal.id}", fate=why[0], why=why[1], audience=goal.audience
    )


def ending_of(
    result: GoalResult,
    outcome: GoalOutcome | None,
    entries: Sequence[ActualEntry],
    *,
    as_of: date,
    history: History | None = None,
) -> Ending:
    """Return how a goal ended: as it was closed, else as it stands.

    Args:
        result: How it stands.
        outcome: How it was closed; ``None`` if it was not.
        entries: The partner's booked facts.
        as_of: The last day that counts.
        history: What was booked in several years, to project it by.
    """
    goal = result.goal
    is_over = as_of >= goal.period.last_day
    sample = result.attained if result.entry_count else None
    if outcome is not None and outcome.attained is not None:
        sample = outcome.attained
        if outcome.as_of is not None and outcome.as_of >= goal.period.last_day:
            final = exact(sample)
            return Ending(attained=final, projected=final, sample=sample)
    attained = None if sample is None else exact(sample)
    projected, why = _projected(result, entries, as_of=as_of, history=history)
    return Ending(
        attained=attained,
        projected=projected,
        attained_reason=str(result.attained_reason or "no_entries"),
        projected_reason=why,
        is_over=is_over,
        sample=sample,
    )


def _projected(
    result: GoalResult,
    entries: Sequence[ActualEntry],
    *,
    as_of: date,
    history: History | None,
) -> tuple[Fraction | None, str]:
    earlier = (
        None if history is None else cut_history(history, result.goal.period.start)
    )
    if earlier is not None:
        found = project_goal(result.goal, entries, as_of=as_of, history=earlier)
        if found.projected_finish is None:
            return None, str(found.reason)
        return exact(found.projected_finish), ""
    if not result.entry_count:
        return None, str(result.attained_reason or "no_entries")
    figure = result.figure("projected_finish")
    return (figure, "") if isinstance(figure, Fraction) else (None, str(figure))


def _next_days(plan: Plan, goal: Goal, place: DayMap) -> DateRange:
    if goal.period == plan.period:
        return place.new
    # A goal for days that have no like in the next period is for all of it.
    return place.days(goal.period) or place.new


def _next_keep(goal: Goal, days: DayMap) -> KeepBand | None:
    if goal.keep is None:
        return None
    calendar = days.calendar or FiscalCalendar.calendar_year()
    for kind in PeriodKind:
        if goal.keep.checks == _tiled(calendar, kind, goal.period):
            checks = _tiled(calendar, kind, days.new)
            return attrs.evolve(goal.keep, checks=checks)
    moved = [days.days(check) for check in goal.keep.checks]
    left = tuple(check for check in moved if check is not None)
    return attrs.evolve(goal.keep, checks=left or (days.new,))


def _tiled(
    calendar: FiscalCalendar, kind: PeriodKind, within: DateRange
) -> tuple[DateRange, ...]:
    return tuple(tile.dates for tile in calendar.tiles(kind, within))
