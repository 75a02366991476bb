"""What a plan's vitality is made of, and from where on it is alive."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.validation import exact_ratio, is_a

__all__ = ["VitalitySettings"]


def _a_span(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if type(value) is not int or value < 1:
        expected = "a whole number of days above zero"
        raise InvalidValueError(f"VitalitySettings.{attribute.name}", value, expected)


def _a_weight(_: object, attribute: attrs.Attribute[Any], value: Fraction) -> None:
    if value < 0:
        expected = "zero or more"
        raise InvalidValueError(f"VitalitySettings.{attribute.name}", value, expected)


_A_WEIGHT: Final = [is_a(Fraction), _a_weight]


@attrs.frozen(kw_only=True)
class VitalitySettings:
    """What a plan's vitality is made of, and from where on it is alive.

    Attributes:
        edit_days: In how many days without an edit a side goes from 1 to 0.
        recent_days: Which days count as lately for goals and actions, up to the day
            asked about.
        review_days: Which days count as lately for reviews.
        vendor_weight: What the vendor's edits count, beside the other parts.
        partner_weight: What the partner's edits count.
        goals_weight: What the goals count.
        actions_weight: What the actions count.
        reviews_weight: What the reviews count.
        alive_from: The lowest vitality that is alive.
        slowing_from: The lowest that is slowing; below it a plan is stagnant.

    Raises:
        InvalidValueError: If a value is out of its bounds, or the two bands are not
            falling.

    Examples:
        >>> VitalitySettings().alive_from, VitalitySettings().slowing_from
        (Fraction(2, 3), Fraction(1, 3))
    """

    edit_days: int = attrs.field(default=60, validator=_a_span)
    recent_days: int = attrs.field(default=30, validator=_a_span)
    review_days: int = attrs.field(default=92, validator=_a_span)
    vendor_weight: Fraction = attrs.field(
        default=Fraction(1, 2), converter=exact_ratio, validator=_A_WEIGHT
    )
    partner_weight: Fraction = attrs.field(
        default=Fraction(1, 2), converter=exact_ratio, validator=_A_WEIGHT
    )
    goals_weight: Fraction = attrs.field(
        default=Fraction(1), converter=exact_ratio, validator=_A_WEIGHT
    )
    actions_weight: Fraction = attrs.field(
        default=Fraction(1), converter=exact_ratio, validator=_A_WEIGHT
    )
    reviews_weight: Fraction = attrs.field(
        default=Fraction(1), converter=exact_ratio, validator=_A_WEIGHT
    )
    alive_from: Fraction = attrs.field(
        default=Fraction(2, 3), converter=exact_ratio, validator=is_a(Fraction)
    )
    slowing_from: Fraction = attrs.field(
        default=Fraction(1, 3), converter=exact_ratio, validator=is_a(Fraction)
    )

    def __attrs_post_init__(self) -> None:
        """Check the bands against each other."""
        if not 1 >= self.alive_from > self.slowing_from > 0:
            expected = "falling bounds: 1 >= alive_from > slowing_from > 0"
            given = (str(self.alive_from), str(self.slowing_from))
            raise InvalidValueError("VitalitySettings", given, expected)
