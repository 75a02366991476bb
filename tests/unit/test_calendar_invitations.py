"""Invitations to reviews: what stands in them, and how that changes."""

from __future__ import annotations

import attrs
import pytest
from tests.clients.building import (
    DOMAIN,
    STAMPED_AT,
    a_cadence,
    a_plan,
    booked,
    called_off,
    moved,
    on,
)
from tests.unit.invited_series import (
    CADENCE,
    DAYS,
    REVIEWS,
    a_series,
    invited,
    lines,
    told,
)

import jbpcore as jbp
from jbpcore.errors import InvalidValueError

EACH = jbp.InvitationOptions(per=jbp.InvitationPer.MEETING)


# RFC 5545 and 5546, by hand: 09:30 and 90 minutes are 11:00.
STANDARD = r"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//jbpcore//Joint business planning//EN
CALSCALE:GREGORIAN
METHOD:REQUEST
BEGIN:VTIMEZONE
TZID:Asia/Kolkata
BEGIN:STANDARD
DTSTART:20250101T053000
TZOFFSETFROM:+0530
TZOFFSETTO:+0530
TZNAME:IST
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:{uid}
DTSTAMP:20260107T090000Z
SEQUENCE:0
STATUS:CONFIRMED
DTSTART;TZID=Asia/Kolkata:20260616T093000
DTEND;TZID=Asia/Kolkata:20260616T110000
TRANSP:OPAQUE
SUMMARY:Q2 review: Northwind 2026
DESCRIPTION:Wins\nBlockers\; ways through\n\nhttps://meet.example/q2
LOCATION:Room 3
URL:https://meet.example/q2
CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://meet.example/q2
ORGANIZER;CN="Maria Lopez":mailto:maria@acme.example
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=CHAIR;PARTSTAT=ACCEPTED;RSVP=FALSE;CN="Mar
 ia Lopez":mailto:maria@acme.example
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP
 =TRUE;CN="Tom Baker":mailto:tom@northwind.example
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Q2 review: Northwind 2026
TRIGGER:-PT15M
END:VALARM
END:VEVENT
END:VCALENDAR
"""


def test_an_invitation_reads_as_the_standard_has_it() -> None:
    review = jbp.Review(
        id="q2",
        name="Q2 review",
        on=on("2026-06-16"),
        wall_time=CADENCE.wall_time,
        zone="Asia/Kolkata",
        duration_minutes=90,
        link="https://meet.example/q2",
        location="Room 3",
    )
    options = jbp.InvitationOptions(agenda="Wins\nBlockers; ways through")
    [file] = invited(a_plan("northwind", reviews=[review]), options=options)
    [uid] = lines(file, "UID")
    written = STANDARD.format(uid=uid.removeprefix("UID:"))
    assert file.content.decode() == written.replace("\n", "\r\n")
    assert uid.endswith(f"@{DOMAIN}")
    assert file.content_type == "text/calendar; charset=utf-8; method=REQUEST"
    assert file.recipients == ("tom@northwind.example",)
    assert file.review_ids == ("q2",)


def test_a_weekly_cadence_is_one_invitation() -> None:
    [file] = invited(a_series())
    assert lines(file, "RRULE") == ["RRULE:FREQ=WEEKLY;COUNT=4;BYDAY=TU"]
    assert file.review_ids == tuple(review.id for review in REVIEWS)


def test_or_one_for_each_meeting() -> None:
    files = invited(a_series(), options=EACH)
    assert [file.review_ids for file in files] == [(one.id,) for one in REVIEWS]
    assert not any(lines(file, "RRULE") for file in files)
    assert len({file.name for file in files}) == 4
    [two] = invited(a_series(), options=EACH, reviews=["check-in-2"])
    assert two == files[1]


def test_uids_stay_and_are_of_the_plan_and_the_domain() -> None:
    [first] = invited(a_series())
    [later] = invited(a_series(name="Renamed"), stamped_at=STAMPED_AT.replace(month=2))
    [other_plan] = invited(attrs.evolve(a_series(), id="southwind"))
    [other_domain] = invited(a_series(), domain="vendor.example")
    assert lines(first, "UID") == lines(later, "UID")
    uids = {lines(file, "UID")[0] for file in (first, other_plan, other_domain)}
    assert len(uids) == 3
    each = {lines(file, "UID")[0] for file in invited(a_series(), options=EACH)}
    assert len(each) == 4
    assert not each & uids


def test_a_moved_meeting_is_told_apart_in_its_series() -> None:
    reviews = [REVIEWS[0], moved(REVIEWS[1], "2026-03-12"), *REVIEWS[2:]]
    [file] = told(jbp.calendar_update, a_series(reviews=reviews))
    assert lines(file, "RECURRENCE-ID") == [
        "RECURRENCE-ID;TZID=America/New_York:20260310T093000"
    ]
    assert lines(file, "DTSTART") == [
        "DTSTART;TZID=America/New_York:20260303T093000",
        "DTSTART;TZID=America/New_York:20260312T093000",
    ]
    assert lines(file, "SEQUENCE") == ["SEQUENCE:1", "SEQUENCE:1"]


def test_an_update_is_of_what_was_changed() -> None:
    assert told(jbp.calendar_update, a_series()) == ()
    reviews = [*REVIEWS[:3], moved(REVIEWS[3], "2026-03-25")]
    plan = a_series(reviews=reviews)
    [file] = told(jbp.calendar_update, plan, options=EACH)
    assert file.review_ids == ("check-in-4",)
    assert file.method is jbp.CalendarMethod.REQUEST
    [before, *_] = invited(a_series(), options=EACH, reviews=["check-in-4"])
    assert lines(file, "UID") == lines(before, "UID")
    assert lines(before, "SEQUENCE") == ["SEQUENCE:0"]
    assert lines(file, "SEQUENCE") == ["SEQUENCE:1"]
    assert told(jbp.calendar_update, plan, options=EACH, reviews=["check-in-1"]) == ()


def test_every_change_raises_the_sequence_of_the_series() -> None:
    reviews = list(REVIEWS)
    cadence, sequences = CADENCE, []
    for step in range(4):
        plan = a_series(cadences=[cadence], reviews=reviews)
        [file] = invited(plan)
        sequences.append(lines(file, "SEQUENCE")[0])
        if step == 0:
            reviews[1] = moved(reviews[1], "2026-03-11")
        if step == 1:
            reviews[2] = called_off(reviews[2])
        if step == 2:
            cadence = attrs.evolve(cadence, sequence=cadence.sequence + 1)
    assert sequences == ["SEQUENCE:0", "SEQUENCE:1", "SEQUENCE:2", "SEQUENCE:3"]


def test_one_meeting_of_a_series_is_called_off() -> None:
    reviews = [REVIEWS[0], called_off(REVIEWS[1], "Fair, in Paris"), *REVIEWS[2:]]
    plan = a_series(reviews=reviews)
    [off] = told(jbp.calendar_cancellation, plan)
    assert off.method is jbp.CalendarMethod.CANCEL
    assert off.review_ids == ("check-in-2",)
    assert lines(off, "STATUS", "RECURRENCE-ID", "COMMENT", "RRULE") == [
        "STATUS:CANCELLED",
        "RECURRENCE-ID;TZID=America/New_York:20260310T093000",
        "COMMENT:Fair\\, in Paris",
    ]
    [update] = told(jbp.calendar_update, plan)
    assert lines(update, "EXDATE") == ["EXDATE;TZID=America/New_York:20260310T093000"]
    assert lines(update, "UID", "SEQUENCE") == lines(off, "UID", "SEQUENCE")


def test_a_whole_series_is_called_off() -> None:
    plan = a_series(reviews=[called_off(review) for review in REVIEWS])
    [off] = told(jbp.calendar_cancellation, plan)
    assert lines(off, "STATUS", "RECURRENCE-ID") == ["STATUS:CANCELLED"]
    assert lines(off, "SEQUENCE") == ["SEQUENCE:4"]
    assert lines(off, "UID") == lines(invited(a_series())[0], "UID")
    assert off.review_ids == tuple(review.id for review in REVIEWS)
    assert invited(plan) == told(jbp.calendar_update, plan) == ()


def test_meetings_that_stand_alone_are_called_off_alone() -> None:
    plan = a_series(reviews=[*REVIEWS[:3], called_off(REVIEWS[3])])
    [off] = told(jbp.calendar_cancellation, plan, options=EACH)
    assert lines(off, "STATUS", "RECURRENCE-ID") == ["STATUS:CANCELLED"]
    assert off.review_ids == ("check-in-4",)


def test_what_is_not_called_off_in_the_plan_stays_in_the_calendars() -> None:
    with pytest.raises(InvalidValueError, match="called off in the plan before"):
        told(jbp.calendar_cancellation, a_series(), reviews=["check-in-1"])


def test_nobody_is_invited_to_what_is_called_off() -> None:
    plan = a_series(reviews=[*REVIEWS[:3], called_off(REVIEWS[3])])
    with pytest.raises(InvalidValueError, match="calendar_cancellation takes those"):
        invited(plan, reviews=["check-in-4"])


def test_a_meeting_off_the_rule_stands_alone_beside_the_series() -> None:
    extra = attrs.evolve(REVIEWS[0], id="extra", on=on("2026-03-19"))
    files = invited(a_series(reviews=[*REVIEWS, extra]))
    assert [file.review_ids for file in files] == [
        ("check-in-1", "check-in-2", "check-in-3", "check-in-4"),
        ("extra",),
    ]


def test_what_is_over_is_not_invited_to_again() -> None:
    held = [attrs.evolve(review, held_on=review.on) for review in REVIEWS]
    assert invited(a_series(reviews=held)) == ()
    assert len(invited(a_series(reviews=[held[0], *REVIEWS[1:]]))) == 1
    [one, *_] = invited(a_series(reviews=[held[0], *REVIEWS[1:]]))
    assert lines(one, "RRULE") == ["RRULE:FREQ=WEEKLY;COUNT=4;BYDAY=TU"]


def test_an_agenda_of_one_meeting_tells_it_apart() -> None:
    agenda = {"check-in": "Wins, blockers", "check-in-3": "Mid-year: the target"}
    [file] = invited(a_series(), options=jbp.InvitationOptions(agenda=agenda))
    assert lines(file, "DESCRIPTION")[0] == "DESCRIPTION:Wins\\, blockers"
    assert "DESCRIPTION:Mid-year: the target" in lines(file, "DESCRIPTION")
    assert len(lines(file, "RECURRENCE-ID")) == 1


def test_alarms_are_as_asked_for() -> None:
    def triggers(plan: jbp.Plan, *minutes: int) -> list[str]:
        options = jbp.InvitationOptions(alarm_minutes=minutes)
        return lines(invited(plan, options=options)[0], "TRIGGER")

    assert triggers(a_series(), 1440, 10) == ["TRIGGER:-PT1440M", "TRIGGER:-PT10M"]
    assert triggers(a_series()) == []
    days = a_cadence("weekly", "2026-03-03", wall_time=None, zone="")
    whole = a_plan("days", cadences=[days], reviews=booked(days, DAYS))
    assert triggers(whole, 15) == []
