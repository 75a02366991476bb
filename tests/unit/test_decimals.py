from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction

import pytest

from jbpcore.errors import InvalidValueError
from jbpcore.values.decimals import (
    decimal_multiply,
    decimal_sum,
    decimal_text,
    exact_decimal,
    fraction_to_decimal_exact,
    half_even,
    to_fraction,
)

# What host applications have been seen to set, and worse.
HOSTILE_CONTEXTS = [
    decimal.Context(prec=3, rounding=decimal.ROUND_UP),
    decimal.Context(prec=28, rounding=decimal.ROUND_CEILING),
    decimal.Context(prec=9, Emax=3, Emin=-3),
    decimal.Context(prec=1, traps=[decimal.Inexact, decimal.Rounded, decimal.Clamped]),
    decimal.Context(prec=28, traps=[]),
]

REFUSED = [
    0.1,
    0.5,
    float("nan"),
    True,
    None,
    [1],
    b"1",
    Fraction(1, 2),
    "",
    " ",
    " 12 ",
    "12 ",
    "12\n",
    "1 2",
    "12 €",
    "NaN",
    "sNaN",
    "Infinity",
    "-inf",
    "1e5",
    "1E+5",
    "1_000",
    "1,000",
    "1,5",
    ".5",
    "5.",
    ".",
    "-",
    "--5",
    "+-5",
    "5-",
    "0x10",
    "１２",  # noqa: RUF001  # full-width digits are what is tested
    "١٢",
    "५",
    "−5",  # the typographic minus is what is tested
    "(5.00)",
    "1" * 25,
    "0." + "3" * 40,
    "9" * 100_000,
    10**24,
    -(10**24),
    Decimal("NaN"),
    Decimal("sNaN"),
    Decimal("Infinity"),
    Decimal("-Infinity"),
    Decimal("1E+24"),
    Decimal("1E+99999999"),
    Decimal("-1E+99999999"),
    Decimal("1E-36"),
    Decimal("1E-99999999"),
    Decimal(1234567890123456789012345678901234567),
]


@pytest.mark.parametrize("bad", REFUSED, ids=lambda bad: ascii(bad)[:24])
def test_what_is_no_exact_amount_is_refused(bad: object) -> None:
    with pytest.raises(InvalidValueError, match=r"^Goal\.target must be an exact"):
        exact_decimal(bad, "Goal.target")  # type: ignore[arg-type]  # from untyped code


@pytest.mark.parametrize("sign", [1, -1])
def test_a_number_without_bounds_is_refused_before_it_is_converted(sign: int) -> None:
    with pytest.raises(InvalidValueError):
        exact_decimal(sign * 10**1_000_000, "Goal.target")


@pytest.mark.parametrize(
    ("given", "digits"),
    [
        (0, "0"),
        (-7, "-7"),
        (10**24 - 1, "9" * 24),
        ("-1250.50", "-1250.50"),
        ("+5", "5"),
        ("007", "7"),
        ("-0", "0"),
        ("-0.00", "0.00"),
        (Decimal("-0"), "0"),
        (Decimal("1E+5"), "100000"),
        (Decimal("1E-35"), "0." + "0" * 34 + "1"),
        (Decimal("1.50"), "1.50"),
        ("9" * 24 + "." + "9" * 12, "9" * 24 + "." + "9" * 12),
        ("1." + "0" * 60, "1." + "0" * 35),
    ],
)
def test_an_exact_amount_keeps_every_digit(
    given: Decimal | int | str, digits: str
) -> None:
    assert decimal_text(exact_decimal(given, "amount")) == digits


def test_a_subclass_of_decimal_becomes_a_plain_one() -> None:
    class HostDecimal(Decimal):
        pass

    assert type(exact_decimal(HostDecimal("1.5"), "amount")) is Decimal


@pytest.mark.parametrize("context", HOSTILE_CONTEXTS, ids=repr)
def test_no_result_depends_on_the_ambient_context(context: decimal.Context) -> None:
    big = Decimal("123456789012345678901234.56")
    with decimal.localcontext(context):
        results = (
            decimal_text(exact_decimal("123456.78", "amount")),
            decimal_text(decimal_sum([big, Decimal("0.01"), -1 * Decimal(1)])),
            decimal_text(decimal_multiply(Decimal("123456.78"), Decimal("-1.01"))),
            to_fraction(Decimal("1234.5678")),
            decimal_text(fraction_to_decimal_exact(Fraction(12345678, 625)) or 0),  # type: ignore[arg-type]  # None would fail the comparison below
        )
    assert results == (
        "123456.78",
        "123456789012345678901233.57",
        "-124691.3478",  # 123456.78 + 1234.5678
        Fraction(6172839, 5000),  # 12345678 / 10000, halved
        "19753.0848",  # 12345678 * 16 / 10000
    )


