"""What is known about one goal on one day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Final

import attrs

from jbpcore.engine.amounts import exact, like, rounded_like
from jbpcore.engine.rate import Rate, RateStep
from jbpcore.engine.reasons import Reason
from jbpcore.engine.shape import GoalShape, shape_of
from jbpcore.engine.standing import Figure, Standing
from jbpcore.errors import Finding, InvalidValueError
from jbpcore.model.amount import Amount
from jbpcore.model.goal import Goal
from jbpcore.model.health import Health, HealthBands

__all__ = ["FIGURES", "GoalResult"]

_OF_STANDING: Final[dict[str, Callable[[Standing], Figure]]] = {
    "attainment_ratio": Standing.attainment_ratio,
    "progress_ratio": Standing.progress_ratio,
    "pace_index": Standing.pace_index,
    "gap_to_target": Standing.gap_to_target,
    "gap_to_pace": Standing.gap_to_pace,
    "run_rate": Standing.run_rate,
    "required_run_rate": Standing.required_run_rate,
    "run_rate_per_workday": Standing.run_rate_per_workday,
    "required_run_rate_per_workday": Standing.required_run_rate_per_workday,
    "lift_needed": Standing.lift_needed,
    "projected_finish": Standing.projected_finish,
}
FIGURES: Final = tuple(_OF_STANDING)
"""Names of the figures that follow from the stored ones, in reading order."""


@attrs.frozen(kw_only=True)
class GoalResult:
    """How a goal stands at the end of a day, with all that went into it.

    Any figure may be ``None``; :meth:`why` then says for which reason. Amounts are in
    the goal's unit, ratios exact with 1 as 100 %.

    Attributes:
        goal: The goal, with target, period and phasing.
        as_of: The last day that counts, as a whole day.
        attained: What is in: the sum of a flow's entries in the period, the last value
            of a level. Zero where a flow has no entry, for that is the shortfall.
        expected_ratio: The share of the phasing that is due, 0 to 1.
        expected_to_date: What should be in by now, rounded half-even on the cumulative
            curve to the minor unit.
        health: How it is doing.
        reason: The rule that decided *health*.
        bands: The bands that *health* was read from.
        entry_count: Entries counted.
        findings: Entries left out, and anything else to look at.
        elapsed_workdays: Working days gone, where a work calendar was given.
        total_workdays: Working days of the period, where a work calendar was given.
    """

    goal: Goal
    as_of: date
    attained: Amount | None
    expected_ratio: Fraction | None
    expected_to_date: Amount | None
    health: Health
    reason: Reason
    bands: HealthBands = attrs.field(factory=HealthBands)
    entry_count: int = 0
    findings: tuple[Finding, ...] = ()
    elapsed_workdays: int | None = None
    total_workdays: int | None = None

    @property
    def shape(self) -> GoalShape:
        """How the goal moves, and so which formulas apply."""
        return shape_of(self.goal)

    @property
    def higher_is_better(self) -> bool:
        """Whether more is good for this goal."""
        return self.shape.higher_is_better

    @property
    def total_days(self) -> int:
        """Days of the period."""
        return self.goal.period.length_days

    @property
    def elapsed_days(self) -> int:
        """Days of the period gone, *as_of* included; from 0 to all."""
        return self.goal.period.elapsed_days(self.as_of)

    @property
    def remaining_days(self) -> int:
        """Days of the period left after *as_of*."""
        return self.goal.period.remaining_days(self.as_of)

    @property
    def attainment_ratio(self) -> Fraction | None:
        """Attained ÷ target; may be negative, and above 1."""
        return _number(self.standing().attainment_ratio())

    @property
    def progress_ratio(self) -> Fraction | None:
        """Way done ÷ whole way: (attained − baseline) ÷ (target − baseline)."""
        return _number(self.standing().progress_ratio())

    @property
    def pace_index(self) -> Fraction | None:
        """Progress so far ÷ progress expected so far; above 1 is good."""
        return _number(self.standing().pace_index())

    @property
    def gap_to_target(self) -> Amount | None:
        """What is missing to the target; positive is short, whichever way is good."""
        return self._amount(self.standing().gap_to_target())

    @property
    def gap_to_pace(self) -> Amount | None:
        """What is missing to where it should be by now; positive is short."""
        return self._amount(self.standing().gap_to_pace())

    @property
    def run_rate(self) -> Rate | None:
        """What each day gone brought, towards the goal."""
        return self._rate(self.standing().run_rate())

    @property
    def required_run_rate(self) -> Rate | None:
        """What each day left must bring to close the gap; zero if there is none."""
        return self._rate(self.standing().required_run_rate())

    @property
    def run_rate_per_workday(self) -> Rate | None:
        """What each working day gone brought, where a work calendar was given."""
        figure = self.standing().run_rate_per_workday()
        return self._rate(figure, RateStep.WORKDAY)

    @property
    def required_run_rate_per_workday(self) -> Rate | None:
        """What each working day left must bring, where a work calendar was given."""
        figure = self.standing().required_run_rate_per_workday()
        return self._rate(figure, RateStep.WORKDAY)

    @property
    def lift_needed(self) -> Fraction | None:
        """Required run rate ÷ run rate: how many times faster it must go."""
        return _number(self.standing().lift_needed())

    @property
    def projected_finish(self) -> Amount | None:
        """Where it ends at this pace along the phasing, rounded to the minor unit."""
        value = _number(self.standing().projected_finish())
        if value is None or self.attained is None:
            return None
        return rounded_like(value, self.attained)

    def why(self, figure: str) -> Reason | None:
        """Say why *figure* is ``None``.

        Args:
            figure: One of :data:`FIGURES`.

        Returns:
            The reason, or ``None`` where there is a figure.

        Raises:
            InvalidValueError: If there is no such figure.
        """
        if figure not in _OF_STANDING:
            raise InvalidValueError("figure", figure, f"one of {', '.join(FIGURES)}")
        found = _OF_STANDING[figure](self.standing())
        return found if isinstance(found, Reason) else None

    def standing(self) -> Standing:
        """The same as bare numbers, from which the figures are computed."""
        goal = self.goal
        attained: Figure = Reason.NO_ENTRIES
        if self.attained is not None:
            attained = exact(self.attained)
        elif self.reason is Reason.SHAPE_NOT_ASSESSED:
            attained = self.reason
        expected = self.expected_to_date
        return Standing(
            shape=self.shape,
            attained=attained,
            target=None if goal.target is None else exact(goal.target),
            baseline=None if goal.baseline is None else exact(goal.baseline),
            share=self.expected_ratio,
            expected=None if expected is None else exact(expected),
            elapsed_days=self.elapsed_days,
            total_days=self.total_days,
            elapsed_workdays=self.elapsed_workdays,
            total_workdays=self.total_workdays,
        )

    def _amount(self, figure: Figure) -> Amount | None:
        if isinstance(figure, Reason) or self.attained is None:
            return None
        return like(figure, self.attained)

    def _rate(self, figure: Figure, per: RateStep = RateStep.DAY) -> Rate | None:
        if isinstance(figure, Reason) or self.attained is None:
            return None
        return Rate(value=figure, unit=like(Fraction(0), self.attained), per=per)


def _number(figure: Figure) -> Fraction | None:
    return None if isinstance(figure, Reason) else figure
