"""A calendar that all programs must read alike, and what makes one."""

from __future__ import annotations

import attrs
from tests.clients.building import DOMAIN, MARIA, STAMPED_AT

import jbpcore as jbp

MEETING = jbp.InvitationOptions(per=jbp.InvitationPer.MEETING)


@attrs.frozen(kw_only=True)
class Case:
    """Some files, and what every program has to show of them.

    Attributes:
        files: The files.
        shown: Each occurrence as start, end and summary, separated by blanks.
        tasks: Each task as the day it is due and its name.
        rules: How many of the files hold a rule rather than single events.
    """

    files: tuple[jbp.CalendarFile, ...]
    shown: tuple[str, ...]
    tasks: tuple[str, ...] = ()
    rules: int = 0


def invited(
    plan: jbp.Plan, options: jbp.InvitationOptions | None = None
) -> tuple[jbp.CalendarFile, ...]:
    return jbp.calendar_invitations(
        plan, organizer=MARIA, domain=DOMAIN, stamped_at=STAMPED_AT, options=options
    )


def occurrences(text: str, summary: str) -> tuple[str, ...]:
    return tuple(f"{line.strip()} {summary}" for line in text.strip().splitlines())


CHECK_IN = "Check-in: Northwind 2026"
