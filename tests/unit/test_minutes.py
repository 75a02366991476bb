"""Minutes: what they are, who accepted them, and that nobody changes them quietly."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.errors import InvalidValueError, NotAllowedError, TransitionError
from jbpcore.planning.policy import Viewer

QUARTER = jbp.FiscalCalendar.calendar_year().quarter(2026, 2)
MARIA = jbp.Person(id="maria", name="Maria Lopez", side=jbp.Side.VENDOR)
TOM = jbp.Person(
    id="tom", name="Tom Ek", side=jbp.Side.PARTNER, role=jbp.PersonRole.PARTNER_ADMIN
)
REP = jbp.Person(
    id="rep", name="Rep", side=jbp.Side.PARTNER, role=jbp.PersonRole.PARTNER_REP
)
BOOKED = [
    jbp.ActualEntry(
        metric="revenue", on=date(2026, 4, 20), amount=jbp.Money("7500", "USD")
    )
]


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def goal(key: str, audience: jbp.Audience = jbp.Audience.JOINT) -> jbp.Goal:
    return jbp.Goal(
        id=key,
        name=key,
        metric=jbp.metrics.REVENUE,
        target=jbp.Money("25000", "USD"),
        period=QUARTER,
        audience=audience,
    )


def action(key: str, **more: Any) -> jbp.Action:
    return jbp.Action(
        id=key, name=key, side=jbp.Side.PARTNER, due_on=date(2026, 6, 1), **more
    )


def promise(key: str) -> jbp.Commitment:
    return jbp.Commitment(
        id=key, name=key, side=jbp.Side.VENDOR, due_on=date(2026, 6, 1)
    )


def draft(**more: Any) -> jbp.Plan:
    return jbp.draft_plan(
        id="p",
        name="P",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="nw", name="Northwind"),
        people=[MARIA, TOM, REP],
        period=QUARTER,
        goals=[goal("new-revenue"), goal("win-back", jbp.Audience.VENDOR)],
        reviews=[
            jbp.Review(id="q2", name="Q2 review", on=date(2026, 5, 16)),
            jbp.Review(id="next", name="Next review", on=date(2026, 6, 16)),
        ],
        by=MARIA,
        at=at(3, 2),
        **more,
    )


def agreed() -> jbp.Plan:
    plan = jbp.propose(draft(), by=MARIA, at=at(3, 3))
    return jbp.sign(jbp.sign(plan, by=MARIA, at=at(3, 3)), by=TOM, at=at(3, 4))


def hold(plan: jbp.Plan, **more: Any) -> jbp.Plan:
    said: dict[str, Any] = {
        "entries": BOOKED,
        "as_of": date(2026, 5, 15),
        "held_on": date(2026, 5, 16),
        "present": ["maria", "tom"],
        "by": MARIA,
        "at": at(5, 16),
    }
    return jbp.hold_review(plan, "q2", **(said | more))


def held() -> jbp.Plan:
    return hold(
        agreed(),
        absent=["rep"],
        wins=["First deal, says Maria Lopez"],
        decisions=["An event"],
        actions=[action("event")],
        commitments=[promise("demo")],
    )


def accepted(plan: jbp.Plan, *people: jbp.Person) -> jbp.Plan:
    for number, person in enumerate(people):
        plan = jbp.accept_minutes(plan, "q2", by=person, at=at(5, 17, number))
    return plan


# --- the digest -------------------------------------------------------------------


def test_the_canonical_minutes_are_these_bytes() -> None:
    # 25,000 × 45 ÷ 91 = 12,362.64 = 309066/25; 7,500 × 91 ÷ 45 = 15,166.67.
    figures = {
        "goal_id": "new-revenue",
        "as_of": "2026-05-15",
        "health": "off_track",
        "attained": {"type": "money", "amount": "7500", "currency": "USD"},
        "target": {"type": "money", "amount": "25000", "currency": "USD"},
        "expected_to_date": {"type": "money", "amount": "309066/25", "currency": "USD"},
        "gap_to_target": {"type": "money", "amount": "17500", "currency": "USD"},
        "gap_to_pace": {"type": "money", "amount": "121566/25", "currency": "USD"},
        "projected_finish": {
            "type": "money",
            "amount": "1516667/100",
            "currency": "USD",
        },
        "attainment_ratio": "3/10",
        "pace_index": "31250/51511",
    }
    minutes = {
        "form": "minutes/1",
        "plan": "p",
        "review": "q2",
        "held_on": "2026-05-16",
        "as_of": "2026-05-15",
        "present": 2,
        "absent": 1,
        "wins": ["First deal, says Maria Lopez"],
        "decisions": ["An event"],
        "figures": [figures],
        "actions": ["event"],
        "commitments": ["demo"],
        "amendment": "amendment-1",
        "next_review": "next",
    }
    text = json.dumps(minutes, sort_keys=True, separators=(",", ":")).encode()
    assert jbp.canonical_minutes(held(), "q2") == text
    digest = hashlib.sha256(text).hexdigest()
    assert jbp.minutes_digest(held(), "q2") == digest


def test_the_recipe_on_the_page_makes_the_same_digest() -> None:
    page = Path(__file__).resolve().parents[2] / "docs/reference/minutes-digest.md"
    blocks = re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    (code,) = [block for block in blocks if "def recompute_minutes" in block]
    defined: dict[str, Any] = {}
    exec(code, defined)  # noqa: S102 - the page's own code is what is tested
    document = json.loads(jbp.dumps(held()))
    digest = jbp.minutes_digest(held(), "q2")
    assert defined["recompute_minutes"](document, "q2") == digest


def test_figures_are_kept_of_what_both_sides_aim_at() -> None:
    kept = held().reviews[0].figures
    assert [one.goal_id for one in kept] == ["new-revenue"]


@pytest.mark.parametrize("person", [MARIA, TOM, REP], ids=lambda one: one.id)
def test_both_sides_make_the_same_digest_of_what_they_see(person: jbp.Person) -> None:
    seen = jbp.project(held(), Viewer.of(person))
    assert jbp.minutes_digest(seen, "q2") == jbp.minutes_digest(held(), "q2")


def test_what_one_side_does_for_itself_is_no_part_of_the_minutes() -> None:
    inside = action("inside", review_id="q2", audience=jbp.Audience.VENDOR)
    plan = jbp.edit(
        held(),
        lambda plan: attrs.evolve(plan, actions=[*plan.actions, inside]),
        by=MARIA,
        at=at(5, 17),
    )
    assert jbp.minutes_digest(plan, "q2") == jbp.minutes_digest(held(), "q2")


def test_signing_what_was_agreed_on_does_not_change_the_minutes() -> None:
    plan = held()
    signed = jbp.sign_amendment(plan, by=MARIA, at=at(5, 18))
    signed = jbp.sign_amendment(signed, by=TOM, at=at(5, 18))
    assert [one.id for one in signed.commitments] == ["demo"]
    declined = jbp.decline_amendment(plan, by=TOM, at=at(5, 18), why="No")
    assert declined.commitments == ()
    for after in (signed, declined):
        assert jbp.minutes_digest(after, "q2") == jbp.minutes_digest(plan, "q2")


# --- accepting ----------------------------------------------------------------------


def test_each_side_accepts_for_itself() -> None:
    one = accepted(held(), TOM)
    standing = jbp.minutes_standing(one, "q2")
    assert (standing.waits_for, standing.is_accepted) == ((jbp.Side.VENDOR,), False)
    both = jbp.minutes_standing(accepted(one, MARIA), "q2")
    assert (both.waits_for, both.is_accepted) == ((), True)
    assert {a.minutes_digest for a in both.acceptances} == {both.minutes_digest}


def refused(reason: str, move: Callable[[], object]) -> None:
    with pytest.raises(TransitionError) as error:
        move()
    assert error.value.reason == reason
    assert error.value.way_forward


def test_nobody_accepts_another_text_than_they_saw() -> None:
    plan = held()
    seen = jbp.minutes_digest(plan, "q2")
    plan = jbp.correct_minutes(
        plan, "q2", by=MARIA, at=at(5, 17), why="Missing", blockers=["Legal"]
    )
    refused(
        "other_minutes",
        lambda: jbp.accept_minutes(
            plan, "q2", by=TOM, at=at(5, 18), minutes_digest=seen
        ),
    )
    now = jbp.minutes_digest(plan, "q2")
    done = jbp.accept_minutes(plan, "q2", by=TOM, at=at(5, 18), minutes_digest=now)
    assert jbp.minutes_standing(done, "q2").waits_for == (jbp.Side.VENDOR,)


def test_a_side_accepts_once() -> None:
    refused("already_accepted", lambda: accepted(held(), TOM, TOM))


def test_who_may_not_answer_does_not_accept() -> None:
    with pytest.raises(NotAllowedError):
        accepted(held(), REP)


def test_there_is_nothing_to_accept_before_it_was_held() -> None:
    with pytest.raises(InvalidValueError, match="a review that was held"):
        accepted(agreed(), TOM)


def test_minutes_can_still_be_accepted_when_the_plan_is_closed() -> None:
    plan = jbp.withdraw_amendment(held(), by=MARIA, at=at(6, 30))
    ended = [
        jbp.GoalOutcome(goal_id=key, outcome=jbp.Outcome.MET)
        for key in ("new-revenue", "win-back")
    ]
    plan = jbp.close(
        plan, BOOKED, outcomes=ended, as_of=date(2026, 6, 30), by=MARIA, at=at(7, 1)
    )
    done = jbp.accept_minutes(plan, "q2", by=TOM, at=at(7, 2))
    assert jbp.minutes_standing(done, "q2").waits_for == (jbp.Side.VENDOR,)


def test_a_lite_plan_asks_nobody_to_accept() -> None:
    plan = hold(draft(kind=jbp.PlanKind.LITE), commitments=[promise("demo")])
    assert [one.id for one in plan.commitments] == ["demo"]
    assert plan.reviews[0].amendment_id is None
    assert jbp.minutes_standing(plan, "q2").waits_for == ()
    refused("lite_plan", lambda: accepted(plan, MARIA))


# --- correcting ---------------------------------------------------------------------


def test_a_correction_has_to_be_accepted_again() -> None:
    plan = jbp.correct_minutes(
        accepted(held(), TOM),
        "q2",
        by=MARIA,
        at=at(5, 18),
        why="Two of three",
        absent=[],
    )
    assert plan.reviews[0].acceptances == ()
    assert [one.person_id for one in plan.reviews[0].attendance] == ["maria", "tom"]
    assert jbp.story(plan)[-1] == (
        "2026-05-18: Maria Lopez (Acme) corrected the minutes of Q2 review "
        '(attendance), which the partner side has to accept again: "Two of three".'
    )


def test_what_both_accepted_stays() -> None:
    plan = accepted(held(), TOM, MARIA)
    refused(
        "both_accepted",
        lambda: jbp.correct_minutes(
            plan, "q2", by=MARIA, at=at(5, 18), why="Oh", wins=["More"]
        ),
    )


def test_a_correction_that_changes_nothing_is_none() -> None:
    plan = accepted(held(), TOM)
    same = jbp.correct_minutes(
        plan, "q2", by=MARIA, at=at(5, 18), why="Oh", decisions=["An event"]
    )
    assert same is plan


def test_a_correction_says_why() -> None:
    refused(
        "no_reason",
        lambda: jbp.correct_minutes(
            held(), "q2", by=MARIA, at=at(5, 18), why=" ", wins=["More"]
        ),
    )


# --- nobody changes them by another way -----------------------------------------------


def evolved(at: int = 0, **changes: Any) -> Callable[[jbp.Plan], jbp.Plan]:
    def change(plan: jbp.Plan) -> jbp.Plan:
        reviews = list(plan.reviews)
        reviews[at] = attrs.evolve(reviews[at], **changes)
        return attrs.evolve(plan, reviews=reviews)

    return change


def forged() -> jbp.MinutesAcceptance:
    return jbp.MinutesAcceptance(
        side=jbp.Side.PARTNER,
        person_id="tom",
        minutes_digest=jbp.minutes_digest(held(), "q2"),
        accepted_at=at(5, 17),
    )


EDITS: dict[str, Callable[[jbp.Plan], jbp.Plan]] = {
    "wins": evolved(wins=["The largest deal ever"]),
    "figures": evolved(figures=[]),
    "held_on": evolved(held_on=None),
    "as_of": evolved(as_of=date(2026, 5, 1)),
    "attendance": evolved(attendance=[]),
    "acceptances": evolved(acceptances=[forged()]),
    "acceptances of a review to come": evolved(at=1, acceptances=[forged()]),
    "the whole": lambda plan: attrs.evolve(plan, reviews=plan.reviews[1:]),
    "an action less": lambda plan: attrs.evolve(plan, actions=()),
    "an action more": lambda plan: attrs.evolve(
        plan, actions=[*plan.actions, action("more", review_id="q2")]
    ),
}


@pytest.mark.parametrize("change", EDITS.values(), ids=EDITS)
def test_no_edit_changes_minutes(change: Callable[[jbp.Plan], jbp.Plan]) -> None:
    plan = held()
    refused("in_minutes", lambda: jbp.edit(plan, change, by=MARIA, at=at(5, 17)))
    maria = Viewer.of(MARIA)
    seen = jbp.project(plan, maria)
    with pytest.raises(InvalidValueError, match="correct_minutes"):
        jbp.merge_back(plan, seen, change(seen), maria)


def test_the_booking_of_a_held_review_may_be_edited() -> None:
    plan = jbp.edit(held(), evolved(location="Room 2"), by=MARIA, at=at(5, 17))
    assert jbp.minutes_digest(plan, "q2") == jbp.minutes_digest(held(), "q2")


def test_work_that_was_agreed_on_goes_its_way() -> None:
    plan = accepted(held(), TOM, MARIA)
    plan = jbp.drop_action(plan, "event", by=TOM, at=at(5, 20), why="No venue")
    assert jbp.minutes_standing(plan, "q2").is_accepted


# --- erasing ------------------------------------------------------------------------


def test_an_acceptance_holds_after_a_person_was_erased() -> None:
    plan = accepted(held(), TOM, MARIA)
    erased = jbp.erase_person(plan, "maria", by=None, at=at(6, 1))
    assert "Maria" not in jbp.dumps(erased)
    assert erased.reviews[0].wins == ("First deal, says erased-1",)
    assert jbp.minutes_standing(erased, "q2").is_accepted
    # Tom is named nowhere in the minutes: their digest does not change at all.
    other = jbp.erase_person(plan, "tom", by=None, at=at(6, 1))
    assert jbp.minutes_digest(other, "q2") == jbp.minutes_digest(plan, "q2")


def test_erasing_makes_no_acceptance_of_another_text_good() -> None:
    plan = accepted(held(), TOM)
    review = attrs.evolve(plan.reviews[0], blockers=["Legal"])
    other = attrs.evolve(plan, reviews=[review, *plan.reviews[1:]])
    erased = jbp.erase_person(other, "maria", by=None, at=at(6, 1))
    assert jbp.minutes_standing(erased, "q2").acceptances == ()
