"""Merging two copies of a plan of which both were moved."""

from __future__ import annotations

import attrs
import pytest
from tests.unit.merged_versions import BASE, YEAR, at, goal, with_goals

import jbpcore as jbp
from jbpcore.errors import InvalidValueError
from jbpcore.model.agreement import PlanState
from jbpcore.planning.conflict import TERMS_PATH, Choice
from jbpcore.planning.life import propose
from jbpcore.planning.merge import merge, resolve
from jbpcore.planning.signing import sign


def agreed() -> jbp.Plan:
    plan = propose(BASE, by="maria", at=at(1))
    return sign(sign(plan, by="maria", at=at(2)), by="tom", at=at(3))


def lowered(plan: jbp.Plan, target: str = "20000") -> jbp.Plan:
    return attrs.evolve(plan, goals=[goal(target=target), *plan.goals[1:]])


def amended() -> jbp.Plan:
    return jbp.propose_amendment(agreed(), lowered, by="maria", at=at(5), why="Less")


def test_two_signatures_of_an_amendment_given_at_once_make_its_terms_hold() -> None:
    base = amended()
    mine = jbp.sign_amendment(base, by="maria", at=at(6))
    theirs = jbp.sign_amendment(base, by="tom", at=at(7))
    merged = merge(base, mine, theirs).plan
    assert merged is not None
    assert merge(base, theirs, mine).plan == merged
    # As they would have one after the other, but for the histories.
    after = jbp.sign_amendment(mine, by="tom", at=at(7))
    assert attrs.evolve(merged, records=()) == attrs.evolve(after, records=())
    assert merged.goals[0].target_on(YEAR.last_day) == jbp.Money("20000", "USD")


def test_signing_one_text_while_another_is_put_leaves_one_of_them() -> None:
    base = sign(propose(BASE, by="maria", at=at(1)), by="maria", at=at(2))
    mine = sign(base, by="tom", at=at(3))
    theirs = jbp.counter_propose(base, lowered, by="tom", at=at(4))
    merged = merge(base, mine, theirs)
    assert [conflict.path for conflict in merged.conflicts] == [TERMS_PATH]
    kept = resolve(merged, {TERMS_PATH: Choice.MINE}).plan
    assert kept is not None
    assert kept.state is PlanState.AGREED
    assert len(jbp.current_signoffs(kept)) == 2
    other = resolve(merged, {TERMS_PATH: Choice.THEIRS}).plan
    assert other is not None
    assert (other.state, other.goals) == (PlanState.PROPOSED, theirs.goals)
    assert jbp.current_signoffs(other) == ()
    # Nobody's signature is lost from the history.
    assert set(other.signoffs) == set(mine.signoffs)


def test_moves_that_lead_different_ways_are_one_conflict() -> None:
    base = agreed()
    closed = jbp.close(
        base,
        [],
        outcomes=[
            jbp.GoalOutcome(goal_id=one.id, outcome=jbp.Outcome.CARRIED)
            for one in base.goals
        ],
        as_of=YEAR.last_day,
        by="maria",
        at=at(5),
    )
    open_one = jbp.propose_amendment(base, lowered, by="tom", at=at(6), why="Less")
    merged = merge(base, closed, open_one)
    (conflict,) = merged.conflicts
    assert (conflict.base, conflict.mine, conflict.theirs) == (
        PlanState.AGREED,
        PlanState.CLOSED,
        PlanState.AGREED,
    )
    assert "choose whose move holds" in conflict.sentence
    kept = resolve(merged, {TERMS_PATH: Choice.MINE}).plan
    assert kept is not None
    assert (kept.amendments, len(kept.outcomes)) == ((), 3)
    other = resolve(merged, {TERMS_PATH: Choice.THEIRS}).plan
    assert other is not None
    assert (len(other.amendments), other.outcomes) == (1, ())
    with pytest.raises(InvalidValueError, match="as a whole from one version"):
        resolve(merged, {TERMS_PATH: "the old ones"})


