"""A review as an event: when, where, about what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

import attrs

from jbpcore.adapters.icalendar.addresses import link_lines
from jbpcore.adapters.icalendar.parts import (
    CalendarPart,
    Line,
    day_line,
    instant_line,
    one_line,
    text_line,
    wall_line,
    word_line,
)
from jbpcore.adapters.icalendar.zones import is_utc, zone_part
from jbpcore.model.cadence import ReviewCadence
from jbpcore.model.review import Review
from jbpcore.periods.local_time import (
    ClockNote,
    LocalInstant,
    instant_at,
    load_zone,
)

__all__ = ["Meeting", "agenda_for", "alarm_parts", "moment_line", "zone_parts"]


@attrs.frozen(kw_only=True)
class Meeting:
    """What a calendar shows of a review.

    Attributes:
        summary: Its name, and the plan's.
        on: Its day.
        wall_time: When it begins; ``None`` for the whole day.
        zone: Of the wall time.
        duration_minutes: How long it is.
        link: Where to dial in.
        location: Where to meet.
        agenda: What it is about.
    """

    summary: str
    on: date
    wall_time: time | None
    zone: str
    duration_minutes: int
    link: str
    location: str
    agenda: str

    @classmethod
    def of(
        cls, about: Review | ReviewCadence, on: date, plan_name: str, agenda: str
    ) -> Meeting:
        """Return the meeting of a review, or of a cadence on a day."""
        return cls(
            summary=one_line(f"{about.name}: {plan_name}", "Review.name"),
            on=on,
            wall_time=about.wall_time,
            zone=about.zone,
            duration_minutes=about.duration_minutes,
            link=about.link,
            location=one_line(about.location, "Review.location"),
            agenda=agenda,
        )

    @property
    def starts(self) -> LocalInstant | None:
        """When it begins, by the law of its zone; ``None`` for the whole day."""
        if self.wall_time is None:
            return None
        return instant_at(self.on, self.wall_time, self.zone)

    @property
    def is_plain(self) -> bool:
        """Whether its wall time is there, and once, on its day."""
        starts = self.starts
        return starts is None or starts.note is ClockNote.EXACT

    def lines(self) -> tuple[Line, ...]:
        """Return the lines for when, where and what."""
        starts = self.starts
        if starts is None:
            when = (
                day_line("DTSTART", self.on),
                day_line("DTEND", self.on + timedelta(days=1)),
                word_line("TRANSP", "TRANSPARENT"),
            )
        else:
            ends_at = starts.at + timedelta(minutes=self.duration_minutes)
            when = (
                moment_line("DTSTART", starts.at, self),
                moment_line("DTEND", ends_at, self),
                word_line("TRANSP", "OPAQUE"),
            )
        told = "\n\n".join(text for text in (self.agenda, self.link) if text)
        return (
            *when,
            text_line("SUMMARY", self.summary),
            *([text_line("DESCRIPTION", told)] if told else []),
            *([text_line("LOCATION", self.location)] if self.location else []),
            *link_lines(self.link),
        )


def moment_line(name: str, moment: datetime | date, meeting: Meeting) -> Line:
    """Return a line with a moment as *meeting* tells the time.

    A meeting at a wall time that its day has not, or has twice, is told in UTC: not
    every program makes the same of such a time.

    Args:
        name: Of the property.
        moment: A day, or an instant in UTC.
        meeting: The meeting in whose zone, or in UTC, it is told.
    """
    if not isinstance(moment, datetime):
        return day_line(name, moment)
    if is_utc(meeting.zone) or not meeting.is_plain:
        return instant_line(name, moment)
    return wall_line(name, moment.astimezone(load_zone(meeting.zone)), meeting.zone)


def zone_parts(meetings: Iterable[Meeting]) -> tuple[CalendarPart, ...]:
    """Return what the file has to say about the zones of its meetings."""
    days: dict[str, list[date]] = {}
    for meeting in meetings:
        is_told = meeting.wall_time is not None and not is_utc(meeting.zone)
        if is_told and meeting.is_plain:
            days.setdefault(meeting.zone, []).append(meeting.on)
    return tuple(
        zone_part(zone, min(of_zone), max(of_zone))
        for zone, of_zone in sorted(days.items())
    )


def alarm_parts(meeting: Meeting, minutes: Iterable[int]) -> tuple[CalendarPart, ...]:
    """Return the alarms before a meeting; none before a whole day."""
    if meeting.wall_time is None:
        return ()
    return tuple(
        CalendarPart(
            "VALARM",
            (
                word_line("ACTION", "DISPLAY"),
                text_line("DESCRIPTION", meeting.summary),
                word_line("TRIGGER", f"-PT{before}M"),
            ),
        )
        for before in minutes
    )


def agenda_for(agenda: str | Mapping[str, str], *ids: str) -> str:
    """Return the agenda of the first of these ids that has one."""
    if isinstance(agenda, str):
        return agenda
    return next((agenda[key] for key in ids if key in agenda), "")
