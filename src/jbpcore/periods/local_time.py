"""From the clock on the wall to the instant, through gaps and folds.

What is agreed is a day, a wall time and a zone. The instant follows from the law of the
zone as the machine knows it, so that a change of that law moves the instant and not the
meeting. It is worked out when it is needed, and is nothing to store alone.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.periods.days import check_day

__all__ = ["ClockNote", "LocalInstant", "instant_at", "is_zone_key", "load_zone"]

_ZONE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}", re.ASCII)
_LONGEST_ZONE: Final = 64
# What each machine sets for itself, and copies that count leap seconds or none.
_NO_ZONES: Final = frozenset({"localtime", "posixrules", "factory"})
_NO_AREAS: Final = frozenset({"posix", "right"})
_A_DAY: Final = timedelta(days=1)


class ClockNote(StrEnum):
    """What the clocks of the zone do at the time that was agreed.

    Attributes:
        EXACT: They show it once.
        GAP: They are put forward over it. It is moved on by as much: a review at 02:30
            begins at 03:30.
        FOLD: They show it twice. The first time is meant.
        NO_SUCH_DAY: The zone passes over the whole day, as Samoa did on 30 December
            2011. The same time of the next day is meant.
    """

    EXACT = "exact"
    GAP = "gap"
    FOLD = "fold"
    NO_SUCH_DAY = "no_such_day"


@attrs.frozen(kw_only=True)
class LocalInstant:
    """An instant, and what the clocks on the wall show then.

    Attributes:
        at: The instant, in UTC.
        wall: What the clocks show, without a zone.
        note: What they do at the time that was agreed.
    """

    at: datetime
    wall: datetime
    note: ClockNote


def is_zone_key(value: object) -> bool:
    """Whether *value* has the shape of an IANA key, known on this machine or not.

    What means another zone on another machine, such as ``localtime``, is none.

    Examples:
        >>> is_zone_key("Europe/Berlin"), is_zone_key("../../etc/passwd")
        (True, False)
    """
    if not isinstance(value, str) or len(value) > _LONGEST_ZONE:
        return False
    name = value.lower()
    is_own = name in _NO_ZONES or name.partition("/")[0] in _NO_AREAS
    return not is_own and _ZONE.fullmatch(value) is not None


def load_zone(key: str) -> tzinfo:
    """Return a time zone by its IANA key.

    Args:
        key: Such as ``"Europe/Berlin"``.

    Raises:
        InvalidValueError: If there is none of this name on this machine.

    Examples:
        >>> str(load_zone("Europe/Berlin"))
        'Europe/Berlin'
    """
    # Importing it reads where the machine keeps its zones; whoever asks for none is not
    # to pay for that, nor does importing this package look at anything outside.
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - see above

    # Checked before anything is looked up: keys are paths to the one who loads them.
    if is_zone_key(key):
        # It asks the environment where the zones are, which importing us must not do.
        from zoneinfo import ZoneInfo  # noqa: PLC0415 - looks around when imported

        try:
            return ZoneInfo(key)
        except (LookupError, OSError, ValueError):
            # Unknown, a directory such as "America", or no zone at all.
            pass
    expected = "an IANA time zone that this machine knows, such as 'Europe/Berlin'"
    raise InvalidValueError("zone", key, expected)


def instant_at(day: date, wall_time: time, zone: str | tzinfo) -> LocalInstant:
    """Return the instant at which the clocks of *zone* show *wall_time* on *day*.

    Args:
        day: The day there.
        wall_time: The time there, without a zone of its own.
        zone: The zone's IANA key, or the zone.

    Raises:
        InvalidValueError: If an argument is none of these.

    Examples:
        >>> found = instant_at(date(2026, 3, 8), time(2, 30), "America/New_York")
        >>> found.wall.isoformat(), found.note.value
        ('2026-03-08T03:30:00', 'gap')
    """
    check_day(day, "day")
    if type(wall_time) is not time or wall_time.tzinfo is not None:
        expected = "a datetime.time without tzinfo"
        raise InvalidValueError("wall_time", wall_time, expected)
    law = load_zone(zone) if isinstance(zone, str) else zone
    agreed = datetime.combine(day, wall_time).replace(fold=0)
    first = agreed.replace(tzinfo=law)
    at = first.astimezone(UTC)
    wall = at.astimezone(law).replace(tzinfo=None, fold=0)
    return LocalInstant(at=at, wall=wall, note=_note(first, wall - agreed))


def _note(first: datetime, moved: timedelta) -> ClockNote:
    if moved >= _A_DAY:
        return ClockNote.NO_SUCH_DAY
    if moved:
        return ClockNote.GAP
    second = first.replace(fold=1)
    is_twice = second.utcoffset() != first.utcoffset()
    return ClockNote.FOLD if is_twice else ClockNote.EXACT
