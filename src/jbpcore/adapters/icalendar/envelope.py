"""Who sends calendar files about a plan, to whom, and what all of them have."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final

import attrs

from jbpcore.adapters.icalendar.addresses import (
    attendee_line,
    check_domain,
    invited,
    mail_address,
    organizer_line,
)
from jbpcore.adapters.icalendar.calendar_file import CalendarFile, CalendarMethod
from jbpcore.adapters.icalendar.options import InvitationOptions
from jbpcore.adapters.icalendar.parts import CalendarPart, Line, text_line, word_line
from jbpcore.adapters.icalendar.writing import written
from jbpcore.errors import InvalidValueError
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.model.validation import check_instant

__all__ = ["Envelope", "calendar_part", "file_name"]

_PRODUCT: Final = "-//jbpcore//Joint business planning//EN"
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9]+", re.ASCII)
_LONGEST_STEM: Final = 48


def calendar_part(
    method: CalendarMethod, parts: Iterable[CalendarPart], lines: Iterable[Line] = ()
) -> CalendarPart:
    """Return the calendar around *parts*."""
    head = (
        word_line("VERSION", "2.0"),
        text_line("PRODID", _PRODUCT),
        word_line("CALSCALE", "GREGORIAN"),
        word_line("METHOD", method.value),
    )
    return CalendarPart("VCALENDAR", (*head, *lines), tuple(parts))


def file_name(stem: str, uid: str) -> str:
    """Return the name of a file, safe everywhere and different for each uid.

    Examples:
        >>> file_name("QBR: Q2/2026", "review-1@acme.example")
        'QBR-Q2-2026-28a0bc0c.ics'
    """
    plain = _UNSAFE.sub("-", stem).strip("-")[:_LONGEST_STEM]
    digest = hashlib.sha256(uid.encode("utf-8", "backslashreplace")).hexdigest()
    return f"{plain}-{digest[:8]}.ics"


@attrs.frozen(kw_only=True)
class Envelope:
    """Who sends, to whom, when.

    Attributes:
        plan: What it is about.
        organizer: Who invites.
        domain: In which uids are unique.
        stamped_at: When it is sent, in UTC.
        options: What else there is to it.
        people: Who is invited, each with an address.
    """

    plan: Plan
    organizer: Person
    domain: str
    stamped_at: datetime
    options: InvitationOptions
    people: tuple[tuple[Person, str], ...]

    @classmethod
    def addressed(
        cls,
        plan: Plan,
        organizer: Person,
        domain: str,
        stamped_at: datetime,
        options: InvitationOptions | None,
    ) -> Envelope:
        """Return the envelope, with everything in it checked.

        Raises:
            InvalidValueError: If something is bad, nobody can be invited, or somebody
                would be who must not know of the plan.
        """
        if stamped_at is None:
            raise InvalidValueError("stamped_at", None, "when it is sent, in UTC")
        check_instant(stamped_at, "stamped_at")
        chosen = options or InvitationOptions()
        address = mail_address(organizer).lower()
        to = plan.people if chosen.to is None else chosen.to
        if plan.hidden_from is not None:
            if any(one.side is plan.hidden_from for one in chosen.to or ()):
                expected = (
                    f"without people of the {plan.hidden_from}, who do not see it"
                )
                raise InvalidValueError("InvitationOptions.to", plan.id, expected)
            to = tuple(one for one in to if one.side is not plan.hidden_from)
        people = tuple(one for one in invited(to) if one[1].lower() != address)
        if not people:
            expected = "people with a mail address, besides the organiser"
            raise InvalidValueError("InvitationOptions.to", len(to), expected)
        return cls(
            plan=plan,
            organizer=organizer,
            domain=check_domain(domain),
            stamped_at=stamped_at,
            options=chosen,
            people=people,
        )

    def people_lines(self) -> tuple[Line, ...]:
        """Return the lines for who invites whom."""
        address = mail_address(self.organizer)
        return (
            organizer_line(self.organizer, address),
            attendee_line(self.organizer, address, is_chair=True),
            *(attendee_line(who, where, is_chair=False) for who, where in self.people),
        )

    def file(
        self,
        method: CalendarMethod,
        parts: Iterable[CalendarPart],
        *,
        stem: str,
        uid: str,
        review_ids: Iterable[str],
    ) -> CalendarFile:
        """Return the file with these parts."""
        return CalendarFile(
            name=file_name(stem, uid),
            method=method,
            content=written(calendar_part(method, parts)),
            recipients=tuple(address for _, address in self.people),
            review_ids=tuple(review_ids),
        )
