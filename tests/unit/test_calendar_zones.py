"""What a calendar says of a zone is what its law says, for every zone there is."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from jbpcore.adapters.icalendar.parts import CalendarPart
from jbpcore.adapters.icalendar.zones import is_utc, zone_part
from jbpcore.errors import InvalidValueError

YEARS = (date(2026, 1, 1), date(2027, 12, 31))
NAMES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def of_line(part: CalendarPart, name: str) -> str | None:
    return next((line.value for line in part.lines if line.name == name), None)


def offset(text: str) -> timedelta:
    sign = -1 if text[0] == "-" else 1
    return sign * timedelta(hours=int(text[1:3]), minutes=int(text[3:5]))


def nth_of_month(year: int, month: int, nth: int, weekday: int) -> date:
    days = [date(year, month, 1) + timedelta(days=day) for day in range(31)]
    found = [d for d in days if d.month == month and d.weekday() == weekday]
    return found[nth - 1] if nth > 0 else found[nth]


def onsets(part: CalendarPart) -> list[tuple[datetime, timedelta]]:
    """Read when each offset begins, in UTC, as RFC 5545 has it."""
    found = []
    for observance in part.parts:
        text = of_line(observance, "DTSTART")
        before = offset(of_line(observance, "TZOFFSETFROM") or "")
        after = offset(of_line(observance, "TZOFFSETTO") or "")
        first = datetime.strptime(str(text), "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
        walls = [first]
        rule = of_line(observance, "RRULE")
        if rule:
            parsed = re.fullmatch(r"FREQ=YEARLY;BYMONTH=(\d+);BYDAY=(-?\d)(..)", rule)
            assert parsed, rule
            month, nth, weekday = int(parsed[1]), int(parsed[2]), NAMES.index(parsed[3])
            walls = [
                datetime.combine(
                    nth_of_month(year, month, nth, weekday), first.time(), tzinfo=UTC
                )
                for year in range(first.year, 2029)
            ]
            assert walls[0] == first
        found += [(wall - before, after) for wall in walls]
    return sorted(found)


@pytest.mark.parametrize("initial", sorted({key[0] for key in available_timezones()}))
def test_every_zone_has_its_offsets_through_two_years(initial: str) -> None:
    for key in sorted(available_timezones()):
        if not key.startswith(initial) or key in {"Factory", "localtime"}:
            continue
        zone, changes = ZoneInfo(key), onsets(zone_part(key, *YEARS))
        at, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
        while at < end:
            told = max(change for change in changes if change[0] <= at)[1]
            assert told == at.astimezone(zone).utcoffset(), (key, at)
            at += timedelta(hours=13)
        since = None
        for change, told in changes:
            if change >= end:
                break  # a rule goes on after the years asked about; zones may not
            # To the minute: what holds from then on does not hold the minute before,
            # unless a rule says again what holds since a law ended the changes.
            assert change.astimezone(zone).utcoffset() == told
            before = (change - timedelta(minutes=1)).astimezone(zone).utcoffset()
            assert before != told or told == since or len(changes) == 1
            since = told


def test_the_change_of_the_clocks_is_told_as_a_rule_where_it_is_one() -> None:
    # Second Sunday of March and first of November, since 2007.
    part = zone_part("America/New_York", date(2026, 3, 1), date(2026, 3, 31))
    rules = {one.name: of_line(one, "RRULE") for one in part.parts}
    assert rules == {
        "DAYLIGHT": "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
        "STANDARD": "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
    }


def test_what_no_rule_says_is_told_change_by_change() -> None:
    # Morocco changes its clocks around Ramadan.
    part = zone_part("Africa/Casablanca", date(2026, 1, 1), date(2026, 12, 31))
    assert len(part.parts) >= 4
    assert all(of_line(one, "RRULE") is None for one in part.parts)


def test_a_zone_without_changes_has_one_offset() -> None:
    part = zone_part("Asia/Kolkata", date(2026, 1, 1), date(2026, 12, 31))
    [only] = part.parts
    assert only.name == "STANDARD"
    assert of_line(only, "TZOFFSETFROM") == of_line(only, "TZOFFSETTO") == "+0530"


def test_what_is_no_zone_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="zone must be an IANA time zone"):
        zone_part("../../etc/passwd", *YEARS)


def test_utc_needs_no_rules() -> None:
    assert is_utc("UTC")
    assert is_utc("Etc/UTC")
    assert not is_utc("Europe/London")
