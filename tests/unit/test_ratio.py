from __future__ import annotations

import decimal
import operator
import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest

from jbpcore.errors import InvalidValueError, UnitMismatchError
from jbpcore.values.money import Money
from jbpcore.values.ratio import Ratio

OPERATIONS = [
    operator.add,
    operator.sub,
    operator.lt,
    operator.le,
    operator.gt,
    operator.ge,
]


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("0.25", Fraction(1, 4)),
        ("1/4", Fraction(1, 4)),
        ("2/8", Fraction(1, 4)),
        ("25%", Fraction(1, 4)),
        ("-12.5%", Fraction(-1, 8)),
        ("-1/3", Fraction(-1, 3)),
        ("+1/3", Fraction(1, 3)),
        (Decimal("0.1"), Fraction(1, 10)),
        (Fraction(2, 3), Fraction(2, 3)),
        (1, Fraction(1)),
        (-2, Fraction(-2)),
        ("0%", Fraction(0)),
    ],
)
def test_one_is_a_hundred_percent(
    given: Fraction | Decimal | int | str, value: Fraction
) -> None:
    assert Ratio(given).value == value
    assert type(Ratio(given).value) is Fraction


@pytest.mark.parametrize(
    "bad",
    [
        0.25,
        float("inf"),
        True,
        None,
        "",
        "%",
        "1/0",
        "1/-4",
        "1 / 4",
        "0.5/2",
        "25 %",
        "25%%",
        "1e-2",
        "NaN",
        "nan%",
        "１/４",  # noqa: RUF001  # full-width digits are what is tested
        "1/" + "3" * 41,
        "9" * 5000 + "/1",
        10**40,
        Fraction(1, 10**40),
        Decimal("1E+99999999"),
        Decimal("NaN"),
        Ratio(1),
        Money(1, "EUR"),
    ],
    ids=lambda bad: ascii(bad)[:24],
)
def test_what_is_no_exact_ratio_is_refused(bad: object) -> None:
    with pytest.raises(InvalidValueError, match=r"^Ratio\.value must be a Fraction"):
        Ratio(bad)


def test_it_calculates_exactly() -> None:
    assert Ratio("1/3") + Ratio("1/6") == Ratio("1/2")
    assert Ratio("1/3") - Ratio("1/2") == Ratio("-1/6")
    assert -Ratio("1/3") == Ratio("-1/3")
    assert +Ratio("1/3") == Ratio("1/3")
    assert abs(Ratio("-1/3")) == Ratio("1/3")
    assert Ratio("1/3") < Ratio("34%") <= Ratio("0.34")
    assert Ratio("34%") > Ratio("1/3")
    assert Ratio("34%") >= Ratio("0.34")


def test_it_ignores_the_ambient_decimal_context() -> None:
    with decimal.localcontext(prec=2):
        assert Ratio("0.12345").value == Fraction(2469, 20000)


def test_a_result_out_of_bounds_is_refused() -> None:
    left, right = Ratio(Fraction(1, 10**30 + 1)), Ratio(Fraction(1, 10**30 + 3))
    with pytest.raises(InvalidValueError):
        left + right


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize(
    "other", [1, 0.5, Decimal("0.5"), Fraction(1, 2), True, Money(1, "EUR")]
)
def test_it_never_meets_a_bare_number(
    operation: Callable[[Any, Any], object], other: object
) -> None:
    with pytest.raises(UnitMismatchError):
        operation(Ratio(1), other)
    with pytest.raises(UnitMismatchError):
        operation(other, Ratio(1))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_it_never_meets_what_is_no_number(
    operation: Callable[[Any, Any], object],
) -> None:
    for other in ("1", None):
        with pytest.raises(TypeError):
            operation(Ratio(1), other)
        with pytest.raises(TypeError):
            operation(other, Ratio(1))


def test_it_is_a_frozen_value() -> None:
    quarter = Ratio("25%")
    assert quarter == Ratio("1/4")
    assert hash(quarter) == hash(Ratio("1/4"))
    assert quarter != Fraction(1, 4)
    stored = pickle.dumps(quarter)
    assert pickle.loads(stored) == quarter  # noqa: S301  # made on the line above
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        quarter.value = Fraction(1)  # type: ignore[misc]  # that it cannot is the test


def test_it_shows_its_fraction_and_zero_is_true() -> None:
    assert repr(Ratio("25%")) == "Ratio('1/4')"
    assert repr(Ratio(1)) == "Ratio('1')"
    assert str(Ratio("-25%")) == "-1/4"
    assert bool(Ratio(0)) is True
    assert Ratio(0).is_zero
    assert not Ratio("1/9").is_zero
