"""Approvals before the signature, hidden drafts, and who reads a comment."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import pytest
from tests.unit.plan_moved import BOSS, MARIA, TOM, aim, at, draft, noted, proposed

import jbpcore as jbp
from jbpcore.errors import (
    InvalidValueError,
    NotAllowedError,
    PlanNotFoundError,
    TransitionError,
)
from jbpcore.model.agreement import PlanState
from jbpcore.model.plan import Plan
from jbpcore.planning.terms import terms_digest


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
