"""The calendar that one person subscribes to."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from tests.clients.building import (
    DOMAIN,
    MARIA,
    STAMPED_AT,
    TOM,
    a_cadence,
    a_plan,
    booked,
    called_off,
    on,
)

import jbpcore as jbp
from jbpcore.errors import InvalidValueError
from jbpcore.model.agreement import PlanState
from jbpcore.model.audience import Audience

CADENCE = a_cadence("weekly", "2026-03-03", link="https://meet.example/1")
REVIEWS = booked(CADENCE, ["2026-03-03", "2026-03-10"])
GOAL = jbp.Goal(
    id="revenue",
    name="New revenue",
    metric=jbp.metrics.REVENUE,
    target=jbp.Money(25000, "USD"),
    period=jbp.FiscalCalendar.calendar_year().quarter(2026, 2),
)
ACTION = jbp.Action(
    id="demo",
    name="Give three demos",
    side=jbp.Side.PARTNER,
    owner_id="tom",
    due_on=on("2026-03-31"),
)


def feed(
    plans: Any, person: Any = "tom", **fields: Any
) -> tuple[str, jbp.CalendarFile]:
    """Return what a feed holds, unfolded, and the file."""
    options = jbp.FeedOptions(**fields) if fields else None
    file = jbp.calendar_feed(
        plans,
        person,
        organizer=MARIA,
        domain=DOMAIN,
        stamped_at=STAMPED_AT,
        options=options,
    )
    return file.content.decode("utf-8").replace("\r\n ", "").replace("\r\n", "\n"), file


def summaries(text: str) -> list[str]:
    return [
        line.removeprefix("SUMMARY:").removesuffix(": Northwind 2026")
        for line in text.split("\n")
        if line.startswith("SUMMARY:")
    ]


def a_full_plan(**fields: Any) -> jbp.Plan:
    given: dict[str, Any] = {
        "cadences": [CADENCE],
        "reviews": REVIEWS,
        "goals": [GOAL],
        "actions": [ACTION],
    } | fields
    return a_plan("northwind", **given)


def test_it_has_reviews_deadlines_and_what_the_person_has_to_do() -> None:
    text, file = feed(a_full_plan())
    expected = ["Check-in", "Check-in", "New revenue", "Give three demos"]
    assert summaries(text) == expected
    assert file.method is jbp.CalendarMethod.PUBLISH
    assert file.content_type == "text/calendar; charset=utf-8; method=PUBLISH"
    assert file.recipients == ()
    assert "X-WR-CALNAME:Tom Baker" in text


def test_nobody_is_invited_by_it() -> None:
    text, _ = feed(a_full_plan())
    assert "ATTENDEE" not in text
    assert "VALARM" not in text


def test_a_deadline_is_the_whole_last_day() -> None:
    text, _ = feed(a_full_plan(reviews=[], actions=[]))
    assert "DTSTART;VALUE=DATE:20260630\nDTEND;VALUE=DATE:20260701\n" in text
    assert "TRANSP:TRANSPARENT" in text


def test_what_is_hidden_from_somebody_is_not_in_their_feed() -> None:
    secret = attrs.evolve(
        GOAL, id="secret", name="Win back from rivals", audience=Audience.VENDOR
    )
    theirs = attrs.evolve(
        ACTION, id="theirs", name="Call the rival", side=jbp.Side.VENDOR,
        owner_id="maria", audience=Audience.VENDOR,
    )  # fmt: skip
    plan = a_full_plan(goals=[GOAL, secret], actions=[ACTION, theirs])
    toms, _ = feed(plan, "tom")
    assert "rival" not in toms
    assert summaries(feed(plan, "maria")[0]) == [
        "Check-in",
        "Check-in",
        "New revenue",
        "Win back from rivals",
        "Call the rival",
    ]


def test_what_counts_is_the_person_as_the_plan_has_them() -> None:
    secret = attrs.evolve(GOAL, id="s", name="Rivals", audience=Audience.VENDOR)
    posing = attrs.evolve(MARIA, id="tom")
    assert "Rivals" not in feed(a_full_plan(goals=[secret]), posing)[0]


def test_a_hidden_draft_and_a_cancelled_plan_are_left_out() -> None:
    draft = attrs.evolve(
        a_full_plan(), id="draft", name="Draft", hidden_from=jbp.Side.PARTNER
    )
    cancelled = attrs.evolve(
        a_full_plan(), id="cancelled", name="Cancelled", state=PlanState.CANCELLED
    )
    text, file = feed([draft, cancelled, a_full_plan(reviews=REVIEWS[:1])])
    assert "Draft" not in text
    assert "Cancelled" not in text
    assert file.review_ids == ("check-in-1",)
    empty, _ = feed(draft)
    assert summaries(empty) == []


def test_it_goes_over_all_plans_of_the_person() -> None:
    other = attrs.evolve(a_full_plan(), id="southwind", name="Southwind 2026")
    strange = a_plan("strange", name="Strange", people=[MARIA], goals=[GOAL])
    text, _ = feed([a_full_plan(), other, strange])
    uids = [line for line in text.split("\n") if line.startswith("UID:")]
    assert len(uids) == len(set(uids)) == 8
    assert "New revenue: Southwind 2026" in text
    assert "Strange" not in text


def test_uids_of_reviews_are_those_of_their_own_invitations() -> None:
    plan = a_full_plan()
    each = jbp.InvitationOptions(per=jbp.InvitationPer.MEETING)
    files = jbp.calendar_invitations(
        plan, organizer=MARIA, domain=DOMAIN, stamped_at=STAMPED_AT, options=each
    )
    text, _ = feed(plan)
    for file in files:
        [uid] = [line for line in file.content.split(b"\r\n") if line[:4] == b"UID:"]
        assert uid.decode() in text


def test_only_own_actions_that_were_not_dropped() -> None:
    actions = [
        ACTION,
        attrs.evolve(ACTION, id="marias", name="Hers", owner_id="maria"),
        attrs.evolve(ACTION, id="nobodys", name="Nobody's", owner_id=None),
        attrs.evolve(ACTION, id="gone", name="Gone", status=jbp.ActionStatus.DROPPED),
    ]
    plan = a_full_plan(reviews=[], goals=[], actions=actions)
    assert summaries(feed(plan)[0]) == ["Give three demos"]


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("open", "NEEDS-ACTION"),
        ("in_progress", "IN-PROCESS"),
        ("blocked", "NEEDS-ACTION"),
        ("done", "COMPLETED"),
    ],
)
def test_the_status_of_a_task_is_told(status: str, told: str) -> None:
    action = attrs.evolve(ACTION, status=jbp.ActionStatus(status))
    text, _ = feed(a_full_plan(reviews=[], goals=[], actions=[action]))
    assert f"STATUS:{told}\n" in text
    assert ("PERCENT-COMPLETE:100" in text) is (status == "done")


@pytest.mark.parametrize(
    ("start", "line"),
    [("2026-03-01", "DTSTART;VALUE=DATE:20260301"), ("2026-03-31", "")],
)
def test_a_task_starts_before_it_is_due_or_says_nothing(start: str, line: str) -> None:
    action = attrs.evolve(ACTION, start_on=date.fromisoformat(start))
    text, _ = feed(a_full_plan(reviews=[], goals=[], actions=[action]))
    assert "DUE;VALUE=DATE:20260331" in text
    assert [one for one in text.split("\n") if one.startswith("DTSTART")] == [
        one for one in [line] if one
    ]


def test_what_blocks_a_task_comes_before_its_notes() -> None:
    action = attrs.evolve(ACTION, blocked_reason="No lab, yet", notes="Three\nof them")
    text, _ = feed(a_full_plan(reviews=[], goals=[], actions=[action]))
    assert "DESCRIPTION:No lab\\, yet\\n\\nThree\\nof them\n" in text


def test_tasks_may_be_events_for_programs_that_show_none() -> None:
    text, _ = feed(
        a_full_plan(reviews=[], goals=[]), actions_as=jbp.ActionsAs.EVENT, name="Mine"
    )
    assert "VTODO" not in text
    assert "DTSTART;VALUE=DATE:20260331\nDTEND;VALUE=DATE:20260401" in text
    assert "X-WR-CALNAME:Mine" in text


def test_a_review_called_off_is_not_in_it() -> None:
    plan = a_full_plan(reviews=[REVIEWS[0], called_off(REVIEWS[1])])
    assert summaries(feed(plan)[0]).count("Check-in") == 1


def test_a_feed_is_of_one_of_the_people() -> None:
    with pytest.raises(InvalidValueError, match="one of the people of a plan"):
        feed(a_full_plan(), "nobody")
    with pytest.raises(InvalidValueError, match="stamped_at"):
        jbp.calendar_feed(
            a_full_plan(),
            TOM,
            organizer=MARIA,
            domain=DOMAIN,
            stamped_at=None,  # type: ignore[arg-type] # as untyped callers do
        )


@pytest.mark.parametrize("fields", [{"name": "a\nb"}, {"actions_as": "todo"}])
def test_bad_options_are_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(InvalidValueError, match="FeedOptions"):
        jbp.FeedOptions(**fields)
