"""A plan's way from draft to close: which move is made when, and what it leaves."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import attrs
import pytest
from tests.unit.plan_moved import (
    BOSS,
    MARIA,
    MISSED,
    REP,
    TOM,
    YEAR,
    agreed,
    aim,
    at,
    draft,
    noted,
    proposed,
)

import jbpcore as jbp
from jbpcore.errors import InvalidValueError, TransitionError
from jbpcore.model.agreement import PlanKind, PlanState
from jbpcore.model.plan import Plan
from jbpcore.planning.terms import terms_digest
from jbpcore.planning.transitions import MOVES, list_moves


def closed() -> Plan:
    outcome = jbp.GoalOutcome(
        goal_id="g1", outcome=jbp.Outcome.MISSED, lesson="Start earlier"
    )
    return jbp.close(
        agreed(), [], outcomes=[outcome], as_of=YEAR.last_day, by=TOM, at=at(9)
    )


def cancelled() -> Plan:
    return jbp.cancel(draft(), by=MARIA, at=at(1), why="Merged away")


IN_STATE = {
    PlanState.DRAFT: draft,
    PlanState.PROPOSED: proposed,
    PlanState.AGREED: agreed,
    PlanState.CLOSED: closed,
    PlanState.CANCELLED: cancelled,
}


def reviewed(plan: Plan, held_on: date | None = None) -> Plan:
    """Return *plan* with a review that is booked, or was held."""
    review = jbp.Review(id="r1", name="Review", on=date(2026, 1, 6), held_on=held_on)
    return attrs.evolve(plan, reviews=[review])


HELD = date(2026, 1, 6)
MOVE: dict[str, Callable[[Plan], Plan]] = {
    "accept": lambda p: jbp.accept(p, by=TOM, at=at(10)),
    "accept_minutes": lambda p: jbp.accept_minutes(
        reviewed(p, HELD), "r1", by=TOM, at=at(10)
    ),
    "approve": lambda p: jbp.approve(p, by=BOSS, at=at(10)),
    "approve_amendment": lambda p: jbp.approve_amendment(p, by=BOSS, at=at(10)),
    "cancel": lambda p: jbp.cancel(p, by=TOM, at=at(10), why="No"),
    "close": lambda p: jbp.close(
        p, [], outcomes=[], as_of=YEAR.last_day, by=TOM, at=at(10)
    ),
    "comment": lambda p: jbp.comment(p, "Hello", by=REP, at=at(10)),
    "correct_minutes": lambda p: jbp.correct_minutes(
        reviewed(p, HELD), "r1", by=TOM, at=at(10), why="Typo", wins=["One"]
    ),
    "counter_propose": lambda p: jbp.counter_propose(p, aim("1"), by=TOM, at=at(10)),
    "decline": lambda p: jbp.decline(p, by=TOM, at=at(10), why="Too much"),
    "decline_amendment": lambda p: jbp.decline_amendment(
        p, by=TOM, at=at(10), why="No"
    ),
    "edit": lambda p: jbp.edit(p, noted("x"), by=TOM, at=at(10)),
    "edit_terms": lambda p: jbp.edit(p, aim("1"), by=TOM, at=at(10)),
    "hide": lambda p: jbp.hide(p, by=MARIA, at=at(10)),
    "hold_review": lambda p: jbp.hold_review(
        reviewed(p),
        "r1",
        entries=[],
        as_of=HELD,
        held_on=HELD,
        present=["tom"],
        by=TOM,
        at=at(10),
    ),
    "promote": lambda p: jbp.promote(p, by=MARIA, at=at(10)),
    "propose": lambda p: jbp.propose(p, by=TOM, at=at(10)),
    "propose_amendment": lambda p: jbp.propose_amendment(
        p, aim("1"), by=TOM, at=at(10), why="Less"
    ),
    "reveal": lambda p: jbp.reveal(p, by=MARIA, at=at(10)),
    "sign": lambda p: jbp.sign(p, by=TOM, at=at(10)),
    "sign_amendment": lambda p: jbp.sign_amendment(p, by=TOM, at=at(10)),
    "withdraw": lambda p: jbp.withdraw(p, by=MARIA, at=at(10)),
    "withdraw_amendment": lambda p: jbp.withdraw_amendment(p, by=TOM, at=at(10)),
}
# The table, written by hand: d draft, p proposed, a agreed, c closed, x cancelled.
ALLOWED = {
    "accept": "p",
    "accept_minutes": "dpac",
    "approve": "dp",
    "approve_amendment": "a",
    "cancel": "dpa",
    "close": "a",
    "comment": "dpacx",
    "correct_minutes": "dpa",
    "counter_propose": "p",
    "decline": "p",
    "decline_amendment": "a",
    "edit": "dpa",
    "edit_terms": "d",
    "hide": "d",
    "hold_review": "dpa",
    "promote": "",
    "propose": "d",
    "propose_amendment": "a",
    "reveal": "d",
    "sign": "p",
    "sign_amendment": "a",
    "withdraw": "p",
    "withdraw_amendment": "a",
}
LETTERS = dict(zip("dpacx", PlanState, strict=True))
# What the state allows and something else stands against.
OTHER_REASONS = {
    ("approve", "d"): "nothing_to_approve",
    ("approve", "p"): "nothing_to_approve",
    ("approve_amendment", "a"): "none_open",
    ("close", "a"): "outcome_missing",
    ("decline_amendment", "a"): "none_open",
    ("reveal", "d"): "not_hidden",
    ("sign_amendment", "a"): "none_open",
    ("withdraw_amendment", "a"): "none_open",
}
CELLS = [(move, letter) for move in MOVE for letter in LETTERS]


@pytest.mark.parametrize(("move", "letter"), CELLS)
def test_a_move_is_made_or_refused_with_the_reason_and_the_way_forward(
    move: str, letter: str
) -> None:
    plan = IN_STATE[LETTERS[letter]]()
    is_listed = letter in ALLOWED[move]
    assert (move in list_moves(plan)) is is_listed
    if is_listed and (move, letter) not in OTHER_REASONS:
        after = MOVE[move](plan)
        assert after != plan
        assert after.records[:-1] == plan.records
        return
    before = pickle.dumps(plan)
    with pytest.raises(TransitionError) as caught:
        MOVE[move](plan)
    error = caught.value
    assert error.reason == OTHER_REASONS.get((move, letter), error.reason)
    assert error.reason
    assert error.problem
    assert error.way_forward.endswith(".")
    assert error.way_forward in str(error)
    assert pickle.loads(pickle.dumps(error)).way_forward == error.way_forward  # noqa: S301 - our own
    assert pickle.dumps(plan) == before


def test_the_table_knows_every_move() -> None:
    assert set(MOVE) == set(ALLOWED) == set(MOVES)


def test_each_move_leaves_a_record_of_who_when_why_and_what() -> None:
    plan = jbp.edit(draft(), aim("30000"), by=TOM, at=at(5), why="We can do more")
    record = plan.records[-1]
    assert (record.move, record.by, record.side) == ("edit", "tom", jbp.Side.PARTNER)
    assert (record.at, record.why) == (at(5), "We can do more")
    assert record.before_digest == terms_digest(draft())
    assert record.after_digest == terms_digest(plan) != record.before_digest
    assert record.subject == record.facts["changed"] == "goals:g1"


def test_the_same_moves_leave_the_same_records() -> None:
    assert agreed() == agreed()
    ids = [record.id for record in agreed().records]
    assert len(set(ids)) == len(ids) == 4


def test_one_call_makes_a_joint_plan_of_a_lite_one() -> None:
    plan = jbp.promote(draft(kind=PlanKind.LITE), by=MARIA, at=at(1))
    assert agreed(jbp.propose(plan, by=MARIA, at=at(1))).state is PlanState.AGREED
    with pytest.raises(TransitionError) as caught:
        jbp.promote(plan, by=MARIA, at=at(2))
    assert caught.value.reason == "joint_already"


def test_no_draft_starts_with_what_only_later_moves_make() -> None:
    for fields in ({"state": PlanState.AGREED}, {"signoffs": agreed().signoffs}):
        with pytest.raises(InvalidValueError, match="left to the moves"):
            draft(**fields)


@pytest.mark.parametrize("when", [None, "now", datetime(2026, 1, 7)])  # noqa: DTZ001 - the naive one is the case
def test_a_move_says_when_in_utc(when: Any) -> None:
    with pytest.raises((InvalidValueError, TypeError)):
        jbp.edit(draft(), noted("x"), by=MARIA, at=when)


def test_the_story_reads_from_draft_to_close() -> None:
    plan = jbp.comment(draft(why="First meeting"), "Why so much?", by=TOM, at=at(1))
    plan = jbp.propose(plan, by=MARIA, at=at(2))
    plan = jbp.counter_propose(plan, aim("20000"), by=TOM, at=at(3), why="Less stock")
    plan = jbp.sign(plan, by=TOM, at=at(4))
    plan = jbp.sign(plan, by=MARIA, at=at(5))
    plan = jbp.close(
        plan, [], outcomes=[MISSED], as_of=YEAR.last_day, by=TOM, at=at(600), why="Over"
    )
    told = [sentence.removeprefix("2026-01-07: ") for sentence in jbp.story(plan)]
    first, last = terms_digest(draft())[:12], terms_digest(plan)[:12]
    assert (
        told
        == f"""\
Maria (Acme) drafted the plan: "First meeting".
Tom (Northwind) remarked: "Why so much?".
Maria (Acme) proposed the plan to the other side (terms {first}).
Tom (Northwind) proposed other terms instead (terms {last}): "Less stock".
Tom (Northwind) signed the terms {last} as partner admin.
Maria (Acme) signed the terms {last} as partner manager; with both signatures the plan \
is agreed.
Tom (Northwind) closed the plan with the figures of 2026-12-31 (1 missed): "Over".
""".splitlines()
    )


def test_a_plan_goes_through_its_document_in_any_state() -> None:
    for make in IN_STATE.values():
        assert jbp.loads(jbp.dumps(make()), Plan) == make()
