"""What arithmetic promises of money, counts, ratios and ids, for all of them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jbpcore.errors import (
    CurrencyMismatchError,
    InvalidValueError,
    UnitMismatchError,
)
from jbpcore.testing.value_strategies import ids, money, quantities, ratios, texts
from jbpcore.values.currency import MINOR_DIGITS, check_currency, minor_digits
from jbpcore.values.decimals import (
    decimal_multiply,
    decimal_sum,
    fraction_to_decimal_exact,
    half_even,
    to_fraction,
)
from jbpcore.values.ids import check_id, new_id
from jbpcore.values.money import Money
from jbpcore.values.parsing import parse_amount
from jbpcore.values.quantity import Quantity
from jbpcore.values.quotient import Quotient
from jbpcore.values.ratio import Ratio
from jbpcore.values.text import check_name, check_text

euros = money(currency="EUR")
deals = quantities(unit="deals", places=3)
factors = st.decimals(-1000, 1000, places=4)
codes = st.sampled_from(sorted(MINOR_DIGITS))


@given(st.lists(euros, max_size=8), st.randoms(use_true_random=False))
def test_a_sum_does_not_depend_on_the_order(amounts: list[Money], dice: object) -> None:
    shuffled = list(amounts)
    dice.shuffle(shuffled)  # type: ignore[attr-defined] # a random.Random
    zero = Money.zero("EUR")
    assert sum(amounts, zero) == sum(shuffled, zero)


@given(euros, euros, factors)
def test_a_product_distributes_over_a_sum(
    one: Money, two: Money, factor: Decimal
) -> None:
    assert (one + two) * factor == one * factor + two * factor
    assert one * factor == factor * one


@given(deals, factors, factors)
def test_factors_may_be_taken_together(
    count: Quantity, one: Decimal, two: Decimal
) -> None:
    together = Fraction(one) * Fraction(two) * Fraction(count.amount)
    assert Fraction((count * one * two).amount) == together


@given(euros)
def test_an_amount_less_itself_is_nothing(amount: Money) -> None:
    nothing = amount - amount
    assert nothing.is_zero
    assert str(nothing.amount.is_signed()) == "False"
    assert amount + nothing == amount
    assert nothing  # no amount is false, lest it be taken for a missing one


@given(euros)
def test_the_absolute_amount_is_the_greater_of_both_signs(amount: Money) -> None:
    assert abs(amount) == max(amount, -amount)
    assert abs(amount) == abs(-amount)
    assert +amount == amount


@given(euros, euros)
def test_a_sum_is_never_farther_than_both_ways_together(one: Money, two: Money) -> None:
    assert abs(one + two) <= abs(one) + abs(two)


@given(euros, euros)
def test_exactly_one_of_less_equal_and_greater_holds(one: Money, two: Money) -> None:
    assert [one < two, one == two, one > two].count(True) == 1
    assert (one >= two) == (not one < two)
    assert (one <= two) == (one < two or one == two)


@given(euros, euros, euros)
def test_adding_the_same_to_both_keeps_the_order(
    one: Money, two: Money, more: Money
) -> None:
    assert (one < two) == (one + more < two + more)
    assert (one < two) == (-two < -one)


@given(st.integers(-(10**9), 10**9), st.integers(0, 6), codes)
def test_trailing_zeros_make_no_other_amount(units: int, zeros: int, code: str) -> None:
    plain = Money(units, code)
    padded = Money(f"{units}.{'0' * zeros}" if zeros else str(units), code)
    assert plain == padded
    assert hash(plain) == hash(padded)


@given(money(), money())
def test_currencies_never_mix(one: Money, two: Money) -> None:
    assume(one.currency != two.currency)
    assert one != two
    with pytest.raises(CurrencyMismatchError):
        one + two
    with pytest.raises(CurrencyMismatchError):
        one - two
    with pytest.raises(CurrencyMismatchError):
        one < two  # noqa: B015 - it is refused
    with pytest.raises(CurrencyMismatchError):
        one.ratio_to(two)


@given(euros, deals, ratios())
def test_kinds_of_figures_never_mix(cash: Money, count: Quantity, rate: Ratio) -> None:
    for one, two in ((cash, count), (count, cash), (rate, cash), (rate, count)):
        with pytest.raises(UnitMismatchError):
            one + two
        with pytest.raises(UnitMismatchError):
            one - two
        with pytest.raises(UnitMismatchError):
            one >= two  # type: ignore[operator] # noqa: B015 - it is refused


@given(euros, st.one_of(st.integers(), st.decimals(allow_nan=False), st.fractions()))
def test_a_bare_number_is_never_an_amount(amount: Money, bare: Decimal) -> None:
    with pytest.raises(UnitMismatchError):
        amount + bare  # type: ignore[operator]
    with pytest.raises(UnitMismatchError):
        bare - amount
    with pytest.raises(UnitMismatchError):
        amount <= bare  # type: ignore[operator] # noqa: B015 - it is refused


@given(st.floats())
def test_a_float_is_never_exact(number: float) -> None:
    for make in (lambda: Money(number, "EUR"), lambda: Ratio(number)):  # type: ignore[arg-type]
        with pytest.raises(InvalidValueError):
            make()
    with pytest.raises(InvalidValueError):
        Money(1, "EUR") * number  # type: ignore[operator]


@given(euros, euros)
def test_ratios_of_two_amounts_are_each_other_turned_round(
    one: Money, two: Money
) -> None:
    assume(not one.is_zero and not two.is_zero)
    assert one.ratio_to(two) * two.ratio_to(one) == 1
    assert one.ratio_to(one) == 1
    assert (-one).ratio_to(two) == -one.ratio_to(two)


@given(euros, euros)
def test_nothing_is_a_share_of_nothing(one: Money, two: Money) -> None:
    with pytest.raises(InvalidValueError):
        one.ratio_to(two - two)


@given(money(), st.decimals(-1, 1, places=9))
def test_rounding_moves_an_amount_by_half_a_unit_at_most(
    amount: Money, more: Decimal
) -> None:
    exact = amount + Money(more, amount.currency)
    unit = Fraction(1, 10**exact.minor_digits)
    rounded = exact.rounded()
    assert rounded.is_whole_minor
    assert rounded.rounded() == rounded
    assert abs(Fraction(rounded.amount) - Fraction(exact.amount)) <= unit / 2
    assert (-exact).rounded() == -rounded


@given(euros, euros)
def test_rounding_keeps_the_order(one: Money, two: Money) -> None:
    low, high = sorted((one * Decimal("0.37"), two * Decimal("0.37")))
    assert low.rounded() <= high.rounded()


@given(st.integers(-(10**20), 10**20), st.integers(1, 10**9), st.integers(1, 1000))
def test_rounding_does_not_depend_on_how_a_quotient_is_written(
    above: int, below: int, factor: int
) -> None:
    assert half_even(above, below) == half_even(above * factor, below * factor)
    assert half_even(-above, below) == -half_even(above, below)
    assert half_even(above * below, below) == above


@given(st.fractions(-(10**6), 10**6, max_denominator=10**6))
def test_a_fraction_is_a_decimal_exactly_if_its_denominator_has_only_2_and_5(
    value: Fraction,
) -> None:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    written = fraction_to_decimal_exact(value)
    assert (written is not None) == (rest == 1)
    if written is not None:
        assert to_fraction(written) == value
        assert written.as_tuple().exponent == 0 or str(written)[-1] != "0"


@given(factors, factors)
def test_products_and_sums_are_those_of_fractions(one: Decimal, two: Decimal) -> None:
    assert Fraction(decimal_multiply(one, two)) == Fraction(one) * Fraction(two)
    assert Fraction(decimal_sum([one, two])) == Fraction(one) + Fraction(two)
    assert decimal_sum([one, one.copy_negate()]) == 0


@given(ratios(), ratios(), ratios())
def test_ratios_add_like_numbers(one: Ratio, two: Ratio, three: Ratio) -> None:
    assert one + two == two + one
    assert (one + two) + three == one + (two + three)
    assert one + two - two == one
    negative = -one
    assert -negative == one
    assert abs(one) == max(one, -one)
    assert +one == one
    assert (one <= two) == (not one > two)
    assert (one >= two) == (not one < two)


@given(st.integers(-(10**6), 10**6), st.integers(1, 10**4))
def test_a_ratio_has_many_texts_and_one_value(above: int, below: int) -> None:
    exact = Fraction(above, below)
    assert Ratio(f"{above}/{below}").value == exact
    assert Ratio(exact) == Ratio(f"{exact.numerator}/{exact.denominator}")
    assert Ratio(f"{above}%").value == Fraction(above, 100)
    assert Ratio(above).is_zero == (above == 0)


@given(deals, deals)
def test_a_quotient_divides_what_was_added_up(above: Quantity, below: Quantity) -> None:
    quotient = Quotient(above, below)
    if below.is_zero:
        assert quotient.ratio is None
    else:
        assert quotient.ratio == above.ratio_to(below)
        assert quotient.ratio == Quotient(above * 3, below * 3).ratio


@given(euros, deals)
def test_a_quotient_is_of_two_things_of_one_kind(cash: Money, count: Quantity) -> None:
    for above, below in ((cash, count), (count, cash), (cash, Money(1, "USD"))):
        with pytest.raises(InvalidValueError):
            Quotient(above, below)


@given(st.text(max_size=5))
def test_a_currency_is_three_capital_letters(text: str) -> None:
    capital = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    if len(text) == 3 and all(letter in capital for letter in text):
        assert check_currency(text, "currency") == text
    else:
        with pytest.raises(InvalidValueError):
            check_currency(text, "currency")


@given(codes, st.integers(-(10**12), 10**12))
def test_a_minor_unit_is_that_part_of_the_major(code: str, minor: int) -> None:
    made = Money.from_minor(minor, code)
    assert Fraction(made.amount) * 10 ** minor_digits(code) == minor
    assert made.to_minor() == minor


@given(ids(max_length=127), st.sampled_from(" /\\#?%\n\x00é"))
def test_an_id_with_any_other_sign_in_it_is_none(value: str, sign: str) -> None:
    for spoiled in (value + sign, sign + value):
        with pytest.raises(InvalidValueError):
            check_id(spoiled, "id")


@given(st.integers(2, 200))
def test_new_ids_go_up_and_are_ids(count: int) -> None:
    made = [new_id() for _ in range(count)]
    assert made == sorted(set(made))
    assert all(check_id(one, "id") == one for one in made)


@given(texts(one_line=True), st.sampled_from("\x00\x07\x0b\x1b\x7f\x85\ud800\udfff"))
def test_what_a_terminal_or_store_acts_on_is_in_no_text(text: str, sign: str) -> None:
    for spoiled in (text + sign, sign + text):
        with pytest.raises(InvalidValueError):
            check_text(spoiled, "text", max_length=1000)


@given(texts(one_line=True), st.sampled_from("\n\t\u2028\u2029"))
def test_a_name_has_one_line_and_a_text_may_have_more(name: str, sign: str) -> None:
    longer = f"{name[:99]}{sign}{name[:99]}"
    assume(longer.strip())
    assert check_text(longer, "text") == longer
    with pytest.raises(InvalidValueError):
        check_name(longer, "name")


@given(st.integers(-(10**12), 10**12), st.sampled_from(["'", "\u2019", " ", "\u202f"]))
def test_any_group_mark_that_is_stated_reads_back(units: int, mark: str) -> None:
    written = f"{units:,}".replace(",", mark)
    assert parse_amount(written, group_mark=mark) == units


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_brackets_are_a_minus_only_where_that_is_said(units: int, cents: int) -> None:
    written = f"({units}.{cents:02})"
    exact = Fraction(units * 100 + cents, -100)
    assert Fraction(parse_amount(written, accounting=True)) == exact
    with pytest.raises(InvalidValueError):
        parse_amount(written)
