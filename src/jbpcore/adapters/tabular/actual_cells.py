"""The cells of a list of bookings, one by one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction
from typing import Final

from jbpcore.adapters.tabular.actual_form import STATUS_WORDS, ActualFormat
from jbpcore.adapters.tabular.cells import AmountFormat
from jbpcore.errors import InvalidValueError
from jbpcore.model.actual import EntryStatus
from jbpcore.values.currency import MINOR_DIGITS, minor_digits
from jbpcore.values.ids import EntryId, check_id
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

__all__ = [
    "RATIO_UNIT",
    "amount_in",
    "read_credit",
    "read_instant",
    "read_ratio",
    "read_status",
    "stated_id",
    "unit_of",
]

RATIO_UNIT: Final = "ratio"
"""What a cell calls the unit of an amount that is a ratio."""

_DIGEST_CHARS: Final = 32
_INSTANT: Final = re.compile(
    "([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2})(:[0-9]{2})?"
    r"(?:\.([0-9]{1,6})0*)?(Z|([+-])([0-9]{2}):?([0-5][0-9]))?",
    re.ASCII,
)


def read_status(text: str, words: Mapping[str, EntryStatus]) -> EntryStatus:
    """Return the status that *text* states; an empty cell is booked.

    Args:
        text: What the cell says.
        words: What the list calls each status, beside the common words.

    Raises:
        InvalidValueError: If it is no status, such as a deal that was lost.

    Examples:
        >>> read_status("Closed Won", {}).value, read_status("", {}).value
        ('booked', 'booked')
    """
    word = _plain(text)
    if not word:
        return EntryStatus.BOOKED
    own = {_plain(known): status for known, status in words.items()}
    found = own.get(word, STATUS_WORDS.get(word))
    if found is None:
        known = ", ".join(dict.fromkeys((*STATUS_WORDS, *own)))
        expected = f"one of {known}, or empty for booked; say what else it stands for"
        raise InvalidValueError("status", text, expected)
    return found


def _plain(text: str) -> str:
    return " ".join(re.sub("[_-]", " ", text.casefold()).split())


def read_instant(text: str, *, naive_is_utc: bool = False) -> datetime:
    """Return the instant that *text* states, in UTC.

    Written as in ISO 8601, with a date, a time and the offset from UTC.

    Args:
        text: What the cell says.
        naive_is_utc: Whether it is in UTC where it states no offset.

    Raises:
        InvalidValueError: If it is not written so. A day alone is no instant.

    Examples:
        >>> read_instant("2026-05-15T09:30:00+02:00").isoformat()
        '2026-05-15T07:30:00+00:00'
    """
    found = _INSTANT.fullmatch(text)
    if found and (found[5] or naive_is_utc):
        day, clock, seconds, digits, _, sign, hours, minutes = found.groups()
        try:
            local = datetime.fromisoformat(f"{day}T{clock}{seconds or ':00'}+00:00")
            local = local.replace(microsecond=int((digits or "0").ljust(6, "0")))
            if not sign:
                return local
            offset = timedelta(hours=int(hours), minutes=int(minutes))
            east = timezone(offset if sign == "+" else -offset)
            return local.replace(tzinfo=east).astimezone(UTC)
        except (ValueError, OverflowError):  # no such day or time
            pass
    expected = (
        "a date and time with its offset from UTC, such as 2026-05-15T09:30:00Z; state "
        "that those without an offset are in UTC if they are"
    )
    raise InvalidValueError("recorded_at", text, expected)


def read_ratio(text: str, amounts: AmountFormat, *, field: str) -> Fraction:
    """Return the ratio that *text* states: ``0.25``, ``25%`` or ``1/4``.

    Args:
        text: What the cell says.
        amounts: How its digits are written.
        field: What is being read, for the message.

    Raises:
        InvalidValueError: If it is not written so.

    Examples:
        >>> read_ratio("12,5 %", AmountFormat(decimal_mark=","), field="credit")
        Fraction(1, 8)
    """
    if "/" in text:
        return Ratio(text).value
    number = text.removesuffix("%")
    scale = 1 if number == text else 100
    return Ratio(Fraction(amounts.read(number.rstrip(), field=field)) / scale).value


def read_credit(text: str, amounts: AmountFormat) -> Fraction:
    """Return the part of an amount that counts, from 0 to 1.

    Raises:
        InvalidValueError: If it is no ratio, or another one.
    """
    share = read_ratio(text, amounts, field="credit")
    if not 0 <= share <= 1:
        raise InvalidValueError("credit", text, "from 0 to 1, or from 0% to 100%")
    return share


def unit_of(text: str, form: ActualFormat) -> str:
    """Return the unit that a cell states, or else the one of the whole list.

    Raises:
        InvalidValueError: If it is another currency than the list's, or none at all.
    """
    unit = text or form.unit or form.currency
    if unit is None:
        raise InvalidValueError("currency", text, "given in every row")
    if not text and unit == form.currency:
        minor_digits(unit)  # refuses what is no currency
    if unit in MINOR_DIGITS and form.currency not in {None, unit}:
        expected = f"{form.currency}; convert the amount to it first"
        raise InvalidValueError("currency", unit, expected)
    return unit


def amount_in(
    unit: str, text: str, amounts: AmountFormat, *, field: str = "amount"
) -> Money | Quantity | Ratio:
    """Return the amount that *text* states, in *unit*.

    Args:
        unit: A currency, a plural noun, or ``ratio``.
        text: What the cell says.
        amounts: How its digits are written.
        field: What is being read, for the message.

    Raises:
        JbpError: If it is no amount, or the unit is none.

    Examples:
        >>> amount_in("deals", "12", AmountFormat())
        Quantity('12', 'deals')
    """
    if unit == RATIO_UNIT:
        return Ratio(read_ratio(text, amounts, field=field))
    number = amounts.read(text, field=field)
    if unit in MINOR_DIGITS:
        return Money(number, unit)
    return Quantity(number, unit)


def stated_id(parts: Sequence[str], *, field: str = "booking_id") -> EntryId:
    """Return the id that a source states, or one made from it where it is none.

    Args:
        parts: The cells that name the booking together.
        field: What is being read, for the message.

    Raises:
        InvalidValueError: If one of them is empty.

    Examples:
        >>> stated_id(["SO43659", "7"])
        'SO43659:7'
    """
    text = ":".join(parts)
    if not all(parts):
        expected = "given in every row; a cell of it is empty"
        raise InvalidValueError(field, text, expected)
    try:
        return EntryId(check_id(text, field))
    except InvalidValueError:
        digest = hashlib.sha256(text.encode()).hexdigest()[:_DIGEST_CHARS]
        return EntryId(f"id-{digest}")
