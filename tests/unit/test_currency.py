from __future__ import annotations

from enum import Enum

import pytest

from jbpcore.errors import InvalidValueError, UnknownCurrencyError
from jbpcore.values.currency import MINOR_DIGITS, check_currency, minor_digits


@pytest.mark.parametrize(
    ("codes", "digits"),
    [
        ("JPY KRW CLP ISK VND XOF XAF XPF UGX PYG UYI", 0),
        ("EUR USD GBP CHF HUF IDR COP PKR CHE CHW COU MXV USN BOV", 2),
        ("BHD IQD JOD KWD LYD OMR TND", 3),
        ("CLF UYW", 4),
        ("ITL ESP BEF LUF PTE GRD TRL", 0),
        ("DEM FRF HRK EEK LVL LTL BGN ANG CUC ZWL SLL VEF CYP SKK", 2),
    ],
)
def test_digits_are_those_of_the_standard(codes: str, digits: int) -> None:
    assert {minor_digits(code) for code in codes.split()} == {digits}


@pytest.mark.parametrize(
    "bad", ["XAU", "XDR", "XTS", "XXX", "BTC", "usd", "", "USD ", None, 840, ["USD"]]
)
def test_a_code_without_a_minor_unit_is_unknown(bad: object) -> None:
    with pytest.raises(UnknownCurrencyError, match="No minor unit is known"):
        minor_digits(bad)  # type: ignore[arg-type]  # from untyped code


def test_the_table_is_well_formed_and_read_only() -> None:
    assert all(check_currency(code, "code") == code for code in MINOR_DIGITS)
    assert set(MINOR_DIGITS.values()) == {0, 2, 3, 4}
    with pytest.raises(TypeError):
        MINOR_DIGITS["EUR"] = 3  # type: ignore[index]  # that it cannot is the test


@pytest.mark.parametrize("bad", ["eur", "EURO", "EU", "E1R", "ÉUR", "", "EUR\n", None])
def test_a_code_has_three_capital_letters(bad: object) -> None:
    with pytest.raises(InvalidValueError, match=r"^Plan\.currency must be an ISO"):
        check_currency(bad, "Plan.currency")


def test_a_member_of_an_enum_becomes_plain_text() -> None:
    class HostCurrency(str, Enum):  # noqa: UP042  # hosts still write them so
        EURO = "EUR"

    assert type(check_currency(HostCurrency.EURO, "currency")) is str
    assert check_currency(HostCurrency.EURO, "currency") == "EUR"
