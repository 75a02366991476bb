"""The four formulas of templates, as plain data: no language, no code.

An :data:`Operand` is a number, the answer to a question, an amount of another goal, or
one of the formulas. What they come to is worked out in planning, exactly, and rounded
once.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final, TypeAlias

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.slugs import a_slug
from jbpcore.model.thousands import reads_as_thousands
from jbpcore.model.validation import exact_ratio, is_a
from jbpcore.values.currency import check_currency
from jbpcore.values.quantity import Quantity

__all__ = [
    "AnswerAmount",
    "FixedAmount",
    "GoalAmount",
    "GoalAmountKind",
    "Operand",
    "PerHead",
    "ShareOf",
    "SumOf",
    "Uplift",
]

_MOST_PARTS: Final = 50


class GoalAmountKind(StrEnum):
    """Which amount of a goal."""

    TARGET = "target"
    BASELINE = "baseline"
    COMMIT = "commit"
    STRETCH = "stretch"


def _a_unit(_: object, __: object, value: str) -> None:
    if value.isupper():
        check_currency(value, "FixedAmount.unit")
    elif value not in {"", "%"}:
        Quantity(0, value)


@attrs.frozen
class FixedAmount:
    """A number that the template states.

    Attributes:
        number: How much, exactly; 10 % is 1/10.
        unit: A currency, the plural of what is counted, ``"%"``, or nothing: then it is
            in whatever unit is wanted.

    Examples:
        >>> print(FixedAmount("1/10", "%"), FixedAmount(25000, "USD"))
        10% 25000 USD
    """

    number: Fraction = attrs.field(converter=exact_ratio, validator=is_a(Fraction))
    unit: str = attrs.field(default="", validator=[is_a(str), _a_unit])

    def __str__(self) -> str:
        number = self.number * 100 if self.unit == "%" else self.number
        text = _digits(number)
        if self.unit != "%" and reads_as_thousands(text, self.unit):
            text += "0"
        return f"{text}{'' if self.unit in {'', '%'} else ' '}{self.unit}"


def _digits(number: Fraction) -> str:
    places = 0
    while number.denominator != 1 and places < 24:  # noqa: PLR2004 - all there are
        number, places = number * 10, places + 1
    whole = f"{abs(number.numerator):0{places + 1}d}"
    text = f"{whole[:-places]}.{whole[-places:]}" if places else whole
    return f"-{text}" if number < 0 else text


@attrs.frozen
class AnswerAmount:
    """The answer to a question.

    Attributes:
        question: The id of the question.
    """

    question: str = attrs.field(validator=a_slug)

    def __str__(self) -> str:
        return self.question


@attrs.frozen
class GoalAmount:
    """An amount of another goal of the template.

    Attributes:
        goal: The id of the goal.
        kind: Which of its amounts.
    """

    goal: str = attrs.field(validator=a_slug)
    kind: GoalAmountKind = attrs.field(
        default=GoalAmountKind.TARGET, validator=is_a(GoalAmountKind)
    )

    def __str__(self) -> str:
        return f"goals.{self.goal}.{self.kind}"


def _an_operand(
    instance: object, attribute: attrs.Attribute[Any], value: object
) -> None:
    if not isinstance(value, _KINDS):
        field = f"{type(instance).__name__}.{attribute.name}"
        raise InvalidValueError(field, value, "a fixed amount, an answer or a formula")


@attrs.frozen(kw_only=True)
class Uplift:
    """The base and so much more: base × (1 + by).

    Attributes:
        base: What it is built on.
        by: The step, a ratio; below zero to come down.
    """

    base: Operand = attrs.field(validator=_an_operand)
    by: Operand = attrs.field(validator=_an_operand)


@attrs.frozen(kw_only=True)
class ShareOf:
    """A part of something: share × of.

    Attributes:
        share: How much of it, a ratio.
        of: Of what.
    """

    share: Operand = attrs.field(validator=_an_operand)
    of: Operand = attrs.field(validator=_an_operand)


@attrs.frozen(kw_only=True)
class PerHead:
    """So much for everybody: each × heads.

    Attributes:
        each: How much for one.
        heads: How many there are, a count.
    """

    each: Operand = attrs.field(validator=_an_operand)
    heads: Operand = attrs.field(validator=_an_operand)


def _parts(parts: Iterable[Operand]) -> tuple[Operand, ...]:
    return tuple(parts)


@attrs.frozen(kw_only=True)
class SumOf:
    """Several amounts added up.

    Attributes:
        parts: At least one, 50 at the most.
    """

    parts: tuple[Operand, ...] = attrs.field(converter=_parts)

    def __attrs_post_init__(self) -> None:
        """Check the parts."""
        if not 1 <= len(self.parts) <= _MOST_PARTS:
            expected = f"1 to {_MOST_PARTS} parts"
            raise InvalidValueError("SumOf.parts", len(self.parts), expected)
        for part in self.parts:
            _an_operand(self, attrs.fields(SumOf).parts, part)


Operand: TypeAlias = (
    FixedAmount | AnswerAmount | GoalAmount | Uplift | ShareOf | PerHead | SumOf
)
"""What a formula works on, and what a goal may aim at."""

_KINDS: Final = (FixedAmount, AnswerAmount, GoalAmount, Uplift, ShareOf, PerHead, SumOf)
