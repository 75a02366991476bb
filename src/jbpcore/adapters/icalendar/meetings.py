"""A review as an event: when, where, about what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta

import attrs

from jbpcore.adapters.icalendar.addresses import link_lines
from jbpcore.adapters.icalendar.parts import (
    Line,
    Part,
    day_line,
    instant_line,
    one_line,
    text_line,
    wall_line,
    word_line,
)
from jbpcore.adapters.icalendar.zones import is_utc, zone_of, zone_part
from jbpcore.model.cadence import ReviewCadence
from jbpcore.model.review import Review

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
    def start(self) -> datetime | None:
        """When it begins, in its zone; ``None`` for the whole day.

        A time that the clocks leave out is read with the offset of before, as RFC 5545
        has it: 02:30 becomes 03:30.
        """
        if self.wall_time is None:
            return None
        zone = zone_of(self.zone)
        stated = datetime.combine(self.on, self.wall_time, tzinfo=zone)
        return stated.astimezone(UTC).astimezone(zone)

    @property
    def is_plain(self) -> bool:
        """Whether its wall time is there, and once, on its day."""
        start = self.start
        if start is None or self.wall_time is None:
            return True
        stated = datetime.combine(self.on, self.wall_time)
        twice = start.replace(fold=1).utcoffset() != start.utcoffset()
        return start.replace(tzinfo=None, fold=0) == stated and not twice

    def lines(self) -> tuple[Line, ...]:
        """Return the lines for when, where and what."""
        start = self.start
        if start is None:
            when = (
                day_line("DTSTART", self.on),
                day_line("DTEND", self.on + timedelta(days=1)),
                word_line("TRANSP", "TRANSPARENT"),
            )
        else:
            end = start.astimezone(UTC) + timedelta(minutes=self.duration_minutes)
            when = (
                moment_line("DTSTART", start, self),
                moment_line("DTEND", end.astimezone(start.tzinfo), self),
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

    Args:
        name: Of the property.
        moment: A day, or an instant in the zone of the meeting.
        meeting: The meeting whose day, zone or UTC it is told in.
    """
    if not isinstance(moment, datetime):
        return day_line(name, moment)
    if is_utc(meeting.zone) or not meeting.is_plain:
        return instant_line(name, moment)
    return wall_line(name, moment, meeting.zone)


def zone_parts(meetings: Iterable[Meeting]) -> tuple[Part, ...]:
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


def alarm_parts(meeting: Meeting, minutes: Iterable[int]) -> tuple[Part, ...]:
    """Return the alarms before a meeting; none before a whole day."""
    if meeting.wall_time is None:
        return ()
    return tuple(
        Part(
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
