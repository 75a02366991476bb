"""How a goal is doing, and the bands that decide it."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.validation import exact_ratio, is_a
from jbpcore.model.whole_units import HasUnits

__all__ = ["Health", "HealthBands"]


class Health(StrEnum):
    """How a goal is doing, computed from its pace; never typed in by a person."""

    MET = "met"
    AHEAD = "ahead"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    MISSED = "missed"
    NOT_STARTED = "not_started"
    NO_DATA = "no_data"
    NOT_APPLICABLE = "not_applicable"


@attrs.frozen(kw_only=True)
class HealthBands(HasUnits[tuple[int, int, int, int, int, int]]):
    """From which pace index up a goal is ahead, on track or at risk.

    Each bound belongs to the band above it: with the default, 0.95 is on track and
    anything below is at risk.

    Attributes:
        ahead: Lowest pace index that is ahead.
        on_track: Lowest that is on track.
        at_risk: Lowest that is at risk; below it, a goal is off track.

    Raises:
        InvalidValueError: If the bounds are not falling, or not above zero.

    Examples:
        >>> HealthBands().of(Fraction(95, 100)), HealthBands().of(Fraction(607, 1000))
        (<Health.ON_TRACK: 'on_track'>, <Health.OFF_TRACK: 'off_track'>)
    """

    ahead: Fraction = attrs.field(
        default=Fraction(11, 10), converter=exact_ratio, validator=is_a(Fraction)
    )
    on_track: Fraction = attrs.field(
        default=Fraction(19, 20), converter=exact_ratio, validator=is_a(Fraction)
    )
    at_risk: Fraction = attrs.field(
        default=Fraction(4, 5), converter=exact_ratio, validator=is_a(Fraction)
    )

    def __attrs_post_init__(self) -> None:
        """Check the bounds against each other."""
        if not self.ahead > self.on_track > self.at_risk > 0:
            expected = "falling bounds above zero: ahead > on_track > at_risk > 0"
            given = tuple(map(str, (self.ahead, self.on_track, self.at_risk)))
            raise InvalidValueError("HealthBands", given, expected)
        self.keep_units()

    def keep_units(self) -> tuple[int, int, int, int, int, int]:
        """Keep the bounds as numerators and denominators, from the highest down."""
        found = (
            *self.ahead.as_integer_ratio(),
            *self.on_track.as_integer_ratio(),
            *self.at_risk.as_integer_ratio(),
        )
        object.__setattr__(self, "in_units", found)
        return found

    def of(self, pace_index: Fraction) -> Health:
        """Return the band that *pace_index* falls in."""
        # In whole numbers: to compare fractions takes several times as long.
        made, wanted = pace_index.as_integer_ratio()
        if _reaches(made, wanted, self.ahead):
            return Health.AHEAD
        if _reaches(made, wanted, self.on_track):
            return Health.ON_TRACK
        is_at_risk = _reaches(made, wanted, self.at_risk)
        return Health.AT_RISK if is_at_risk else Health.OFF_TRACK


def _reaches(made: int, wanted: int, bound: Fraction) -> bool:
    over, under = bound.as_integer_ratio()
    return made * under >= over * wanted
