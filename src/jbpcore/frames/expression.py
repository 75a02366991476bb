"""Arithmetic on columns as a tree, which can be written in any engine's language.

Whole numbers, floats, texts and truths; what is missing is missing only where a branch
of :func:`when` leaves it out, or the column itself may lack it. Constants are worked
out while the tree is built, so that what a table has no column for costs nothing.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, TypeAlias

import attrs

__all__ = [
    "Expression",
    "Op",
    "Term",
    "as_expression",
    "column",
    "greatest",
    "least",
    "literal",
    "when",
]


_Constant: TypeAlias = int | float | str | bool | None


class Op(StrEnum):
    """What a node of the tree does with its parts."""

    COLUMN = "column"
    LITERAL = "literal"
    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    FLOOR_DIVIDE = "//"
    """Of a number not below zero by one above it: engines differ on all others."""

    DIVIDE = "/"
    """As floats, the nearest to the quotient."""

    EQUAL = "=="
    LESS = "<"
    LESS_OR_EQUAL = "<="
    AND = "and"
    OR = "or"
    NOT = "not"
    IS_NULL = "is_null"
    COALESCE = "coalesce"
    LEAST = "least"
    GREATEST = "greatest"
    WHEN = "when"
    """Condition, value, and the value otherwise."""

    INTEGER = "integer"
    """As a whole number of 64 bits."""

    FLOAT = "float"
    SQUARE_ROOT = "sqrt"
    FLOOR = "floor"
    """The whole part of a float not below zero, as a whole number of 64 bits."""


@attrs.frozen(order=False)
class Expression:
    """A node of the tree.

    Compare with ``equals`` for a node that compares; ``==`` says whether two trees are
    the same. Truths join with ``&``, ``|`` and ``~``.

    Attributes:
        op: What it does.
        parts: With which nodes.
        value: The name of a column, or what a literal stands for.

    Examples:
        >>> gap = column("target") - column("attained")
        >>> print(when(gap > 0, gap, 0))
        when((0 < (target - attained)), (target - attained), 0)
    """

    op: Op
    parts: tuple[Expression, ...] = ()
    value: _Constant = None

    def __add__(self, other: Term) -> Expression:
        return _add(self, as_expression(other))

    def __radd__(self, other: Term) -> Expression:
        return _add(as_expression(other), self)

    def __sub__(self, other: Term) -> Expression:
        other = as_expression(other)
        if _is(other, 0):
            return self
        return Expression(Op.SUBTRACT, (self, other))

    def __rsub__(self, other: Term) -> Expression:
        return Expression(Op.SUBTRACT, (as_expression(other), self))

    def __neg__(self) -> Expression:
        return literal(0) - self

    def __mul__(self, other: Term) -> Expression:
        return _multiply(self, as_expression(other))

    def __rmul__(self, other: Term) -> Expression:
        return _multiply(as_expression(other), self)

    def __floordiv__(self, other: Term) -> Expression:
        return Expression(Op.FLOOR_DIVIDE, (self, as_expression(other)))

    def __rfloordiv__(self, other: Term) -> Expression:
        return as_expression(other) // self

    def __truediv__(self, other: Term) -> Expression:
        return Expression(Op.DIVIDE, (self, as_expression(other)))

    def __rtruediv__(self, other: Term) -> Expression:
        return as_expression(other) / self

    def __lt__(self, other: Term) -> Expression:
        return Expression(Op.LESS, (self, as_expression(other)))

    def __le__(self, other: Term) -> Expression:
        return Expression(Op.LESS_OR_EQUAL, (self, as_expression(other)))

    def __gt__(self, other: Term) -> Expression:
        return as_expression(other) < self

    def __ge__(self, other: Term) -> Expression:
        return as_expression(other) <= self

    def __and__(self, other: Term) -> Expression:
        return _join(Op.AND, self, as_expression(other))

    def __or__(self, other: Term) -> Expression:
        return _join(Op.OR, self, as_expression(other))

    def __invert__(self) -> Expression:
        if self.op is Op.LITERAL:
            return literal(not self.value)
        return self.parts[0] if self.op is Op.NOT else Expression(Op.NOT, (self,))

    def equals(self, other: Term) -> Expression:
        """Whether both are the same."""
        other = as_expression(other)
        if self.op is Op.LITERAL and other.op is Op.LITERAL:
            return literal(self.value == other.value)
        return Expression(Op.EQUAL, (self, other))

    def is_null(self) -> Expression:
        """Whether nothing is there."""
        if self.op is Op.LITERAL:
            return literal(self.value is None)
        return Expression(Op.IS_NULL, (self,))

    def or_else(self, other: Term) -> Expression:
        """Return *other* where nothing is there."""
        other = as_expression(other)
        if self.op is Op.LITERAL:
            return other if self.value is None else self
        return Expression(Op.COALESCE, (self, other))

    def as_integer(self) -> Expression:
        """Return it as a whole number of 64 bits."""
        if self.op is Op.LITERAL:
            return self
        return Expression(Op.INTEGER, (self,))

    def as_float(self) -> Expression:
        """Return it as a float, the nearest there is."""
        return Expression(Op.FLOAT, (self,))

    def square_root(self) -> Expression:
        """Return the square root of a float, the nearest float to it."""
        return Expression(Op.SQUARE_ROOT, (self,))

    def floor(self) -> Expression:
        """Return the whole part of a float not below zero, as a whole number."""
        return Expression(Op.FLOOR, (self,))

    @property
    def names(self) -> frozenset[str]:
        """The columns that it reads."""
        if self.op is Op.COLUMN:
            return frozenset({str(self.value)})
        return frozenset[str]().union(*(part.names for part in self.parts))

    def __str__(self) -> str:
        if self.op is Op.COLUMN:
            return str(self.value)
        if self.op is Op.LITERAL:
            return repr(self.value)
        texts = [str(part) for part in self.parts]
        if self.op in _BETWEEN:
            return f"({f' {self.op.value} '.join(texts)})"
        return f"{self.op.value}({', '.join(texts)})"


Term: TypeAlias = Expression | int | float | str | bool | None
"""A tree, or what a literal stands for."""

_BETWEEN: Final = {
    Op.ADD,
    Op.SUBTRACT,
    Op.MULTIPLY,
    Op.FLOOR_DIVIDE,
    Op.DIVIDE,
    Op.EQUAL,
    Op.LESS,
    Op.LESS_OR_EQUAL,
    Op.AND,
    Op.OR,
}


def column(name: str) -> Expression:
    """Return what stands in a column."""
    return Expression(Op.COLUMN, value=name)


def literal(value: _Constant) -> Expression:
    """Return the same for every row; ``None`` for nothing."""
    return Expression(Op.LITERAL, value=value)


def as_expression(term: Term) -> Expression:
    """Return *term* as a tree."""
    return term if isinstance(term, Expression) else literal(term)


def when(condition: Term, value: Term, otherwise: Term = None) -> Expression:
    """Return *value* where *condition* holds, and *otherwise* elsewhere.

    Examples:
        >>> print(when(literal(False), 1, column("due")))
        due
    """
    condition = as_expression(condition)
    value, otherwise = as_expression(value), as_expression(otherwise)
    if condition.op is Op.LITERAL:
        return value if condition.value else otherwise
    if value == otherwise:
        return value
    return Expression(Op.WHEN, (condition, value, otherwise))


def least(*terms: Term) -> Expression:
    """Return the lowest of the terms, of which none is missing."""
    return Expression(Op.LEAST, tuple(as_expression(term) for term in terms))


def greatest(*terms: Term) -> Expression:
    """Return the highest of the terms, of which none is missing."""
    return Expression(Op.GREATEST, tuple(as_expression(term) for term in terms))


def _is(term: Expression, value: _Constant) -> bool:
    return (
        term.op is Op.LITERAL
        and type(term.value) is type(value)
        and (term.value == value)
    )


def _add(one: Expression, other: Expression) -> Expression:
    if _is(one, 0):
        return other
    return one if _is(other, 0) else Expression(Op.ADD, (one, other))


def _multiply(one: Expression, other: Expression) -> Expression:
    if _is(one, 1):
        return other
    return one if _is(other, 1) else Expression(Op.MULTIPLY, (one, other))


def _join(op: Op, one: Expression, other: Expression) -> Expression:
    """Join two truths; a constant one either decides or says nothing."""
    decides = op is Op.OR
    for term, rest in ((one, other), (other, one)):
        if term.op is Op.LITERAL:
            return term if bool(term.value) is decides else rest
    return one if one == other else Expression(op, (one, other))
