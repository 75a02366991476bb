"""The events of one uid: a review alone, or a series with what was moved in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from jbpcore.adapters.icalendar.addresses import uid_of
from jbpcore.adapters.icalendar.envelope import Envelope
from jbpcore.adapters.icalendar.meetings import (
    Meeting,
    agenda_for,
    alarm_parts,
    moment_line,
    zone_parts,
)
from jbpcore.adapters.icalendar.parts import (
    CalendarPart,
    Line,
    instant_line,
    text_line,
    word_line,
)
from jbpcore.adapters.icalendar.series import Series, slot_of
from jbpcore.model.review import Review

__all__ = ["SeriesEvents", "SingleEvent"]


@attrs.frozen(kw_only=True)
class _Events:
    """What one uid stands for.

    Attributes:
        envelope: Who sends it to whom.
        uid: The uid.
        sequence: How many times it was changed.
    """

    envelope: Envelope
    uid: str
    sequence: int

    def _identity(self, status: str) -> tuple[Line, ...]:
        return (
            word_line("UID", self.uid),
            instant_line("DTSTAMP", self.envelope.stamped_at),
            word_line("SEQUENCE", self.sequence),
            word_line("STATUS", status),
        )

    def _event(self, meeting: Meeting, lines: Iterable[Line] = ()) -> CalendarPart:
        options = self.envelope.options
        filed = [text_line("CATEGORIES", word) for word in options.categories]
        return CalendarPart(
            "VEVENT",
            (
                *self._identity("CONFIRMED"),
                *meeting.lines(),
                *lines,
                *filed,
                *self.envelope.people_lines(),
            ),
            alarm_parts(meeting, options.alarm_minutes),
        )

    def _no_event(
        self, meeting: Meeting, why: str, lines: Iterable[Line] = ()
    ) -> CalendarPart:
        when = [line for line in meeting.lines() if line.name in _WHEN]
        told = [text_line("COMMENT", why)] if why else []
        identity = self._identity("CANCELLED")
        people = self.envelope.people_lines()
        return CalendarPart("VEVENT", (*identity, *when, *lines, *told, *people))

    def _meeting(self, review: Review) -> Meeting:
        agenda = self.envelope.options.agenda
        told = agenda_for(agenda, review.id, review.cadence_id or "")
        return Meeting.of(review, review.on, self.envelope.plan.name, told)


_WHEN = {"DTSTART", "DTEND", "SUMMARY"}


@attrs.frozen(kw_only=True)
class SingleEvent(_Events):
    """A review that stands alone."""

    review: Review

    @classmethod
    def of(cls, envelope: Envelope, review: Review, changes: int) -> SingleEvent:
        """Return the event of *review*, whose cadence was changed so many times."""
        uid = uid_of("review", envelope.plan.id, review.id, envelope.domain)
        sequence = review.sequence + changes
        return cls(envelope=envelope, uid=uid, sequence=sequence, review=review)

    @property
    def stem(self) -> str:
        """What to call a file of it."""
        return self.review.id

    @property
    def kept(self) -> tuple[Review, ...]:
        """The review, unless it was called off."""
        return () if self.review.cancelled_on else (self.review,)

    @property
    def called_off(self) -> tuple[Review, ...]:
        """The review, if it was called off."""
        return (self.review,) if self.review.cancelled_on else ()

    def parts(self) -> tuple[CalendarPart, ...]:
        """Return its invitation."""
        meeting = self._meeting(self.review)
        return (*zone_parts([meeting]), self._event(meeting))

    def cancelled_parts(self, _: Iterable[Review] = ()) -> tuple[CalendarPart, ...]:
        """Return that it is called off."""
        meeting = self._meeting(self.review)
        no_event = self._no_event(meeting, self.review.cancelled_why)
        return (*zone_parts([meeting]), no_event)


@attrs.frozen(kw_only=True)
class SeriesEvents(_Events):
    """The reviews of a cadence that follow one rule."""

    series: Series

    @classmethod
    def of(cls, envelope: Envelope, series: Series, changes: int) -> SeriesEvents:
        """Return the events of *series*, changed so many times in all."""
        cadence = series.cadence
        uid = uid_of("series", envelope.plan.id, cadence.id, envelope.domain)
        return cls(envelope=envelope, uid=uid, sequence=changes, series=series)

    @property
    def stem(self) -> str:
        """What to call a file of it."""
        return self.series.cadence.id

    @property
    def kept(self) -> tuple[Review, ...]:
        """The reviews that were not called off."""
        return self.series.kept

    @property
    def called_off(self) -> tuple[Review, ...]:
        """The reviews that were called off."""
        return tuple(r for r in self.series.reviews if r.cancelled_on is not None)

    def _by_rule(self, slot: date) -> Meeting:
        cadence, envelope = self.series.cadence, self.envelope
        told = agenda_for(envelope.options.agenda, cadence.id)
        return Meeting.of(cadence, slot, envelope.plan.name, told)

    def _slot_line(self, name: str, slot: date) -> Line:
        meeting = self._by_rule(slot)
        starts = meeting.starts
        return moment_line(name, starts.at if starts else slot, meeting)

    def _moved(self) -> Iterator[tuple[date, Meeting]]:
        for review in self.series.kept:
            slot, meeting = slot_of(review), self._meeting(review)
            if meeting != self._by_rule(slot):
                yield slot, meeting

    def parts(self) -> tuple[CalendarPart, ...]:
        """Return its invitation."""
        days = self.series.days
        first = self._by_rule(days[0])
        rule = word_line("RRULE", self.series.rule.text(len(days)))
        off = [self._slot_line("EXDATE", day) for day in self.series.days_off]
        moved = dict(self._moved())
        others = [
            self._event(meeting, [self._slot_line("RECURRENCE-ID", slot)])
            for slot, meeting in moved.items()
        ]
        last = self._by_rule(days[-1])
        zones = zone_parts([first, last, *moved.values()])
        return (*zones, self._event(first, [rule, *off]), *others)

    def cancelled_parts(self, reviews: Iterable[Review]) -> tuple[CalendarPart, ...]:
        """Return that these of its reviews are called off, or the whole series."""
        if not self.series.kept:
            last = self.series.reviews[-1]
            meeting = self._by_rule(slot_of(self.series.reviews[0]))
            no_event = self._no_event(meeting, last.cancelled_why)
            return (*zone_parts([meeting]), no_event)
        slots = [self._by_rule(slot_of(review)) for review in reviews]
        return (
            *zone_parts(slots),
            *(
                self._no_event(
                    self._by_rule(slot_of(review)),
                    review.cancelled_why,
                    [self._slot_line("RECURRENCE-ID", slot_of(review))],
                )
                for review in reviews
            ),
        )
