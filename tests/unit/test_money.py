from __future__ import annotations

import copy
import decimal
import operator
import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest

from jbpcore.errors import (
    CurrencyMismatchError,
    InvalidValueError,
    UnitMismatchError,
    UnknownCurrencyError,
)
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

ORDERINGS = [operator.lt, operator.le, operator.gt, operator.ge]
SUMS = [operator.add, operator.sub]
EUR_5 = Money(5, "EUR")


@pytest.mark.parametrize(
    "bad", [0.1, True, None, "NaN", "1e5", "12 €", 10**24, Decimal("Infinity")]
)
def test_inexact_or_missing_amounts_are_refused(bad: object) -> None:
    with pytest.raises(InvalidValueError, match=r"^Money\.amount must be an exact"):
        Money(bad, "EUR")  # type: ignore[arg-type]  # from untyped code


@pytest.mark.parametrize("bad", ["eur", "EURO", "ÉUR", "", "EUR\n", None, ["EUR"], 978])
def test_a_currency_needs_three_capitals(bad: object) -> None:
    with pytest.raises(InvalidValueError, match=r"^Money\.currency must be an ISO"):
        Money(1, bad)  # type: ignore[arg-type]  # from untyped code


def test_a_private_code_loads_but_cannot_be_rounded() -> None:
    points = Money("12.5", "QQQ")
    assert points + points == Money(25, "QQQ")
    for ask in (points.rounded, points.to_minor, lambda: points.is_whole_minor):
        with pytest.raises(UnknownCurrencyError):
            ask()
    with pytest.raises(UnknownCurrencyError):
        Money.from_minor(1, "QQQ")


def test_it_shows_plain_digits() -> None:
    assert repr(Money("25000", "USD") - Money("7500", "USD")) == "Money('17500', 'USD')"
    assert str(Money(17500, "USD")) == "17500 USD"
    assert str(Money(Decimal("1E+3"), "USD")) == "1000 USD"
    assert str(Money(Decimal("1E-7"), "USD")) == "0.0000001 USD"
    assert str(Money("-0.00", "USD")) == "0.00 USD"


def test_equality_ignores_trailing_zeros_and_hash_agrees() -> None:
    assert Money("1.0", "EUR") == Money("1.00", "EUR")
    assert hash(Money("1.0", "EUR")) == hash(Money("1.00", "EUR"))
    assert Money(1, "EUR") != Money(1, "USD")
    others: list[object] = [Quantity(1, "deals"), 1, 1.0, Decimal(1), "1 EUR", None]
    assert Money(1, "EUR") not in others


def test_it_is_frozen_and_small() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        EUR_5.amount = Decimal(1)  # type: ignore[misc]  # that it cannot is the test
    with pytest.raises(AttributeError):
        EUR_5.note = "x"  # type: ignore[attr-defined]  # that it cannot is the test
    assert not hasattr(EUR_5, "__dict__")


def test_it_survives_pickling_copying_and_evolving() -> None:
    amount = Money("-1250.50", "EUR")
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        stored = pickle.dumps(amount, protocol)
        twin = pickle.loads(stored)  # noqa: S301  # made on the line above
        assert (twin, repr(twin)) == (amount, repr(amount))
    assert copy.copy(amount) == copy.deepcopy(amount) == amount
    assert attrs.evolve(amount, currency="USD") == Money("-1250.50", "USD")
    with pytest.raises(InvalidValueError):
        attrs.evolve(amount, amount=0.5)  # type: ignore[arg-type]  # from untyped code


def test_a_zero_amount_is_true_so_it_never_reads_as_missing() -> None:
    zero = Money.zero("EUR")
    assert bool(zero) is True
    assert zero.is_zero
    assert not EUR_5.is_zero


@pytest.mark.parametrize("operation", SUMS + ORDERINGS)
def test_currencies_never_mix(operation: Callable[[Any, Any], object]) -> None:
    with pytest.raises(CurrencyMismatchError, match="EUR with USD"):
        operation(EUR_5, Money(5, "USD"))


