"""Errors of single values: a field, a currency, a unit, a rate, a locale."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar, Final

import attrs

from jbpcore.errors.base import JbpError
from jbpcore.wording import Sentence, message, shown, unshown

__all__ = [
    "CurrencyMismatchError",
    "InvalidValueError",
    "NoRateError",
    "NoRateReason",
    "UnitMismatchError",
    "UnknownCurrencyError",
    "UnsupportedLocaleError",
]


@attrs.define(repr=False)
class InvalidValueError(JbpError, ValueError):
    """A field was given a value it cannot hold.

    Attributes:
        field: Which field, as ``"Goal.target"``.
        value: What was given.
        expected: What it must be, worded to follow "must be".
        is_personal: Whether *value* may be about a person: a name, an address, what
            somebody wrote. Then no message shows it, and it is here alone.
    """

    code: ClassVar[str] = "jbp.value.invalid"

    field: str
    value: object
    expected: str
    is_personal: bool = False

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        return Sentence(
            "{field} must be {expected}; got {value}.",
            field=self.field,
            expected=self.expected,
            value=self._shown(),
        )

    def _shown(self) -> str:
        return unshown(self.value) if self.is_personal else shown(self.value)

    def __repr__(self) -> str:
        # An error is logged by its repr as well.
        return f"{type(self).__name__}({self.field!r}, {self._shown()})"


@attrs.define
class CurrencyMismatchError(JbpError, TypeError):
    """Two amounts in different currencies met in one operation."""

    code: ClassVar[str] = "jbp.money.currency_mismatch"

    left: str
    right: str

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        return Sentence(
            "Cannot combine {left} with {right}; jbpcore never converts currencies by "
            "itself. Convert both to the plan's currency first.",
            left=self.left,
            right=self.right,
        )


@attrs.define
class UnitMismatchError(JbpError, TypeError):
    """Two amounts that count different things met in one operation.

    Attributes:
        left: Unit of the one, such as ``"deals"`` or ``"money"``.
        right: Unit of the other.
    """

    code: ClassVar[str] = "jbp.value.unit_mismatch"

    left: str
    right: str

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        return Sentence(
            "Cannot combine {left} with {right}; they count different things. Give "
            "both in the metric's unit.",
            left=self.left,
            right=self.right,
        )


@attrs.define
class UnknownCurrencyError(JbpError, LookupError):
    """No minor unit is known for a currency, so nothing can be rounded in it."""

    code: ClassVar[str] = "jbp.money.unknown_currency"

    currency: str

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        return Sentence(
            "No minor unit is known for the currency {currency}. Use an ISO 4217 code "
            "that money circulates in, such as 'USD'.",
            currency=shown(self.currency),
        )


class NoRateReason(StrEnum):
    """Why there is no rate between two currencies on a day."""

    NO_PAIR = "no_pair"
    """Nothing is known about the two, in any way that may be used."""

    NOT_YET = "not_yet"
    """All that is known about them is of later days."""

    TOO_OLD = "too_old"
    """The latest that is known about them is older than is agreed to be used."""


_NO_RATE: Final = {
    NoRateReason.NO_PAIR: message(
        "No rate from {base} to {quote} on {day}: none is stated for the two. Add one "
        "of that day or before."
    ),
    NoRateReason.NOT_YET: message(
        "No rate from {base} to {quote} on {day}: all that are stated are of later "
        "days. Add one of that day or before."
    ),
    NoRateReason.TOO_OLD: message(
        "No rate from {base} to {quote} on {day}: the latest is older than agreed. Add "
        "one of that day or before."
    ),
}


@attrs.define
class NoRateError(JbpError, LookupError):
    """No exchange rate is known between two currencies on a day.

    Attributes:
        base: The currency to convert from.
        quote: The currency to convert to.
        on: The day asked about.
        reason: Why there is none.
    """

    code: ClassVar[str] = "jbp.fx.no_rate"

    base: str
    quote: str
    on: date
    reason: NoRateReason = NoRateReason.NO_PAIR

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        sentence = _NO_RATE[self.reason]
        return Sentence(sentence, base=self.base, quote=self.quote, day=self.on)


@attrs.define
class UnsupportedLocaleError(JbpError, ValueError):
    """No locale is known by this name."""

    code: ClassVar[str] = "jbp.locale.unsupported"

    locale: str
    available: tuple[str, ...]

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        return Sentence(
            "No locale is known by {locale}. Use one of: {available}.",
            locale=shown(self.locale),
            available=", ".join(self.available),
        )
