"""Months, spans, moments, durations and lists as people of a locale write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Final, Literal

from babel.dates import (
    format_interval,
    format_skeleton,
    format_time,
    get_timezone_gmt,
    get_timezone_name,
)
from babel.lists import format_list
from babel.units import format_unit

from jbpcore.formatting.locales import parse_locale
from jbpcore.formatting.numbers import show_day
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.weekday import Weekday

__all__ = [
    "show_days",
    "show_duration",
    "show_list",
    "show_moment",
    "show_month",
    "show_weekday",
]

_JOINED: Final = re.compile(r"\{([01])\}")
_NO_NAME: Final = "+-"  # CLDR has names only where people there use them
_MINUTE: Final = timedelta(minutes=1)
_UNITS: Final = (
    ("duration-day", timedelta(days=1)),
    ("duration-hour", timedelta(hours=1)),
    ("duration-minute", _MINUTE),
)


def show_month(day: date, *, locale: str = "en_US", short: bool = False) -> str:
    """Write the month of *day*, with its year.

    Examples:
        >>> show_month(date(2026, 5, 15)), show_month(date(2026, 5, 15), locale="ja")
        ('May 2026', '2026年5月')
    """
    skeleton = "yMMM" if short else "yMMMM"
    return format_skeleton(skeleton, day, locale=parse_locale(locale))


def show_days(days: DateRange, *, locale: str = "en_US") -> str:
    r"""Write a span of days by its first and last, naming what they share once.

    Examples:
        >>> q2 = DateRange(date(2026, 4, 1), date(2026, 7, 1))
        >>> show_days(q2, locale="de_DE")
        '1. Apr.\u2009–\u200930. Juni 2026'
    """
    first, last = days.first_day, days.last_day
    parsed = parse_locale(locale)
    if first == last:
        return format_skeleton("yMMMd", first, locale=parsed)
    return format_interval(first, last, "yMMMd", locale=parsed)


def show_moment(moment: datetime, *, locale: str = "en_US", zone: tzinfo) -> str:
    r"""Write a moment by the clocks of *zone*, and say which clocks these are.

    Examples:
        >>> from datetime import UTC
        >>> from zoneinfo import ZoneInfo
        >>> noon = datetime(2026, 5, 15, 12, tzinfo=UTC)
        >>> show_moment(noon, locale="de_DE", zone=ZoneInfo("Europe/Berlin"))
        '15.05.2026, 14:00 MESZ'
        >>> show_moment(noon, zone=ZoneInfo("Asia/Kolkata"))
        'May 15, 2026, 5:30\u202fPM GMT+05:30'
    """
    local, parsed = moment.astimezone(zone), parse_locale(locale)
    clock = format_time(local, "short", locale=parsed, tzinfo=zone)
    name = get_timezone_name(local, "short", locale=parsed)
    if name[:1] in _NO_NAME:
        name = get_timezone_gmt(local, "long", locale=parsed)
    pattern = str(parsed.datetime_formats["medium"])
    shown = {"1": show_day(local.date(), locale=locale), "0": clock}
    told = _JOINED.sub(lambda place: shown[place[1]], pattern.replace("'", ""))
    return f"{told} {name}"


def show_weekday(weekday: Weekday, *, locale: str = "en_US") -> str:
    """Write the name of a day of the week.

    Examples:
        >>> show_weekday(Weekday.TUE), show_weekday(Weekday.TUE, locale="de")
        ('Tuesday', 'Dienstag')
    """
    names = parse_locale(locale).days["format"]["wide"]
    return str(names[tuple(Weekday).index(weekday)])


def show_duration(duration: timedelta, *, locale: str = "en_US") -> str:
    """Write how long something takes, to the minute, in days, hours and minutes.

    Examples:
        >>> show_duration(timedelta(minutes=90)), show_duration(timedelta(days=2))
        ('1 hour, 30 minutes', '2 days')
        >>> show_duration(timedelta(minutes=45), locale="fr_FR")
        '45 minutes'
    """
    parsed, left = parse_locale(locale), abs(duration)
    told: list[str] = []
    for unit, length in _UNITS:
        count, left = divmod(left, length)
        if count or (length == _MINUTE and not told):
            told.append(format_unit(count, unit, "long", locale=parsed))
    return show_list(told, locale=locale, style="unit")


def show_list(
    items: Sequence[str],
    *,
    locale: str = "en_US",
    style: Literal["standard", "or", "unit"] = "standard",
) -> str:
    """Write a list of texts with the commas and the word that a locale puts in it.

    Args:
        items: The texts.
        locale: For whom.
        style: Whether all of them count, one of them, or they are one measure.

    Examples:
        >>> show_list(["a", "b", "c"], locale="de"), show_list(["a", "b"], style="or")
        ('a, b und c', 'a or b')
    """
    return format_list(items, style=style, locale=parse_locale(locale))
