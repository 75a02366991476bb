from __future__ import annotations

import decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbpcore.formatting.short_amounts import show_short_amount, show_short_number
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio


@pytest.mark.parametrize(
    ("amount", "down", "up"),
    [
        (Money("7500", "USD"), "$7,500", "$7,500"),
        (Money("12362.64", "USD"), "$12,362", "$12,363"),
        (Money("-500.40", "USD"), "-$501", "-$500"),
        (Money("99.50", "USD"), "$99.50", "$99.50"),
        (Money("99", "USD"), "$99", "$99"),
        (Money("0", "EUR"), "€0", "€0"),
        (Money("1234567", "JPY"), "¥1,234,567", "¥1,234,567"),
        (Money("100.001", "BHD"), "BHD\xa0100", "BHD\xa0101"),
        (Quantity("7.42", "deals"), "7.4 deals", "7.5 deals"),
        (Quantity("1200", "seats"), "1,200 seats", "1,200 seats"),
        (Ratio(Fraction(1, 3)), "33.3%", "33.4%"),
        (Ratio("0.03"), "3.0%", "3.0%"),
    ],
)
def test_short_amounts_round_the_way_that_flatters_nobody(
    amount: Money | Quantity | Ratio, down: str, up: str
) -> None:
    assert show_short_amount(amount) == down
    assert show_short_amount(amount, upward=True) == up


def test_the_number_alone_leaves_out_the_unit() -> None:
    assert show_short_number(Quantity("7.42", "deals")) == "7.4"
    assert show_short_number(Ratio("0.004")) == "0.4"
    assert show_short_number(Money("7500.99", "USD")) == "7,500"


def test_the_locale_decides_signs_and_groups() -> None:
    amount = Money("1234567", "EUR")
    assert show_short_amount(amount, locale="de_DE") == "1.234.567\xa0€"
    assert show_short_amount(amount, locale="en_IN") == "€12,34,567"


@given(cents=st.integers(0, 10**9), target=st.integers(100, 10**7))
def test_what_is_in_and_what_is_missing_add_up(cents: int, target: int) -> None:
    attained = Money.from_minor(cents, "USD")
    gap = Money(target, "USD") - attained
    if abs(attained.amount) < 100 or abs(gap.amount) < 100:
        return  # these show their cents
    shown = [show_short_amount(attained), show_short_amount(gap, upward=True)]
    inside = [int(text.replace("$", "").replace(",", "")) for text in shown]
    assert sum(inside) == target


def test_the_hosts_decimal_context_changes_no_digit() -> None:
    with decimal.localcontext(prec=2, rounding=decimal.ROUND_UP):
        assert show_short_amount(Money("123456.78", "USD")) == "$123,456"
