"""Amounts as people, spreadsheets and files write them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import attrs
from fuzz.harness import attempt, expect, text_of

from jbpcore.formatting.numbers import show_amount
from jbpcore.values.money import Money
from jbpcore.values.parsing import parse_amount
from jbpcore.values.quantity import Quantity
from jbpcore.values.quotient import Quotient
from jbpcore.values.ratio import Ratio

__all__ = ["check"]

LONGEST: Final = 256

_MARKS = ((".", None), (".", ","), (",", "."), (",", " "), (".", "'"), (",", "\u202f"))


def check(data: bytes) -> None:
    """Read an amount in every way that there is."""
    way, text = data[:1], text_of(data[1:])
    decimal_mark, group_mark = _MARKS[(way or b"\0")[0] % len(_MARKS)]
    amount = attempt(
        parse_amount,
        text,
        decimal_mark=decimal_mark,
        group_mark=group_mark,
        accounting=bool(way and way[0] & 128),
    )
    if amount is not None:
        again = parse_amount(format(amount, "f"))
        expect(again == amount, "an amount is read as another one", text, amount)
    first, _, second = text.partition(" ")
    for make in (
        lambda: Money(first, second),
        lambda: Quantity(first, second),
        lambda: Ratio(text),
        lambda: Quotient.of(first, second, "deals"),
        lambda: Quotient(Money(first, "USD"), Quantity(second, "deals")),
    ):
        _check_value(make)


def _check_value(make: Callable[[], Any]) -> None:
    value = attempt(make)
    if value is None:
        return
    expect(hash(value) == hash(value), "no hash", value)
    expect(value == value.__class__(*_parts(value)), "not made of its parts", value)
    if not isinstance(value, Quotient):
        attempt(lambda: value + value)
        attempt(lambda: value - value)
    expect(repr(value), "cannot be shown", type(value))
    attempt(show_amount, value, locale="de_DE")


def _parts(value: Any) -> tuple[Decimal | Fraction | str, ...]:  # noqa: ANN401 - any of them
    return tuple(getattr(value, field.name) for field in attrs.fields(type(value)))
