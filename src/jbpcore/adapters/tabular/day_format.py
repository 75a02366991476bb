"""Days as a file states to write them, read strictly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from jbpcore.errors import InvalidValueError
from jbpcore.periods.days import check_day

__all__ = ["DayFormat"]

_MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_PARTS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "Y": ("year", "[0-9]{4}"),
        "y": ("short_year", "[0-9]{2}"),
        "m": ("month", "[0-9]{1,2}"),
        "B": ("month_name", "|".join(_MONTHS)),
        "b": ("month_name", "|".join(name[:3] for name in _MONTHS)),
        "d": ("day", "[0-9]{1,2}"),
        "H": ("hour", "[01][0-9]|2[0-3]"),
        "M": ("minute", "[0-5][0-9]"),
        "S": ("second", "[0-5][0-9]"),
    }
)
_ISO: Final = "%Y-%m-%d"
_ISO_PATTERN: Final = "(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"


class DayFormat:
    """A stated way of writing days, such as ``%d.%m.%Y``; ISO dates where none is.

    ``%Y`` is a year of four digits, ``%y`` one of two (2000 to 2099), ``%m`` and ``%d``
    have one or two digits, or just two where digits follow digits; ``%B`` and ``%b``
    are English names of months, whole or of three letters. ``%H``, ``%M`` and ``%S``
    are read over: the day is taken as written. Without ``%d`` the format is one of
    months. Anything else stands for itself, and nothing is guessed.

    Args:
        text: The format.

    Raises:
        InvalidValueError: If the format does not state year and month once each.

    Examples:
        >>> DayFormat("%d.%m.%Y").read("5.4.2026")
        datetime.date(2026, 4, 5)
        >>> DayFormat("%b %Y").read_month("Apr 2026")
        datetime.date(2026, 4, 1)
    """

    def __init__(self, text: str = _ISO) -> None:
        """Work out the pattern."""
        self.text = text
        self._pattern, parts = _compiled(text)
        self.has_day: bool = "day" in parts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DayFormat) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"DayFormat({self.text!r})"

    def read(self, text: str, *, field: str = "date") -> date:
        """Return the day that *text* states.

        Raises:
            InvalidValueError: If it is not written so, or no day of 1900 to 2200.
        """
        if not self.has_day:
            raise InvalidValueError(field, text, "a day; the format has no %d")
        return self._read(text, field)

    def read_month(self, text: str, *, field: str = "month") -> date:
        """Return the first day of the month that *text* states.

        Raises:
            InvalidValueError: If it is not written so, or no month of 1900 to 2200.
        """
        return self._read(text, field).replace(day=1)

    def _read(self, text: str, field: str) -> date:
        if found := self._pattern.fullmatch(text):
            try:
                return check_day(_day(found.groupdict()), field)
            except ValueError:  # no such day, or outside the years supported
                pass
        what = "a day" if self.has_day else "a month"
        written = "YYYY-MM-DD" if self.text == _ISO else self.text
        expected = f"{what} of the years 1900 to 2200, written as {written}"
        raise InvalidValueError(field, text, expected) from None


def _day(parts: dict[str, str | None]) -> date:
    year = int(parts.get("year") or f"20{parts['short_year']}")
    if name := parts.get("month_name"):
        starts = [month[: len(name)] for month in _MONTHS]
        month = starts.index(name.lower()) + 1
    else:
        month = int(parts["month"] or 0)
    return date(year, month, int(parts.get("day") or 1))


def _compiled(text: str) -> tuple[re.Pattern[str], set[str]]:
    if text == _ISO:
        return re.compile(_ISO_PATTERN), {"year", "month", "day"}
    pieces = re.split("%(.)", text)
    pattern = re.escape(pieces[0])
    names: list[str] = []
    for at in range(1, len(pieces), 2):
        part, literal = pieces[at], pieces[at + 1]
        if part == "%":
            pattern += f"%{re.escape(literal)}"
            continue
        if part not in _PARTS:
            known = ", ".join(f"%{known}" for known in _PARTS)
            expected = f"made of {known} and other text"
            raise InvalidValueError("date_format", text, expected)
        name, digits = _PARTS[part]
        before = pieces[at - 1]
        if (at > 1 and not before) or (not literal and at + 1 < len(pieces) - 1):
            digits = digits.replace("{1,2}", "{2}")
        pattern += f"(?P<{name}>{digits}){re.escape(literal)}"
        names.append(name)
    years = names.count("year") + names.count("short_year")
    months = names.count("month") + names.count("month_name")
    if years != 1 or months != 1 or len(set(names)) < len(names):
        expected = "one that has year and month, and each part once, as %d.%m.%Y"
        raise InvalidValueError("date_format", text, expected)
    return re.compile(pattern, re.IGNORECASE | re.ASCII), set(names)