def test_an_amendment_withdrawn_while_it_was_signed_is_one_or_the_other() -> None:
    base = jbp.sign_amendment(amended(), by="maria", at=at(6))
    mine = jbp.withdraw_amendment(base, by="maria", at=at(8))
    theirs = jbp.sign_amendment(base, by="tom", at=at(7))
    merged = merge(base, mine, theirs)
    assert TERMS_PATH in [conflict.path for conflict in merged.conflicts]
    kept = resolve(merged, {TERMS_PATH: Choice.MINE}).plan
    assert kept is not None
    assert kept.goals == base.goals
    assert kept.amendments[0].status is jbp.AmendmentStatus.WITHDRAWN


def test_a_draft_is_not_hidden_from_who_worked_on_it_meanwhile() -> None:
    base = attrs.evolve(BASE, records=())
    mine = jbp.hide(base, by="maria", at=at(1))
    theirs = jbp.edit(
        base, lambda plan: attrs.evolve(plan, notes="Mine"), by="tom", at=at(2)
    )
    merged = merge(base, mine, theirs)
    (conflict,) = merged.conflicts
    assert conflict.path == "hidden_from"
    shown = resolve(merged, {"hidden_from": Choice.THEIRS}).plan
    assert shown is not None
    assert (shown.hidden_from, shown.notes) == (None, "Mine")


def test_what_no_moves_lead_to_is_no_plan_whatever_is_chosen() -> None:
    base = propose(BASE, by="maria", at=at(1))
    mine = attrs.evolve(base, name="Mine")
    theirs = attrs.evolve(base, name="Theirs")
    merged = merge(base, mine, theirs)
    choices = {"name": Choice.MINE, "goals[id=g2].target": jbp.Money(1, "USD")}
    theirs = attrs.evolve(
        theirs, goals=[base.goals[0], goal("g2", name="G"), base.goals[2]]
    )
    merged = merge(base, mine, theirs)
    choices = {"name": Choice.MINE, "goals[id=g2]": goal("g2", target="1")}
    resolved = resolve(merged, choices)
    assert resolved.plan is None
    assert [one.code for one in resolved.findings] == ["jbp.merge.standing"]


def test_who_decides_on_the_whole_has_decided_on_its_parts() -> None:
    def counted(number: int, definition: str) -> jbp.Plan:
        metric = attrs.evolve(jbp.metrics.DEALS_WON, definition=definition)
        target = jbp.Quantity(number, "deals")
        return with_goals(
            attrs.evolve(goal(), metric=metric, target=target), *BASE.goals[1:]
        )

    merged = merge(BASE, counted(5, "won"), counted(6, "paid"))
    # Deals are no dollars, so the goal is asked about as a whole.
    inside = resolve(
        merged,
        {"goals[id=g1].metric": Choice.MINE, "goals[id=g1].target": Choice.BASE},
    )
    (conflict,) = inside.conflicts
    assert conflict.path == "goals[id=g1]"
    decided = resolve(inside, {conflict.path: Choice.THEIRS}).plan
    assert decided == counted(6, "paid")


def test_a_signature_that_both_copies_brought_is_there_once() -> None:
    base = jbp.sign_amendment(amended(), by="tom", at=at(6))
    mine = jbp.sign_amendment(base, by="maria", at=at(7))
    theirs = jbp.sign_amendment(base, by="maria", at=at(8))
    merged = merge(base, mine, theirs)
    choices = {conflict.path: Choice.BASE for conflict in merged.conflicts}
    undone = resolve(merged, choices).plan
    assert undone is not None
    assert undone.goals == base.goals
    done = jbp.sign_amendment(undone, by="maria", at=at(9))
    assert [one.side for one in jbp.current_signoffs(done)] == [
        jbp.Side.PARTNER,
        jbp.Side.VENDOR,
    ]
