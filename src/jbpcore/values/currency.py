"""The minor units of currencies, after ISO 4217.

The digits are those of the standard, which money is counted and booked in. How many
are *shown* differs from place to place and belongs to formatting.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from jbpcore.errors import InvalidValueError, UnknownCurrencyError

__all__ = ["MINOR_DIGITS", "check_currency", "minor_digits"]

_CIRCULATING: Mapping[int, str] = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN
        BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP
        ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR
        IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT
        MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP
        PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC
        SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD
        XCD XCG YER ZAR ZMW ZWG
    """,
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
# Withdrawn, but plans, quotas and ledgers of the past are still in them. The digits
# are those of the last edition that listed the code.
_WITHDRAWN: Mapping[int, str] = {
    0: """
        ADP BEF BYB BYR ESP GRD ITL LUF MGF PTE TPE TRL
    """,
    2: """
        ANG ATS AZM BGL BGN BRE BRR CSD CUC CYP DEM EEK FIM FRF GHC GWP HRK IEP LTL
        LVL MRO MTL MXP MZM NLG PLZ ROL RUR SDD SIT SKK SLL SRG STD TJR TMM UAK VEB
        VEF YUM ZMK ZWD ZWL ZWN ZWR
    """,
}


def _table() -> dict[str, int]:
    return {
        code: digits
        for table in (_WITHDRAWN, _CIRCULATING)
        for digits, codes in table.items()
        for code in codes.split()
    }


MINOR_DIGITS: Mapping[str, int] = MappingProxyType(_table())
"""Decimal places of the minor unit by ISO 4217 code; read-only."""

_SHAPE = re.compile("[A-Z]{3}")


def check_currency(value: object, field: str) -> str:
    """Return *value* if it has the shape of a currency code.

    Only the shape is checked, so that codes newer than this release still load.

    Args:
        value: What was given.
        field: What is being set, for the message, as ``"Money.currency"``.

    Raises:
        InvalidValueError: If *value* is not three capital letters A to Z.

    Examples:
        >>> check_currency("EUR", "Plan.currency")
        'EUR'
    """
    if isinstance(value, str) and _SHAPE.fullmatch(value):
        return str.__str__(value)  # plain text, also from a member of an enum
    expected = "an ISO 4217 code of three capital letters, such as 'EUR'"
    raise InvalidValueError(field, value, expected)


def minor_digits(code: str) -> int:
    """Return how many decimal places the minor unit of a currency has.

    Args:
        code: ISO 4217 alphabetic code, in capitals. Codes without a minor unit, such
            as gold (``XAU``) or special drawing rights (``XDR``), are unknown here.

    Raises:
        UnknownCurrencyError: If no minor unit is known for *code*.

    Examples:
        >>> minor_digits("EUR"), minor_digits("JPY"), minor_digits("KWD")
        (2, 0, 3)
    """
    try:
        return MINOR_DIGITS[code]
    except (KeyError, TypeError):
        raise UnknownCurrencyError(code) from None
