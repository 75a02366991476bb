"""From numbers to a verdict: how healthy a goal is, and by which rule."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from jbpcore.engine.reasons import Reason
from jbpcore.engine.shape import GoalShape
from jbpcore.engine.standing import Standing
from jbpcore.model.health import Health, HealthBands

__all__ = ["judge"]

_FINAL: Final = {GoalShape.FLOW, GoalShape.MILESTONE}


def judge(
    standing: Standing, *, has_entries: bool, bands: HealthBands
) -> tuple[Health, Reason]:
    """Say how healthy a goal is.

    The first rule that applies decides: no verdict is possible; the period has not
    begun; the ledger knows nothing of the metric, unless it is about a milestone; no
    stretch of what is to be kept is due; the period is over; a flow has reached its
    target, or the milestone is done; the pace index falls in a band.

    Args:
        standing: The numbers of the goal.
        has_entries: Whether the ledger holds any entry of the metric up to the day.
        bands: From which pace index up a goal is healthy.

    Returns:
        The health and the rule that decided it.

    Examples:
        >>> numbers = Standing(
        ...     shape=GoalShape.FLOW, attained=Fraction(7_500), target=Fraction(25_000),
        ...     baseline=None, share=Fraction(45, 91), expected=Fraction("12362.64"),
        ...     elapsed_days=45, total_days=91,
        ... )
        >>> health, reason = judge(numbers, has_entries=True, bands=HealthBands())
        >>> health.value, reason.value
        ('off_track', 'pace')
    """
    obstacle = standing.obstacle()
    if obstacle is not None:
        return Health.NOT_APPLICABLE, obstacle
    if not standing.elapsed_days:
        return Health.NOT_STARTED, Reason.NOT_STARTED
    attained = standing.attained
    # A milestone has no entry until it is done; anything else has been forgotten.
    if not has_entries and standing.shape is not GoalShape.MILESTONE:
        return Health.NO_DATA, Reason.NO_ENTRIES
    if isinstance(attained, Reason):
        is_early = attained is Reason.NOTHING_DUE
        return Health.ON_TRACK if is_early else Health.NO_DATA, attained
    if standing.elapsed_days == standing.total_days:
        is_met = _gap(standing) <= 0
        return Health.MET if is_met else Health.MISSED, Reason.PERIOD_ENDED
    if standing.shape in _FINAL and _gap(standing) <= 0:
        return Health.MET, Reason.TARGET_REACHED
    pace_index = standing.pace_index()
    if isinstance(pace_index, Reason):
        return _without_pace(standing, attained), pace_index
    return bands.of(pace_index), Reason.PACE


def _gap(standing: Standing) -> Fraction:
    gap = standing.gap_to_target()
    return Fraction(0) if isinstance(gap, Reason) else gap


def _without_pace(standing: Standing, attained: Fraction) -> Health:
    """Compare with nothing due (or nothing spent): the sign is all there is."""
    expected = standing.expected or Fraction(0)
    if attained == expected:
        return Health.ON_TRACK
    is_better = (attained > expected) == standing.shape.higher_is_better
    return Health.AHEAD if is_better else Health.OFF_TRACK
