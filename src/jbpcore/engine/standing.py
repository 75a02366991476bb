"""Where a goal stands, as bare exact numbers, and the figures that follow."""

from __future__ import annotations

from fractions import Fraction
from typing import Final, TypeAlias

import attrs

from jbpcore.engine import formulas
from jbpcore.engine.amounts import MOST_AMOUNT
from jbpcore.engine.reasons import Reason
from jbpcore.engine.shape import GoalShape

__all__ = ["Figure", "Standing"]

Figure: TypeAlias = Fraction | Reason
"""A number, or the reason why there is none."""

_ZERO: Final = Fraction(0)


@attrs.frozen(kw_only=True)
class Standing:
    """The numbers of one goal on one day, in one unit.

    Each method gives the figure of its name, or the reason why there is none.

    Attributes:
        shape: How the goal moves.
        attained: What is in, or why that is not known.
        target: What is wanted; ``None`` if nothing is agreed.
        baseline: Where a level starts from; ``None`` if unknown.
        share: The part of the phasing that is due; ``None`` if it puts nothing on the
            goal's days.
        expected: What should be in by now, rounded as scheduled amounts are.
        elapsed_days: Days gone.
        total_days: Days of the period.
        pipeline: What is open and may still come in; ``None`` if nothing was given.
        elapsed_workdays: Working days gone, if a calendar was given.
        total_workdays: Working days of the period, if a calendar was given.
    """

    shape: GoalShape
    attained: Figure
    target: Fraction | None
    baseline: Fraction | None
    share: Fraction | None
    expected: Fraction | None
    elapsed_days: int
    total_days: int
    pipeline: Fraction | None = None
    elapsed_workdays: int | None = None
    total_workdays: int | None = None

    def start(self) -> Figure:
        """Where the way begins: the baseline of a level, zero for all else."""
        if not self.shape.has_baseline:
            return _ZERO
        if self.baseline is not None:
            return self.baseline
        return Reason.NO_BASELINE if self.shape.falls else _ZERO

    def obstacle(self) -> Reason | None:
        """Why no verdict is possible, whatever is booked; ``None`` if one is."""
        if self.attained is Reason.NO_KEEP_BAND:
            return Reason.NO_KEEP_BAND
        if self.target is None:
            return Reason.NO_TARGET
        start = self.start()
        if isinstance(start, Reason):
            return start
        if self.target == start:
            is_level = self.shape.has_baseline and self.baseline is not None
            return Reason.TARGET_IS_BASELINE if is_level else Reason.ZERO_TARGET
        if self.target.numerator < 0 and not self.shape.has_baseline:
            return Reason.NEGATIVE_TARGET
        return Reason.PHASING_EMPTY if self.share is None else None

    def attainment_ratio(self) -> Figure:
        """Attained ÷ target."""
        if isinstance(self.attained, Reason) or self.target is None:
            return self._missing()
        return formulas.attainment(self.attained, self.target) or (
            Fraction(0) if self.target else Reason.ZERO_TARGET
        )

    def progress_ratio(self) -> Figure:
        """The way done ÷ the whole way."""
        start = self.start()
        if isinstance(self.attained, Reason) or self.target is None:
            return self._missing()
        if isinstance(start, Reason):
            return start
        found = formulas.progress(self.attained, start, self.target)
        return self.obstacle() or Reason.ZERO_TARGET if found is None else found

    def pace_index(self) -> Figure:
        """The way done ÷ the way due, above 1 being good."""
        obstacle, start = self.obstacle(), self.start()
        if obstacle is not None:
            return obstacle
        if isinstance(self.attained, Reason):
            return self.attained
        expected = self.expected
        if isinstance(start, Reason) or expected is None:  # pragma: no cover - obstacle
            return Reason.PHASING_EMPTY
        if not self.elapsed_days:
            return Reason.NOT_STARTED
        if expected == start:
            return Reason.NOTHING_DUE
        is_ceiling = self.shape is GoalShape.CEILING
        if is_ceiling and self.attained.numerator <= 0:
            return Reason.NOTHING_ATTAINED
        found = formulas.pace(self.attained, expected, start, is_ceiling=is_ceiling)
        return Reason.NOTHING_DUE if found is None else found

    def gap_to_target(self) -> Figure:
        """What is missing to the target, positive being short."""
        if isinstance(self.attained, Reason) or self.target is None:
            return self._missing()
        return formulas.shortfall(
            self.target, self.attained, higher_is_better=self.shape.higher_is_better
        )

    def gap_to_pace(self) -> Figure:
        """What is missing to where it should be by now, positive being short."""
        if isinstance(self.attained, Reason) or self.target is None:
            return self._missing()
        if self.expected is None:
            return self.obstacle() or Reason.PHASING_EMPTY
        return formulas.shortfall(
            self.expected, self.attained, higher_is_better=self.shape.higher_is_better
        )

    def coverage_of_target(self) -> Figure:
        """Open pipeline ÷ target."""
        if self.pipeline is None or self.shape is not GoalShape.FLOW:
            return Reason.NO_PIPELINE
        if self.target is None:
            return Reason.NO_TARGET
        found = formulas.coverage(self.pipeline, self.target)
        return Reason.ZERO_TARGET if found is None else found

    def coverage_of_gap(self) -> Figure:
        """Open pipeline ÷ what is missing to the target."""
        if self.pipeline is None or self.shape is not GoalShape.FLOW:
            return Reason.NO_PIPELINE
        gap = self.gap_to_target()
        if isinstance(gap, Reason):
            return gap
        found = formulas.coverage(self.pipeline, gap)
        return Reason.TARGET_REACHED if found is None else found

    def run_rate(self) -> Figure:
        """What each day gone brought, towards the goal."""
        return self._so_far(self.elapsed_days)

    def run_rate_per_workday(self) -> Figure:
        """What each working day gone brought, towards the goal."""
        if self.elapsed_workdays is None:
            return Reason.NO_WORK_CALENDAR
        return self._so_far(self.elapsed_workdays)

    def required_run_rate(self) -> Figure:
        """What each day left must bring to close the gap."""
        return self._from_now(self.total_days - self.elapsed_days)

    def required_run_rate_per_workday(self) -> Figure:
        """What each working day left must bring to close the gap."""
        if self.elapsed_workdays is None or self.total_workdays is None:
            return Reason.NO_WORK_CALENDAR
        return self._from_now(self.total_workdays - self.elapsed_workdays)

    def lift_needed(self) -> Figure:
        """How many times faster it must go."""
        required, current = self.required_run_rate(), self.run_rate()
        if isinstance(required, Reason):
            return required
        if isinstance(current, Reason):
            return current
        found = formulas.lift(required, current)
        return Reason.NOTHING_ATTAINED if found is None else found

    def projected_finish(self) -> Figure:
        """Where it ends at this pace along the phasing."""
        start = self.start()
        if self.shape is GoalShape.MILESTONE:
            return Reason.NO_RATE
        if isinstance(self.attained, Reason):
            return self.attained
        if isinstance(start, Reason):
            return start
        if self.share is None:
            return Reason.PHASING_EMPTY
        found = formulas.projection(self.attained, start, self.share)
        if found is None:
            return Reason.NOTHING_DUE if self.elapsed_days else Reason.NOT_STARTED
        return found if abs(found) < MOST_AMOUNT - 1 else Reason.OUT_OF_RANGE

    def _missing(self) -> Reason:
        if self.target is None:
            return Reason.NO_TARGET
        return self.attained if isinstance(self.attained, Reason) else Reason.NO_ENTRIES

    def _so_far(self, days: int) -> Figure:
        if self.shape.is_share:
            return Reason.NO_RATE
        start = self.start()
        if isinstance(self.attained, Reason):
            return self.attained
        if isinstance(start, Reason):
            return start
        way = formulas.way(self.attained, start, falls=self.shape.falls)
        found = formulas.rate(way, days)
        return Reason.NOT_STARTED if found is None else found

    def _from_now(self, days: int) -> Figure:
        if self.shape.is_share:
            return Reason.NO_RATE
        gap = self.gap_to_target()
        if isinstance(gap, Reason):
            return gap
        found = formulas.rate(gap if gap.numerator > 0 else _ZERO, days)
        return Reason.NO_DAYS_LEFT if found is None else found
