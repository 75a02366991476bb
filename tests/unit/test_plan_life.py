"""A plan's way from draft to close: what each move does, and what it refuses."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.errors import (
    InvalidValueError,
    NotAllowedError,
    PlanNotFoundError,
    TransitionError,
)
from jbpcore.model.agreement import PlanKind, PlanState, ProposalAnswer
from jbpcore.model.plan import Plan
from jbpcore.planning.terms import terms_digest
from jbpcore.planning.transitions import MOVES, list_moves

T0 = datetime(2026, 1, 7, 9, tzinfo=UTC)
YEAR = jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1))
MARIA = jbp.Person(id="maria", name="Maria", side=jbp.Side.VENDOR)
BOSS = jbp.Person(
    id="boss",
    name="Boss",
    side=jbp.Side.VENDOR,
    role=jbp.PersonRole.EXECUTIVE_SPONSOR,
)
TOM = jbp.Person(
    id="tom", name="Tom", side=jbp.Side.PARTNER, role=jbp.PersonRole.PARTNER_ADMIN
)
REP = jbp.Person(
    id="rep", name="Rep", side=jbp.Side.PARTNER, role=jbp.PersonRole.PARTNER_REP
)
GOAL = jbp.Goal(
    id="g1",
    name="New revenue",
    metric=jbp.metrics.REVENUE,
    target=jbp.Money("25000", "USD"),
    period=YEAR,
)


def at(minutes: int = 0) -> datetime:
    return T0 + timedelta(minutes=minutes)


def draft(**fields: Any) -> Plan:
    given: dict[str, Any] = {"goals": [GOAL], "by": MARIA, "at": T0, **fields}
    return jbp.draft_plan(
        id="p",
        name="P",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="nw", name="Northwind"),
        period=YEAR,
        people=[MARIA, BOSS, TOM, REP],
        **given,
    )


def aim(amount: str) -> Callable[[Plan], Plan]:
    """Return the edit that makes *amount* the first goal's target."""

    def change(plan: Plan) -> Plan:
        first, *rest = plan.goals
        goal = attrs.evolve(first, target=jbp.Money(amount, "USD"))
        return attrs.evolve(plan, goals=(goal, *rest))

    return change


def noted(text: str) -> Callable[[Plan], Plan]:
    return lambda plan: attrs.evolve(plan, notes=text)


def proposed() -> Plan:
    return jbp.propose(draft(), by=MARIA, at=at(1))


def agreed(plan: Plan | None = None) -> Plan:
    plan = jbp.sign(plan or proposed(), by=MARIA, at=at(2))
    return jbp.sign(plan, by=TOM, at=at(3))


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


def test_both_sides_on_one_digest_make_it_agreed() -> None:
    one = jbp.sign(proposed(), by=TOM, at=at(2))
    assert one.state is PlanState.PROPOSED
    plan = jbp.sign(one, by=MARIA, at=at(3))
    assert plan.state is PlanState.AGREED
    assert [(s.side, s.role, s.terms_digest) for s in plan.signoffs] == [
        (jbp.Side.PARTNER, jbp.PersonRole.PARTNER_ADMIN, terms_digest(plan)),
        (jbp.Side.VENDOR, jbp.PersonRole.PARTNER_MANAGER, terms_digest(plan)),
    ]


def test_signing_accepts_the_other_sides_proposal() -> None:
    assert proposed().proposals[-1].answer is None
    by_own = jbp.sign(proposed(), by=MARIA, at=at(2))
    assert by_own.proposals[-1].answer is None
    plan = jbp.sign(by_own, by=TOM, at=at(3))
    assert plan.proposals[-1].answer is ProposalAnswer.ACCEPTED
    assert plan.proposals[-1].answered_by == "tom"


def test_one_side_cannot_sign_for_both_nor_twice() -> None:
    plan = jbp.sign(proposed(), by=MARIA, at=at(2))
    with pytest.raises(TransitionError, match="partner side") as caught:
        jbp.sign(plan, by=BOSS, at=at(3))
    assert caught.value.reason == "already_signed"