@pytest.mark.parametrize("operation", SUMS + ORDERINGS)
@pytest.mark.parametrize(
    "other", [Quantity(5, "deals"), Ratio(5), 5, 5.0, Decimal(5), Fraction(5), True]
)
def test_money_never_meets_a_count_or_a_bare_number(
    operation: Callable[[Any, Any], object], other: object
) -> None:
    with pytest.raises(UnitMismatchError):
        operation(EUR_5, other)
    with pytest.raises(UnitMismatchError):
        operation(other, EUR_5)


@pytest.mark.parametrize("operation", SUMS + ORDERINGS)
@pytest.mark.parametrize("other", ["5", None, [5]])
def test_money_never_meets_what_is_no_number(
    operation: Callable[[Any, Any], object], other: object
) -> None:
    with pytest.raises(TypeError):
        operation(EUR_5, other)
    with pytest.raises(TypeError):
        operation(other, EUR_5)


def test_sums_and_signs() -> None:
    assert Money("0.10", "EUR") + Money("0.20", "EUR") == Money("0.3", "EUR")
    assert Money("0.10", "EUR") - Money("0.20", "EUR") == Money("-0.1", "EUR")
    assert Money(-5, "EUR") == -EUR_5
    assert +EUR_5 == EUR_5
    assert abs(Money(-5, "EUR")) == abs(EUR_5) == EUR_5
    assert str((-Money.zero("EUR")).amount) == "0"  # and not "-0"
    assert sum([EUR_5, EUR_5], Money.zero("EUR")) == Money(10, "EUR")


def test_order_is_by_amount() -> None:
    low, high = Money("-2.50", "EUR"), Money("10", "EUR")
    assert low < high
    assert high > low
    assert low <= Money("-2.5", "EUR") <= high
    assert high >= Money("10.00", "EUR") >= low
    assert not low > high
    assert sorted([high, low]) == [low, high]


def test_sums_ignore_the_ambient_decimal_context() -> None:
    with decimal.localcontext(prec=3, rounding=decimal.ROUND_UP):
        total = Money("123456.78", "EUR") + Money("0.01", "EUR")
        negative = -Money("123456.78", "EUR")
        positive = abs(negative)
        nearest = Money("123456.785", "EUR").rounded()
        minor = Money("123456.78", "EUR").to_minor()
        ratio = Money("123456.78", "EUR").ratio_to(Money("0.01", "EUR"))
    assert total == Money("123456.79", "EUR")
    assert str(negative) == "-123456.78 EUR"
    assert str(positive) == "123456.78 EUR"
    assert str(nearest) == "123456.78 EUR"
    assert minor == ratio == 12_345_678


def test_the_widest_sum_is_exact_and_an_overflow_is_refused() -> None:
    widest = Money(10**24 - 1, "EUR")
    assert (widest + Money(-1, "EUR")).amount == 10**24 - 2
    with pytest.raises(InvalidValueError):
        widest + Money(1, "EUR")
    with pytest.raises(InvalidValueError):
        widest + Money("0." + "0" * 34 + "1", "EUR")


@pytest.mark.parametrize("factor", [3, Decimal("3.0"), "3"])
def test_products_are_exact(factor: Decimal | int | str) -> None:
    assert Money("33.335", "EUR") * factor == Money("100.005", "EUR")
    assert factor * Money("33.335", "EUR") == Money("100.005", "EUR")


@pytest.mark.parametrize("bad", [0.5, True, "x", "50%", Decimal("NaN")])
def test_a_factor_is_exact(bad: object) -> None:
    with pytest.raises(InvalidValueError, match="factor must be an exact"):
        EUR_5 * bad  # type: ignore[operator]  # from untyped code


@pytest.mark.parametrize("bad", [EUR_5, None, Fraction(1, 3), Quantity(2, "deals")])
def test_money_is_multiplied_by_nothing_else(bad: object) -> None:
    with pytest.raises(TypeError):
        EUR_5 * bad  # type: ignore[operator]  # from untyped code


def test_minor_units_go_there_and_back() -> None:
    assert repr(Money.from_minor(1999, "EUR")) == "Money('19.99', 'EUR')"
    assert repr(Money.from_minor(-5, "KWD")) == "Money('-0.005', 'KWD')"
    assert repr(Money.from_minor(1999, "JPY")) == "Money('1999', 'JPY')"
    assert Money("19.990", "EUR").to_minor() == 1999
    assert Money("0.0001", "CLF").to_minor() == 1
    assert Money(1, "KWD").minor_digits == 3
    widest = Money("9" * 24 + ".99", "EUR")
    assert Money.from_minor(widest.to_minor(), "EUR") == widest


