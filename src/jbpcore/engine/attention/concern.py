"""How worrying a goal is, and since when it has been so, to the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import IntEnum
from fractions import Fraction

import attrs

from jbpcore.engine.amounts import exact
from jbpcore.engine.attainment import assess_goal
from jbpcore.engine.attention.settings import AttentionSettings
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.plain_flow import try_ways
from jbpcore.engine.shape import GoalShape
from jbpcore.model.actual import ActualEntry
from jbpcore.model.health import Health

__all__ = ["Concern", "GoalWatch", "catch_up_ratio"]

_ONE_DAY = timedelta(days=1)


class Concern(IntEnum):
    """How worrying a goal is; each is worse than those before."""

    NONE = 0
    AT_RISK = 1
    OFF_PACE = 2
    IMPLAUSIBLE = 3


_CONCERNS = {Health.AT_RISK: Concern.AT_RISK, Health.OFF_TRACK: Concern.OFF_PACE}


def catch_up_ratio(result: GoalResult) -> Fraction | None:
    """Return how many times as fast as so far it must go to reach the target.

    Faster along the phasing: with p of the way done where s was due, it is
    ((1 − p) ÷ (1 − s)) ÷ (p ÷ s). With a linear phasing that is ``lift_needed``; where
    most of a target is due late, it does not ask for what the phasing brings anyhow.

    Returns:
        ``None`` where p or s is no figure, s is 0 or 1, or p is not above zero: then
        no speed so far can be multiplied. Nor where p is 1 or more: no speed takes a
        limit back that is spent.

    Examples:
        The founding case needs what ``lift_needed`` says; where half of the target is
        due in June, it needs less than that:

        >>> from jbpcore.model import metrics
        >>> from jbpcore.model.goal import Goal
        >>> from jbpcore.periods.fiscal import FiscalCalendar
        >>> from jbpcore.values.money import Money
        >>> goal = Goal(
        ...     id="new-revenue", name="New revenue", metric=metrics.REVENUE,
        ...     target=Money("25000", "USD"),
        ...     period=FiscalCalendar.calendar_year().quarter(2026, 2),
        ... )
        >>> booked = [ActualEntry(metric="revenue", on=date(2026, 4, 20),
        ...                       amount=Money("7500", "USD"))]
        >>> result = assess_goal(goal, booked, as_of=date(2026, 5, 15))
        >>> catch_up_ratio(result), result.lift_needed
        (Fraction(105, 46), Fraction(105, 46))
    """
    return _catch_up_ratio(result.progress_ratio, result.expected_ratio)


def _catch_up_ratio(done: Fraction | None, due: Fraction | None) -> Fraction | None:
    if done is None or due is None:
        return None
    made, whole_way = done.as_integer_ratio()
    gone, whole = due.as_integer_ratio()
    if not 0 < made < whole_way or not 0 < gone < whole:
        return None
    return Fraction((whole_way - made) * gone, (whole - gone) * made)


@attrs.frozen(kw_only=True)
class GoalWatch:
    """One goal and its bookings, to be looked at on any day.

    Attributes:
        result: How it stands on the day asked about.
        entries: The plan's entries of its metric.
        settings: What is no longer plausible.
    """

    result: GoalResult
    entries: Sequence[ActualEntry]
    settings: AttentionSettings

    def concern(self) -> Concern:
        """How worrying the goal is now."""
        return self._judged(self.result)

    def since(self, concern: Concern) -> date:
        """Return the first day from which on it was no less worrying, without a break.

        Every day is judged by the entries, targets and bands as they are known now.

        Args:
            concern: What it is now.
        """
        eases = self.result.shape is GoalShape.CEILING
        heard_of_since = self._heard_of_since(concern)
        found = last = self.result.as_of
        for first in reversed(self._quiet_since()):
            # From `first` to `last` nothing happens but that more becomes due. So what
            # is worrying stays so, and only spending is the less so the more is due.
            day = last if eases else first
            if day < heard_of_since:
                return found
            if not self._on(day, concern):
                return found if eases else self._begun(first, found, concern)
            found, last = first, first - _ONE_DAY
        return found

    def _quiet_since(self) -> list[date]:
        """Return the days on which anything happened up to now, and the first day."""
        goal, as_of = self.result.goal, self.result.as_of
        first_day = goal.period.first_day
        if self._aims_backwards():
            return [
                first_day + day * _ONE_DAY
                for day in range((as_of - first_day).days + 1)
            ]
        days = {entry.on for entry in self.entries}
        days.update(version.effective_on for version in goal.target_versions)
        if goal.keep is not None:
            for check in goal.keep.checks:
                days.update((check.start, check.last_day, check.end))
        happened = {day for day in days if first_day < day <= as_of}
        return sorted({first_day, *happened})

    def _aims_backwards(self) -> bool:
        """Whether a level without a baseline is to fall below zero though more is good.

        Then less than nothing worries until something is due, and pleases from then on.
        """
        goal = self.result.goal
        if goal.baseline is not None or not self.result.shape.has_baseline:
            return False
        targets = (goal.target, *(version.target for version in goal.target_versions))
        return any(target is not None and exact(target) < 0 for target in targets)

    def _begun(self, calm: date, worrying: date, concern: Concern) -> date:
        """Return the day after *calm* on which it begins, at the latest *worrying*."""
        while (worrying - calm).days > 1:
            middle = calm + (worrying - calm) // 2
            if self._on(middle, concern):
                worrying = middle
            else:
                calm = middle
        return worrying

    def _on(self, day: date, concern: Concern) -> bool:
        result = assess_goal(
            self.result.goal,
            self.entries,
            as_of=day,
            bands=self.result.bands,
            data_through=self.result.data_through,
        )
        found = _CONCERNS.get(result.health, Concern.NONE)
        if concern is Concern.IMPLAUSIBLE and found is Concern.OFF_PACE:
            found = self._judged(result)
        return found >= concern

    def _heard_of_since(self, concern: Concern) -> date:
        """Return a day before which there was no verdict, as nothing was known."""
        knows_zero = self.result.data_through is not None
        if knows_zero or concern is Concern.NONE:
            return date.min
        return min((entry.on for entry in self.entries), default=date.min)

    def _judged(self, result: GoalResult) -> Concern:
        found = _CONCERNS.get(result.health, Concern.NONE)
        if found is Concern.OFF_PACE and _is_implausible(result, self.settings):
            return Concern.IMPLAUSIBLE
        return found


def _is_implausible(result: GoalResult, settings: AttentionSettings) -> bool:
    """Say whether closing the gap of a goal that is off track is no longer plausible.

    A ceiling is beyond hope once more is spent than it allows: until then spending can
    stop. Other goals are if they must go too many times as fast as so far, or have
    brought nothing though enough was due, and no open pipeline covers the gap.
    """
    ways = try_ways(result)
    if ways is not None:
        return _is_far_off(*ways, settings)
    done, due = result.progress_ratio, result.expected_ratio
    if result.shape.is_share or done is None or due is None:
        return False  # what is kept, or done at once, does not come in day by day
    if result.shape is GoalShape.CEILING:
        return done > 1
    if due < settings.least_due_ratio or due == 1:
        return False
    covered = result.coverage_of_gap
    if covered is not None and covered >= 1:
        return False
    needed = _catch_up_ratio(done, due)
    return done <= 0 or (needed is not None and needed > settings.most_catch_up_ratio)


def _is_far_off(
    done: int,
    target: int,
    due: int,
    whole: int,
    is_ceiling: bool,  # noqa: FBT001 - as they are kept
    settings: AttentionSettings,
) -> bool:
    """Say the same from whole units, for a goal whose bookings only add up."""
    if is_ceiling:
        return done > target
    least, most = settings.least_due_ratio, settings.most_catch_up_ratio
    if due * least.denominator < least.numerator * whole or due == whole:
        return False
    if done <= 0:
        return True
    needed, by = (target - done) * due, (whole - due) * done
    return needed * most.denominator > most.numerator * by
