"""Numbers, days, text and amounts in the one form in which digests are made of them."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final
from unicodedata import normalize

from jbpcore.model.amount import Amount
from jbpcore.periods.daterange import DateRange
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity

__all__ = ["amount_data", "canonical_json", "number_text", "plain_text", "span_data"]

_EMPTY: Final[tuple[object, ...]] = (None, "", [])


def number_text(value: Decimal | Fraction | int) -> str:
    """Return a number as a whole number or a fraction in lowest terms.

    Examples:
        >>> number_text(Decimal("12.50")), number_text(Fraction(25000))
        ('25/2', '25000')
    """
    return str(Fraction(value))


def plain_text(text: str) -> str:
    """Return text in Unicode normalisation form C."""
    return normalize("NFC", text)


def span_data(days: DateRange) -> dict[str, str]:
    """Return a span of days; its end is the first day outside."""
    return {"start": days.start.isoformat(), "end": days.end.isoformat()}


def amount_data(amount: Amount | None) -> dict[str, str] | None:
    """Return an amount with its kind and unit.

    Examples:
        >>> amount_data(Money("25000.00", "USD"))
        {'type': 'money', 'amount': '25000', 'currency': 'USD'}
    """
    if amount is None:
        return None
    if isinstance(amount, Money):
        number = number_text(amount.amount)
        return {"type": "money", "amount": number, "currency": amount.currency}
    if isinstance(amount, Quantity):
        number = number_text(amount.amount)
        return {"type": "quantity", "amount": number, "unit": plain_text(amount.unit)}
    return {"type": "ratio", "ratio": number_text(amount.value)}


def canonical_json(data: dict[str, Any]) -> bytes:
    """Return *data* as JSON by RFC 8785, without what is absent or empty.

    Args:
        data: Dicts, lists, text and whole numbers, one inside the other.

    Examples:
        >>> canonical_json({"b": "text", "a": [1], "c": None, "d": ""})
        b'{"a":[1],"b":"text"}'
    """
    text = json.dumps(
        _without_empty(data),
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return text.encode()


def _without_empty(data: Any) -> Any:  # noqa: ANN401 - dicts, lists and text inside
    if isinstance(data, dict):
        kept = {key: _without_empty(value) for key, value in data.items()}
        return {key: value for key, value in kept.items() if value not in _EMPTY}
    if isinstance(data, list):
        return [_without_empty(item) for item in data]
    return data
