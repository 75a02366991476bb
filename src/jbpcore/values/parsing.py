"""Reading amounts as people and spreadsheets write them, strictly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from jbpcore.errors import InvalidValueError
from jbpcore.values.decimals import exact_decimal

__all__ = ["parse_amount"]

_DECIMAL_MARKS = (".", ",")
# What a stated mark stands for: the same mark as keyboards and programs vary it.
_GROUP_MARKS: Mapping[str, str] = MappingProxyType(
    {
        ",": ",",
        ".": ".",
        "'": "'\u2019",
        "\u2019": "'\u2019",
        " ": " \u00a0\u2009\u202f",
        "\u00a0": " \u00a0\u2009\u202f",
        "\u202f": " \u00a0\u2009\u202f",
    }
)
_LONGEST = 120


def parse_amount(
    text: str,
    *,
    decimal_mark: str = ".",
    group_mark: str | None = None,
    accounting: bool = False,
    field: str = "amount",
) -> Decimal:
    """Read one amount, exactly, or refuse it.

    An amount is an optional ``+`` or ``-``, ASCII digits, and optionally the decimal
    mark with digits after it. Nothing is guessed: marks between groups are read only
    where *group_mark* is stated, and then only in proper groups, of three digits
    (``1,234,567``) or as in India (``12,34,567``). Blanks at the ends are refused
    too; strip cells before.

    Args:
        text: What was written.
        decimal_mark: ``"."`` or ``","``.
        group_mark: ``","``, ``"."``, ``"'"`` or ``" "``, where groups may be marked.
            A stated apostrophe or blank stands for its typographic forms as well
            (no-break, thin), and one amount keeps to one of them.
        accounting: Whether ``(5.00)`` is read as -5.00.
        field: What is being read, for the message.

    Raises:
        InvalidValueError: If *text* is anything else, such as ``"1e5"``, ``"NaN"``,
            ``"1_000"``, ``".5"`` or ``"5."``, does not fit in an amount (see
            :func:`~jbpcore.values.decimals.exact_decimal`), or the marks are not two
            different ones of those above.

    Examples:
        >>> parse_amount("1.234.567,89", decimal_mark=",", group_mark=".")
        Decimal('1234567.89')
        >>> parse_amount("(1,250.00)", group_mark=",", accounting=True)
        Decimal('-1250.00')
    """
    _check_marks(decimal_mark, group_mark)
    if not isinstance(text, str) or len(text) > _LONGEST:
        raise InvalidValueError(field, text, f"text of at most {_LONGEST} characters")
    signed = text
    if accounting and text.startswith("(") and text.endswith(")"):
        signed = f"-{text[1:-1]}"
    found = _pattern(decimal_mark, group_mark).fullmatch(signed)
    if not found:
        marks = f"{decimal_mark!r} before the decimals"
        if group_mark:
            marks += f" and {group_mark!r} between whole groups, or none"
        raise InvalidValueError(field, text, f"an amount in digits, with {marks}")
    sign, whole, places = found.group("sign", "whole", "places")
    plain = sign + re.sub("[^0-9]", "", whole)
    return exact_decimal(f"{plain}.{places}" if places else plain, field)


def _check_marks(decimal_mark: str, group_mark: str | None) -> None:
    if decimal_mark not in _DECIMAL_MARKS:
        raise InvalidValueError("decimal_mark", decimal_mark, "'.' or ','")
    if group_mark is None:
        return
    is_known = isinstance(group_mark, str) and group_mark in _GROUP_MARKS
    if not is_known or group_mark == decimal_mark:
        expected = "',', '.', an apostrophe or a blank, and not the decimal mark"
        raise InvalidValueError("group_mark", group_mark, expected)


@lru_cache(maxsize=32)  # more than there are pairs of marks
def _pattern(decimal_mark: str, group_mark: str | None) -> re.Pattern[str]:
    whole = "[0-9]+"
    if group_mark is not None:
        mark = f"[{re.escape(_GROUP_MARKS[group_mark])}]"
        # Not from zero: "0,123" is a decimal comma, not a hundred and twenty-three.
        by_thousands = f"[1-9][0-9]{{0,2}}(?P<t>{mark})[0-9]{{3}}(?:(?P=t)[0-9]{{3}})*"
        as_in_india = f"[1-9][0-9]?(?P<i>{mark})(?:[0-9]{{2}}(?P=i))+[0-9]{{3}}"
        whole = f"{whole}|{by_thousands}|{as_in_india}"
    places = f"(?:{re.escape(decimal_mark)}(?P<places>[0-9]+))?"
    return re.compile(f"(?P<sign>[+-]?)(?P<whole>{whole}){places}")
