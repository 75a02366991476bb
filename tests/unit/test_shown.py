"""What a message shows of a value: plainly, briefly, and of a record only its kind."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

import jbpcore as jbp
from jbpcore.errors import InvalidValueError
from jbpcore.wording import shown, unshown


def repr_of(part: object) -> str:
    return part if isinstance(part, str) else type(part).__name__


PERSON = jbp.Person(id="m", name="Maria Lopez", side=jbp.Side.VENDOR)


class Mute:
    def __str__(self) -> str:
        raise RuntimeError


class Loud:
    def __str__(self) -> str:
        return "a\nb"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("17,500", "'17,500'"),
        ("", "''"),
        ("a\x07\u202e", r"'a\x07\u202e'"),
        ("x" * 80, f"'{'x' * 80}'"),
        ("x" * 81, f"'{'x' * 80}'… (81 characters)"),
        (None, "None"),
        (True, "True"),
        (12, "12"),
        (10**5000, "an int too large to show"),
        (0.1, "0.1"),
        (Decimal("1E+999999999"), "1E+999999999"),
        (Fraction(1, 3), "1/3"),
        (date(2026, 5, 15), "2026-05-15"),
        (datetime(2026, 5, 15, 9, 30, tzinfo=UTC), "2026-05-15T09:30:00+00:00"),
        (time(9, 30), "09:30:00"),
        (timedelta(seconds=5), "0:00:05"),
        (b"secret", "6 bytes"),
        (jbp.Side.VENDOR, "'vendor'"),
        (date, "the class date"),
        (jbp.Money("5.00", "USD"), "5.00 USD"),
        (PERSON, "a Person"),
        ([PERSON, "x", 1], "[a Person, 'x', 1]"),
        ((1,), "(1)"),
        ({"who": PERSON}, "{'who': a Person}"),
        ([[[1]]], "[[a list]]"),
        (list(range(9)), "[0, 1, 2, 3, 4, …]"),
        (object(), "an object"),
        (ValueError("Maria"), "a ValueError"),
        (Mute(), "a Mute that cannot be shown"),
        (Loud(), "a Loud"),
    ],
    ids=repr_of,
)
def test_a_value_is_shown_plainly(value: object, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Maria", "a text of 5 characters"),
        ("x", "a text of 1 character"),
        ("x" * 10_001, "a text of 10,001 characters"),
        (4_915_112, "an int"),
        (["Maria"], "a list"),
        (PERSON, "a Person"),
        (None, "None"),
    ],
)
def test_of_what_is_personal_only_the_kind_is_told(value: object, text: str) -> None:
    assert unshown(value) == text


def test_an_error_keeps_what_it_does_not_show() -> None:
    error = InvalidValueError("Person.name", "Maria\t", "one line", is_personal=True)
    assert error.value == "Maria\t"
    assert "Maria" not in f"{error} {error!r}"
    assert repr(InvalidValueError("Goal.target", "x", "an amount")) == (
        "InvalidValueError('Goal.target', 'x')"
    )
