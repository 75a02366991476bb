"""Every trap of the clocks, by its exact date.

The instants were worked out by hand from the zones' laws: what the clocks show before
they are changed, less by how much the zone is ahead of UTC then. They hold in every
zone database of the machine, of whatever version.
"""

from __future__ import annotations

import io
import struct
from datetime import UTC, date, datetime, time
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo

import pytest

from jbpcore.errors import InvalidValueError
from jbpcore.periods.local_time import ClockNote, instant_at, load_zone

TRAPS = [
    # zone, day and wall time agreed, what happens, wall time meant, instant in UTC
    ("America/New_York", "2026-03-08T02:30", "gap", "2026-03-08T03:30", "07:30"),
    ("America/New_York", "2026-11-01T01:30", "fold", "2026-11-01T01:30", "05:30"),
    ("Europe/Berlin", "2026-03-29T02:30", "gap", "2026-03-29T03:30", "01:30"),
    ("Europe/Berlin", "2026-10-25T02:30", "fold", "2026-10-25T02:30", "00:30"),
    ("Europe/London", "2026-03-29T01:30", "gap", "2026-03-29T02:30", "01:30"),
    ("Europe/London", "2026-10-25T01:30", "fold", "2026-10-25T01:30", "00:30"),
    ("Australia/Sydney", "2026-10-04T02:30", "gap", "2026-10-04T03:30", "-1 16:30"),
    ("Australia/Sydney", "2026-04-05T02:30", "fold", "2026-04-05T02:30", "-1 15:30"),
    ("Africa/Cairo", "2026-04-24T00:00", "gap", "2026-04-24T01:00", "-1 22:00"),
    ("Africa/Cairo", "2026-10-29T23:30", "fold", "2026-10-29T23:30", "20:30"),
    ("America/Havana", "2026-03-08T00:00", "gap", "2026-03-08T01:00", "05:00"),
    # Not 2026: from version 2026f on, Cuba stays on summer time over that winter.
    ("America/Havana", "2025-11-02T00:00", "fold", "2025-11-02T00:00", "04:00"),
    ("America/Sao_Paulo", "2018-11-04T00:00", "gap", "2018-11-04T01:00", "03:00"),
    ("Australia/Lord_Howe", "2026-10-04T02:15", "gap", "2026-10-04T02:45", "-1 15:45"),
    ("Australia/Lord_Howe", "2026-04-05T01:45", "fold", "2026-04-05T01:45", "-1 14:45"),
    ("America/Nuuk", "2026-03-28T23:30", "gap", "2026-03-29T00:30", "+1 01:30"),
    ("Antarctica/Troll", "2026-03-29T02:00", "gap", "2026-03-29T04:00", "02:00"),
    ("Pacific/Apia", "2011-12-30T09:00", "no_such_day", "2011-12-31T09:00", "19:00"),
    ("Asia/Kathmandu", "2026-05-15T09:00", "exact", "2026-05-15T09:00", "03:15"),
    ("Europe/Berlin", "2024-02-29T09:00", "exact", "2024-02-29T09:00", "08:00"),
    ("UTC", "2026-12-31T23:59", "exact", "2026-12-31T23:59", "23:59"),
    # Midnight does not exist:
    ("Asia/Beirut", "2026-03-29T00:00", "gap", "2026-03-29T01:00", "-1 22:00"),
    ("America/Santiago", "2026-09-06T00:00", "gap", "2026-09-06T01:00", "04:00"),
    ("Atlantic/Azores", "2026-03-29T00:00", "gap", "2026-03-29T01:00", "01:00"),
    ("America/Asuncion", "2024-10-06T00:00", "gap", "2024-10-06T01:00", "04:00"),
    ("America/Sao_Paulo", "2017-10-15T00:00", "gap", "2017-10-15T01:00", "03:00"),
    # The hour before midnight comes twice:
    ("America/Santiago", "2026-04-04T23:30", "fold", "2026-04-04T23:30", "+1 02:30"),
    ("Asia/Beirut", "2026-10-24T23:30", "fold", "2026-10-24T23:30", "20:30"),
    ("America/Nuuk", "2026-10-24T23:30", "fold", "2026-10-24T23:30", "+1 00:30"),
    # The hour before midnight does not exist, so a deadline at 23:59 is tomorrow:
    ("America/Nuuk", "2026-03-28T23:59", "gap", "2026-03-29T00:59", "+1 01:59"),
    (
        "America/Scoresbysund",
        "2026-03-28T23:30",
        "gap",
        "2026-03-29T00:30",
        "+1 01:30",
    ),
    # Two hours, and a summer time that is the normal one and stops for Ramadan:
    ("Antarctica/Troll", "2026-10-25T02:00", "fold", "2026-10-25T02:00", "00:00"),
    ("Africa/Casablanca", "2026-02-15T02:30", "fold", "2026-02-15T02:30", "01:30"),
    ("Africa/Casablanca", "2026-03-22T02:30", "gap", "2026-03-22T03:30", "02:30"),
    (
        "Pacific/Kwajalein",
        "1993-08-21T09:00",
        "no_such_day",
        "1993-08-22T09:00",
        "21:00",
    ),
    # The last minutes around the changes are as always:
    ("Europe/Berlin", "2026-03-29T01:59", "exact", "2026-03-29T01:59", "00:59"),
    ("Europe/Berlin", "2026-03-29T03:00", "exact", "2026-03-29T03:00", "01:00"),
    ("Europe/Berlin", "2026-10-25T03:00", "exact", "2026-10-25T03:00", "02:00"),
    ("Pacific/Apia", "2011-12-29T23:59", "exact", "2011-12-29T23:59", "+1 09:59"),
]


