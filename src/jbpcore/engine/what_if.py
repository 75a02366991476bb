"""What would be if: the same goal with a change, beside how it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

import attrs

from jbpcore.engine.amounts import exact, like, rounded_like
from jbpcore.engine.attainment import assess_goal
from jbpcore.engine.figure_change import FigureChange, compare_results
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.rate import DAYS_PER_WEEK, Rate, RateStep
from jbpcore.errors import CurrencyMismatchError, InvalidValueError, UnitMismatchError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import Amount
from jbpcore.model.goal import Goal
from jbpcore.model.health import HealthBands
from jbpcore.model.metric import Accumulation
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.values.ids import EntryId
from jbpcore.values.money import Money
from jbpcore.values.ratio import Ratio

__all__ = ["WhatIf", "what_if"]

_ADDED_TO: Final = frozenset({Accumulation.FLOW, Accumulation.LEVEL})


@attrs.frozen(kw_only=True)
class WhatIf:
    """Two results for one goal and day, and what is between them.

    Attributes:
        before: How the goal stands.
        after: How it would stand.
        finish_before: Where it ends as it goes, along the phasing.
        finish_after: Where it would end: at the rate that was asked about, else as it
            would go.
        changes: Every figure that either result has, in reading order.
    """

    before: GoalResult
    after: GoalResult
    finish_before: Amount | None
    finish_after: Amount | None
    changes: tuple[FigureChange, ...]

    @property
    def met_before(self) -> bool | None:
        """Whether it ends at the target or better; ``None`` where nobody can tell."""
        return _is_met(self.before, self.finish_before)

    @property
    def met_after(self) -> bool | None:
        """Whether it would end at the target or better."""
        return _is_met(self.after, self.finish_after)

    def change(self, figure: str) -> FigureChange:
        """Return the change of one figure.

        Raises:
            InvalidValueError: If neither result has such a figure.
        """
        for change in self.changes:
            if change.figure == figure:
                return change
        names = ", ".join(change.figure for change in self.changes)
        raise InvalidValueError("figure", figure, f"one of {names}")


def what_if(  # noqa: PLR0913 - each is one question that can be asked
    goal: Goal,
    entries: Iterable[ActualEntry],
    *,
    as_of: date,
    add: Amount | None = None,
    rate: Rate | Amount | None = None,
    move_end: date | None = None,
    target: Amount | None = None,
    bands: HealthBands | None = None,
    work_calendar: WorkCalendar | None = None,
) -> WhatIf:
    """Compare how *goal* stands with how it would stand after one or more changes.

    Nothing is changed or kept: it is a comparison of two results.

    Args:
        goal: The goal.
        entries: Booked facts.
        as_of: The last day that counts.
        add: So much more booked by *as_of*; for a level, the last value higher by it.
        rate: From the day after *as_of* on, so much towards the goal each day, working
            day or week; an amount is one a day. It changes where the goal ends, not
            where it stands.
        move_end: Another last day of the goal.
        target: Another target.
        bands: As for :func:`~jbpcore.engine.attainment.assess_goal`.
        work_calendar: As for :func:`~jbpcore.engine.attainment.assess_goal`.

    Raises:
        InvalidValueError: If something is added before the goal's first day or to what
            does not add up (a ratio of two sums, a milestone), a rate by
            the working day is asked about without a work calendar, or a changed goal
            could not be.
        UnitMismatchError: If an amount is not in the metric's unit.
        CurrencyMismatchError: If an amount is in another currency than the goal.

    Examples:
        >>> from jbpcore.model import metrics
        >>> goal = Goal(
        ...     id="new-revenue", name="New revenue", metric=metrics.REVENUE,
        ...     target=Money("25000", "USD"),
        ...     period=DateRange.of_days(date(2026, 4, 1), 91),
        ... )
        >>> booked = [ActualEntry(metric="revenue", on=date(2026, 4, 20),
        ...                       amount=Money("7500", "USD"))]
        >>> answer = what_if(goal, booked, as_of=date(2026, 5, 15),
        ...                  add=Money("5000", "USD"))
        >>> answer.before.health.value, answer.after.health.value
        ('off_track', 'on_track')
        >>> gap = answer.change("gap_to_target")
        >>> gap.difference, gap.is_favourable
        (Money('-5000', 'USD'), True)
    """
    listed = list(entries)
    before = assess_goal(
        goal, listed, as_of=as_of, bands=bands, work_calendar=work_calendar
    )
    for amount in (add, target, rate.unit if isinstance(rate, Rate) else rate):
        _check_unit(goal, amount)
    changed = goal
    if move_end is not None:
        period = DateRange.inclusive(goal.period.start, move_end)
        changed = attrs.evolve(changed, period=period)
    if target is not None:
        changed = attrs.evolve(changed, target=target, target_versions=())
    if add is not None:
        listed = _with_added(before, changed, listed, add)
    after = assess_goal(
        changed, listed, as_of=as_of, bands=bands, work_calendar=work_calendar
    )
    finish = after.projected_finish if rate is None else _finish_at(after, rate)
    return WhatIf(
        before=before,
        after=after,
        finish_before=before.projected_finish,
        finish_after=finish,
        changes=compare_results(before, after, finish_after=finish),
    )


def _check_unit(goal: Goal, amount: Amount | None) -> None:
    if amount is None:
        return
    if not goal.metric.unit.accepts(amount):
        given = "ratio" if isinstance(amount, Ratio) else amount.unit_name
        raise UnitMismatchError(given, str(goal.metric.unit))
    if isinstance(amount, Money) and goal.currency not in {None, amount.currency}:
        raise CurrencyMismatchError(amount.currency, str(goal.currency))


def _with_added(
    before: GoalResult, goal: Goal, entries: list[ActualEntry], add: Amount
) -> list[ActualEntry]:
    """Return the entries with one more: a booking, or a later look at a level."""
    on = min(before.as_of, goal.period.last_day)
    if on < goal.period.start:
        expected = f"left out before the goal's first day, {goal.period.start}"
        raise InvalidValueError("add", add, expected)
    if goal.metric.accumulation not in _ADDED_TO:
        expected = "left out where nothing can be added, as to a ratio of two sums"
        raise InvalidValueError("add", add, expected)
    amount = add
    if goal.metric.accumulation is Accumulation.LEVEL:
        base = before.attained if before.attained is not None else goal.baseline
        if base is not None:
            amount = like(exact(base) + exact(add), add)
        entries = [
            entry
            for entry in entries
            if entry.metric != goal.metric.key or entry.on < on
        ]
    known = {entry.entry_id for entry in entries}
    number = next(n for n in range(len(known) + 1) if f"what-if-{n}" not in known)
    added = ActualEntry(
        metric=goal.metric.key,
        on=on,
        amount=amount,
        entry_id=EntryId(f"what-if-{number}"),
        tags=goal.scope,
    )
    return [*entries, added]


def _finish_at(result: GoalResult, rate: Rate | Amount) -> Amount | None:
    """Return where the goal ends if each step left brings *rate*."""
    if result.attained is None:
        return None
    if isinstance(rate, Rate):
        daily, per = rate.value, rate.per
    else:
        daily, per = exact(rate), RateStep.DAY
    steps = result.remaining_days
    if per is RateStep.WEEK:
        daily /= DAYS_PER_WEEK
    if per is RateStep.WORKDAY:
        gone, total = result.elapsed_workdays, result.total_workdays
        if gone is None or total is None:
            expected = "a rate a day or a week, unless a work calendar is given"
            raise InvalidValueError("rate", str(rate), expected)
        steps = total - gone
    move = daily * steps
    if result.shape.falls:
        move = -move
    return rounded_like(exact(result.attained) + move, result.attained)


def _is_met(result: GoalResult, finish: Amount | None) -> bool | None:
    target = result.target
    if finish is None or target is None:
        return None
    if result.higher_is_better:
        return exact(finish) >= exact(target)
    return exact(finish) <= exact(target)
