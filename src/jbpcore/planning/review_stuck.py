"""Where a plan is stuck, the worst money first.

There is one order for all of it. What is about money comes first, the largest sum
first: of a goal its gap to pace, of an action what it should bring. With rates, sums
are compared in one currency; without, or where a rate is missing, each currency is a
group of its own, the reporting currency's first and then by their codes, for nobody can
say which of two is the larger. Then come goals that are not about money, the lowest
pace index first, and those without one; then actions of which nobody said what they
should bring, the longest stuck first; then what people wrote. Equals stand in the order
of what they are and of their ids.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Final

import attrs

from jbpcore.engine.amounts import exact
from jbpcore.engine.attention.settings import AttentionSettings
from jbpcore.engine.conversion import Converted
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.plan_assessment import PlanResult
from jbpcore.engine.reporting import Reporting, ReportingRates
from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.health import Health
from jbpcore.model.review import Review
from jbpcore.planning.review_pack_parts import StuckKind, StuckLine, StuckOrder
from jbpcore.values.money import Money

__all__ = ["is_behind", "list_stuck"]

_BEHIND: Final = frozenset({Health.AT_RISK, Health.OFF_TRACK, Health.MISSED})
_OVER: Final = frozenset({ActionStatus.DONE, ActionStatus.DROPPED})
_ORDERS: Final = {order: place for place, order in enumerate(StuckOrder)}
_KINDS: Final = {kind: place for place, kind in enumerate(StuckKind)}


def is_behind(result: GoalResult) -> bool:
    """Whether a goal is behind its pace, or was missed."""
    return result.health in _BEHIND


def list_stuck(
    result: PlanResult,
    review: Review,
    settings: AttentionSettings,
    *,
    reporting: Reporting | None = None,
) -> tuple[StuckLine, ...]:
    """List goals behind their pace and actions that do not move, in one order.

    Args:
        result: How the plan stands.
        review: The review; what is stuck may be written into it before it is held.
        settings: From how many slips on an action is stuck.
        reporting: One currency for all that is money.
    """
    lines = [
        *_iter_goals(result),
        *_iter_actions(result, settings.slip_count),
        *(
            StuckLine(rank=0, kind=StuckKind.SAID, order=StuckOrder.SAID, name=text)
            for text in review.blockers
        ),
    ]
    if reporting is not None:
        money = [one.at_stake for one in lines if isinstance(one.at_stake, Money)]
        rates = reporting.rates_of({one.currency for one in money}, as_of=result.as_of)
        lines = [_converted(one, rates) for one in lines]
    first = None if reporting is None else reporting.currency
    lines.sort(key=lambda line: _place(line, first))
    return tuple(attrs.evolve(line, rank=at) for at, line in enumerate(lines, start=1))


def _iter_goals(result: PlanResult) -> Iterator[StuckLine]:
    for one in result.results:
        if is_behind(one):
            is_money = isinstance(one.gap_to_pace, Money)
            yield StuckLine(
                rank=0,
                kind=StuckKind.GOAL_BEHIND,
                order=StuckOrder.MONEY if is_money else StuckOrder.PACE,
                name=one.goal.name,
                subject=f"goals:{one.goal.id}",
                side=one.goal.side,
                at_stake=one.gap_to_pace,
                pace_index=one.pace_index,
            )


def _iter_actions(result: PlanResult, slip_count: int) -> Iterator[StuckLine]:
    for action in result.plan.actions:
        kind = _kind(action, result.as_of, slip_count)
        if kind is None:
            continue
        is_money = isinstance(action.expected_impact, Money)
        is_blocked = kind is StuckKind.ACTION_BLOCKED
        slipped = action.slips[-1] if action.slips else None
        why = action.blocked_reason
        if not why and slipped is not None:
            why = slipped.why
        yield StuckLine(
            rank=0,
            kind=kind,
            order=StuckOrder.MONEY if is_money else StuckOrder.AGE,
            name=action.name,
            subject=f"actions:{action.id}",
            side=action.side,
            at_stake=action.expected_impact,
            since=_since(action, kind),
            why=why,
            cleared_by=action.blocked_by_side if is_blocked else None,
            cleared_by_id=action.blocked_by_id if is_blocked else None,
            slip_count=len(action.slips),
        )


def _kind(action: Action, as_of: date, slip_count: int) -> StuckKind | None:
    if action.status in _OVER:
        return None
    if action.status is ActionStatus.BLOCKED:
        return StuckKind.ACTION_BLOCKED
    if action.due_on < as_of:
        return StuckKind.ACTION_OVERDUE
    if len(action.slips) >= slip_count:
        return StuckKind.ACTION_SLIPPING
    return None


def _since(action: Action, kind: StuckKind) -> date | None:
    if kind is StuckKind.ACTION_BLOCKED:
        return action.blocked_on
    return action.slips[0].was_due_on if action.slips else action.due_on


def _converted(line: StuckLine, rates: ReportingRates) -> StuckLine:
    money = line.at_stake
    if not isinstance(money, Money) or money.currency == rates.currency:
        return line
    if money.currency in rates.missing:
        return attrs.evolve(line, no_rate=rates.missing[money.currency].reason)
    rate = rates.found[money.currency]
    return attrs.evolve(line, converted=Converted(original=money, rate=rate))


def _place(line: StuckLine, first: str | None) -> tuple[object, ...]:
    # What has no figure comes after those that have one.
    measure: tuple[object, ...] = ()
    if line.order is StuckOrder.MONEY:
        value = Fraction(0) if line.at_stake is None else exact(line.at_stake)
        if line.converted is not None:
            value = line.converted.value
        currency = line.currency or ""
        measure = (currency != first, currency, -value)
    elif line.order is StuckOrder.PACE:
        pace = line.pace_index
        measure = (pace is None, pace or Fraction(0))
    elif line.order is StuckOrder.AGE:
        measure = (line.since is None, line.since or date.min)
    else:
        return (_ORDERS[line.order],)
    return (_ORDERS[line.order], *measure, _KINDS[line.kind], line.subject)
