"""Two reviews of one quarter: the second opens with the minutes of the first.

All figures are worked out by hand. The quarter has 91 days, 25,000 USD are wanted:

* by 29 April, day 29: 25,000 × 29 ÷ 91 = 7,967.03 expected, 7,500 in, 467.03 behind,
  pace 7,500 ÷ 7,967.03 = 0.941: at risk;
* by 15 May, day 45: 25,000 × 45 ÷ 91 = 12,362.64 expected, 4,862.64 behind, 17,500 to
  go in 46 days: 380.43 a day, 2,663.04 a week;
* 26 deals were wanted, by the first review's amendment 20: 20 × 45 ÷ 91 = 9.89.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cache

import attrs
import pytest

import jbpcore as jbp
from jbpcore.engine.attention.codes import NudgeCode
from jbpcore.engine.follow_through import Promise
from jbpcore.errors import InvalidValueError

QUARTER = jbp.FiscalCalendar.calendar_year().quarter(2026, 2)
MARIA = jbp.Person(id="maria", name="Maria Lopez", side=jbp.Side.VENDOR)
TOM = jbp.Person(
    id="tom", name="Tom Ek", side=jbp.Side.PARTNER, role=jbp.PersonRole.PARTNER_ADMIN
)
BOOKED = (
    jbp.ActualEntry(
        metric="revenue", on=date(2026, 4, 20), amount=jbp.Money("7500", "USD")
    ),
    jbp.ActualEntry(
        metric="deals", on=date(2026, 4, 20), amount=jbp.Quantity(6, "deals")
    ),
)
DEALS = jbp.Metric(key="deals", name="Deals", unit=jbp.Unit.count("deals"))


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def day(month: int, number: int) -> date:
    return date(2026, month, number)


def fewer_deals(plan: jbp.Plan) -> jbp.Plan:
    goals = [
        attrs.evolve(goal, target=jbp.Quantity(20, "deals"))
        if goal.id == "deals"
        else goal
        for goal in plan.goals
    ]
    return attrs.evolve(plan, goals=goals)


@cache
def agreed() -> jbp.Plan:
    plan = jbp.draft_plan(
        id="northwind-q2",
        name="Northwind, second quarter",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="northwind", name="Northwind"),
        period=QUARTER,
        people=[MARIA, TOM],
        goals=[
            jbp.Goal(
                id="new-revenue",
                name="New revenue",
                metric=jbp.metrics.REVENUE,
                target=jbp.Money("25000", "USD"),
                period=QUARTER,
            ),
            jbp.Goal(
                id="deals",
                name="Deals",
                metric=DEALS,
                target=jbp.Quantity(26, "deals"),
                period=QUARTER,
            ),
        ],
        commitments=[
            jbp.Commitment(
                id="mdf",
                name="Pay half of the event",
                side=jbp.Side.VENDOR,
                due_on=day(4, 30),
            ),
            jbp.Commitment(
                id="training",
                name="Certify two engineers",
                side=jbp.Side.PARTNER,
                due_on=day(5, 10),
            ),
        ],
        reviews=[
            jbp.Review(id="april", name="April review", on=day(4, 30)),
            jbp.Review(id="may", name="May review", on=day(5, 16)),
        ],
        by=MARIA,
        at=at(3, 2),
    )
    plan = jbp.propose(plan, by=MARIA, at=at(3, 3))
    plan = jbp.sign(plan, by=MARIA, at=at(3, 3))
    return jbp.sign(plan, by=TOM, at=at(3, 4))


@cache
def held() -> jbp.Plan:
    plan = jbp.hold_review(
        agreed(),
        "april",
        entries=BOOKED,
        as_of=day(4, 29),
        held_on=day(4, 30),
        present=["maria", "tom"],
        wins=["The first deal"],
        blockers=["Nobody is certified"],
        ways_through=["An event together"],
        decisions=["Twenty deals will do"],
        actions=[
            jbp.Action(
                id="event",
                name="Hold the event",
                side=jbp.Side.PARTNER,
                due_on=day(5, 10),
                goal_id="new-revenue",
                expected_impact=jbp.Money("9000", "USD"),
            ),
            jbp.Action(
                id="call-list",
                name="Send the call list",
                side=jbp.Side.VENDOR,
                due_on=day(5, 12),
            ),
        ],
        commitments=[
            jbp.Commitment(
                id="demo",
                name="Lend a demo kit",
                side=jbp.Side.VENDOR,
                due_on=day(5, 14),
            )
        ],
        goal_changes=fewer_deals,
        by=MARIA,
        at=at(4, 30),
    )
    plan = jbp.accept_minutes(plan, "april", by=MARIA, at=at(5, 1))
    plan = jbp.accept_minutes(plan, "april", by=TOM, at=at(5, 1))
    plan = jbp.sign_amendment(plan, by=MARIA, at=at(5, 2))
    return jbp.sign_amendment(plan, by=TOM, at=at(5, 2))


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


def test_the_first_review_says_that_there_was_none_before() -> None:
    pack = jbp.prepare_review(agreed(), BOOKED, "april", as_of=day(4, 29))
    assert pack.is_first
    assert pack.last is None
    assert all(one.then is None for one in pack.goals)
    assert [(line.subject, line.outcome) for line in pack.promises] == []
    # 26 × 29 ÷ 91 = 8.29 deals were expected, 6 are in: off track.
    assert [(line.subject, line.at_stake) for line in pack.stuck] == [
        ("goals:new-revenue", jbp.Money("467.03", "USD")),
        ("goals:deals", jbp.Quantity("2.29", "deals")),
    ]


def test_the_figures_that_it_looked_at_are_kept() -> None:
    review = held().reviews[0]
    assert (review.held_on, review.as_of) == (day(4, 30), day(4, 29))
    revenue = review.figures[0]
    assert revenue == jbp.GoalFigures(
        goal_id="new-revenue",
        as_of=day(4, 29),
        health=jbp.Health.AT_RISK,
        attained=jbp.Money("7500", "USD"),
        target=jbp.Money("25000", "USD"),
        expected_to_date=jbp.Money("7967.03", "USD"),
        gap_to_target=jbp.Money("17500", "USD"),
        gap_to_pace=jbp.Money("467.03", "USD"),
        # 7,500 × 91 ÷ 29
        projected_finish=jbp.Money("23534.48", "USD"),
        attainment_ratio=Fraction(3, 10),
        pace_index=Fraction(750000, 796703),
    )


def test_what_changes_the_terms_waits_for_both_signatures() -> None:
    plan = jbp.hold_review(
        agreed(),
        "april",
        entries=BOOKED,
        as_of=day(4, 29),
        held_on=day(4, 30),
        present=["maria", "tom"],
        goal_changes=fewer_deals,
        by=MARIA,
        at=at(4, 30),
    )
    assert plan.reviews[0].amendment_id == "amendment-1"
    assert jbp.terms_digest(plan) == jbp.terms_digest(agreed())
    assert plan.goal("deals").target_on(day(5, 15)) == jbp.Quantity(26, "deals")
    assert held().goal("deals").target_on(day(5, 15)) == jbp.Quantity(20, "deals")
    assert [one.id for one in held().commitments] == ["mdf", "training", "demo"]


def test_the_story_tells_of_it() -> None:
    told = [sentence.partition(": ")[2] for sentence in jbp.story(held())[-6:]]
    maria, tom = "Maria Lopez (Acme)", "Tom Ek (Northwind)"
    figures = "held April review on 2026-04-30 with the figures of 2026-04-29"
    agreed_on = "2 present, 2 new actions, 1 new commitment"
    changes = "the terms to change by amendment-1, the next one on 2026-05-16"
    why = '"Agreed on in April review"'
    accepts = "accepted the minutes of April review"
    holds = "with both signatures its terms hold"
    assert told == [
        f"{maria} proposed amendment-1, effective on 2026-04-30: {why}.",
        f"{maria} {figures} ({agreed_on}, {changes}).",
        f"{maria} {accepts}.",
        f"{tom} {accepts}, as the other side has.",
        f"{maria} signed amendment-1 as partner manager.",
        f"{tom} signed amendment-1 as partner admin; {holds}.",
    ]


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
