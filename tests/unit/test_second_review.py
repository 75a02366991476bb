"""The second review of a quarter opens with the minutes of the first."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import attrs
import pytest
from tests.unit.two_reviews import BOOKED, MARIA, TOM, agreed, at, day, held

import jbpcore as jbp
from jbpcore.engine.attention.codes import NudgeCode
from jbpcore.engine.follow_through import Promise
from jbpcore.errors import InvalidValueError


@cache
def worked() -> jbp.Plan:
    """Return the plan two weeks later, with what came of it all."""
    plan = jbp.keep_commitment(
        held(), "mdf", on=day(5, 4), by=MARIA, at=at(5, 4), why="The bank was closed"
    )
    plan = jbp.reschedule_action(
        plan, "event", due_on=day(6, 5), by=TOM, at=at(5, 8), why="The venue is gone"
    )
    plan = jbp.miss_commitment(
        plan, "training", by=TOM, at=at(5, 11), why="No trainer was free"
    )
    plan = jbp.complete_action(plan, "call-list", on=day(5, 12), by=MARIA, at=at(5, 12))
    return jbp.keep_commitment(plan, "demo", on=day(5, 14), by=TOM, at=at(5, 14))


def second_pack(plan: jbp.Plan | None = None) -> jbp.ReviewPack:
    return jbp.prepare_review(
        plan or worked(), BOOKED, "may", as_of=day(5, 15), previous=held()
    )


def test_the_next_review_opens_with_the_last_minutes() -> None:
    pack = second_pack()
    assert pack.last == worked().reviews[0]
    assert pack.last.decisions == ("Twenty deals will do",)
    assert pack.last.next_review_id == pack.review.id == "may"


def test_every_promise_is_answered_for() -> None:
    told = [
        (line.side.value, line.subject, line.outcome, line.why, line.is_from_last)
        for line in second_pack().promises
    ]
    assert told == [
        ("vendor", "commitments:mdf", Promise.KEPT_LATE, "The bank was closed", False),
        ("vendor", "actions:call-list", Promise.KEPT_ON_TIME, "", True),
        ("vendor", "commitments:demo", Promise.KEPT_ON_TIME, "", True),
        (
            "partner",
            "commitments:training",
            Promise.MISSED,
            "No trainer was free",
            False,
        ),
        ("partner", "actions:event", Promise.PUT_OFF, "The venue is gone", True),
    ]


def test_each_side_is_held_to_its_word() -> None:
    both = second_pack().follow_through
    # From 1 to 15 May the vendor promised the kit, and the partner the training.
    assert both.within == jbp.DateRange(day(5, 1), day(5, 16))
    assert (both.vendor.ratio, both.partner.ratio) == (Fraction(1), Fraction(0))


def test_wins_are_what_was_kept_and_done() -> None:
    wins = [(line.kind, line.name) for line in second_pack().wins]
    assert wins == [
        (jbp.WinKind.PROMISE_KEPT, "Lend a demo kit"),
        (jbp.WinKind.ACTION_DONE, "Send the call list"),
    ]


def test_what_is_stuck_comes_with_the_worst_money_first() -> None:
    stuck = second_pack().stuck
    assert [(one.rank, one.subject, one.order) for one in stuck] == [
        (1, "goals:new-revenue", jbp.StuckOrder.MONEY),
        (2, "goals:deals", jbp.StuckOrder.PACE),
    ]
    assert stuck[0].at_stake == jbp.Money("4862.64", "USD")
    assert stuck[1].at_stake == jbp.Quantity("3.89", "deals")


def test_the_ways_through_say_what_it_takes() -> None:
    revenue, deals = second_pack().ways
    assert str(revenue.rates.per_day) == "380.43 USD a day"
    assert str(revenue.rates.per_week) == "2663.04 USD a week"
    assert [one.id for one in revenue.closing.actions] == ["event"]
    assert revenue.closing.impact == jbp.Money("9000", "USD")
    assert revenue.closing.remaining_gap == jbp.Money("8500", "USD")
    assert deals.closing.actions == ()


def test_what_changed_is_told() -> None:
    since = second_pack().since
    assert since.since == day(4, 30)
    assert since.targets == ()  # it was agreed on before the plan to compare with
    assert 'Status of "Send the call list" changed from open to done.' in (
        since.sentences
    )
    assert 'Due date of "Hold the event" changed from 2026-05-10 to 2026-06-05.' in (
        since.sentences
    )


def test_without_the_plan_of_then_its_history_tells() -> None:
    pack = jbp.prepare_review(worked(), BOOKED, "may", as_of=day(5, 15))
    assert pack.since.changes == ()
    assert len(pack.since.moves) == 9  # 2 acceptances, 2 signatures, 5 moves of work
    (target,) = pack.since.targets
    assert target.goal_id == "deals"
    assert target.before == jbp.Quantity(26, "deals")
    assert target.after == jbp.Quantity(20, "deals")
    assert target.effective_on == day(4, 30)
    assert target.why == "Agreed on in April review"


def test_goals_are_shown_as_they_stood_and_stand() -> None:
    revenue = second_pack().goals[0]
    assert revenue.then is not None
    assert (revenue.then.health, revenue.now.health) == (
        jbp.Health.AT_RISK,
        jbp.Health.OFF_TRACK,
    )
    assert revenue.now.gap_to_pace == jbp.Money("4862.64", "USD")


def test_only_the_next_day_is_left_to_decide() -> None:
    assert [line.code for line in second_pack().decisions] == [
        jbp.DecisionCode.BOOK_NEXT_REVIEW
    ]


def test_a_text_that_waits_is_shown_with_what_it_would_do() -> None:
    plan = jbp.propose_amendment(
        worked(),
        lambda plan: attrs.evolve(
            plan,
            goals=[
                attrs.evolve(goal, target=jbp.Money("20000", "USD"))
                if goal.id == "new-revenue"
                else goal
                for goal in plan.goals
            ],
        ),
        by=MARIA,
        at=at(5, 15),
        why="A product was withdrawn",
    )
    plan = jbp.sign_amendment(plan, by=MARIA, at=at(5, 15))
    pack = second_pack(plan)
    (line,) = pack.waiting
    assert (line.kind, line.side) == (jbp.WaitingKind.AMENDMENT, jbp.Side.PARTNER)
    (effect,) = line.effects
    assert effect.after is not None
    # 20,000 × 45 ÷ 91 = 9,890.11, so 2,390.11 behind.
    assert effect.after.gap_to_pace == jbp.Money("2390.11", "USD")
    assert pack.decisions[0] == jbp.DecisionLine(
        code=jbp.DecisionCode.SIGN_AMENDMENT,
        name="A product was withdrawn",
        subject="amendments:amendment-2",
        sides=(jbp.Side.PARTNER,),
    )


def test_later_bookings_change_the_pack_and_not_the_minutes() -> None:
    late = (
        *BOOKED,
        jbp.ActualEntry(
            metric="revenue", on=day(4, 25), amount=jbp.Money("5000", "USD")
        ),
    )
    pack = jbp.prepare_review(worked(), late, "may", as_of=day(5, 15))
    revenue = pack.goals[0]
    assert revenue.then == held().reviews[0].figures[0]
    assert revenue.now.attained == jbp.Money("12500", "USD")
    assert jbp.minutes_standing(worked(), "april").is_accepted


def test_minutes_that_wait_are_to_be_decided_on() -> None:
    plan = jbp.hold_review(
        agreed(),
        "april",
        entries=BOOKED,
        as_of=day(4, 29),
        held_on=day(4, 30),
        present=["maria", "tom"],
        wins=["The first deal"],
        by=MARIA,
        at=at(4, 30),
    )
    plan = jbp.accept_minutes(plan, "april", by=MARIA, at=at(4, 30))
    pack = jbp.prepare_review(plan, BOOKED, "may", as_of=day(5, 15))
    (first, *_) = pack.decisions
    assert (first.code, first.sides) == (
        jbp.DecisionCode.ACCEPT_MINUTES,
        (jbp.Side.PARTNER,),
    )
    nudges = jbp.attention(plan, BOOKED, as_of=day(5, 15))
    waiting = [one for one in nudges if one.code is NudgeCode.MINUTES_NOT_ACCEPTED]
    assert [one.sides for one in waiting] == [first.sides]


def test_the_agenda_of_ten_minutes_adds_up() -> None:
    # 12, 6, 15, 12, 4, 8 and 3 of 60 shares: of ten minutes 2, 1, 2.5, 2, 0.67, 1.33
    # and 0.5. Whole: 2, 1, 2, 2, 0, 1, 0 are 8; the largest remainders are those of
    # the changes and, being first of two halves, of what is stuck.
    items = jbp.agenda(second_pack(), 10)
    assert [(one.code.value, one.start_minutes, one.minutes) for one in items] == [
        ("promises", 0, 2),
        ("wins", 2, 1),
        ("stuck", 3, 3),
        ("ways_through", 6, 2),
        ("changes", 8, 1),
        ("decisions", 9, 1),
    ]


@pytest.mark.parametrize("wrong", [0, -5, 1441, True, 2.5])
def test_an_agenda_takes_whole_minutes(wrong: int) -> None:
    with pytest.raises(InvalidValueError, match="minutes must be"):
        jbp.agenda(second_pack(), wrong)
