from __future__ import annotations

from decimal import Decimal

import pytest

from jbpcore.errors import InvalidValueError
from jbpcore.values.parsing import parse_amount


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("0", "0"),
        ("1250.50", "1250.50"),
        ("-1250.5", "-1250.5"),
        ("+5", "5"),
        ("-0", "0"),
        ("007", "7"),
        ("999999999999999999999999", "999999999999999999999999"),
    ],
)
def test_plain_digits_are_read_exactly(text: str, digits: str) -> None:
    assert str(parse_amount(text)) == digits


@pytest.mark.parametrize(
    "bad",
    [
        "",
        " ",
        " 5",
        "5 ",
        "5\n",
        "5\t",
        "1 000",
        "1\u00a0000",
        "NaN",
        "nan",
        "Infinity",
        "-inf",
        "1e5",
        "1E5",
        "1_000",
        "1,000",
        "1,5",
        ".5",
        "5.",
        "-.5",
        ".",
        "-",
        "+",
        "--5",
        "- 5",
        "5-",
        "(5.00)",
        "$5",
        "5 €",
        "5%",
        "0x1F",
        "1.2.3",
        "１２３",  # noqa: RUF001  # full-width digits are what is tested
        "١٢٣",
        "१२३",
        "²",
        "−5",  # the typographic minus is what is tested
        "=5",
        "5\x00",
        "9" * 25,
        "9" * 1_000_000,
        None,
        5,
        5.0,
        Decimal(5),
        b"5",
    ],
    ids=lambda bad: ascii(bad)[:24],
)
def test_nothing_else_is_read(bad: object) -> None:
    with pytest.raises(InvalidValueError, match=r"^row 3 must be"):
        parse_amount(bad, field="row 3")  # type: ignore[arg-type]  # from untyped code


@pytest.mark.parametrize(
    ("text", "decimal_mark", "group_mark", "digits"),
    [
        ("1,234,567.89", ".", ",", "1234567.89"),
        ("12,34,567.89", ".", ",", "1234567.89"),  # India
        ("1,00,00,000", ".", ",", "10000000"),  # one crore
        ("-1.234,50", ",", ".", "-1234.50"),
        ("1234,50", ",", ".", "1234.50"),  # marking groups is not a must
        ("0,5", ",", ".", "0.5"),
        ("1'234.50", ".", "'", "1234.50"),  # Switzerland
        ("1\u2019234.50", ".", "'", "1234.50"),
        ("1 234,50", ",", " ", "1234.50"),
        ("1\u202f234\u202f567,50", ",", " ", "1234567.50"),  # France, as CLDR has it
        ("1\u00a0234,50", ",", " ", "1234.50"),  # and as it was before
        ("1 234,50", ",", "\u00a0", "1234.50"),
    ],
)
def test_groups_are_read_where_their_mark_is_stated(
    text: str, decimal_mark: str, group_mark: str, digits: str
) -> None:
    found = parse_amount(text, decimal_mark=decimal_mark, group_mark=group_mark)
    assert str(found) == digits


@pytest.mark.parametrize(
    ("text", "decimal_mark", "group_mark"),
    [
        ("1,23", ".", ","),
        ("1,2345", ".", ","),
        ("1234,567", ".", ","),
        ("12,345,67", ".", ","),
        ("1,234,56,789", ".", ","),
        ("123,45,678", ".", ","),
        (",123", ".", ","),
        ("1,,234", ".", ","),
        ("1,234,", ".", ","),
        ("1,234.5,6", ".", ","),
        ("1.5,000", ".", ","),
        ("0,123", ".", ","),  # a decimal comma in a file said to have points
        ("00,123", ".", ","),
        ("1.234,5", ".", ","),
        ("1,234.5", ",", "."),
        ("1 234\u00a0567", ".", " "),  # two kinds of blank in one amount
        ("1  234", ".", " "),
        ("1 234 ", ".", " "),
        ("1\n234", ".", " "),
        ("1_234", ".", ","),
        ("1\u2019234'567", ".", "'"),
    ],
)
def test_improper_groups_are_refused(
    text: str, decimal_mark: str, group_mark: str
) -> None:
    with pytest.raises(InvalidValueError, match=r"^amount must be an amount in digits"):
        parse_amount(text, decimal_mark=decimal_mark, group_mark=group_mark)


def test_negatives_in_parentheses_are_read_only_when_asked_for() -> None:
    assert parse_amount("(5.00)", accounting=True) == Decimal("-5.00")
    assert parse_amount("5.00", accounting=True) == Decimal("5.00")
    assert parse_amount("-5.00", accounting=True) == Decimal("-5.00")
    found = parse_amount("(1,250.50)", group_mark=",", accounting=True)
    assert found == Decimal("-1250.50")
    for bad in ("(-5)", "(+5)", "-(5)", "((5))", "(5", "5)", "()", "(5) ", "( 5 )"):
        with pytest.raises(InvalidValueError):
            parse_amount(bad, accounting=True)


@pytest.mark.parametrize("bad", ["", ";", "\u066b", "5", "..", None, [","]])
def test_a_decimal_mark_is_a_point_or_a_comma(bad: object) -> None:
    with pytest.raises(InvalidValueError, match=r"^decimal_mark must be"):
        parse_amount("5", decimal_mark=bad)  # type: ignore[arg-type]  # from untyped code


@pytest.mark.parametrize("bad", ["", ".", "_", ";", "5", "-", ",,", [","]])
def test_a_group_mark_is_another_known_mark(bad: object) -> None:
    with pytest.raises(InvalidValueError, match=r"^group_mark must be"):
        parse_amount("5", group_mark=bad)  # type: ignore[arg-type]  # from untyped code


def test_the_message_says_which_marks_were_expected() -> None:
    with pytest.raises(InvalidValueError, match=r"with ',' before the decimals and '"):
        parse_amount("12 €", decimal_mark=",", group_mark=".")
