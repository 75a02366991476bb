"""Laws of values that hold whatever the numbers are."""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from jbpcore.testing.value_strategies import ids, money, quantities, ratios, texts
from jbpcore.values.allocation import allocate_minor
from jbpcore.values.decimals import (
    decimal_text,
    exact_decimal,
    fraction_to_decimal_exact,
    half_even,
    to_fraction,
)
from jbpcore.values.ids import check_id
from jbpcore.values.money import Money
from jbpcore.values.parsing import parse_amount
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio
from jbpcore.values.text import check_name, check_text

amounts = st.decimals(Decimal(-(10**15)), Decimal(10**15), allow_nan=False, places=12)
weights = st.lists(
    st.one_of(st.integers(0, 10**6), st.fractions(0, 10, max_denominator=1000)),
    min_size=1,
    max_size=30,
).filter(any)
totals = st.integers(-(10**12), 10**12)
contexts = st.builds(
    decimal.Context,
    prec=st.integers(1, 40),
    rounding=st.sampled_from([decimal.ROUND_UP, decimal.ROUND_FLOOR]),
    Emax=st.sampled_from([3, 999_999]),
)


@given(totals, weights)
def test_parts_add_up_and_stay_within_one_unit_of_their_share(
    total: int, given_weights: list[Fraction | int]
) -> None:
    parts = allocate_minor(total, given_weights)
    whole = sum(given_weights, Fraction(0))
    assert sum(parts) == total
    for part, weight in zip(parts, given_weights, strict=True):
        assert abs(part - Fraction(total) * weight / whole) < 1
        if weight == 0:
            assert part == 0


@given(totals, weights)
def test_sharing_a_debt_mirrors_sharing_a_credit(
    total: int, given_weights: list[Fraction | int]
) -> None:
    mirrored = tuple(-part for part in allocate_minor(-total, given_weights))
    assert mirrored == allocate_minor(total, given_weights)


@given(totals, weights, st.fractions(Fraction(1, 1000), 1000, max_denominator=1000))
def test_the_scale_of_the_weights_does_not_matter(
    total: int, given_weights: list[Fraction | int], factor: Fraction
) -> None:
    scaled = [weight * factor for weight in given_weights]
    assert allocate_minor(total, scaled) == allocate_minor(total, given_weights)


@given(totals, weights)
def test_a_larger_weight_never_gets_less(
    total: int, given_weights: list[Fraction | int]
) -> None:
    parts = allocate_minor(abs(total), given_weights)
    ranked = sorted(zip(given_weights, parts, strict=True))
    for (light, fewer), (heavy, more) in pairwise(ranked):
        assert light == heavy or fewer <= more


@given(money(), st.integers(1, 60))
def test_splitting_is_sharing_out_by_equal_weights(whole: Money, count: int) -> None:
    parts = whole.split(count)
    assert parts == whole.allocate(["0.1"] * count)
    assert sum(parts, Money.zero(whole.currency)) == whole
    minors = [part.to_minor() for part in parts]
    assert max(minors) - min(minors) <= 1


@given(amounts, amounts, contexts)
def test_sums_agree_with_fractions_in_any_context(
    left: Decimal, right: Decimal, context: decimal.Context
) -> None:
    with decimal.localcontext(context):
        total = Money(left, "EUR") + Money(right, "EUR")
        difference = Money(left, "EUR") - Money(right, "EUR")
    assert Fraction(total.amount) == Fraction(left) + Fraction(right)
    assert Fraction(difference.amount) == Fraction(left) - Fraction(right)


@given(money(currency="EUR"), money(currency="EUR"), money(currency="EUR"))
def test_money_adds_like_numbers(one: Money, two: Money, three: Money) -> None:
    assert one + two == two + one
    assert (one + two) + three == one + (two + three)
    assert one + two - two == one
    negative = -one
    assert -negative == one
    assert one * 3 == one + one + one
    assert (one < two) == (one.amount < two.amount) == (two > one)
    assert (one <= two) == (not one > two)


@given(quantities(unit="deals", places=2), quantities(unit="deals", min_amount=1))
def test_a_ratio_times_its_base_is_the_amount(part: Quantity, whole: Quantity) -> None:
    ratio = part.ratio_to(whole)
    assert ratio * to_fraction(whole.amount) == to_fraction(part.amount)


@given(money())
def test_minor_units_go_there_and_back(amount: Money) -> None:
    assert amount.is_whole_minor
    assert Money.from_minor(amount.to_minor(), amount.currency) == amount
    assert amount.rounded() == amount


@given(amounts)
def test_rounding_agrees_with_the_standard_library(amount: Decimal) -> None:
    with decimal.localcontext(prec=60, rounding=decimal.ROUND_HALF_EVEN):
        nearest = amount.quantize(Decimal("0.01"))
    assert Money(amount, "EUR").rounded().amount == nearest


@given(st.integers(), st.integers(1))
def test_rounding_a_quotient_agrees_with_the_standard_library(
    numerator: int, denominator: int
) -> None:
    assert half_even(numerator, denominator) == round(Fraction(numerator, denominator))


@given(amounts)
def test_text_in_plain_digits_reads_back_the_same(amount: Decimal) -> None:
    text = decimal_text(amount)
    assert "E" not in text
    assert exact_decimal(text, "amount") == parse_amount(text) == amount
    assert fraction_to_decimal_exact(to_fraction(amount)) == amount


@given(amounts)
def test_a_grouped_amount_reads_like_the_plain_one(amount: Decimal) -> None:
    grouped = f"{amount:,f}"  # the standard library marks the groups
    continental = grouped.translate(str.maketrans(",.", ".,"))
    assert parse_amount(grouped, group_mark=",") == amount
    assert parse_amount(continental, decimal_mark=",", group_mark=".") == amount


@given(st.text(max_size=12))
def test_any_text_is_an_amount_in_ascii_digits_or_refused(text: str) -> None:
    try:
        amount = parse_amount(text, group_mark=",", accounting=True)
    except ValueError:
        return
    assert text.isascii()
    digits = text.translate(str.maketrans("(", "-", "),"))
    assert Decimal(digits) == amount


@given(ratios(), ratios())
def test_ratios_calculate_like_fractions(left: Ratio, right: Ratio) -> None:
    assert (left + right).value == left.value + right.value
    assert (left - right).value == left.value - right.value
    assert (left < right) == (left.value < right.value)
    assert Ratio(str(left)) == left


@given(ids())
def test_every_drawn_id_is_one(value: str) -> None:
    assert check_id(value, "id") == value


@given(texts(), texts(min_length=0), texts(one_line=True))
def test_every_drawn_text_is_accepted_and_can_be_encoded(
    text: str, maybe_empty: str, name: str
) -> None:
    assert check_text(text, "text").encode().decode() == text
    assert check_text(maybe_empty, "text", allow_empty=True) == maybe_empty
    assert check_name(name, "name") == name