def test_a_sum_does_not_depend_on_the_order() -> None:
    # At 28 digits, adding from the left loses one of the fives.
    parts = [Decimal(10) ** 23, Decimal("0.0000005"), Decimal("0.0000005")]
    total = Decimal("100000000000000000000000.000001")
    assert decimal_sum(parts) == decimal_sum(reversed(parts)) == total


def test_a_sum_may_pass_through_more_than_an_amount_holds() -> None:
    most = Decimal(10**24 - 1)
    assert decimal_sum([most, most, most.copy_negate(), Decimal(-1)]) == 10**24 - 2
    with pytest.raises(InvalidValueError, match=r"^sum must be a result below"):
        decimal_sum([most, Decimal(1)])
    with pytest.raises(InvalidValueError):
        decimal_sum([most, Decimal("1E-35")])


def test_an_empty_sum_is_zero() -> None:
    assert decimal_text(decimal_sum([])) == "0"


@pytest.mark.parametrize("bad", ["NaN", "Infinity", "1E+99999999"])
def test_what_is_not_finite_leaves_no_function_unnoticed(bad: str) -> None:
    with pytest.raises(InvalidValueError):
        decimal_sum([Decimal(1), Decimal(bad)])
    with pytest.raises(InvalidValueError):
        decimal_multiply(Decimal(1), Decimal(bad))
    with pytest.raises(InvalidValueError):
        to_fraction(Decimal(bad))
    with pytest.raises(InvalidValueError):
        decimal_text(Decimal(bad))


def test_a_product_that_is_not_exact_is_refused() -> None:
    tiny = Decimal("1E-20")
    assert decimal_multiply(tiny, Decimal("1E-15")) == Decimal("1E-35")
    with pytest.raises(InvalidValueError, match=r"^product must be a result below"):
        decimal_multiply(tiny, Decimal("1E-16"))
    with pytest.raises(InvalidValueError):
        decimal_multiply(Decimal(10**12), Decimal(10**12))


@pytest.mark.parametrize(
    ("numerator", "denominator", "nearest"),
    [
        (0, 7, 0),
        (1, 2, 0),
        (3, 2, 2),
        (5, 2, 2),
        (7, 2, 4),
        (-1, 2, 0),
        (-3, 2, -2),
        (-5, 2, -2),
        (10, 3, 3),
        (11, 3, 4),
        (-10, 3, -3),
        (-11, 3, -4),
        # 2,745,159 cents x 10 days of 60 is 457,526.5 exactly: a true tie, which
        # dividing the days first, in decimals, would lose.
        (2_745_159 * 10, 60, 457_526),
    ],
)
def test_a_half_rounds_to_the_even_number(
    numerator: int, denominator: int, nearest: int
) -> None:
    assert half_even(numerator, denominator) == nearest


@pytest.mark.parametrize("bad", [0, -1])
def test_rounding_needs_a_denominator_above_zero(bad: int) -> None:
    with pytest.raises(InvalidValueError, match="denominator must be above zero"):
        half_even(1, bad)


@pytest.mark.parametrize(
    ("fraction", "digits"),
    [
        (Fraction(0), "0"),
        (Fraction(-7), "-7"),
        (Fraction(1, 8), "0.125"),
        (Fraction(-1, 1000), "-0.001"),
        (Fraction(3, 400), "0.0075"),
        (Fraction(17500), "17500"),
        (Fraction(1, 10**35), "0." + "0" * 34 + "1"),
    ],
)
def test_a_fraction_with_an_end_becomes_its_decimal(
    fraction: Fraction, digits: str
) -> None:
    found = fraction_to_decimal_exact(fraction)
    assert found is not None
    assert decimal_text(found) == digits


@pytest.mark.parametrize("twos", range(8))
@pytest.mark.parametrize("fives", range(8))
def test_it_has_as_few_places_as_it_takes(twos: int, fives: int) -> None:
    for numerator in (1, 7, -3, 1_234_567):
        found = fraction_to_decimal_exact(Fraction(numerator, 2**twos * 5**fives))
        assert found is not None
        with decimal.localcontext(decimal.Context(prec=60)):
            divided = Decimal(numerator) / Decimal(2**twos * 5**fives)
        assert decimal_text(found) == format(divided, "f")


@pytest.mark.parametrize(
    "fraction",
    [
        Fraction(1, 3),
        Fraction(2, 7),
        Fraction(1, 10**36),
        Fraction(1, 2**36),
        Fraction(10**24),
        Fraction(10**60 + 1, 10**30),
        Fraction(10**23 * 2**20 + 1, 2**20),  # 44 digits
    ],
)
def test_a_fraction_no_amount_can_hold_becomes_none(fraction: Fraction) -> None:
    assert fraction_to_decimal_exact(fraction) is None
