"""Digits framed once are digits as babel writes them, in a seventh of its locales."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel import localedata
from babel.core import Locale
from babel.numbers import format_currency, format_decimal, format_percent

from jbpcore.formatting.number_frames import (
    decimal_frame,
    money_frame,
    percent_frame,
    with_minus,
)
from jbpcore.formatting.numbers import show_amount
from jbpcore.values.money import Money

# Of all of them, the same was seen when this was written.
LOCALES = sorted({*localedata.locale_identifiers()[::7], "de_CH", "en_IN", "ar_EG"})
VALUES = (0, 7, -7, 99, 100, 999, 1000, -1001, 9999, 10000, 123456, -1234567, 10**13)


@pytest.mark.parametrize("start", range(2))
def test_a_frame_gives_what_babel_gives(start: int) -> None:
    for locale in LOCALES[start::2]:
        parsed = Locale.parse(locale)
        number, percent = (
            decimal_frame(locale),
            percent_frame(locale),
        )
        for value in VALUES:
            tenths, hundredths = Decimal(value) / 10, Decimal(value) / 100
            if number is not None:
                assert number.write(value) == with_minus(
                    format_decimal(value, locale=parsed), parsed
                )
                shown = number.write(value, digits=1, keeps_zeros=False)
                assert shown == with_minus(
                    format_decimal(tenths, locale=parsed), parsed
                )
            if percent is not None:
                told = format_percent(hundredths, locale=parsed)
                assert percent.write(value) == with_minus(told, parsed)


@pytest.mark.parametrize("currency", ["USD", "EUR", "JPY", "KWD"])
@pytest.mark.parametrize(
    "locale", ["en_US", "de_DE", "en_IN", "fr_FR", "ja_JP", "ar_EG"]
)
def test_money_is_as_babel_writes_it(locale: str, currency: str) -> None:
    parsed = Locale.parse(locale)
    pattern = parsed.currency_formats["standard"].pattern.replace(".00", "")
    frame = money_frame(locale, currency)
    assert frame is not None
    for value in VALUES:
        shown = format_currency(
            value, currency, format=pattern, locale=parsed, currency_digits=False
        )
        if currency != "KWD":  # babel lets the code touch the digits
            assert frame.write(value) == with_minus(shown, parsed)


@pytest.mark.parametrize("currency", ["USD", "EUR", "JPY", "CLP", "GBP"])
@pytest.mark.parametrize(
    "locale", ["en_US", "de_DE", "en_IN", "fr_FR", "ja_JP", "hi_IN"]
)
def test_money_with_its_cents_is_as_babel_writes_it(locale: str, currency: str) -> None:
    parsed = Locale.parse(locale)
    for text in (
        "0",
        "7",
        "-7.5",
        "0.005",
        "0.015",
        "999.99",
        "-1234567.89",
        "12362.64",
    ):
        told = format_currency(Decimal(text), currency, locale=parsed)
        if currency != "CLP":  # babel lets the code touch the digits
            assert show_amount(Money(text, currency), locale=locale) == told


def test_few_locales_have_no_frame() -> None:
    without = {locale for locale in LOCALES if decimal_frame(locale) is None}
    assert {locale for locale in without if not locale.startswith("gsw")} <= {
        "de_CH", "de_LI", "en_CH", "fr_CH", "it_CH",
    }  # fmt: skip


def test_the_minus_is_that_of_the_locale() -> None:
    # CLDR: a true minus in Swedish, a hyphen in English.
    swedish, english = decimal_frame("sv_SE"), decimal_frame("en_US")
    assert swedish is not None
    assert english is not None
    assert (swedish.write(-500), english.write(-500)) == ("\N{MINUS SIGN}500", "-500")