def test_a_text_the_signer_did_not_see_is_not_signed() -> None:
    seen = terms_digest(proposed())
    other = jbp.counter_propose(proposed(), aim("1"), by=TOM, at=at(2))
    with pytest.raises(TransitionError) as caught:
        jbp.sign(other, by=MARIA, at=at(3), terms_digest=seen)
    assert caught.value.reason == "other_terms"
    assert terms_digest(other) in caught.value.way_forward
    signed = jbp.sign(other, by=MARIA, at=at(3), terms_digest=terms_digest(other))
    assert signed.state is PlanState.PROPOSED


def test_a_signature_to_other_terms_counts_no_more() -> None:
    plan = jbp.sign(proposed(), by=MARIA, at=at(2))
    plan = jbp.counter_propose(plan, aim("20000"), by=TOM, at=at(3), why="Too much")
    assert jbp.current_signoffs(plan) == ()
    plan = jbp.sign(plan, by=TOM, at=at(4))
    assert plan.state is PlanState.PROPOSED
    assert len(plan.signoffs) == 2
    plan = jbp.sign(plan, by=MARIA, at=at(5))
    assert plan.state is PlanState.AGREED
    answers = [proposal.answer for proposal in plan.proposals]
    assert answers == [ProposalAnswer.COUNTERED, ProposalAnswer.ACCEPTED]


def test_a_signature_lapses_with_its_proposal_even_if_the_terms_come_back() -> None:
    plan = jbp.sign(proposed(), by=MARIA, at=at(2))
    plan = jbp.decline(plan, by=TOM, at=at(3), why="Not this year")
    plan = jbp.propose(plan, by=TOM, at=at(4))
    assert terms_digest(plan) == plan.signoffs[0].terms_digest
    assert jbp.current_signoffs(plan) == ()
    plan = jbp.sign(plan, by=TOM, at=at(5))
    assert plan.state is PlanState.PROPOSED


def test_time_does_not_run_backwards_around_a_signature() -> None:
    with pytest.raises(TransitionError, match="proposed at") as caught:
        jbp.sign(proposed(), by=MARIA, at=at(0))
    assert caught.value.reason == "out_of_order"
    plan = jbp.withdraw(jbp.sign(proposed(), by=MARIA, at=at(5)), by=MARIA, at=at(6))
    with pytest.raises(TransitionError, match="signed at"):
        jbp.propose(plan, by=MARIA, at=at(4))


def test_a_signature_does_not_count_again_because_all_was_at_one_instant() -> None:
    plan = jbp.withdraw(jbp.sign(proposed(), by=MARIA, at=at(5)), by=MARIA, at=at(5))
    with pytest.raises(TransitionError, match="not earlier") as caught:
        jbp.propose(plan, by=MARIA, at=at(5))
    assert caught.value.reason == "out_of_order"
    assert jbp.current_signoffs(jbp.propose(plan, by=MARIA, at=at(6))) == ()


def test_only_the_side_that_proposed_withdraws_and_only_the_other_answers() -> None:
    plan = proposed()
    moves: list[Callable[[], Plan]] = [
        lambda: jbp.withdraw(plan, by=TOM, at=at(2)),
        lambda: jbp.accept(plan, by=MARIA, at=at(2)),
        lambda: jbp.decline(plan, by=MARIA, at=at(2), why="No"),
        lambda: jbp.counter_propose(plan, aim("1"), by=MARIA, at=at(2)),
    ]
    for move in moves:
        with pytest.raises(TransitionError) as caught:
            move()
        assert caught.value.reason in {"not_yours", "own_proposal"}


def test_a_proposal_that_was_accepted_may_still_be_declined_until_both_signed() -> None:
    plan = jbp.accept(proposed(), by=TOM, at=at(2))
    with pytest.raises(TransitionError, match="accepted already"):
        jbp.accept(plan, by=TOM, at=at(3))
    plan = jbp.decline(plan, by=TOM, at=at(3), why="The board said no")
    assert plan.state is PlanState.DRAFT
    assert plan.proposals[-1].answer_note == "The board said no"


