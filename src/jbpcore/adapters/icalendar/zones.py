"""Time zones of meetings, and what a calendar file has to say about them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

import attrs

from jbpcore.adapters.icalendar.parts import CalendarPart, Line, text_line, word_line
from jbpcore.periods.local_time import load_zone

__all__ = ["is_utc", "zone_part"]

# No law has changed the clocks and changed them back within so few days.
_STEP: Final = timedelta(days=4)
_WEEK_DAYS: Final = 7
_DAY_NAMES: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_UTC_KEYS: Final = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "Etc/Zulu", "UCT", "Zulu"})


def is_utc(zone: str) -> bool:
    """Whether times of this zone are written as UTC.

    Examples:
        >>> is_utc("Etc/UTC"), is_utc("Europe/London")
        (True, False)
    """
    return zone in _UTC_KEYS


@attrs.frozen
class _Onset:
    """When an offset begins, by the clock of the offset before it."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def kind(self) -> tuple[str, timedelta, timedelta]:
        return (self.name, self.before, self.after)


def _offset(zone: tzinfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()


def _onsets(zone: tzinfo, first: datetime, last: datetime) -> Iterator[_Onset]:
    """Find the changes of offset by asking every few days, then halving."""
    at, before = first, _offset(zone, first)
    while at < last:
        later = at + _STEP
        after = _offset(zone, later)
        if after != before:
            low, high = at, later
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) // 2
                middle = middle.replace(microsecond=0)
                low, high = (
                    (middle, high) if _offset(zone, middle) == before else (low, middle)
                )
            wall = (high + before).replace(tzinfo=None)
            yield _Onset(wall, before, after, high.astimezone(zone).tzname() or "LMT")
        at, before = later, after


def _written(offset: timedelta) -> str:
    seconds = int(offset.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("+", seconds)
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{sign}{hours:02}{minutes:02}" + (f"{rest:02}" if rest else "")


def _nth(day: date) -> Iterator[tuple[int, int]]:
    """Yield the ways to say which weekday of its month a day is."""
    next_month = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    yield (day.day - 1) // _WEEK_DAYS + 1, day.weekday()
    yield -(((next_month - day).days - 1) // _WEEK_DAYS) - 1, day.weekday()


def _yearly_rule(onsets: list[_Onset]) -> str | None:
    """Return the rule by which they come every year, if there is one."""
    first = onsets[0].wall
    walls = [onset.wall for onset in onsets]
    years = [wall.year for wall in walls]
    same = {(wall.month, wall.time()) for wall in walls}
    if len(onsets) == 1 or years != list(range(years[0], years[0] + len(years))):
        return None
    shared = set(_nth(first.date())).intersection(*(_nth(w.date()) for w in walls))
    if len(same) > 1 or not shared:
        return None
    nth, weekday = min(shared, key=lambda way: abs(way[0]))
    return f"FREQ=YEARLY;BYMONTH={first.month};BYDAY={nth}{_DAY_NAMES[weekday]}"


def _observance(onsets: list[_Onset], rule: str | None) -> CalendarPart:
    onset = onsets[0]
    lines: list[Line] = [
        word_line("DTSTART", f"{onset.wall:%Y%m%dT%H%M%S}"),
        word_line("TZOFFSETFROM", _written(onset.before)),
        word_line("TZOFFSETTO", _written(onset.after)),
        text_line("TZNAME", onset.name),
    ]
    if rule:
        lines.append(word_line("RRULE", rule))
    is_later = onset.after > onset.before
    return CalendarPart("DAYLIGHT" if is_later else "STANDARD", tuple(lines))


def zone_part(key: str, first_on: date, last_on: date) -> CalendarPart:
    """Return what the law of a zone says about the years of some days.

    Args:
        key: The zone.
        first_on: The first of the days.
        last_on: The last of them.

    Raises:
        InvalidValueError: If this machine does not know the zone.

    Examples:
        >>> part = zone_part("Europe/Berlin", date(2026, 1, 5), date(2026, 12, 1))
        >>> [one.name for one in part.parts]
        ['DAYLIGHT', 'STANDARD']
    """
    zone = load_zone(key)
    first = datetime(first_on.year - 1, 1, 1, tzinfo=UTC)
    last = datetime(last_on.year + 2, 1, 1, tzinfo=UTC)
    kinds: dict[tuple[str, timedelta, timedelta], list[_Onset]] = {}
    for onset in _onsets(zone, first, last):
        kinds.setdefault(onset.kind, []).append(onset)
    parts = []
    if all(onsets[0].wall.date() >= first_on for onsets in kinds.values()):
        start = _offset(zone, first)
        name = first.astimezone(zone).tzname() or "LMT"
        opening = _Onset((first + start).replace(tzinfo=None), start, start, name)
        parts.append(_observance([opening], None))
    for onsets in kinds.values():
        rule = _yearly_rule(onsets)
        if rule:
            parts.append(_observance(onsets, rule))
        else:
            parts += [_observance([onset], None) for onset in onsets]
    return CalendarPart("VTIMEZONE", (word_line("TZID", key),), tuple(parts))
