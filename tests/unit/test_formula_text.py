"""Numbers in the formulas of templates."""

from __future__ import annotations

from fractions import Fraction

import pytest

from jbpcore.errors import InvalidValueError
from jbpcore.model.formula import FixedAmount
from jbpcore.model.formula_text import parse_operand


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("250000 EUR", 250_000, "EUR"),
        ("250.0000 EUR", 250, "EUR"),
        ("250.00 EUR", 250, "EUR"),
        ("0.125 EUR", Fraction(1, 8), "EUR"),
        ("1250.125 EUR", Fraction(10_001, 8), "EUR"),
        ("250.000 KWD", 250, "KWD"),
        ("12.345%", Fraction(12_345, 100_000), "%"),
    ],
)
def test_a_point_marks_decimals(text: str, number: Fraction, unit: str) -> None:
    assert parse_operand(text) == FixedAmount(Fraction(number), unit)


@pytest.mark.parametrize("text", ["250.000 EUR", "1.500", "-12.345 people"])
def test_what_half_the_world_reads_as_thousands_is_refused(text: str) -> None:
    with pytest.raises(InvalidValueError, match="marks decimals") as refused:
        parse_operand(text)
    number = text.partition(" ")[0]
    assert f"must be {number.replace('.', '')}, or {number}0" in str(refused.value)


@pytest.mark.parametrize("unit", ["", "EUR", "KWD", "people", "%"])
@pytest.mark.parametrize("number", ["250", "250.5", "1.125", "12.345", "0.125"])
def test_what_is_written_is_read_again(number: str, unit: str) -> None:
    amount = FixedAmount(Fraction(number), unit)
    assert parse_operand(str(amount)) == amount
