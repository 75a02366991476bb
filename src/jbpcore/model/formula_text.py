"""Formulas as they are written in a template, and what is inside of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final

from jbpcore.errors import InvalidValueError
from jbpcore.model.formula import (
    AnswerAmount,
    FixedAmount,
    GoalAmount,
    GoalAmountKind,
    Operand,
    PerHead,
    ShareOf,
    SumOf,
    Uplift,
)
from jbpcore.model.slugs import check_slug
from jbpcore.model.thousands import reads_as_thousands

__all__ = ["MOST_FORMULA_DEPTH", "iter_operands", "parse_operand"]

MOST_FORMULA_DEPTH: Final = 6
"""How deep formulas may stand inside each other."""

_LONGEST: Final = 80
_FIGURE = re.compile(
    r"(-?[0-9]{1,24}(?:\.[0-9]{1,12})?)(?: ?(%)| ([A-Za-z][A-Za-z' -]{0,39}))?",
    re.ASCII,
)
_EXPECTED: Final = (
    "a number such as 25, '2.5', '10%', '25000 USD' or '5 people', the id of a "
    "question, or an amount of a goal such as 'goals.revenue.target'"
)


def parse_operand(value: int | str) -> FixedAmount | AnswerAmount | GoalAmount:
    """Return what a number or a text of a template stands for.

    Args:
        value: A whole number, or text.

    Raises:
        InvalidValueError: If it is none of the forms; or such as ``"250.000 EUR"``,
            which half the world reads as a quarter of a million.

    Examples:
        >>> parse_operand("2 USD"), parse_operand("base")
        (FixedAmount(number=Fraction(2, 1), unit='USD'), AnswerAmount(question='base'))
        >>> parse_operand("goals.revenue.target").kind
        <GoalAmountKind.TARGET: 'target'>
    """
    if type(value) is int:
        return FixedAmount(Fraction(value))
    if not isinstance(value, str) or len(value) > _LONGEST * 2:
        raise InvalidValueError("formula", value, _EXPECTED)
    if match := _FIGURE.fullmatch(value):
        number, percent, unit = match.groups()
        if not percent and reads_as_thousands(number, unit or ""):
            whole = number.replace(".", "")
            told = f"{whole}, or {number}0 if its point marks decimals"
            raise InvalidValueError("formula", value, told)
        exact = Fraction(number)
        return (
            FixedAmount(exact / 100, "%") if percent else FixedAmount(exact, unit or "")
        )
    first, *rest = value.split(".")
    if first == "goals" and len(rest) == 2 and rest[1] in set(GoalAmountKind):  # noqa: PLR2004 - an id and a level
        return GoalAmount(check_slug(rest[0], "formula"), GoalAmountKind(rest[1]))
    if not rest:
        try:
            return AnswerAmount(check_slug(first, "formula"))
        except InvalidValueError:
            pass
    raise InvalidValueError("formula", value, _EXPECTED)


def iter_operands(operand: Operand) -> Iterator[Operand]:
    """Yield *operand* and everything inside it, each once for each place it stands in.

    Examples:
        >>> growth = Uplift(base=AnswerAmount("base"), by=FixedAmount("1/10", "%"))
        >>> [type(one).__name__ for one in iter_operands(growth)]
        ['Uplift', 'AnswerAmount', 'FixedAmount']
    """
    yield operand
    if isinstance(operand, SumOf):
        inner: Iterable[Operand] = operand.parts
    elif isinstance(operand, Uplift):
        inner = (operand.base, operand.by)
    elif isinstance(operand, ShareOf):
        inner = (operand.share, operand.of)
    elif isinstance(operand, PerHead):
        inner = (operand.each, operand.heads)
    else:
        return
    for one in inner:
        yield from iter_operands(one)
