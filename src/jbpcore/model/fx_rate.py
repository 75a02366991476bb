"""Exchange rates, and the rate that a conversion went by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.validation import a_date, a_text, exact_ratio, is_a
from jbpcore.values.currency import check_currency

__all__ = ["AppliedRate", "FxLeg", "FxPath", "FxRate"]


def _a_currency(
    instance: object, attribute: attrs.Attribute[Any], value: object
) -> None:
    check_currency(value, f"{type(instance).__name__}.{attribute.name}")


def _above_zero(_: object, __: object, value: Fraction) -> None:
    if value <= 0:
        raise InvalidValueError("FxRate.rate", value, "above zero")


@attrs.frozen(kw_only=True)
class FxRate:
    """What one unit of a currency cost in another on a day.

    Attributes:
        base: The currency that one unit is of.
        quote: The currency that it is priced in.
        rate: How much of *quote* one unit of *base* is, exactly: a ``Fraction``,
            ``int``, ``Decimal``, or text such as ``"1.0825"`` or ``"25/27"``; never a
            float.
        on: The day it is of.
        source: Who stated it, and of which kind it is: ``"ECB reference rates"``.

    Raises:
        InvalidValueError: If a field has a bad value, the rate is not above zero, or
            both currencies are the same.

    Examples:
        >>> euro = FxRate(base="EUR", quote="USD", rate="1.08", on=date(2026, 3, 31))
        >>> euro.rate
        Fraction(27, 25)
    """

    base: str = attrs.field(validator=_a_currency)
    quote: str = attrs.field(validator=_a_currency)
    rate: Fraction = attrs.field(
        converter=exact_ratio, validator=[is_a(Fraction), _above_zero]
    )
    on: date = attrs.field(validator=a_date)
    source: str = attrs.field(default="", validator=a_text)

    def __attrs_post_init__(self) -> None:
        """Check the currencies against each other."""
        if self.base == self.quote:
            expected = "another currency than the base; one in itself is always 1"
            raise InvalidValueError("FxRate.quote", self.quote, expected)


class FxPath(StrEnum):
    """How a rate came about from those that were stated."""

    SAME = "same"
    """Both currencies are one; the rate is 1."""

    DIRECT = "direct"
    """It was stated this way round."""

    INVERSE = "inverse"
    """It was stated the other way round, and is one divided by that."""

    CROSS = "cross"
    """It goes through a third currency."""


@attrs.frozen
class FxLeg:
    """One stated rate on the way from a currency to another.

    Attributes:
        stated: The rate as it was stated.
        is_inverted: Whether it is gone the other way round, from quote to base.
    """

    stated: FxRate = attrs.field(validator=is_a(FxRate))
    is_inverted: bool = attrs.field(default=False, validator=is_a(bool))

    @property
    def base(self) -> str:
        """The currency that the leg leads from."""
        return self.stated.quote if self.is_inverted else self.stated.base

    @property
    def quote(self) -> str:
        """The currency that it leads to."""
        return self.stated.base if self.is_inverted else self.stated.quote

    @property
    def rate(self) -> Fraction:
        """How much of *quote* one unit of *base* is."""
        return 1 / self.stated.rate if self.is_inverted else self.stated.rate


def _legs(legs: Iterable[FxLeg]) -> tuple[FxLeg, ...]:
    return tuple(legs)


@attrs.frozen(kw_only=True)
class AppliedRate:
    """The rate that a conversion goes by, with the stated rates it is made of.

    The figure cannot contradict its parts, since it is computed from them.

    Attributes:
        base: The currency to convert from.
        quote: The currency to convert to.
        on: The day that was asked about; the rates stated may be of earlier days.
        legs: The stated rates, from *base* to *quote*; none where they are the same.

    Raises:
        InvalidValueError: If the legs do not lead from *base* to *quote*, or one is of
            a later day than *on*.

    Examples:
        >>> euro = FxRate(base="EUR", quote="USD", rate="1.25", on=date(2026, 3, 30))
        >>> rate = AppliedRate(base="USD", quote="EUR", on=date(2026, 3, 31),
        ...                    legs=[FxLeg(euro, is_inverted=True)])
        >>> rate.value, rate.path.value, rate.age_days
        (Fraction(4, 5), 'inverse', 1)
    """

    base: str = attrs.field(validator=_a_currency)
    quote: str = attrs.field(validator=_a_currency)
    on: date = attrs.field(validator=a_date)
    legs: tuple[FxLeg, ...] = attrs.field(
        default=(), converter=_legs, validator=is_a(FxLeg, each=True)
    )

    def __attrs_post_init__(self) -> None:
        """Check that the legs lead from the one currency to the other."""
        at = self.base
        for leg in self.legs:
            if leg.base != at:
                expected = f"a way from {self.base} to {self.quote}, leg by leg"
                raise InvalidValueError(
                    "AppliedRate.legs", f"from {leg.base}", expected
                )
            if leg.stated.on > self.on:
                expected = f"of {self.on}, the day asked about, or before"
                raise InvalidValueError("AppliedRate.legs", leg.stated.on, expected)
            at = leg.quote
        if at != self.quote:
            expected = f"a way from {self.base} to {self.quote}, leg by leg"
            raise InvalidValueError("AppliedRate.legs", f"to {at}", expected)

    @property
    def value(self) -> Fraction:
        """How much of *quote* one unit of *base* is, exactly."""
        value = Fraction(1)
        for leg in self.legs:
            value *= leg.rate
        return value

    @property
    def path(self) -> FxPath:
        """How it came about."""
        if not self.legs:
            return FxPath.SAME
        if len(self.legs) > 1:
            return FxPath.CROSS
        return FxPath.INVERSE if self.legs[0].is_inverted else FxPath.DIRECT

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies it goes through, first and last included."""
        return (self.base, *(leg.quote for leg in self.legs))

    @property
    def stated_on(self) -> date:
        """The day of the oldest rate it is made of; the day asked about if of none."""
        return min((leg.stated.on for leg in self.legs), default=self.on)

    @property
    def age_days(self) -> int:
        """Days from the oldest rate to the day asked about."""
        return (self.on - self.stated_on).days

    @property
    def sources(self) -> tuple[str, ...]:
        """Who stated the rates, in the order of the legs."""
        return tuple(leg.stated.source for leg in self.legs)
