"""What is known about one goal on one day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from typing import Final, cast

import attrs

from jbpcore.engine.amounts import exact, like, rounded_like
from jbpcore.engine.favourable import is_favourable
from jbpcore.engine.filled_later import FilledLater
from jbpcore.engine.freshness import Freshness, freshness_of
from jbpcore.engine.keep_check import KeepCheck
from jbpcore.engine.levels import GoalLevel, LevelStanding, scheduled, stand_against
from jbpcore.engine.rate import Rate, RateStep
from jbpcore.engine.reasons import Reason
from jbpcore.engine.shape import GoalShape, shape_of
from jbpcore.engine.standing import Figure, Standing
from jbpcore.errors import Finding, InvalidValueError
from jbpcore.model.amount import Amount
from jbpcore.model.confidence import Confidence
from jbpcore.model.goal import Goal
from jbpcore.model.health import Health, HealthBands
from jbpcore.model.metric import Accumulation
from jbpcore.values.ratio import Ratio

__all__ = ["FIGURES", "GoalResult"]

_OF_STANDING: Final[dict[str, Callable[[Standing], Figure]]] = {
    "attainment_ratio": Standing.attainment_ratio,
    "progress_ratio": Standing.progress_ratio,
    "pace_index": Standing.pace_index,
    "gap_to_target": Standing.gap_to_target,
    "gap_to_pace": Standing.gap_to_pace,
    "coverage_of_target": Standing.coverage_of_target,
    "coverage_of_gap": Standing.coverage_of_gap,
    "run_rate": Standing.run_rate,
    "required_run_rate": Standing.required_run_rate,
    "run_rate_per_workday": Standing.run_rate_per_workday,
    "required_run_rate_per_workday": Standing.required_run_rate_per_workday,
    "lift_needed": Standing.lift_needed,
    "projected_finish": Standing.projected_finish,
}
FIGURES: Final = tuple(_OF_STANDING)
"""Names of the figures that follow from the stored ones, in reading order."""
_ZERO: Final = Fraction(0)


@attrs.frozen(kw_only=True)
class GoalResult(FilledLater):
    """How a goal stands at the end of a day, with all that went into it.

    Any figure may be ``None``; :meth:`why` then says for which reason. Amounts are in
    the goal's unit, ratios exact with 1 as 100 %.

    Attributes:
        goal: The goal, with target, period and phasing.
        as_of: The last day that counts, as a whole day.
        attained: What is in: the sum of a flow's entries in the period, the last value
            of a level, the ratio of two sums; of something to be kept the share of
            stretches kept, and for a milestone 0 or 1. Zero where a flow has no entry,
            for that is the shortfall.
        expected_ratio: The share of the phasing that is due, 0 to 1.
        expected_to_date: What should be in by now, rounded half-even on the cumulative
            curve to the minor unit.
        health: How it is doing.
        reason: The rule that decided *health*.
        bands: The bands that *health* was read from.
        entry_count: Entries counted.
        findings: Entries left out, and anything else to look at.
        attained_reason: Why *attained* is ``None``.
        checks: The stretches due of something that is to be kept, missed and missing
            ones included.
        disputed: What of a flow is disputed up to *as_of*, beside what is in; ``None``
            if nothing is.
        pipeline: What of a flow is open over the period, beside what is in; ``None`` if
            none was given.
        known_at: The instant whose knowledge the figures are of; ``None`` for all there
            is.
        data_through: The last day that the source has delivered, if that is known.
        last_entry_on: The day of the last booked entry up to *as_of*, also outside the
            period.
        confidences: What people believe, the last of each, beside *health*.
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
    attained_reason: Reason | None = None
    checks: tuple[KeepCheck, ...] = ()
    disputed: Amount | None = None
    pipeline: Amount | None = None
    known_at: datetime | None = None
    data_through: date | None = None
    last_entry_on: date | None = None
    confidences: tuple[Confidence, ...] = ()
    elapsed_workdays: int | None = None
    total_workdays: int | None = None

    @property
    def shape(self) -> GoalShape:
        """How the goal moves, and so which formulas apply."""
        found: GoalShape | None = self.numbers.get("shape")
        return self._once("shape", _shape) if found is None else found

    @property
    def target(self) -> Amount | None:
        """The target that the figures are about: the one that counts on *as_of*.

        The whole, as a ratio, where a share of it is what counts: of stretches to be
        kept, or of a milestone.
        """
        if self.shape.is_share:
            return Ratio(1)
        return self.goal.target_on(self.as_of)

    @property
    def is_revised(self) -> bool:
        """Whether a version of the target counts on *as_of*, not the original."""
        return any(v.effective_on <= self.as_of for v in self.goal.target_versions)

    @property
    def levels(self) -> tuple[LevelStanding, ...]:
        """How it stands against commit, target and stretch, those that are stated.

        And against the original target, once it was revised.
        """
        shape, goal = self.shape, self.goal
        wanted = {GoalLevel.TARGET: self.target}
        if not shape.is_share:
            wanted = {
                GoalLevel.COMMIT: goal.commit,
                GoalLevel.TARGET: self.target,
                GoalLevel.STRETCH: goal.stretch,
            }
        if not shape.is_share and self.is_revised:
            wanted[GoalLevel.ORIGINAL_TARGET] = goal.target
        return tuple(
            stand_against(
                level,
                amount,
                attained=self.attained,
                expected=scheduled(goal, shape, amount, self.expected_ratio),
                shape=shape,
            )
            for level, amount in wanted.items()
            if amount is not None
        )

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
        return self._once("elapsed_days", _elapsed_days)

    @property
    def remaining_days(self) -> int:
        """Days of the period left after *as_of*."""
        return self.total_days - self.elapsed_days

    @property
    def days_since_last_entry(self) -> int | None:
        """Days from the last entry to *as_of*; ``None`` if there is none."""
        if self.last_entry_on is None:
            return None
        return (self.as_of - self.last_entry_on).days

    @property
    def freshness(self) -> Freshness:
        """Whether the data are recent enough, by what the goal agreed."""
        return freshness_of(
            self.goal.period,
            as_of=self.as_of,
            last_entry_on=self.last_entry_on,
            data_through=self.data_through,
            stale_after_days=self.goal.stale_after_days,
        )

    @property
    def attainment_ratio(self) -> Fraction | None:
        """Attained ÷ target; may be negative, and above 1."""
        return _number(self.standing().attainment_ratio())

    @property
    def progress_ratio(self) -> Fraction | None:
        """Way done ÷ whole way: (attained − baseline) ÷ (target − baseline)."""
        return self._kept_ratio("progress_ratio")

    @property
    def pace_index(self) -> Fraction | None:
        """Progress so far ÷ progress expected so far; above 1 is good."""
        return self._kept_ratio("pace_index")

    @property
    def gap_to_target(self) -> Amount | None:
        """What is missing to the target; positive is short, whichever way is good."""
        return self._kept_amount("gap_to_target")

    @property
    def gap_to_pace(self) -> Amount | None:
        """What is missing to where it should be by now; positive is short."""
        return self._kept_amount("gap_to_pace")

    @property
    def coverage_of_target(self) -> Fraction | None:
        """Open pipeline ÷ target."""
        return _number(self.standing().coverage_of_target())

    @property
    def coverage_of_gap(self) -> Fraction | None:
        """Open pipeline ÷ gap to target; ``None`` once there is no gap."""
        return _number(self.standing().coverage_of_gap())

    @property
    def run_rate(self) -> Rate | None:
        """What each day gone brought, towards the goal."""
        return _rate(self, self.standing().run_rate())

    @property
    def required_run_rate(self) -> Rate | None:
        """What each day left must bring to close the gap; zero if there is none."""
        return self._once(
            "required_run_rate", lambda r: _rate(r, r.standing().required_run_rate())
        )

    @property
    def run_rate_per_workday(self) -> Rate | None:
        """What each working day gone brought, where a work calendar was given."""
        figure = self.standing().run_rate_per_workday()
        return _rate(self, figure, RateStep.WORKDAY)

    @property
    def required_run_rate_per_workday(self) -> Rate | None:
        """What each working day left must bring, where a work calendar was given."""
        figure = self.standing().required_run_rate_per_workday()
        return _rate(self, figure, RateStep.WORKDAY)

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
        found = self.figure(figure)
        return found if isinstance(found, Reason) else None

    def figure(self, name: str) -> Figure:
        """Return a figure exactly, unrounded, or the reason why there is none.

        Args:
            name: One of :data:`FIGURES`.

        Raises:
            InvalidValueError: If there is no such figure.
        """
        if name not in _OF_STANDING:
            raise InvalidValueError("figure", name, f"one of {', '.join(FIGURES)}")
        return _OF_STANDING[name](self.standing())

    def is_favourable(self, figure: str) -> bool | None:
        """Say whether *figure* is good news, so that nobody has to know the direction.

        A gap of zero or less is; so are a pace of 1, an attainment of the target, a
        lift of 1 or less and a projected finish at the target, and whatever is better.

        Args:
            figure: A gap, ratio, index or finish among :data:`FIGURES`.

        Returns:
            ``None`` where there is no figure.

        Raises:
            InvalidValueError: If it is no such figure: a rate alone is neither good
                nor bad.

        Examples:
            Spending less than allowed is good, though the figure is below one:

            >>> from jbpcore.engine.attainment import assess_goal
            >>> from jbpcore.model import metrics
            >>> from jbpcore.periods.fiscal import FiscalCalendar
            >>> from jbpcore.values.money import Money
            >>> goal = Goal(
            ...     id="mdf", name="MDF", metric=metrics.MARKETING_SPEND,
            ...     target=Money("4000", "USD"),
            ...     period=FiscalCalendar.calendar_year().quarter(2026, 2),
            ... )
            >>> result = assess_goal(goal, [], as_of=date(2026, 5, 15))
            >>> result.is_favourable("gap_to_target")
            True
        """
        return is_favourable(self.standing(), figure)

    def standing(self) -> Standing:
        """The same as bare numbers, from which the figures are computed."""
        return self._once("standing", _standing)

    def _kept_ratio(self, name: str) -> Fraction | None:
        """Return a figure that pages ask for again and again."""
        kept = self.numbers
        if name not in kept:
            kept[name] = _number(_OF_STANDING[name](self.standing()))
        return cast("Fraction | None", kept[name])

    def _kept_amount(self, name: str) -> Amount | None:
        kept = self.numbers
        if name not in kept:
            kept[name] = _amount(self, _OF_STANDING[name](self.standing()))
        return cast("Amount | None", kept[name])


