"""Days where the year is clear, as on the axis of a chart."""

from __future__ import annotations

from datetime import date

from babel.dates import format_skeleton

from jbpcore.formatting.locales import parse_locale

__all__ = ["show_short_day"]


def show_short_day(day: date, *, locale: str = "en_US") -> str:
    """Write a day without its year.

    Args:
        day: The day.
        locale: For whom.

    Raises:
        UnsupportedLocaleError: If there is no such locale.

    Examples:
        >>> show_short_day(date(2026, 5, 15)), show_short_day(date(2026, 5, 15),
        ...                                                   locale="de_DE")
        ('May 15', '15. Mai')
    """
    return format_skeleton("MMMd", day, locale=parse_locale(locale))
