"""Rounding half-even on whole numbers of 64 bits, in steps that an engine can take.

A product of a large amount and many parts would not fit; so the amount is divided
first, and what is left over is multiplied. Each step is a stage of the definition, so
that no engine works out the same thing twice.
"""

from __future__ import annotations

from typing import Final

import attrs

from jbpcore.frames.expression import Expression, column, least, literal, when

__all__ = ["MOST_UNITS", "Millionths", "Scaled", "absolute", "half_even_of"]

_THOUSAND: Final = 1_000
MOST_UNITS: Final = 2**61
"""What a scaled amount stays below, so that it fits 64 bits."""


def absolute(term: Expression) -> Expression:
    """Return a number without its sign."""
    return when(term < 0, -term, term)


def half_even_of(
    whole: Expression, rest: Expression, under: Expression, *, signed: bool = False
) -> Expression:
    """Return whole + rest ÷ under rounded half-even, where 0 ≤ rest < under.

    Args:
        whole: The whole part.
        rest: What is left over.
        under: What it was divided by.
        signed: Whether *whole* may be below zero.

    Examples:
        >>> from jbpcore.frames.as_python import evaluate
        >>> rounded = half_even_of(column("q"), column("r"), column("d"))
        >>> [evaluate(rounded, {"q": q, "r": 2, "d": 4}) for q in (1, 2)]
        [2, 2]
    """
    size = absolute(whole) if signed else whole
    is_odd = (size - size // 2 * 2).equals(1)
    twice = rest * 2
    return whole + when((twice > under) | (twice.equals(under) & is_odd), 1, 0)


@attrs.frozen
class Scaled:
    """The amount start + way × over ÷ under, rounded half-even, in three stages.

    Attributes:
        name: What its columns are called after.
        start: Where it starts.
        way: What is scaled, of either sign.
        over: By how much, not below zero.
        under: And divided by what, above zero.
        is_part: Whether *over* is never more than *under*; else it is above zero.
    """

    name: str
    start: Expression
    way: Expression
    over: Expression
    under: Expression
    is_part: bool

    def divided(self) -> dict[str, Expression]:
        """Return the first stage: without its sign, divided, and what is left over."""
        size, under = absolute(self.way), self.under
        return {
            f"{self.name}_q": size // under,
            f"{self.name}_r": size - size // under * under,
        }

    def spread(self) -> dict[str, Expression]:
        """Return the second stage: the whole part, and what is left over of that."""
        left = column(f"{self.name}_r") * self.over
        base = when(self.way < 0, -self.start, self.start)
        quotient = when(self.fits(), column(f"{self.name}_q"), 0)
        whole = left // self.under
        return {
            f"{self.name}_whole": base + quotient * self.over + whole,
            f"{self.name}_rest": left - whole * self.under,
        }

    def fits(self) -> Expression:
        """Whether the amount fits 64 bits."""
        if self.is_part:
            return literal(value=True)
        return column(f"{self.name}_q") < literal(MOST_UNITS) // self.over

    def rounded(self) -> Expression:
        """Return the third stage: the amount."""
        whole, rest = column(f"{self.name}_whole"), column(f"{self.name}_rest")
        found = half_even_of(whole, rest, self.under, signed=True)
        return when(self.way < 0, -found, found)


@attrs.frozen
class Millionths:
    """The ratio over ÷ under in millionths, rounded half-even, in four stages.

    Both may be so large that neither fits 64 bits a million times: so it is divided as
    on paper, three digits at a time. Of a ratio of a million or more, a million counts.

    Attributes:
        name: What its columns are called after.
        over: Of either sign.
        under: Above zero.
    """

    name: str
    over: Expression
    under: Expression

    def stages(self) -> tuple[dict[str, Expression], ...]:
        """Return the stages; the last has the ratio, under its name."""
        size, under, name = absolute(self.over), self.under, self.name
        left, later = column(f"{name}_r") * _THOUSAND, column(f"{name}_s") * _THOUSAND
        whole = least(column(f"{name}_q"), _THOUSAND * _THOUSAND)
        found = half_even_of(column(f"{name}_whole"), column(f"{name}_rest"), under)
        return (
            {f"{name}_q": size // under, f"{name}_r": size - size // under * under},
            {f"{name}_d": left // under, f"{name}_s": left - left // under * under},
            {
                f"{name}_whole": (whole * _THOUSAND + column(f"{name}_d")) * _THOUSAND
                + later // under,
                f"{name}_rest": later - later // under * under,
            },
            {name: when(self.over < 0, -found, found)},
        )
