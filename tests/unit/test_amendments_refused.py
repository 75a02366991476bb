"""Amendments that are refused, and what stays hidden when they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.unit.amended_plan import (
    BOOKED,
    BOSS,
    DEALS,
    MARIA,
    Q2,
    TOM,
    agreed,
    at,
    both_sign,
    lower,
    on_goal,
    usd,
)

import jbpcore as jbp
from jbpcore.errors import InvalidValueError, NotAllowedError, TransitionError
from jbpcore.model.amendment import AmendmentStatus
from jbpcore.model.plan import Plan
from jbpcore.planning.terms import terms_digest, terms_of


@pytest.mark.parametrize(
    ("move", "reason"),
    [
        (lower, "one_is_open"),
        (
            lambda p: jbp.decline_amendment(p, by=TOM, at=at(11), why="x"),
            "own_proposal",
        ),
        (lambda p: jbp.withdraw_amendment(p, by=MARIA, at=at(11)), "not_yours"),
        (
            lambda p: jbp.decline_amendment(p, by=MARIA, at=at(11), why=""),
            "no_reason",
        ),
        (lambda p: jbp.sign_amendment(p, by=MARIA, at=at(9)), "out_of_order"),
        (
            lambda p: jbp.sign_amendment(
                p, by=MARIA, at=at(11), terms_digest=terms_digest(p)
            ),
            "other_terms",
        ),
        (
            lambda p: jbp.sign_amendment(
                jbp.sign_amendment(p, by=MARIA, at=at(11)), by=BOSS, at=at(12)
            ),
            "already_signed",
        ),
        (
            lambda p: jbp.close(
                p, [], outcomes=[], as_of=Q2.last_day, by=MARIA, at=at(11)
            ),
            "amendment_open",
        ),
        (lambda p: jbp.approve_amendment(p, by=BOSS, at=at(11)), "nothing_to_approve"),
    ],
)
def test_it_is_refused_with_the_reason(
    move: Callable[[Plan], Plan], reason: str
) -> None:
    with pytest.raises(TransitionError) as caught:
        move(lower())
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda plan: plan, "no_change"),
        (on_goal("revenue", name="Other words"), "no_change"),
        (lambda plan: attrs.evolve(plan, notes="x"), "not_terms"),
        (on_goal("own", weight=3), "not_terms"),
        (lambda plan: attrs.evolve(plan, goals=(), commitments=()), "not_terms"),
        (jbp.Terms(period=Q2), "nothing_to_sign"),
        (lambda plan: attrs.evolve(plan, state=jbp.PlanState.DRAFT), "not_by_editing"),
    ],
)
def test_only_terms_are_amended(change: Any, reason: str) -> None:
    with pytest.raises(TransitionError) as caught:
        jbp.propose_amendment(agreed(), change, by=TOM, at=at(10), why="Why not")
    assert caught.value.reason == reason


def test_what_could_not_be_agreed_later_is_refused_at_once() -> None:
    with pytest.raises(InvalidValueError, match="last day"):
        jbp.propose_amendment(
            agreed(),
            on_goal("revenue", target=usd("1")),
            by=TOM,
            at=at(10),
            why="x",
            effective_on=date(2026, 7, 1),
        )
    terms = attrs.evolve(terms_of(agreed()), goals=[attrs.evolve(DEALS, id="own")])
    with pytest.raises(InvalidValueError, match="each id once"):
        jbp.propose_amendment(agreed(), terms, by=MARIA, at=at(10), why="x")


def test_a_goal_of_ones_own_gives_way_to_the_id_the_other_side_took() -> None:
    doing = jbp.Action(
        id="a",
        name="A",
        side=jbp.Side.VENDOR,
        due_on=date(2026, 5, 1),
        goal_id="own",
    )
    plan = jbp.edit(
        agreed(), lambda plan: attrs.evolve(plan, actions=[doing]), by=MARIA, at=at(9)
    )
    lucky = attrs.evolve(DEALS, id="own", name="A lucky guess")
    terms = attrs.evolve(terms_of(plan), goals=[*terms_of(plan).goals, lucky])
    plan = jbp.propose_amendment(plan, terms, by=TOM, at=at(10), why="One more")
    assert plan.goal("own").audience is jbp.Audience.VENDOR
    plan = both_sign(plan)
    assert plan.goal("own") == lucky
    hidden = plan.goal("own.2")
    assert (hidden.name, hidden.audience) == (DEALS.name, jbp.Audience.VENDOR)
    assert plan.actions[0].goal_id == "own.2"
    assert {s.terms_digest for s in jbp.current_signoffs(plan)} == {terms_digest(plan)}


@pytest.mark.parametrize("audience", [jbp.Audience.VENDOR, jbp.Audience.PARTNER])
def test_no_goal_that_nobody_signs_comes_in_with_the_terms(
    audience: jbp.Audience,
) -> None:
    smuggled = attrs.evolve(DEALS, id="smuggled", audience=audience)
    terms = terms_of(agreed())
    terms = attrs.evolve(
        terms, goals=[*terms.goals, smuggled], health_bands=jbp.HealthBands(ahead="6/5")
    )
    with pytest.raises(TransitionError) as caught:
        jbp.propose_amendment(agreed(), terms, by=TOM, at=at(10), why="x")
    assert caught.value.reason == "not_terms"


def test_a_refusal_does_not_name_what_the_other_side_keeps_to_itself() -> None:
    told: dict[str, str] = {}
    for by in (MARIA, TOM):
        with pytest.raises(TransitionError) as caught:
            jbp.propose_amendment(
                agreed(), on_goal("own", weight=3), by=by, at=at(10), why="x"
            )
        told[by.id] = str(caught.value)
    assert "goals:own" in told["maria"]
    assert "own" not in told["tom"]


def test_the_effect_of_another_currency_is_seen_in_the_converted_ledger() -> None:
    rate = jbp.FxRate(
        base="USD", quote="EUR", rate="0.8", on=date(2026, 4, 20), source="ECB"
    )
    plan = jbp.change_currency(agreed(), rate, by=TOM, at=at(10), why="Euro firm")
    in_euro = attrs.evolve(BOOKED, amount=jbp.Money("6000", "EUR"))
    effect = jbp.amendment_effect(
        plan, entries=[BOOKED], converted=[in_euro], as_of=date(2026, 4, 20)
    ).goal("revenue")
    assert effect is not None
    assert effect.before is not None
    assert effect.after is not None
    # 7,500 of 25,000 USD, and 6,000 of 20,000 EUR.
    assert (effect.old_target, effect.new_target) == (
        usd("25000"),
        jbp.Money("20000.00", "EUR"),
    )
    assert effect.before.attainment_ratio == Fraction(3, 10)
    assert effect.after.attainment_ratio == Fraction(3, 10)


def test_terms_that_changed_under_an_amendment_are_not_overwritten() -> None:
    plan = lower()
    other = attrs.evolve(plan, health_bands=jbp.HealthBands(ahead="6/5"))
    with pytest.raises(TransitionError) as caught:
        jbp.sign_amendment(other, by=TOM, at=at(11))
    assert caught.value.reason == "other_base"


def test_the_sides_approve_an_amendment_in_order_as_they_do_a_plan() -> None:
    step = jbp.ApprovalStep(side=jbp.Side.VENDOR, role=BOSS.role)
    plan = lower(agreed(approvers=[step]))
    with pytest.raises(TransitionError) as caught:
        jbp.sign_amendment(plan, by=MARIA, at=at(11))
    assert caught.value.reason == "approval_missing"
    plan = jbp.approve_amendment(plan, by=BOSS, at=at(11))
    assert plan.records[-1].audience is jbp.Audience.VENDOR
    assert both_sign(plan).amendments[0].status is AmendmentStatus.AGREED


def test_who_may_not_sign_or_amend_does_not() -> None:
    with pytest.raises(NotAllowedError):
        jbp.propose_amendment(
            agreed(), on_goal("revenue", weight=2), by=BOSS, at=at(10), why="x"
        )
    with pytest.raises(NotAllowedError):
        jbp.sign_amendment(lower(), by="stranger", at=at(11))
