"""Proposing, answering and signing: both sides sign one text."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import pytest
from tests.unit.plan_moved import BOSS, GOAL, MARIA, TOM, aim, at, draft, proposed

import jbpcore as jbp
from jbpcore.errors import TransitionError
from jbpcore.model.agreement import PlanState, ProposalAnswer
from jbpcore.model.plan import Plan
from jbpcore.planning.terms import terms_digest


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
