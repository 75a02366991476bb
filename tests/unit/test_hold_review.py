"""Holding a review: what it takes, what is refused, and what comes next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.errors import InvalidValueError, NotAllowedError, TransitionError

QUARTER = jbp.FiscalCalendar.calendar_year().quarter(2026, 2)
MARIA = jbp.Person(id="maria", name="Maria Lopez", side=jbp.Side.VENDOR)
TOM = jbp.Person(
    id="tom", name="Tom Ek", side=jbp.Side.PARTNER, role=jbp.PersonRole.PARTNER_ADMIN
)
BOSS = jbp.Person(
    id="boss",
    name="Boss",
    side=jbp.Side.VENDOR,
    role=jbp.PersonRole.AUDITOR,
)
AUGUST = date(2026, 8, 4)


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 9, tzinfo=UTC)


def draft(**more: Any) -> jbp.Plan:
    fields: dict[str, Any] = {
        "reviews": [
            jbp.Review(
                id="q2",
                name="Q2 review",
                on=date(2026, 5, 16),
                duration_minutes=30,
                wins=["Prepared beforehand"],
            ),
            jbp.Review(id="june", name="June review", on=date(2026, 6, 16)),
        ]
    }
    return jbp.draft_plan(
        id="p",
        name="P",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="nw", name="Northwind"),
        people=[MARIA, TOM, BOSS],
        period=QUARTER,
        goals=[
            jbp.Goal(
                id="g",
                name="G",
                metric=jbp.metrics.REVENUE,
                target=jbp.Money("25000", "USD"),
                period=QUARTER,
            )
        ],
        by=MARIA,
        at=at(3, 2),
        **(fields | more),
    )


def proposed() -> jbp.Plan:
    return jbp.propose(draft(), by=MARIA, at=at(3, 3))


def agreed() -> jbp.Plan:
    plan = jbp.sign(proposed(), by=MARIA, at=at(3, 3))
    return jbp.sign(plan, by=TOM, at=at(3, 4))


def hold(plan: jbp.Plan, review_id: str = "q2", **more: Any) -> jbp.Plan:
    said: dict[str, Any] = {
        "entries": [],
        "as_of": date(2026, 5, 15),
        "held_on": date(2026, 5, 16),
        "present": ["maria", "tom"],
        "by": MARIA,
        "at": at(5, 16),
    }
    return jbp.hold_review(plan, review_id, **(said | more))


def promise(key: str = "demo") -> jbp.Commitment:
    return jbp.Commitment(
        id=key, name=key, side=jbp.Side.VENDOR, due_on=date(2026, 6, 1)
    )


def action(key: str = "event", **more: Any) -> jbp.Action:
    return jbp.Action(
        id=key, name=key, side=jbp.Side.PARTNER, due_on=date(2026, 6, 1), **more
    )


def lower(plan: jbp.Plan) -> jbp.Plan:
    goals = [attrs.evolve(one, target=jbp.Money(20000, "USD")) for one in plan.goals]
    return attrs.evolve(plan, goals=goals)


def refused(reason: str, move: Callable[[], object]) -> None:
    with pytest.raises(TransitionError) as error:
        move()
    assert error.value.reason == reason
    assert error.value.way_forward


# --- where it is held -------------------------------------------------------------


@pytest.mark.parametrize("make", [draft, proposed, agreed])
def test_a_review_may_be_held_before_the_plan_is_agreed(
    make: Callable[[], jbp.Plan],
) -> None:
    plan = hold(make(), actions=[action()])
    assert plan.reviews[0].held_on == date(2026, 5, 16)
    assert plan.actions[0].review_id == "q2"
    assert len(plan.records) == len(make().records) + 1


@pytest.mark.parametrize("kind", jbp.PlanKind)
def test_in_a_draft_the_terms_change_at_once(kind: jbp.PlanKind) -> None:
    plan = hold(draft(kind=kind), commitments=[promise()], goal_changes=lower)
    assert plan.goals[0].target == jbp.Money(20000, "USD")
    assert [one.review_id for one in plan.commitments] == ["q2"]
    assert plan.reviews[0].amendment_id is None
    assert [one.move for one in plan.records[-2:]] == ["edit", "hold_review"]


def test_what_lies_before_the_other_side_does_not_change() -> None:
    refused("locked_while_proposed", lambda: hold(proposed(), goal_changes=lower))
    refused("locked_while_proposed", lambda: hold(proposed(), commitments=[promise()]))


def test_one_amendment_at_a_time() -> None:
    plan = jbp.propose_amendment(agreed(), lower, by=TOM, at=at(5, 1), why="Less")
    refused("one_is_open", lambda: hold(plan, commitments=[promise()]))
    assert hold(plan).reviews[0].held_on is not None


def test_a_plan_that_is_over_has_no_more_reviews() -> None:
    over = jbp.cancel(agreed(), by=MARIA, at=at(5, 1), why="Sold")
    refused("wrong_state", lambda: hold(over))


# --- which one --------------------------------------------------------------------


def test_it_is_held_once() -> None:
    refused("already_held", lambda: hold(hold(agreed())))


def test_what_was_called_off_is_not_held() -> None:
    plan = jbp.cancel_review(agreed(), "q2", by=MARIA, at=at(5, 1), why="Holiday")
    refused("called_off", lambda: hold(plan))


def test_there_has_to_be_such_a_review() -> None:
    with pytest.raises(InvalidValueError, match=r"a review of the plan \(q2, june\)"):
        hold(agreed(), "q3")


# --- who and when -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"present": []}, "somebody who was there"),
        ({"present": ["maria"], "absent": ["maria"]}, "named once"),
        ({"present": ["maria", "ann"]}, "add them to it first"),
        ({"held_on": date(2026, 5, 18)}, "once it was held"),
        ({"as_of": date(2026, 5, 17)}, "the day of the review"),
    ],
)
def test_what_cannot_be_is_refused(more: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        hold(agreed(), **more)


def test_far_in_the_east_it_is_tomorrow_already() -> None:
    plan = hold(agreed(), held_on=date(2026, 5, 17))
    assert plan.reviews[0].held_on == date(2026, 5, 17)


def test_who_may_not_change_reviews_does_not_hold_them() -> None:
    with pytest.raises(NotAllowedError):
        hold(agreed(), by=BOSS)


# --- what is agreed on --------------------------------------------------------------


def test_what_was_prepared_stays_where_nothing_else_is_said() -> None:
    assert hold(agreed()).reviews[0].wins == ("Prepared beforehand",)
    assert hold(agreed(), wins=[]).reviews[0].wins == ()


def test_new_work_is_new() -> None:
    plan = hold(agreed(), actions=[action()])
    with pytest.raises(InvalidValueError, match="with ids of their own"):
        hold(plan, "june", actions=[action()])
    with pytest.raises(InvalidValueError, match="with ids of their own"):
        hold(agreed(), commitments=[promise(), promise()])


def test_what_is_for_one_side_alone_is_not_agreed_on_together() -> None:
    inside = action(audience=jbp.Audience.VENDOR)
    with pytest.raises(InvalidValueError, match="for both sides to see"):
        hold(agreed(), actions=[inside])


def test_an_amendment_is_of_terms_alone() -> None:
    def more(plan: jbp.Plan) -> jbp.Plan:
        return attrs.evolve(lower(plan), notes="Other notes")

    refused("not_terms", lambda: hold(agreed(), goal_changes=more))


def test_revised_targets_count_from_the_day_that_was_agreed() -> None:
    plan = hold(agreed(), goal_changes=lower, effective_on=date(2026, 6, 1))
    assert plan.amendments[0].effective_on == date(2026, 6, 1)
    assert plan.amendments[0].why == "Agreed on in Q2 review"


# --- what comes next -----------------------------------------------------------------


def test_the_next_one_is_the_one_that_is_booked() -> None:
    plan = hold(agreed())
    assert plan.reviews[0].next_review_id == "june"
    assert hold(plan, "june", at=at(6, 16)).reviews[1].next_review_id is None


def test_a_day_books_one_like_this() -> None:
    plan = hold(agreed(), next_review=AUGUST)
    made = plan.reviews[-1]
    assert plan.reviews[0].next_review_id == made.id == "q2.20260804"
    assert (made.name, made.on, made.duration_minutes) == ("Q2 review", AUGUST, 30)
    assert made.wins == ()


@pytest.mark.parametrize("wanted", ["june", date(2026, 6, 16)])
def test_a_day_that_is_booked_is_not_booked_twice(wanted: Any) -> None:
    plan = hold(agreed(), next_review=wanted)
    assert plan.reviews[0].next_review_id == "june"
    assert len(plan.reviews) == 2


def test_a_review_of_its_own_may_be_next() -> None:
    qbr = jbp.Review(id="qbr", name="QBR", on=AUGUST)
    plan = hold(agreed(), next_review=qbr)
    assert (plan.reviews[0].next_review_id, plan.reviews[-1]) == ("qbr", qbr)


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("july", "a review that is still to come"),
        ("q2", "a review that is still to come"),
        (date(2026, 5, 16), "after 2026-05-16"),
        (jbp.Review(id="q2", name="Again", on=AUGUST), "an id of its own"),
        (5, "a Review, the id of one, or a day"),
    ],
)
def test_the_next_one_lies_ahead(wanted: Any, message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        hold(agreed(), next_review=wanted)
