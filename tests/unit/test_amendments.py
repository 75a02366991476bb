"""Amendments: the signed terms hold until both sides signed the new ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.errors import InvalidValueError, NotAllowedError, TransitionError
from jbpcore.model.amendment import AmendmentStatus
from jbpcore.model.plan import Plan
from jbpcore.planning.terms import terms_digest, terms_of

T0 = datetime(2026, 4, 1, 9, tzinfo=UTC)
Q2 = jbp.DateRange(date(2026, 4, 1), date(2026, 7, 1))
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
BOOKED = jbp.ActualEntry(
    metric="revenue", on=date(2026, 4, 20), amount=jbp.Money("7500", "USD")
)
DEALS = jbp.Goal(
    id="deals",
    name="Deals won",
    metric=jbp.metrics.DEALS_WON,
    target=jbp.Quantity(10, "deals"),
    period=Q2,
)


def usd(amount: str) -> jbp.Money:
    return jbp.Money(amount, "USD")


def at(minutes: int) -> datetime:
    return T0 + timedelta(minutes=minutes)


def agreed(**fields: Any) -> Plan:
    plan = jbp.draft_plan(
        id="p",
        name="P",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="nw", name="Northwind"),
        period=Q2,
        people=[MARIA, BOSS, TOM],
        by=MARIA,
        at=at(0),
        goals=[
            jbp.Goal(
                id="revenue",
                name="New revenue",
                metric=jbp.metrics.REVENUE,
                target=usd("25000"),
                period=Q2,
            ),
            DEALS,
            attrs.evolve(DEALS, id="own", audience=jbp.Audience.VENDOR),
        ],
        commitments=[
            jbp.Commitment(
                id="mdf", name="Fund", side=jbp.Side.VENDOR, due_on=date(2026, 5, 1)
            )
        ],
        **fields,
    )
    plan = jbp.propose(plan, by=MARIA, at=at(1))
    if fields:
        plan = jbp.approve(plan, by=BOSS, at=at(1))
    plan = jbp.sign(plan, by=MARIA, at=at(2))
    return jbp.sign(plan, by=TOM, at=at(3))


def on_goal(goal_id: str, **changes: Any) -> Callable[[Plan], Plan]:
    def change(plan: Plan) -> Plan:
        goals = [
            attrs.evolve(goal, **changes) if goal.id == goal_id else goal
            for goal in plan.goals
        ]
        return attrs.evolve(plan, goals=goals)

    return change


def lower(plan: Plan | None = None) -> Plan:
    """Return the plan with an amendment that lowers the revenue target from 1 May."""
    return jbp.propose_amendment(
        plan or agreed(),
        on_goal("revenue", target=usd("20000")),
        by=TOM,
        at=at(10),
        why="Product withdrawn",
        effective_on=date(2026, 5, 1),
    )


def both_sign(plan: Plan) -> Plan:
    plan = jbp.sign_amendment(plan, by=TOM, at=at(11))
    return jbp.sign_amendment(plan, by=MARIA, at=at(12))


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
