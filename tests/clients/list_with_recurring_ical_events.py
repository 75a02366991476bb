"""List every occurrence in calendar files with icalendar and recurring-ical-events.

Run by the Python of its own environment: ``python ... FIRST LAST FILE...``. It asks for
an older dateutil than jbpcore is tested with, so the two do not share one.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any


def told(value: date) -> str:
    """Return a day, or an instant in UTC, as text."""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
    return value.isoformat()


def listed(path: str, first: date, last: date) -> dict[str, Any]:
    """Return what is in one file."""
    calendar = import_module("icalendar").Calendar.from_ical(Path(path).read_bytes())
    of_calendar = import_module("recurring_ical_events").of(calendar)
    events = [
        {
            "uid": str(event["UID"]),
            "start": told(event.start),
            "end": told(event.end),
            "summary": str(event["SUMMARY"]),
        }
        for event in of_calendar.between(first, last + timedelta(days=1))
    ]
    todos = [
        {
            "uid": str(todo["UID"]),
            "due": told(todo["DUE"].dt),
            "summary": str(todo["SUMMARY"]),
        }
        for todo in calendar.walk("VTODO")
    ]
    return {"events": events, "todos": todos}


if __name__ == "__main__":
    first_day, last_day, *paths = sys.argv[1:]
    days = date.fromisoformat(first_day), date.fromisoformat(last_day)
    sys.stdout.write(json.dumps([listed(path, *days) for path in paths]))
