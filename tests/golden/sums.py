"""Sums as people write them, checked: ``7,500 ÷ 25,000 = 30 % < 80 %``.

Numbers have their thousands set off by commas, or none, and may be percentages. ``+ −
× ÷`` and parentheses have their usual meaning; sides are compared by ``= < ≤ > ≥``. A
number after *about* is the side before it, rounded half-even to exactly the digits that
are shown. All in fractions: nothing else is rounded.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["Side", "SumError", "check_sum", "evaluate", "read_sides"]

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_TOKEN = re.compile(rf" *({_NUMBER}|[+\-−×÷()%])")
_RELATION = re.compile(r" ([=<≤>≥]) ")
_ABOUT = re.compile(rf"about (−?)({_NUMBER})( %)?")
_RELATIONS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "=": operator.eq,
    "<": operator.lt,
    "≤": operator.le,
    ">": operator.gt,
    "≥": operator.ge,
}
_MOST_DEPTH = 20


class SumError(ValueError):
    """A sum that cannot be read, or is wrong."""


@dataclass(frozen=True)
class Side:
    """One side of a sum: its value, or after *about* the value that it stands for.

    Attributes:
        relation: The sign before it; empty for the first.
        text: As it is written.
        value: The number, unrounded.
    """

    relation: str
    text: str
    value: Fraction


def evaluate(text: str) -> Fraction:
    """Work out what is between two signs, such as ``(30 + 15) ÷ 91``."""
    return _Reader(text).whole()


def read_sides(text: str) -> list[Side]:
    """Work out all sides of a sum, and whether each relation between them holds.

    Raises:
        SumError: If one does not.
    """
    pieces = _RELATION.split(text)
    sides = [Side("", pieces[0], evaluate(pieces[0]))]
    for relation, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        before = sides[-1].value
        about = _ABOUT.fullmatch(piece)
        if about is not None:
            if relation != "=" or about_text(before, about) != piece:
                message = f"{piece!r} is not what {sides[-1].text!r} comes to"
                raise SumError(message)
            sides.append(Side(relation, piece, before))
            continue
        value = evaluate(piece)
        if not _RELATIONS[relation](before, value):
            message = f"{sides[-1].text!r} {relation} {piece!r} does not hold in {text}"
            raise SumError(message)
        sides.append(Side(relation, piece, value))
    return sides


def about_text(value: Fraction, about: re.Match[str]) -> str:
    """Return *value* as *about* would show it."""
    _, number, percent = about.groups()
    digits = len(number.partition(".")[2])
    shown = value * 100 if percent else value
    scaled = round(shown * 10**digits)
    sign = "−" if scaled < 0 else ""
    whole, part = divmod(abs(scaled), 10**digits)
    grouped = f"{whole:,}" if "," in number or whole < 1000 else str(whole)
    tail = f".{part:0{digits}d}" if digits else ""
    return f"about {sign}{grouped}{tail}{percent or ''}"


def check_sum(text: str) -> list[Side]:
    """Check a written sum, which has two sides at least.

    Raises:
        SumError: If it is wrong, or has one side only.
    """
    sides = read_sides(text)
    if len(sides) < 2:
        message = f"{text!r} comes to nothing"
        raise SumError(message)
    return sides


class _Reader:
    """Reads one expression from left to right, products before sums."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[str] = []
        at, end = 0, len(text)
        while at < end:
            found = _TOKEN.match(text, at)
            if found is None:
                message = f"{text[at:]!r} in {text!r} is no number and no sign"
                raise SumError(message)
            self.tokens.append(found[1])
            at = found.end()
        self.tokens.append("")
        self.depth = 0

    def whole(self) -> Fraction:
        value = self.sums()
        if self.tokens[0]:
            raise self.stuck()
        return value

    def sums(self) -> Fraction:
        value = self.products()
        while self.tokens[0] in {"+", "-", "−"}:
            sign = self.tokens.pop(0)
            right = self.products()
            value = value + right if sign == "+" else value - right
        return value

    def products(self) -> Fraction:
        value = self.factor()
        while self.tokens[0] in {"×", "÷"}:
            sign = self.tokens.pop(0)
            right = self.factor()
            if sign == "÷" and not right:
                message = f"{self.text!r} divides by zero"
                raise SumError(message)
            value = value * right if sign == "×" else value / right
        return value

    def factor(self) -> Fraction:
        token = self.tokens.pop(0) if self.tokens[0] else ""
        if token in {"-", "−"}:
            return -self.factor()
        if token == "(":  # noqa: S105 - a parenthesis is no password
            self.depth += 1
            if self.depth > _MOST_DEPTH:
                raise self.stuck()
            value = self.sums()
            if self.tokens.pop(0) != ")":
                raise self.stuck()
        elif token[:1].isdigit():
            value = Fraction(token.replace(",", ""))
        else:
            raise self.stuck()
        if self.tokens and self.tokens[0] == "%":
            self.tokens.pop(0)
            value /= 100
        return value

    def stuck(self) -> SumError:
        return SumError(f"{self.text!r} is no sum")