@pytest.mark.parametrize("move", [jbp.decline, jbp.cancel])
def test_a_no_needs_a_reason(move: Callable[..., Plan]) -> None:
    with pytest.raises(TransitionError) as caught:
        move(proposed(), by=TOM, at=at(2), why=" ")
    assert caught.value.reason == "no_reason"


def test_what_nobody_could_sign_is_not_proposed() -> None:
    inside = attrs.evolve(GOAL, audience=jbp.Audience.VENDOR)
    for goals in ([], [inside]):
        with pytest.raises(TransitionError) as caught:
            jbp.propose(draft(goals=goals), by=MARIA, at=at(1))
        assert caught.value.reason == "nothing_to_sign"


def test_wording_may_change_at_any_time_before_the_end() -> None:
    for plan in (draft(), proposed(), agreed()):
        named = [attrs.evolve(GOAL, name="Other words")]
        changed = attrs.evolve(plan, goals=named, notes="New")
        after = jbp.edit(plan, changed, by=MARIA, at=at(10))
        assert (after.goals[0].name, after.notes) == ("Other words", "New")
        assert jbp.current_signoffs(after) == jbp.current_signoffs(plan)


@pytest.mark.parametrize(
    ("plan", "reason", "way"),
    [
        (proposed(), "locked_while_proposed", "counter-propose"),
        (agreed(), "locked_by_signatures", "amendment"),
    ],
)
def test_terms_are_locked_and_it_says_how_to_go_on(
    plan: Plan, reason: str, way: str
) -> None:
    with pytest.raises(TransitionError) as caught:
        jbp.edit(plan, aim("30000"), by=MARIA, at=at(10))
    assert caught.value.reason == reason
    assert way in caught.value.way_forward


