"""Facts that records keep as text, as what they are."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from jbpcore.errors import InvalidValueError
from jbpcore.periods.daterange import DateRange

__all__ = ["read_fact"]

_DAY: Final = r"\d{4}-\d{2}-\d{2}"
_DAYS: Final = re.compile(rf"({_DAY})(?:\.\.({_DAY}))?", re.ASCII)


def read_fact(text: str | None) -> object:
    """Return the day, or the span of days, that *text* is; else the text.

    Written out it is the same text again, so that nothing is lost; said in a locale, it
    is a day as people there write it.

    Examples:
        >>> read_fact("2026-05-15"), read_fact("25000 USD")
        (datetime.date(2026, 5, 15), '25000 USD')
    """
    found = _DAYS.fullmatch(text or "")
    if found is None:
        return text
    try:
        first = date.fromisoformat(found[1])
        if found[2] is None:
            return first
        return DateRange.inclusive(first, date.fromisoformat(found[2]))
    except (ValueError, InvalidValueError):
        return text