def _shape(result: GoalResult) -> GoalShape:
    goal = result.goal
    if goal.metric.accumulation is Accumulation.FLOW:
        return shape_of(goal)  # whatever its target
    return shape_of(goal, target=goal.target_on(result.as_of))


def _elapsed_days(result: GoalResult) -> int:
    return result.goal.period.elapsed_days(as_of=result.as_of)


def _standing(result: GoalResult) -> Standing:
    baseline, expected = result.goal.baseline, result.expected_to_date
    attained: Figure = result.attained_reason or Reason.NO_ENTRIES
    if result.attained is not None:
        attained = exact(result.attained)
    target = result.target
    return Standing(
        shape=result.shape,
        attained=attained,
        target=None if target is None else exact(target),
        baseline=None if baseline is None else exact(baseline),
        share=result.expected_ratio,
        expected=None if expected is None else exact(expected),
        elapsed_days=result.elapsed_days,
        total_days=result.total_days,
        pipeline=None if result.pipeline is None else exact(result.pipeline),
        elapsed_workdays=result.elapsed_workdays,
        total_workdays=result.total_workdays,
    )


def _amount(result: GoalResult, figure: Figure) -> Amount | None:
    if isinstance(figure, Reason) or result.attained is None:
        return None
    return like(figure, result.attained)


def _rate(
    result: GoalResult, figure: Figure, per: RateStep = RateStep.DAY
) -> Rate | None:
    unit = None if isinstance(figure, Reason) else _amount(result, _ZERO)
    if isinstance(figure, Reason) or unit is None:
        return None
    return Rate(value=figure, unit=unit, per=per)


def _number(figure: Figure) -> Fraction | None:
    return None if isinstance(figure, Reason) else figure