# The package that the tests bring along, and what the machine has.
DATABASES: list[Traversable] = [
    files("tzdata") / "zoneinfo",
    *(root for root in map(Path, TZPATH) if (root / "Pacific" / "Apia").is_file()),
]


def zone_of(database: Traversable, key: str) -> ZoneInfo:
    with database.joinpath(*key.split("/")).open("rb") as laws:
        return ZoneInfo.from_file(laws, key=key)


@pytest.mark.parametrize("database", DATABASES)
@pytest.mark.parametrize(("zone", "agreed", "note", "wall", "utc"), TRAPS)
def test_every_trap_has_one_stated_answer(
    database: Traversable, zone: str, agreed: str, note: str, wall: str, utc: str
) -> None:
    moment = datetime.fromisoformat(agreed)
    found = instant_at(moment.date(), moment.time(), zone_of(database, zone))
    assert (found.note, found.wall.isoformat(timespec="minutes")) == (note, wall)
    shift, _, clock = utc.rpartition(" ")
    day = date.fromordinal(moment.date().toordinal() + int(shift or 0))
    expected = datetime.combine(day, time.fromisoformat(clock), tzinfo=UTC)
    assert found.at == expected


def test_a_weekly_nine_o_clock_stays_nine_o_clock_while_the_clocks_change() -> None:
    # New York: -4 until the end of October 2026, -5 from 1 November.
    found = [
        instant_at(day, time(9), "America/New_York").at.hour
        for day in (date(2026, 10, 26), date(2026, 11, 2))
    ]
    assert found == [13, 14]


@pytest.mark.parametrize(
    "key",
    [
        "",
        "America",
        "Nowhere/Atlantis",
        "../../etc/passwd",
        "/etc/localtime",
        "Europe/Berlin\n",
        "Europe\\Berlin",
        "Europe/Berlin\x00",
        "posixrules/../UTC",
        "A" * 200,
        "Európe/Berlin",
        # What another machine takes for another zone, or counts leap seconds in.
        "localtime",
        "posixrules",
        "Factory",
        "posix/UTC",
        "right/UTC",
        "Right/Europe/Berlin",
    ],
)
def test_a_zone_that_is_none_is_refused_in_one_way(key: str) -> None:
    with pytest.raises(InvalidValueError, match="Europe/Berlin"):
        load_zone(key)


@pytest.mark.parametrize("key", ["Etc/GMT+5", "America/Argentina/Buenos_Aires", "EST"])
def test_keys_of_every_shape_are_known(key: str) -> None:
    assert str(load_zone(key)) == key


def fixed_zone(hours: int) -> ZoneInfo:
    """Return a zone of a database of our own (RFC 8536), always *hours* from UTC."""
    header = b"TZif" + b"2" + bytes(15)
    counts = struct.pack(">6l", 0, 0, 0, 0, 1, 4)
    block = struct.pack(">lbb", hours * 3600, 0, 0) + b"TST\0"
    footer = f"\n<T>{-hours}\n".encode()
    data = header + counts + block + header + counts + block + footer
    return ZoneInfo.from_file(io.BytesIO(data), key="Test/Zone")


def test_a_change_of_the_law_moves_the_instant_and_not_the_meeting() -> None:
    agreed = date(2026, 11, 10), time(9, 30)
    before, after = (instant_at(*agreed, fixed_zone(hours)) for hours in (-8, -7))
    assert before.wall == after.wall == datetime(2026, 11, 10, 9, 30)  # noqa: DTZ001 - the wall has no zone
    assert (before.at.hour, after.at.hour) == (17, 16)
    assert before.note is after.note is ClockNote.EXACT


def test_a_time_that_brings_its_own_zone_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="wall_time"):
        instant_at(date(2026, 5, 15), time(9, tzinfo=UTC), "Europe/Berlin")
