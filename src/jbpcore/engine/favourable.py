"""Whether a figure is good news, whichever way the goal is to move."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from jbpcore.engine import formulas
from jbpcore.engine.reasons import Reason
from jbpcore.engine.shape import GoalShape
from jbpcore.engine.standing import Figure, Standing
from jbpcore.errors import InvalidValueError

__all__ = ["is_favourable"]


def _by_gap(standing: Standing, _: Fraction) -> bool:
    gap = standing.gap_to_target()
    return not isinstance(gap, Reason) and gap <= 0


def _by_progress(standing: Standing, figure: Fraction) -> bool:
    return figure <= 1 if standing.shape is GoalShape.CEILING else figure >= 1


def _by_finish(standing: Standing, figure: Fraction) -> bool:
    if standing.target is None:
        return False
    short = formulas.shortfall(
        standing.target, figure, higher_is_better=standing.shape.higher_is_better
    )
    return short <= 0


_JUDGED: Final[
    Mapping[
        str,
        tuple[Callable[[Standing], Figure], Callable[[Standing, Fraction], bool]],
    ]
] = MappingProxyType(
    {
        "attainment_ratio": (Standing.attainment_ratio, _by_gap),
        "progress_ratio": (Standing.progress_ratio, _by_progress),
        "pace_index": (Standing.pace_index, lambda _, figure: figure >= 1),
        "gap_to_target": (Standing.gap_to_target, lambda _, figure: figure <= 0),
        "gap_to_pace": (Standing.gap_to_pace, lambda _, figure: figure <= 0),
        "lift_needed": (Standing.lift_needed, lambda _, figure: figure <= 1),
        "projected_finish": (Standing.projected_finish, _by_finish),
    }
)


def is_favourable(standing: Standing, figure: str) -> bool | None:
    """Say whether a figure is good; ``None`` where there is none.

    Args:
        standing: The numbers of the goal.
        figure: The figure's name.

    Raises:
        InvalidValueError: If no figure of this name is good or bad by itself.

    Examples:
        Churn was to fall from 500 to 400 and stands at 420, 20 short:

        >>> numbers = Standing(
        ...     shape=GoalShape.LEVEL_DOWN, attained=Fraction(420),
        ...     target=Fraction(400), baseline=Fraction(500), share=Fraction(1, 3),
        ...     expected=Fraction(467), elapsed_days=10, total_days=30,
        ... )
        >>> is_favourable(numbers, "gap_to_target"), is_favourable(
        ...     numbers, "gap_to_pace"
        ... )
        (False, True)
    """
    if figure not in _JUDGED:
        raise InvalidValueError("figure", figure, f"one of {', '.join(_JUDGED)}")
    read, judge = _JUDGED[figure]
    found = read(standing)
    return None if isinstance(found, Reason) else judge(standing, found)
