"""Adding up the goals of many plans, by metric and unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from typing import Final

import attrs

from jbpcore.engine.amounts import exact, like
from jbpcore.engine.goal_ref import GoalRef
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.partner_tree import PartnerTree
from jbpcore.engine.plan_assessment import PlanResult
from jbpcore.engine.reasons import Reason
from jbpcore.engine.reporting import ReportingRates
from jbpcore.engine.roll_up_line import Exclusion, LeftOut, LinePart, RollUpLine
from jbpcore.engine.shape import GoalShape
from jbpcore.model.amount import Amount
from jbpcore.model.tags import Tags
from jbpcore.periods.daterange import DateRange
from jbpcore.values.ids import MetricKey, PartyId
from jbpcore.values.money import Money
from jbpcore.values.ratio import Ratio

__all__ = ["GoalFact", "add_up", "goal_facts", "without_covered"]

_ADDED_UP: Final = frozenset(
    {GoalShape.FLOW, GoalShape.CEILING, GoalShape.LEVEL_UP, GoalShape.LEVEL_DOWN}
)


@attrs.frozen(kw_only=True)
class GoalFact:
    """What of a goal is added up, read from its result once.

    Attributes:
        ref: The goal.
        result: How it stands.
        shape: How it moves.
        target: One of its amounts, and so on; ``None`` where it is left out.
        attained: What is in, also where the goal is left out, if that is known.
        expected_to_date: What should be in by now.
        baseline: Where it starts from.
        left_out: Why it is in no sum.
    """

    ref: GoalRef
    result: GoalResult
    shape: GoalShape
    target: Amount | None = None
    attained: Amount | None = None
    expected_to_date: Amount | None = None
    baseline: Amount | None = None
    left_out: Reason | Exclusion | None = None

    @property
    def unit(self) -> str:
        """The currency, or what is counted."""
        return _unit(self.target)


def goal_facts(plan: PlanResult) -> tuple[GoalFact, ...]:
    """Return what is to be added up of each goal of a plan."""
    return tuple(
        _fact(GoalRef(plan.plan.partner.id, plan.plan.id, result.goal.id), result)
        for result in plan.results
    )


def without_covered(
    facts: Iterable[GoalFact], *, tree: PartnerTree | None
) -> tuple[GoalFact, ...]:
    """Return *facts*, with those marked that others among them hold already.

    Of levels of one partner, metric and scope the period that began last counts; before
    any has begun, the first.

    Args:
        facts: What is to be added up.
        tree: Who belongs to whom, if the goals of groups hold those of their trees.
    """
    listed = tuple(facts)
    current = _current_periods(listed)
    umbrellas: defaultdict[tuple[PartyId, MetricKey, GoalShape], list[DateRange]]
    umbrellas = defaultdict(list)
    if tree is not None:
        for fact in listed:
            if fact.left_out is None and fact.ref.partner_id in tree.groups:
                umbrellas[_topic(fact.ref.partner_id, fact)].append(
                    fact.result.goal.period
                )
    done = []
    for fact in listed:
        reason = fact.left_out
        if reason is None and fact.shape.has_baseline:
            period = current[_level(fact)]
            reason = _unless(fact.result.goal.period == period, Exclusion.EARLIER_LEVEL)
        if reason is None and tree is not None:
            above = tree.iter_above(fact.ref.partner_id)
            over = (p for at in above for p in umbrellas.get(_topic(at, fact), ()))
            is_covered = any(p.contains(fact.result.goal.period) for p in over)
            reason = _unless(not is_covered, Exclusion.IN_PARENT_GOAL)
        done.append(fact if reason is fact.left_out else _out(fact, reason))
    return tuple(done)


def add_up(
    facts: Iterable[GoalFact], rates: ReportingRates | None
) -> tuple[tuple[RollUpLine, ...], tuple[LeftOut, ...]]:
    """Return a line for each metric, shape and unit, and what is in none.

    Args:
        facts: What is to be added up, in any order.
        rates: The rates to convert money at; each currency has its own lines if
            ``None``.
    """
    sums: dict[tuple[MetricKey, GoalShape, str], _Sums] = {}
    left_out = []
    for fact in facts:
        if fact.left_out is not None or fact.target is None:
            reason = fact.left_out or Reason.NO_TARGET
            out = LeftOut(goal=fact.ref, reason=reason, attained=fact.attained)
            left_out.append(out)
            continue
        key = (fact.result.goal.metric.key, fact.shape, fact.unit)
        if key not in sums:
            sums[key] = _Sums(fact.target)
        sums[key].add(fact)
    lines: defaultdict[tuple[MetricKey, GoalShape, str], list[LinePart]]
    lines = defaultdict(list)
    for (metric, shape, unit), found in sorted(sums.items()):
        part = found.part()
        if rates is not None and isinstance(part.target, Money):
            missing = rates.missing.get(unit)
            part = attrs.evolve(
                part,
                rate=rates.found.get(unit),
                no_rate=None if missing is None else missing.reason,
            )
            unit = rates.currency  # noqa: PLW2901 - what the line is in, not the part
        lines[metric, shape, unit].append(part)
    return (
        tuple(
            RollUpLine(metric=metric, shape=shape, unit=unit, parts=tuple(parts))
            for (metric, shape, unit), parts in sorted(lines.items())
        ),
        tuple(sorted(left_out, key=_place)),
    )


class _Sums:
    """Sums of amounts of one unit, while they are made."""

    def __init__(self, sample: Amount) -> None:
        self._sample = sample
        self._count = 0
        self._totals = [Fraction(0)] * 4

    def add(self, fact: GoalFact) -> None:
        amounts = (fact.target, fact.attained, fact.expected_to_date, fact.baseline)
        self._count += 1
        for at, amount in enumerate(amounts):
            if amount is not None:
                self._totals[at] += exact(amount)

    def part(self) -> LinePart:
        target, attained, expected, baseline = (
            like(total, self._sample) for total in self._totals
        )
        return LinePart(
            target=target,
            attained=attained,
            expected_to_date=expected,
            baseline=baseline,
            goal_count=self._count,
        )


def _place(left_out: LeftOut) -> GoalRef:
    return left_out.goal


def _unit(amount: Amount | None) -> str:
    if isinstance(amount, Money):
        return amount.currency
    return "" if amount is None or isinstance(amount, Ratio) else amount.unit


def _fact(ref: GoalRef, result: GoalResult) -> GoalFact:
    shape, target, goal = result.shape, result.target, result.goal
    attained, expected = result.attained, result.expected_to_date
    found = GoalFact(ref=ref, result=result, shape=shape, attained=attained)
    if shape not in _ADDED_UP or isinstance(target, Ratio):
        return _out(found, Exclusion.NO_SUM)
    if target is None:
        return _out(found, Reason.NO_TARGET)
    if shape.falls and goal.baseline is None:
        return _out(found, Reason.NO_BASELINE)
    if attained is None:
        return _out(found, result.attained_reason or Reason.NO_ENTRIES)
    if expected is None:
        return _out(found, Reason.PHASING_EMPTY)
    baseline = goal.baseline if shape.has_baseline else None
    return attrs.evolve(
        found, target=target, expected_to_date=expected, baseline=baseline
    )


def _out(fact: GoalFact, reason: Reason | Exclusion | None) -> GoalFact:
    return attrs.evolve(fact, left_out=reason)


def _unless(
    is_fine: bool,  # noqa: FBT001 - a private function of two arguments
    reason: Exclusion,
) -> Exclusion | None:
    return None if is_fine else reason


def _topic(partner_id: PartyId, fact: GoalFact) -> tuple[PartyId, MetricKey, GoalShape]:
    return (partner_id, fact.result.goal.metric.key, fact.shape)


def _level(fact: GoalFact) -> tuple[PartyId, MetricKey, Tags, str]:
    goal = fact.result.goal
    return (fact.ref.partner_id, goal.metric.key, goal.scope, fact.unit)


def _current_periods(
    facts: Iterable[GoalFact],
) -> dict[tuple[PartyId, MetricKey, Tags, str], DateRange]:
    """Return the period whose levels count, for each level of each partner."""
    periods: defaultdict[tuple[PartyId, MetricKey, Tags, str], set[DateRange]]
    periods = defaultdict(set)
    as_of = None
    for fact in facts:
        if fact.left_out is None and fact.shape.has_baseline:
            periods[_level(fact)].add(fact.result.goal.period)
            as_of = fact.result.as_of
    found = {}
    for level, those in periods.items():
        begun = [p for p in those if as_of is not None and p.start <= as_of]
        found[level] = max(begun) if begun else min(those)
    return found
