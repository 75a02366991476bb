"""A chain of plans, each rolled forward from the last, compared year on year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Final

import attrs

from jbpcore.engine.amounts import exact
from jbpcore.engine.plan_assessment import assess_plan
from jbpcore.engine.shape import GoalShape, shape_of
from jbpcore.errors import Finding, InvalidValueError, Severity
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import Amount
from jbpcore.model.goal import Goal
from jbpcore.model.outcome import Outcome
from jbpcore.model.plan import Plan
from jbpcore.periods.daterange import DateRange
from jbpcore.planning.next_period import length_ratio
from jbpcore.values.ids import GoalId, PlanId
from jbpcore.wording import Sentence

__all__ = ["GoalLineage", "GoalYear", "Lineage", "lineage"]

_ADDED_UP: Final = {GoalShape.FLOW, GoalShape.CEILING}


@attrs.frozen(kw_only=True)
class GoalYear:
    """One goal in one plan of the chain.

    Growth is this over the year before, minus 1; like for like means that what adds up
    was put in proportion to the length of the two periods. It is ``None`` where there
    is no year before, a figure is missing or zero, or the two do not count the same.

    Attributes:
        plan_id: The plan.
        period: The goal's days.
        target: The target that counted at the end.
        attained: What was attained: what the plan was closed with, else what is in.
        attainment_ratio: *attained* over *target*.
        is_final: Whether the plan is closed, so that the figures stay.
        outcome: How it ended; ``None`` while nobody said.
        target_growth: Of the target, on the days as they were.
        attained_growth: Of what was attained, on the days as they were.
        like_for_like_target_growth: Of the target, for as many days.
        like_for_like_attained_growth: Of what was attained, for as many days.
    """

    plan_id: PlanId
    period: DateRange
    target: Amount | None
    attained: Amount | None
    attainment_ratio: Fraction | None
    is_final: bool = False
    outcome: Outcome | None = None
    target_growth: Fraction | None = None
    attained_growth: Fraction | None = None
    like_for_like_target_growth: Fraction | None = None
    like_for_like_attained_growth: Fraction | None = None


@attrs.frozen(kw_only=True)
class GoalLineage:
    """One goal through the chain.

    Attributes:
        goal_id: The goal, the same in every plan.
        name: What the last plan that has it calls it.
        years: One for each plan that has it, in order.
        realism_ratio: Attained over targets of the closed years together, for what adds
            up; below 0.9 the targets were too high, above 1.1 too low.
    """

    goal_id: GoalId
    name: str
    years: tuple[GoalYear, ...]
    realism_ratio: Fraction | None


@attrs.frozen(kw_only=True)
class Lineage:
    """A chain of plans and its goals, side by side.

    Attributes:
        plans: The plans, the oldest first.
        lines: One for each goal, in the order in which they first came up.
        findings: Where the chain is broken: ``jbp.lineage.gap`` (a plan that another
            one names is not given), ``jbp.lineage.fork`` (two follow the same one),
            ``jbp.lineage.successor`` (a plan names another successor),
            ``jbp.lineage.order`` (a plan begins before the one it follows).
    """

    plans: tuple[Plan, ...]
    lines: tuple[GoalLineage, ...]
    findings: tuple[Finding, ...]

    def line(self, goal_id: str) -> GoalLineage:
        """Return the line of one goal.

        Raises:
            InvalidValueError: If no plan of the chain has it.
        """
        for line in self.lines:
            if line.goal_id == goal_id:
                return line
        raise InvalidValueError("goal_id", goal_id, "a goal of one of the plans")


def lineage(
    plans: Iterable[Plan], entries: Iterable[ActualEntry] = (), *, as_of: date
) -> Lineage:
    """Compare plans that were rolled forward, goal by goal.

    Args:
        plans: The plans, in any order. What a viewer may not see has to be taken out
            of them before.
        entries: What was booked, for plans that are not closed.
        as_of: The last day that counts, for those.

    Raises:
        InvalidValueError: If a plan is given twice.

    Examples:
        >>> import jbpcore as jbp
        >>> year = jbp.FiscalCalendar.calendar_year().year(2026)
        >>> goal = jbp.Goal(id="g", name="Revenue", metric=jbp.metrics.REVENUE,
        ...                 target=jbp.Money("25000", "USD"), period=year)
        >>> plan = jbp.Plan(id="nw-2026", name="Northwind 2026", goals=[goal],
        ...                 vendor=jbp.Party(id="acme", name="Acme"), period=year,
        ...                 partner=jbp.Partner(id="nw", name="Northwind"))
        >>> after = jbp.roll_forward(plan, as_of=date(2026, 12, 31), uplift="10%")
        >>> found = lineage([after, plan], as_of=date(2026, 12, 31))
        >>> [str(year.target_growth) for year in found.line("g").years]
        ['None', '1/10']
    """
    listed = sorted(plans, key=lambda plan: (plan.period.start, plan.id))
    ids = [plan.id for plan in listed]
    if len(set(ids)) < len(ids):
        raise InvalidValueError("plans", ids, "given each once")
    known = tuple(entries)
    years: dict[GoalId, list[tuple[Goal, GoalYear]]] = {}
    for plan in listed:
        for goal, year in _iter_years(plan, known, as_of):
            line = years.setdefault(goal.id, [])
            line.append((goal, _grown(*line[-1], goal, year) if line else year))
    lines = tuple(
        GoalLineage(
            goal_id=goal_id,
            name=line[-1][0].name,
            years=tuple(year for _, year in line),
            realism_ratio=_realism(line),
        )
        for goal_id, line in years.items()
    )
    findings = tuple(_iter_breaks({plan.id: plan for plan in listed}))
    return Lineage(plans=tuple(listed), lines=lines, findings=findings)


def _iter_years(
    plan: Plan, entries: tuple[ActualEntry, ...], as_of: date
) -> Iterator[tuple[Goal, GoalYear]]:
    outcomes = {outcome.goal_id: outcome for outcome in plan.outcomes}
    for result in assess_plan(plan, entries, as_of=as_of).results:
        goal, outcome = result.goal, outcomes.get(result.goal.id)
        is_final = outcome is not None and outcome.as_of is not None
        target = goal.target_on(goal.period.last_day)
        attained = result.attained if result.entry_count else None
        ratio = result.attainment_ratio if result.entry_count else None
        if outcome is not None and is_final:
            attained, ratio = outcome.attained, outcome.attainment_ratio
        yield (
            goal,
            GoalYear(
                plan_id=plan.id,
                period=goal.period,
                target=target,
                attained=attained,
                attainment_ratio=ratio,
                is_final=is_final,
                outcome=None if outcome is None else outcome.outcome,
            ),
        )


def _grown(old: Goal, before: GoalYear, goal: Goal, year: GoalYear) -> GoalYear:
    if old.metric.key != goal.metric.key or old.metric.unit != goal.metric.unit:
        return year
    length = Fraction(1)
    if shape_of(goal, target=year.target) in _ADDED_UP:
        length = length_ratio(goal.period, old.period)
    return attrs.evolve(
        year,
        target_growth=_growth(before.target, year.target),
        attained_growth=_growth(before.attained, year.attained),
        like_for_like_target_growth=_growth(before.target, year.target, length),
        like_for_like_attained_growth=_growth(before.attained, year.attained, length),
    )


def _growth(
    before: Amount | None, after: Amount | None, length: Fraction = Fraction(1)
) -> Fraction | None:
    if before is None or after is None:
        return None
    if getattr(before, "currency", None) != getattr(after, "currency", None):
        return None
    start = exact(before) * length
    return exact(after) / start - 1 if start > 0 else None


def _realism(line: list[tuple[Goal, GoalYear]]) -> Fraction | None:
    asked, came = Fraction(0), Fraction(0)
    for goal, year in line:
        is_flow = shape_of(goal, target=year.target) is GoalShape.FLOW
        if not year.is_final or not is_flow:
            continue
        same = goal.currency == line[-1][0].currency
        if year.target is not None and year.attained is not None and same:
            asked += exact(year.target)
            came += exact(year.attained)
    return came / asked if asked > 0 else None


def _iter_breaks(plans: Mapping[PlanId, Plan]) -> Iterator[Finding]:
    followers: dict[PlanId, PlanId] = {}
    earliest = next(iter(plans), None)
    for plan in plans.values():
        before = plan.previous_id
        if before is None:
            continue
        if before in plans:
            yield from _iter_bad_links(plan, plans[before], followers)
        elif plan.id != earliest:
            message = Sentence(
                "{plan} follows {before}, which is not given. Add it.",
                plan=plan.id,
                before=before,
            )
            yield _broken("gap", plan, message)
    for plan in plans.values():
        named = plan.successor_id
        if named is not None and named in plans and plans[named].previous_id != plan.id:
            message = Sentence(
                "{plan} names {named} as its successor, which follows another.",
                plan=plan.id,
                named=named,
            )
            yield _broken("successor", plan, message)


def _iter_bad_links(
    plan: Plan, before: Plan, followers: dict[PlanId, PlanId]
) -> Iterator[Finding]:
    if before.id in followers:
        message = Sentence(
            "{followers} and {plan} both follow {before}; compare one line at a time.",
            followers=followers[before.id],
            plan=plan.id,
            before=before.id,
        )
        yield _broken("fork", plan, message)
    followers[before.id] = plan.id
    if plan.period.start <= before.period.start:
        message = Sentence(
            "{plan} begins no later than {before}, which it follows.",
            plan=plan.id,
            before=before.id,
        )
        yield _broken("order", plan, message)


def _broken(code: str, plan: Plan, message: str) -> Finding:
    return Finding(
        code=f"jbp.lineage.{code}",
        path=f"plans[id={plan.id}]",
        message=message,
        severity=Severity.WARNING,
    )
