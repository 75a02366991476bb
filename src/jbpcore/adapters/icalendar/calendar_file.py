"""A calendar file, ready to be sent or served."""

from __future__ import annotations

from enum import StrEnum

import attrs

__all__ = ["CalendarFile", "CalendarMethod"]


class CalendarMethod(StrEnum):
    """What a calendar file asks of the program that reads it.

    Attributes:
        REQUEST: To invite somebody, or to change what they were invited to.
        CANCEL: To take it out again.
        PUBLISH: To show it.
    """

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


@attrs.frozen(kw_only=True)
class CalendarFile:
    """One file in the format of RFC 5545.

    Attributes:
        name: What to call it: ASCII, safe on every machine.
        method: What it asks for.
        content: The file.
        recipients: The mail addresses it is for, without that of the organiser.
        review_ids: The reviews it speaks of.

    Examples:
        >>> file = CalendarFile(name="qbr.ics", method=CalendarMethod.REQUEST,
        ...                     content=b"", recipients=("tom@northwind.example",))
        >>> file.content_type
        'text/calendar; charset=utf-8; method=REQUEST'
    """

    name: str
    method: CalendarMethod
    content: bytes
    recipients: tuple[str, ...] = ()
    review_ids: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """What it has to be called in a mail (RFC 6047) or by a web server."""
        return f"text/calendar; charset=utf-8; method={self.method}"
