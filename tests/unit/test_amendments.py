"""Amendments: the signed terms hold until both sides signed the new ones."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs
import pytest
from tests.unit.amended_plan import (
    BOOKED,
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
from jbpcore.errors import TransitionError
from jbpcore.model.amendment import AmendmentStatus
from jbpcore.model.plan import Plan
from jbpcore.planning.terms import terms_digest, terms_of


def test_the_old_terms_hold_until_both_signed() -> None:
    before = agreed()
    open_one = lower(before)
    one_signed = jbp.sign_amendment(open_one, by=TOM, at=at(11))
    for plan in (open_one, one_signed):
        assert terms_of(plan) == terms_of(before)
        assert terms_digest(plan) == terms_digest(before)
        assert len(jbp.current_signoffs(plan)) == 2
        result = jbp.assess_plan(plan, [BOOKED], as_of=date(2026, 5, 15))
        assert result.result("revenue").target == usd("25000")
    done = jbp.sign_amendment(one_signed, by=MARIA, at=at(12))
    result = jbp.assess_plan(done, [BOOKED], as_of=date(2026, 5, 15))
    assert result.result("revenue").target == usd("20000")


def test_the_new_target_is_a_version_and_the_original_is_kept() -> None:
    goal = both_sign(lower()).goal("revenue")
    assert goal.target == usd("25000")
    (version,) = goal.target_versions
    assert (version.target, version.effective_on) == (usd("20000"), date(2026, 5, 1))
    assert (version.reason, version.recorded_at) == ("Product withdrawn", at(12))
    assert goal.target_on(date(2026, 4, 30)) == usd("25000")
    assert goal.target_on(date(2026, 5, 1)) == usd("20000")


def test_both_signed_the_digest_that_the_plan_then_has() -> None:
    plan = both_sign(lower())
    assert plan.state is jbp.PlanState.AGREED
    (amendment,) = plan.amendments
    assert amendment.status is AmendmentStatus.AGREED
    assert {one.terms_digest for one in amendment.signoffs} == {terms_digest(plan)}
    assert jbp.current_signoffs(plan) == amendment.signoffs
    # Nothing is lost: the first signatures and the terms they were given to.
    assert plan.signoffs[:2] == agreed().signoffs
    assert amendment.replaced == terms_of(agreed())
    assert amendment.base_digest == terms_digest(agreed())


def test_the_effect_is_shown_before_anybody_signs() -> None:
    effect = jbp.amendment_effect(lower(), entries=[BOOKED], as_of=date(2026, 4, 20))
    revenue, deals = effect.goals
    assert (revenue.old_target, revenue.new_target) == (usd("25000"), usd("20000"))
    assert revenue.before is not None
    assert revenue.after is not None
    # 7,500 of 25,000 and of 20,000; the new target is effective only from 1 May.
    assert revenue.before.attainment_ratio == Fraction(3, 10)
    assert revenue.after.attainment_ratio == Fraction(3, 8)
    assert revenue.is_changed
    assert not deals.is_changed
    assert effect.effective_on == date(2026, 5, 1)
    assert effect.goal("own") is None


def test_the_effect_can_still_be_read_afterwards() -> None:
    plan = both_sign(lower())
    effect = jbp.amendment_effect(
        plan, "amendment-1", entries=[BOOKED], as_of=date(2026, 4, 20)
    )
    assert effect == jbp.amendment_effect(
        lower(), entries=[BOOKED], as_of=date(2026, 4, 20)
    )


def test_goals_come_and_go_by_amendment_and_one_sides_own_stay() -> None:
    def swap(plan: Plan) -> Plan:
        new = attrs.evolve(DEALS, id="leads", name="More")
        kept = [goal for goal in plan.goals if goal.id != "deals"]
        return attrs.evolve(plan, goals=[*kept, new])

    plan = jbp.propose_amendment(
        agreed(), swap, by=MARIA, at=at(10), why="Wrong measure"
    )
    effect = jbp.amendment_effect(plan, entries=[], as_of=date(2026, 4, 20))
    assert [(one.goal_id, one.old_target, one.new_target) for one in effect.goals] == [
        ("revenue", usd("25000"), usd("25000")),
        ("deals", jbp.Quantity(10, "deals"), None),
        ("leads", None, jbp.Quantity(10, "deals")),
    ]
    plan = both_sign(plan)
    assert [goal.id for goal in plan.goals] == ["revenue", "own", "leads"]
    (outcome,) = plan.outcomes
    assert (outcome.goal_id, outcome.outcome.value) == ("deals", "dropped")
    assert (outcome.lesson, outcome.target) == ("Wrong measure", DEALS.target)
    closing = [
        jbp.GoalOutcome(goal_id=key, outcome=jbp.Outcome.MET)
        for key in ("revenue", "leads")
    ]
    done = jbp.close(plan, [], outcomes=closing, as_of=Q2.last_day, by=MARIA, at=at(99))
    assert [one.goal_id for one in done.outcomes] == ["deals", "revenue", "leads"]


def test_wording_and_progress_that_changed_meanwhile_stay() -> None:
    def progress(plan: Plan) -> Plan:
        plan = on_goal("revenue", name="Revenue, new", owner_id="tom")(plan)
        kept = attrs.evolve(plan.commitments[0], status=jbp.CommitmentStatus.KEPT)
        return attrs.evolve(plan, commitments=[kept])

    plan = jbp.edit(lower(), progress, by=MARIA, at=at(11))
    plan = both_sign(plan)
    goal = plan.goal("revenue")
    assert (goal.name, goal.owner_id) == ("Revenue, new", "tom")
    assert plan.commitments[0].status is jbp.CommitmentStatus.KEPT
    assert goal.target_versions[0].target == usd("20000")


def test_an_amendment_may_bring_wording_of_its_own() -> None:
    plan = jbp.propose_amendment(
        agreed(),
        on_goal("revenue", target=usd("20000"), name="Twenty"),
        by=TOM,
        at=at(10),
        why="Less",
    )
    assert both_sign(plan).goal("revenue").name == "Twenty"


def test_a_declined_or_withdrawn_amendment_changes_nothing() -> None:
    plan = jbp.sign_amendment(lower(), by=TOM, at=at(11))
    declined = jbp.decline_amendment(plan, by=MARIA, at=at(12), why="Too low")
    withdrawn = jbp.withdraw_amendment(plan, by=TOM, at=at(12))
    for after, status in (
        (declined, AmendmentStatus.DECLINED),
        (withdrawn, AmendmentStatus.WITHDRAWN),
    ):
        assert terms_of(after) == terms_of(agreed())
        assert after.amendments[0].status is status
        with pytest.raises(TransitionError) as caught:
            jbp.sign_amendment(after, "amendment-1", by=MARIA, at=at(13))
        assert caught.value.reason == "not_open"
        again = both_sign(lower(after))
        assert again.amendments[1].id == "amendment-2"


def test_a_first_target_needs_no_version() -> None:
    plan = jbp.propose_amendment(
        agreed(), on_goal("deals", target=None), by=TOM, at=at(10), why="Open again"
    )
    plan = both_sign(plan)
    assert plan.goal("deals").target is None
    plan = jbp.propose_amendment(
        plan,
        on_goal("deals", target=jbp.Quantity(8, "deals")),
        by=TOM,
        at=at(20),
        why="Eight it is",
    )
    assert plan.amendments[-1].terms.goals[1].target_versions == ()


def test_a_target_revised_twice_keeps_every_version() -> None:
    plan = both_sign(lower())
    plan = jbp.propose_amendment(
        plan,
        on_goal("revenue", target=usd("22000")),
        by=MARIA,
        at=at(20),
        why="Back in stock",
        effective_on=date(2026, 6, 1),
    )
    plan = jbp.sign_amendment(plan, by=MARIA, at=at(21))
    plan = jbp.sign_amendment(plan, by=TOM, at=at(22))
    goal = plan.goal("revenue")
    assert [str(version.target) for version in goal.target_versions] == [
        "20000 USD",
        "22000 USD",
    ]
    assert goal.target == usd("25000")


def test_terms_that_come_back_are_signed_by_each_side_once() -> None:
    plan = jbp.propose_amendment(
        agreed(), on_goal("deals", weight=2), by=TOM, at=at(10), why="More"
    )
    plan = jbp.propose_amendment(
        both_sign(plan), on_goal("deals", weight=1), by=TOM, at=at(20), why="As it was"
    )
    plan = jbp.sign_amendment(plan, by=TOM, at=at(21))
    plan = jbp.sign_amendment(plan, by=MARIA, at=at(22))
    assert terms_digest(plan) == terms_digest(agreed())
    assert len(plan.signoffs) == 6
    assert [one.signed_at for one in jbp.current_signoffs(plan)] == [at(21), at(22)]


def test_cancelling_withdraws_what_is_open() -> None:
    plan = jbp.cancel(lower(), by=MARIA, at=at(20), why="Merged")
    assert plan.amendments[0].status is AmendmentStatus.WITHDRAWN
    assert plan.amendments[0].answer_note == "Merged"


def test_the_story_tells_of_it() -> None:
    told = [one.removeprefix("2026-04-01: ") for one in jbp.story(both_sign(lower()))]
    assert (
        told[-3:]
        == """\
Tom (Northwind) proposed amendment-1, effective on 2026-05-01: "Product withdrawn".
Tom (Northwind) signed amendment-1 as partner admin.
Maria (Acme) signed amendment-1 as partner manager; with both signatures its terms hold.
""".splitlines()
    )


def test_an_amended_plan_goes_through_its_document() -> None:
    for plan in (lower(), both_sign(lower())):
        assert jbp.loads(jbp.dumps(plan), Plan) == plan
