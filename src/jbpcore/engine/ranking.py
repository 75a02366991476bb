"""The goals that need attention first, and those that do best."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from enum import StrEnum
from fractions import Fraction
from typing import Final

import attrs

from jbpcore.engine.amounts import exact
from jbpcore.engine.conversion import Converted
from jbpcore.engine.goal_ref import GoalRef
from jbpcore.engine.portfolio import PlanGoal, Portfolio
from jbpcore.engine.reporting import Reporting, ReportingRates
from jbpcore.errors import InvalidValueError, NoRateReason
from jbpcore.model.amount import Amount
from jbpcore.model.health import Health
from jbpcore.values.money import Money
from jbpcore.values.ratio import Ratio

__all__ = ["RankBy", "RankedGoal", "list_off_track", "list_top"]

_BEHIND: Final = frozenset({Health.OFF_TRACK})


class RankBy(StrEnum):
    """What goals are put in order by."""

    GAP = "gap"
    """The gap to pace: how much is missing to where it should be by now. It finds the
    largest sums, in one unit."""

    RATIO = "ratio"
    """The pace index. It finds those furthest behind for their size, in one list,
    whatever is counted."""


@attrs.frozen(kw_only=True)
class RankedGoal:
    """A goal and its place in a list.

    Attributes:
        rank: Its place from 1, by gap in the list of its unit, by ratio in the one
            list. Goals that are equal stand in order of partner, plan and goal.
        unit: What the gap is in: a currency, what is counted, or ``"ratio"``.
        goal: The goal, with its plan.
        gap_to_pace: What is missing, in the goal's own unit.
        pace_index: Its pace; ``None`` where it has none.
        converted: The gap in the reporting currency, with the rate, if there is one.
        no_rate: Why not, if it should have been; it then stands in its own currency's
            list.
    """

    rank: int
    unit: str
    goal: PlanGoal
    gap_to_pace: Amount | None
    pace_index: Fraction | None
    converted: Converted | None = None
    no_rate: NoRateReason | None = None

    @property
    def ref(self) -> GoalRef:
        """Where the goal is to be found."""
        return _ref(self.goal)


def list_off_track(
    portfolio: Portfolio,
    most: int = 10,
    *,
    by: RankBy = RankBy.GAP,
    reporting: Reporting | None = None,
    healths: Collection[Health] = _BEHIND,
) -> tuple[RankedGoal, ...]:
    """Return the goals that are off track, the furthest behind first.

    By gap there is a list for each unit, one after the other; by ratio there is one.

    Args:
        portfolio: How every goal stands.
        most: How many of each list at most.
        by: What they are put in order by; those without that figure are not listed.
        reporting: One currency for all that is money, so that it is one list.
        healths: Which healths are listed; add ``Health.MISSED`` or ``Health.AT_RISK``
            to see more.

    Raises:
        InvalidValueError: If *most* is no whole number above zero.

    Examples:
        >>> from datetime import date
        >>> list_off_track(Portfolio(as_of=date(2026, 5, 15), plans=()))
        ()
    """
    chosen = [g for g in portfolio.iter_goals() if g.result.health in healths]
    rates = _rates(portfolio, chosen, reporting)
    return _ranked(chosen, most, by, rates, is_worst_first=True)


def list_top(
    portfolio: Portfolio,
    most: int = 10,
    *,
    by: RankBy = RankBy.GAP,
    reporting: Reporting | None = None,
) -> tuple[RankedGoal, ...]:
    """Return the goals that do best, the furthest ahead first.

    Every goal that has begun and has the figure is looked at, whatever its health. By
    gap there is a list for each unit, one after the other; by ratio there is one.

    Args:
        portfolio: How every goal stands.
        most: How many of each list at most.
        by: What they are put in order by; those without that figure are not listed.
        reporting: One currency for all that is money, so that it is one list.

    Raises:
        InvalidValueError: If *most* is no whole number above zero.
    """
    chosen = [goal for goal in portfolio.iter_goals() if goal.result.elapsed_days]
    rates = _rates(portfolio, chosen, reporting)
    return _ranked(chosen, most, by, rates, is_worst_first=False)


def _rates(
    portfolio: Portfolio, goals: Iterable[PlanGoal], reporting: Reporting | None
) -> ReportingRates | None:
    if reporting is None:
        return None
    gaps = (goal.result.gap_to_pace for goal in goals)
    money = {gap.currency for gap in gaps if isinstance(gap, Money)}
    return reporting.rates_of(money, as_of=portfolio.as_of)


def _ranked(
    goals: Iterable[PlanGoal],
    most: int,
    by: RankBy,
    rates: ReportingRates | None,
    *,
    is_worst_first: bool,
) -> tuple[RankedGoal, ...]:
    if type(most) is not int or most < 1:
        raise InvalidValueError("most", most, "a whole number above zero")
    lists: defaultdict[str, list[tuple[Fraction, RankedGoal]]] = defaultdict(list)
    for goal in goals:
        row = _row(goal, rates)
        figure = _how_bad(row, by)
        if figure is not None:
            key = row.unit if by is RankBy.GAP else ""
            lists[key].append((figure if is_worst_first else -figure, row))
    found = []
    for _, rows in sorted(lists.items()):
        rows.sort(key=_order)
        found += [
            attrs.evolve(row, rank=at) for at, (_, row) in enumerate(rows[:most], 1)
        ]
    return tuple(found)


def _order(row: tuple[Fraction, RankedGoal]) -> tuple[Fraction, GoalRef]:
    return (-row[0], row[1].ref)


def _row(goal: PlanGoal, rates: ReportingRates | None) -> RankedGoal:
    gap = goal.result.gap_to_pace
    row = RankedGoal(
        rank=0,
        unit=_unit(gap),
        goal=goal,
        gap_to_pace=gap,
        pace_index=goal.result.pace_index,
    )
    if rates is None or not isinstance(gap, Money):
        return row
    if gap.currency in rates.missing:
        return attrs.evolve(row, no_rate=rates.missing[gap.currency].reason)
    converted = Converted(original=gap, rate=rates.found[gap.currency])
    return attrs.evolve(row, unit=rates.currency, converted=converted)


def _how_bad(row: RankedGoal, by: RankBy) -> Fraction | None:
    """Return a number that is the larger, the further behind the goal is."""
    if by is RankBy.RATIO:
        return None if row.pace_index is None else -row.pace_index
    if row.gap_to_pace is None:
        return None
    return exact(row.gap_to_pace) if row.converted is None else row.converted.value


def _unit(gap: Amount | None) -> str:
    if isinstance(gap, Money):
        return gap.currency
    return "ratio" if gap is None or isinstance(gap, Ratio) else gap.unit


def _ref(goal: PlanGoal) -> GoalRef:
    return GoalRef(goal.plan.partner.id, goal.plan.id, goal.result.goal.id)
