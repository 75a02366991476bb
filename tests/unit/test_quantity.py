from __future__ import annotations

import operator
import pickle
from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

import attrs
import pytest

from jbpcore.errors import InvalidValueError, UnitMismatchError
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity

OPERATIONS = [
    operator.add,
    operator.sub,
    operator.lt,
    operator.le,
    operator.gt,
    operator.ge,
]
DEALS_5 = Quantity(5, "deals")


@pytest.mark.parametrize(
    "unit",
    [
        "deals",
        "certified staff",
        "NPS points",
        "MWh",
        "co-sell deals",
        "seats/month",
        "Geräte",
        "सौदे",
        "契約",
        "x" * 40,
    ],
)
def test_units_of_any_script_are_accepted(unit: str) -> None:
    assert Quantity(1, unit).unit == unit


@pytest.mark.parametrize(
    "bad",
    [
        "",
        " ",
        " deals",
        "deals ",
        "two  blanks",
        "1st deals",
        "%",
        "deals\n",
        "de\x00als",
        "de\u202eals",
        "de\u200bals",
        "Gera\u0308te",  # the same letters as Geräte, decomposed
        "x" * 41,
        "USD",
        "\ud800",
        None,
        5,
    ],
)
def test_a_unit_is_a_short_clean_noun(bad: object) -> None:
    with pytest.raises(InvalidValueError, match=r"^Quantity\.unit must be a plural"):
        Quantity(1, bad)  # type: ignore[arg-type]  # from untyped code


@pytest.mark.parametrize("bad", [0.5, True, None, "NaN", "1,5", 10**24])
def test_an_amount_is_exact(bad: object) -> None:
    with pytest.raises(InvalidValueError, match=r"^Quantity\.amount must be an exact"):
        Quantity(bad, "deals")  # type: ignore[arg-type]  # from untyped code


def test_it_calculates_exactly() -> None:
    assert Quantity("0.1", "deals") + Quantity("0.2", "deals") == Quantity(
        "0.3", "deals"
    )
    assert DEALS_5 - Quantity(7, "deals") == Quantity(-2, "deals")
    assert Quantity(-5, "deals") == -DEALS_5
    assert abs(-DEALS_5) == DEALS_5
    assert Quantity("7.5", "deals") == DEALS_5 * "1.5"
    assert Quantity(10, "deals") == 2 * DEALS_5
    assert DEALS_5.ratio_to(Quantity(3, "deals")) == Fraction(5, 3)
    assert Quantity(-1, "deals") < DEALS_5 <= Quantity("5.0", "deals")
    assert Quantity("5.0", "deals") >= DEALS_5 > Quantity(-1, "deals")


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize(
    "other", [Quantity(5, "seats"), Quantity(5, "Deals"), Money(5, "EUR"), 5, 5.0]
)
def test_units_never_mix(
    operation: Callable[[Any, Any], object], other: object
) -> None:
    with pytest.raises(UnitMismatchError):
        operation(DEALS_5, other)
    with pytest.raises(UnitMismatchError):
        operation(other, DEALS_5)


def test_the_message_names_both_units() -> None:
    with pytest.raises(UnitMismatchError, match="deals with money"):
        DEALS_5 + Money(5, "EUR")
    with pytest.raises(UnitMismatchError, match="deals with a bare number"):
        DEALS_5 + 5  # type: ignore[operator]  # that it cannot is the test


def test_a_ratio_to_nothing_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="other than zero"):
        DEALS_5.ratio_to(Quantity.zero("deals"))


def test_it_is_a_frozen_value() -> None:
    assert Quantity("5.00", "deals") == DEALS_5
    assert hash(DEALS_5) == hash(Quantity("5.00", "deals"))
    assert Quantity(5, "seats") != DEALS_5
    stored = pickle.dumps(DEALS_5)
    assert pickle.loads(stored) == DEALS_5  # noqa: S301  # made on the line above
    assert attrs.evolve(DEALS_5, amount=6) == Quantity(6, "deals")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        DEALS_5.amount = Decimal(1)  # type: ignore[misc]  # that it cannot is the test


def test_it_shows_plain_digits_and_zero_is_true() -> None:
    assert repr(DEALS_5) == "Quantity('5', 'deals')"
    assert str(Quantity(Decimal("1E+3"), "seats")) == "1000 seats"
    assert bool(Quantity.zero("deals")) is True
    assert Quantity.zero("deals").is_zero


def test_a_member_of_an_enum_becomes_plain_text() -> None:
    class HostUnit(str, Enum):  # noqa: UP042  # hosts still write them so
        DEALS = "deals"

    assert repr(Quantity(5, HostUnit.DEALS)) == "Quantity('5', 'deals')"
    assert type(Quantity(5, HostUnit.DEALS).unit) is str