@pytest.mark.parametrize(
    "change",
    [
        {"state": PlanState.AGREED},
        {"signoffs": agreed().signoffs},
        {"records": ()},
        {"comments": jbp.comment(draft(), "x", by=TOM, at=T0).comments},
        {"proposals": proposed().proposals},
        {"hidden_from": jbp.Side.PARTNER},
        {"kind": PlanKind.LITE},
        {"id": "other"},
        {"vendor": jbp.Party(id="other", name="Other")},
        {"partner": jbp.Partner(id="nw", name="Northwind", tier="Gold")},
        {"successor_id": "next"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_no_edit_does_what_a_move_of_its_own_does(change: dict[str, Any]) -> None:
    with pytest.raises(TransitionError) as caught:
        jbp.edit(draft(), attrs.evolve(draft(), **change), by=MARIA, at=at(1))
    assert caught.value.reason == "not_by_editing"
    assert "Use " in caught.value.way_forward


def test_an_edit_that_changes_nothing_leaves_no_record() -> None:
    assert jbp.edit(draft(), lambda plan: plan, by=MARIA, at=at(1)) == draft()


def test_an_edit_is_a_plan_or_makes_one() -> None:
    wrong: Any = lambda plan: plan.goals  # noqa: E731 - a mistake of one line
    with pytest.raises(InvalidValueError, match="a Plan, or a function"):
        jbp.edit(draft(), wrong, by=MARIA, at=at(1))


def test_who_may_not_change_a_part_does_not() -> None:
    inside = attrs.evolve(GOAL, id="g2", audience=jbp.Audience.VENDOR)
    plan = draft(goals=[GOAL, inside])
    rename = attrs.evolve(plan, goals=[GOAL, attrs.evolve(inside, name="X")])
    with pytest.raises(NotAllowedError):
        jbp.edit(plan, rename, by=TOM, at=at(1))
    with pytest.raises(NotAllowedError):
        jbp.edit(plan, aim("1"), by=REP, at=at(1))
    with pytest.raises(NotAllowedError):
        jbp.edit(plan, noted("x"), by="stranger", at=at(1))
    with pytest.raises(NotAllowedError):
        jbp.sign(proposed(), by=REP, at=at(2))
    anonymous = [attrs.evolve(TOM, name="T"), MARIA, BOSS, REP]
    with pytest.raises(NotAllowedError):
        jbp.edit(plan, attrs.evolve(plan, people=anonymous), by=MARIA, at=at(1))
    step = jbp.ApprovalStep(side=jbp.Side.VENDOR, role=BOSS.role)
    with pytest.raises(NotAllowedError):
        jbp.edit(plan, attrs.evolve(plan, approvers=[step]), by=TOM, at=at(1))


@pytest.mark.parametrize(
    "change",
    [
        {"role": jbp.PersonRole.VENDOR_ADMIN},
        {"role": jbp.PersonRole.PARTNER_REP},
        None,
    ],
)
def test_nobody_gives_themselves_another_role_or_leaves_by_an_edit(
    change: dict[str, Any] | None,
) -> None:
    def people(plan: Plan) -> Plan:
        rest = [one for one in plan.people if one.id != MARIA.id]
        own = [] if change is None else [attrs.evolve(MARIA, **change)]
        return attrs.evolve(plan, people=[*own, *rest])

    with pytest.raises(NotAllowedError, match="own role"):
        jbp.edit(draft(), people, by=MARIA, at=at(1))


def test_a_part_taken_from_both_sides_needs_both_rights() -> None:
    # Turning a joint goal into one's own changes the terms and one's own inside.
    own = [attrs.evolve(GOAL, audience=jbp.Audience.PARTNER)]
    with pytest.raises(NotAllowedError):
        jbp.edit(draft(), attrs.evolve(draft(), goals=own), by=MARIA, at=at(1))
    after = jbp.edit(draft(), attrs.evolve(draft(), goals=own), by=TOM, at=at(1))
    assert [record.audience.value for record in after.records[1:]] == [
        "joint",
        "partner",
    ]


def test_what_one_side_changes_inside_is_recorded_for_it_alone() -> None:
    inside = attrs.evolve(GOAL, id="secret", audience=jbp.Audience.VENDOR)
    both = attrs.evolve(draft(), goals=[GOAL, inside], notes="New")
    plan = jbp.edit(draft(), both, by=MARIA, at=at(1))
    joint, own = plan.records[1:]
    assert (joint.audience, joint.facts["changed"]) == (jbp.Audience.JOINT, "notes")
    assert (own.audience, own.subject) == (jbp.Audience.VENDOR, "goals:secret")
    assert "secret" not in str(joint)


def test_approvals_come_in_their_order_and_before_the_signature() -> None:
    steps = [
        jbp.ApprovalStep(side=jbp.Side.VENDOR, role=MARIA.role, person_id="maria"),
        jbp.ApprovalStep(side=jbp.Side.VENDOR, role=BOSS.role),
        jbp.ApprovalStep(side=jbp.Side.PARTNER, role=TOM.role),
    ]
    plan = jbp.propose(draft(approvers=steps), by=MARIA, at=at(1))
    with pytest.raises(TransitionError, match="maria") as caught:
        jbp.approve(plan, by=BOSS, at=at(2))
    assert caught.value.reason == "not_your_turn"
    plan = jbp.approve(plan, by=MARIA, at=at(2))
    with pytest.raises(TransitionError, match="step 2 of the vendor side") as caught:
        jbp.sign(plan, by=MARIA, at=at(3))
    assert caught.value.reason == "approval_missing"
    plan = jbp.approve(plan, by=BOSS, at=at(4), terms_digest=terms_digest(plan))
    assert [(a.step, a.person_id) for a in plan.approvals] == [
        (1, "maria"),
        (2, "boss"),
    ]
    assert plan.records[-1].audience is jbp.Audience.VENDOR
    with pytest.raises(TransitionError) as caught:
        jbp.approve(plan, by=BOSS, at=at(4))
    assert caught.value.reason == "already_approved"
    plan = jbp.sign(plan, by=MARIA, at=at(5))
    with pytest.raises(TransitionError, match="step 1 of the partner side"):
        jbp.sign(plan, by=TOM, at=at(6))
    plan = jbp.sign(jbp.approve(plan, by=TOM, at=at(6)), by=TOM, at=at(7))
    assert plan.state is PlanState.AGREED


def test_an_approval_holds_for_the_exact_terms_alone() -> None:
    step = jbp.ApprovalStep(side=jbp.Side.VENDOR, role=BOSS.role)
    plan = jbp.approve(draft(approvers=[step]), by=BOSS, at=at(1))
    plan = jbp.edit(plan, aim("30000"), by=MARIA, at=at(2))
    plan = jbp.propose(plan, by=MARIA, at=at(3))
    with pytest.raises(TransitionError) as caught:
        jbp.sign(plan, by=MARIA, at=at(4))
    assert caught.value.reason == "approval_missing"
    stale = plan.approvals[0].terms_digest
    with pytest.raises(TransitionError) as caught:
        jbp.approve(plan, by=BOSS, at=at(4), terms_digest=stale)
    assert caught.value.reason == "other_terms"


def test_an_approval_does_not_count_for_a_step_that_asks_for_another_one() -> None:
    steps = [
        jbp.ApprovalStep(side=jbp.Side.VENDOR, role=one.role) for one in (BOSS, MARIA)
    ]
    plan = jbp.approve(draft(approvers=steps[:1]), by=BOSS, at=at(1))
    plan = jbp.edit(
        plan, lambda plan: attrs.evolve(plan, approvers=steps[1:]), by=MARIA, at=at(2)
    )
    plan = jbp.propose(plan, by=MARIA, at=at(3))
    with pytest.raises(TransitionError) as caught:
        jbp.sign(plan, by=MARIA, at=at(4))
    assert caught.value.reason == "approval_missing"
    plan = jbp.approve(plan, by=MARIA, at=at(5))
    assert jbp.sign(plan, by=MARIA, at=at(6)).signoffs


def test_a_hidden_draft_is_unknown_to_the_other_side() -> None:
    plan = draft(is_hidden=True)
    assert plan.hidden_from is jbp.Side.PARTNER
    assert plan.records[0].audience is jbp.Audience.VENDOR
    moves: list[Callable[[], Plan]] = [
        lambda: jbp.edit(plan, noted("x"), by=TOM, at=at(1)),
        lambda: jbp.comment(plan, "x", by=TOM, at=at(1)),
        lambda: jbp.reveal(plan, by=TOM, at=at(1)),
        lambda: jbp.propose(plan, by=TOM, at=at(1)),
    ]
    for move in moves:
        with pytest.raises(PlanNotFoundError):
            move()
    shown = jbp.reveal(plan, by=MARIA, at=at(1))
    assert shown.hidden_from is None
    assert jbp.edit(shown, noted("x"), by=TOM, at=at(2)).notes == "x"
    assert jbp.propose(plan, by=MARIA, at=at(1)).hidden_from is None


def test_what_the_other_side_knows_cannot_be_hidden_again() -> None:
    for plan in (
        jbp.edit(draft(), noted("x"), by=TOM, at=at(1)),
        jbp.withdraw(proposed(), by=MARIA, at=at(2)),
    ):
        with pytest.raises(TransitionError) as caught:
            jbp.hide(plan, by=MARIA, at=at(3))
        assert caught.value.reason == "already_seen"
    with pytest.raises(TransitionError) as caught:
        jbp.hide(draft(is_hidden=True), by=MARIA, at=at(1))
    assert caught.value.reason == "already_hidden"


def test_only_a_draft_can_be_hidden() -> None:
    with pytest.raises(InvalidValueError, match="known to both sides"):
        attrs.evolve(proposed(), hidden_from=jbp.Side.PARTNER)


def test_comments_are_for_both_sides_or_ones_own() -> None:
    plan = jbp.comment(draft(), "Why so much?", by=TOM, at=at(1), about="goals:g1")
    plan = jbp.comment(
        plan, "Give in?", by=MARIA, at=at(2), audience=jbp.Audience.VENDOR
    )
    assert [(c.author_id, c.audience.value) for c in plan.comments] == [
        ("tom", "joint"),
        ("maria", "vendor"),
    ]
    assert plan.records[-1].audience is jbp.Audience.VENDOR
    with pytest.raises(NotAllowedError):
        jbp.comment(plan, "x", by=TOM, at=at(3), audience=jbp.Audience.VENDOR)


BOOKED = jbp.ActualEntry(
    metric="revenue", on=date(2026, 4, 20), amount=jbp.Money("7500", "USD")
)
LATE = jbp.ActualEntry(
    metric="revenue", on=date(2026, 12, 31), amount=jbp.Money("99999", "USD")
)
MISSED = jbp.GoalOutcome(goal_id="g1", outcome=jbp.Outcome.MISSED, lesson="Start early")


def test_closing_freezes_the_figures() -> None:
    plan = jbp.close(
        agreed(), [BOOKED], outcomes=[MISSED], as_of=YEAR.last_day, by=MARIA, at=at(9)
    )
    final = plan.outcomes[0]
    assert (final.outcome, final.lesson) == (jbp.Outcome.MISSED, "Start early")
    assert final.attained == jbp.Money("7500", "USD")
    assert final.target == jbp.Money("25000", "USD")
    assert final.attainment_ratio == jbp.Ratio("30%").value
    assert final.as_of == date(2026, 12, 31)
    # Whatever is booked afterwards: they are what they were.
    live = jbp.assess_plan(plan, [BOOKED, LATE], as_of=YEAR.last_day).results[0]
    assert live.attained == jbp.Money("107499", "USD")
    assert plan.outcomes[0].attained == jbp.Money("7500", "USD")
    moves: list[Callable[[], Plan]] = [
        lambda: jbp.edit(plan, noted("x"), by=MARIA, at=at(10)),
        lambda: jbp.cancel(plan, by=MARIA, at=at(10), why="x"),
        lambda: jbp.close(
            plan, [LATE], outcomes=[MISSED], as_of=YEAR.last_day, by=MARIA, at=at(10)
        ),
    ]
    for move in moves:
        with pytest.raises(TransitionError) as caught:
            move()
        assert "next plan" in caught.value.way_forward


@pytest.mark.parametrize(
    ("outcomes", "reason"),
    [
        ([], "outcome_missing"),
        ([attrs.evolve(MISSED, lesson=" ")], "lesson_missing"),
        (
            [attrs.evolve(MISSED, outcome=jbp.Outcome.DROPPED, lesson="")],
            "lesson_missing",
        ),
        ([MISSED, MISSED], None),
        ([attrs.evolve(MISSED, goal_id="other"), MISSED], None),
    ],
)
def test_closing_takes_one_outcome_for_each_goal_and_a_lesson(
    outcomes: list[jbp.GoalOutcome], reason: str | None
) -> None:
    with pytest.raises((TransitionError, InvalidValueError)) as caught:
        jbp.close(
            agreed(), [], outcomes=outcomes, as_of=YEAR.last_day, by=MARIA, at=at(9)
        )
    assert getattr(caught.value, "reason", None) == reason


def test_a_lite_plan_is_measured_and_closed_but_never_signed() -> None:
    lite = draft(kind=PlanKind.LITE)
    moves: list[Callable[[], Plan]] = [
        lambda: jbp.propose(lite, by=MARIA, at=at(1)),
        lambda: jbp.sign(lite, by=MARIA, at=at(1)),
    ]
    for move in moves:
        with pytest.raises(TransitionError, match="Promote") as caught:
            move()
        assert caught.value.reason == "lite_plan"
    result = jbp.assess_plan(lite, [BOOKED], as_of=date(2026, 5, 15))
    assert result.results[0].attained == jbp.Money("7500", "USD")
    done = jbp.close(
        lite, [BOOKED], outcomes=[MISSED], as_of=YEAR.last_day, by=MARIA, at=at(9)
    )
    assert done.state is PlanState.CLOSED
    assert done.outcomes[0].attained == jbp.Money("7500", "USD")


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