@pytest.mark.parametrize("bad", [1.0, True, "1", None, 10**26, 10**4_000])
def test_minor_units_are_whole_and_bounded(bad: object) -> None:
    with pytest.raises(InvalidValueError):
        Money.from_minor(bad, "EUR")  # type: ignore[arg-type]  # from untyped code


def test_finer_than_the_minor_unit_is_not_whole() -> None:
    fine = Money("0.005", "EUR")
    assert not fine.is_whole_minor
    assert Money("0.050", "EUR").is_whole_minor
    for ask in (fine.to_minor, lambda: fine.split(2), lambda: fine.allocate([1])):
        with pytest.raises(InvalidValueError, match=r"take `rounded\(\)` first"):
            ask()


@pytest.mark.parametrize(
    ("amount", "currency", "nearest"),
    [
        ("12362.637362", "USD", "12362.64"),
        ("0.125", "USD", "0.12"),
        ("0.135", "USD", "0.14"),
        ("-0.125", "USD", "-0.12"),
        ("-0.001", "USD", "0.00"),
        ("2.5", "JPY", "2"),
        ("3.5", "JPY", "4"),
        ("0.0005", "KWD", "0.000"),
        ("17500", "USD", "17500.00"),
    ],
)
def test_rounding_is_half_even_to_the_minor_unit(
    amount: str, currency: str, nearest: str
) -> None:
    assert str(Money(amount, currency).rounded()) == f"{nearest} {currency}"


def test_rounding_over_the_limit_is_refused() -> None:
    with pytest.raises(InvalidValueError):
        Money("9" * 24 + ".999", "EUR").rounded()


def test_a_ratio_is_exact() -> None:
    # The founding case: 7,500 booked of 25,000 is 30 %.
    assert Money(7500, "USD").ratio_to(Money(25_000, "USD")) == Fraction(3, 10)
    assert Money(-1, "USD").ratio_to(Money("0.03", "USD")) == Fraction(-100, 3)
    assert Money(1, "USD").ratio_to(Money("-0.03", "USD")) == Fraction(-100, 3)


def test_a_ratio_to_nothing_or_to_something_else_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="other than zero"):
        EUR_5.ratio_to(Money.zero("EUR"))
    with pytest.raises(CurrencyMismatchError):
        EUR_5.ratio_to(Money(1, "USD"))
    for other in (Quantity(1, "deals"), 1, "1"):
        with pytest.raises(UnitMismatchError):
            EUR_5.ratio_to(other)  # type: ignore[arg-type]  # from untyped code


def test_allocation_loses_no_cent() -> None:
    parts = Money("0.05", "EUR").allocate(["0.7", Decimal("0.3")])
    assert parts == (Money("0.04", "EUR"), Money("0.01", "EUR"))  # 3.5 and 1.5 cents
    parts = Money(100, "JPY").allocate([Fraction(1, 3), 0, Fraction(2, 3)])
    assert parts == (Money(33, "JPY"), Money(0, "JPY"), Money(67, "JPY"))
    assert str(parts[1]) == "0 JPY"


@pytest.mark.parametrize(
    "bad", [[], [0], [-1, 2], [0.5, 0.5], [True], ["x"], "12", [None], [Ratio(1)]]
)
def test_weights_are_exact_and_share_something_out(bad: object) -> None:
    with pytest.raises(InvalidValueError):
        EUR_5.allocate(bad)  # type: ignore[arg-type]  # from untyped code


def test_splitting_gives_the_first_parts_the_unit_more() -> None:
    thirds = [str(part) for part in Money("100", "USD").split(3)]
    assert thirds == ["33.34 USD", "33.33 USD", "33.33 USD"]
    thirds = [str(part) for part in Money("-100", "USD").split(3)]
    assert thirds == ["-33.34 USD", "-33.33 USD", "-33.33 USD"]


@pytest.mark.parametrize("bad", [0, -1, 1.0, True, "2", None, 1_000_001])
def test_a_number_of_parts_is_a_count(bad: object) -> None:
    with pytest.raises(InvalidValueError, match="parts must be an int"):
        EUR_5.split(bad)  # type: ignore[arg-type]  # from untyped code
