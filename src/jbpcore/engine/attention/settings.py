"""From when on something needs attention."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import attrs

from jbpcore.engine.attention.codes import NudgeCode
from jbpcore.errors import InvalidValueError
from jbpcore.model.validation import exact_ratio, is_a

__all__ = ["AttentionSettings"]


def _a_count(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if type(value) is not int or value < 0:
        expected = "a whole number, zero or more"
        raise InvalidValueError(f"AttentionSettings.{attribute.name}", value, expected)


def _at_least_one(_: object, attribute: attrs.Attribute[Any], value: int) -> None:
    if value < 1:
        expected = "a whole number above zero"
        raise InvalidValueError(f"AttentionSettings.{attribute.name}", value, expected)


def _a_share(_: object, attribute: attrs.Attribute[Any], value: Fraction) -> None:
    if not 0 <= value <= 1:
        expected = "from 0 to 1"
        raise InvalidValueError(f"AttentionSettings.{attribute.name}", value, expected)


def _above_one(_: object, attribute: attrs.Attribute[Any], value: Fraction) -> None:
    if value <= 1:
        expected = "above 1, which is the speed so far"
        raise InvalidValueError(f"AttentionSettings.{attribute.name}", value, expected)


def _codes(codes: Iterable[NudgeCode | str]) -> frozenset[NudgeCode]:
    return frozenset(NudgeCode(code) for code in codes)


@attrs.frozen(kw_only=True)
class AttentionSettings:
    """From when on something needs attention, and what never does.

    Attributes:
        stale_actuals_days: How old the last figure of a goal may be, where the goal
            does not say so itself.
        stale_plan_days: How long a plan may lie without an edit, a review or a booking.
        most_catch_up_ratio: A gap is not plausible to close if the goal is off track
            and must go more than this many times as fast, along its phasing, as so far,
            or if nothing is in at all.
        least_due_ratio: The part of the target that must be due before the speed so far
            says that much.
        unsigned_days: How many days a signature or an approval is waited for before
            anybody is nudged; 0 for at once, as everywhere below.
        blocked_days: How many days an action may be blocked before.
        overdue_days: How many days an action may be late before.
        slip_count: From how many slips on an action needs another plan.
        booking_days: Reviews are asked for while so many days of the plan are left.
        review_late_days: How many days a review may be late before.
        minutes_days: How many days minutes may wait to be accepted.
        follow_through_gap: How much less of its promises a side may keep than the
            other, as a difference of two ratios.
        least_due_count: How many promises must be due before that is asked.
        ending_days: On how many last days a plan needs a successor; at most on the last
            third of its days.
        closing_days: How many days after its end a plan may stay open before.
        silent: Codes that are never asked about.

    Raises:
        InvalidValueError: If a value is out of its bounds.

    Examples:
        >>> AttentionSettings(stale_plan_days=14).most_catch_up_ratio
        Fraction(3, 1)
    """

    stale_actuals_days: int = attrs.field(default=30, validator=_a_count)
    stale_plan_days: int = attrs.field(default=30, validator=_a_count)
    most_catch_up_ratio: Fraction = attrs.field(
        default=Fraction(3),
        converter=exact_ratio,
        validator=[is_a(Fraction), _above_one],
    )
    least_due_ratio: Fraction = attrs.field(
        default=Fraction(1, 4),
        converter=exact_ratio,
        validator=[is_a(Fraction), _a_share],
    )
    unsigned_days: int = attrs.field(default=0, validator=_a_count)
    blocked_days: int = attrs.field(default=0, validator=_a_count)
    overdue_days: int = attrs.field(default=0, validator=_a_count)
    slip_count: int = attrs.field(default=3, validator=[_a_count, _at_least_one])
    booking_days: int = attrs.field(default=14, validator=_a_count)
    review_late_days: int = attrs.field(default=0, validator=_a_count)
    minutes_days: int = attrs.field(default=7, validator=_a_count)
    follow_through_gap: Fraction = attrs.field(
        default=Fraction(1, 4),
        converter=exact_ratio,
        validator=[is_a(Fraction), _a_share],
    )
    least_due_count: int = attrs.field(default=3, validator=[_a_count, _at_least_one])
    ending_days: int = attrs.field(default=60, validator=_a_count)
    closing_days: int = attrs.field(default=0, validator=_a_count)
    silent: frozenset[NudgeCode] = attrs.field(default=frozenset(), converter=_codes)
