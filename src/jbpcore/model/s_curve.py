"""A target that starts slowly, runs fast in the middle and ends slowly."""

from __future__ import annotations

from fractions import Fraction

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.validation import exact_ratio, is_a

__all__ = ["SCurvePhasing"]

_STEEPEST = 5
_FINEST_PEAK = 100


def _within_the_period(_: object, __: object, value: Fraction) -> None:
    if not 0 <= value <= 1 or value.denominator > _FINEST_PEAK:
        expected = f"from 0 to 1, with a denominator of at most {_FINEST_PEAK}"
        raise InvalidValueError("SCurvePhasing.peak", value, expected)


def _not_too_steep(_: object, __: object, value: int) -> None:
    if not 1 <= value <= _STEEPEST:
        expected = f"a whole number from 1 (a straight line) to {_STEEPEST}"
        raise InvalidValueError("SCurvePhasing.steepness", value, expected)


@attrs.frozen
class SCurvePhasing:
    """Slow, then fast, then slow: the shape of a ramp-up or a launch.

    With x the share of the calendar days gone, m the peak and n the steepness, the
    share due is m × (x ÷ m)ⁿ up to the peak, and 1 − (1 − m) × ((1 − x) ÷ (1 − m))ⁿ
    from it on. It rises from 0 to 1 without a kink, and every value is an exact
    fraction. (It is the distribution function of the two-sided power distribution:
    J. R. van Dorp and S. Kotz, "The standard two-sided power distribution and its
    properties", The American Statistician 56 (2002), 90-99.)

    Attributes:
        peak: When business runs fastest, as a share of the period's days: 1/2 in the
            middle, less for a front-loaded curve, more for a back-loaded one. At 0 it
            only slows down, at 1 it only speeds up. Denominator at most 100.
        steepness: How many times the average speed it runs at the peak, a whole number
            from 1 (a straight line) to 5. At 2 the speed rises and falls in straight
            lines.

    Raises:
        InvalidValueError: If *peak* or *steepness* is none of these.

    Examples:
        By half of the period two thirds, one half or one third of the target are due:

        >>> SCurvePhasing.front_loaded()
        SCurvePhasing(peak=Fraction(1, 4), steepness=2)
        >>> SCurvePhasing()
        SCurvePhasing(peak=Fraction(1, 2), steepness=2)
        >>> SCurvePhasing.back_loaded(steepness=3)
        SCurvePhasing(peak=Fraction(3, 4), steepness=3)
    """

    peak: Fraction = attrs.field(
        default=Fraction(1, 2),
        converter=exact_ratio,
        validator=[is_a(Fraction), _within_the_period],
    )
    steepness: int = attrs.field(default=2, validator=[is_a(int), _not_too_steep])

    @classmethod
    def front_loaded(cls, *, steepness: int = 2) -> SCurvePhasing:
        """Return the curve that runs fastest after a quarter of the period."""
        return cls(Fraction(1, 4), steepness)

    @classmethod
    def back_loaded(cls, *, steepness: int = 2) -> SCurvePhasing:
        """Return the curve that runs fastest after three quarters of the period."""
        return cls(Fraction(3, 4), steepness)
