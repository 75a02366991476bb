"""Goals, people and partners change while a plan runs; worked out by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from tests.unit.restructured_plan import (
    BY,
    ECB,
    MARIA,
    NOW,
    REP,
    TOM,
    YEAR,
    YEARS,
    agreed,
    both_sign,
    goal,
    merged,
    other_plan,
    plan,
    staff,
    usd,
)

import jbpcore as jbp
from jbpcore.errors import InvalidValueError, NotAllowedError, TransitionError
from jbpcore.model.execution import ActionStatus
from jbpcore.model.phasing import Bucket, WeightedPhasing

# Goals and people


def test_a_dropped_goal_takes_its_open_actions_along_but_no_promise() -> None:
    def action(key: str, status: ActionStatus) -> jbp.Action:
        return jbp.Action(
            id=key,
            name=key,
            side=jbp.Side.PARTNER,
            due_on=date(2026, 9, 1),
            goal_id="staff",
            status=status,
        )

    promise = jbp.Commitment(
        id="c", name="C", side=jbp.Side.VENDOR, due_on=date(2026, 9, 1), goal_id="staff"
    )
    parts: dict[str, Any] = {
        "actions": [action("a", ActionStatus.OPEN), action("b", ActionStatus.DONE)],
        "commitments": [promise],
    }
    new = jbp.drop_goal(plan(goal(), staff(), **parts), "staff", **BY)
    assert [one.id for one in new.goals] == ["revenue"]
    assert [(a.status.value, a.goal_id) for a in new.actions] == [
        ("dropped", None),
        ("done", None),
    ]
    assert (new.commitments[0].status.value, new.commitments[0].goal_id) == (
        "open",
        None,
    )
    assert (new.records[-1].move, new.records[-1].why) == ("drop_goal", "It changed")

    signed = both_sign(
        jbp.drop_goal(agreed(plan(goal(), staff(), **parts)), "staff", **BY)
    )
    assert [one.id for one in signed.goals] == ["revenue"]
    assert signed.outcomes[0].lesson == "It changed"
    assert signed.actions[0].status is ActionStatus.OPEN
    again = jbp.drop_goal(signed, "staff", **BY)
    assert again.actions[0].status is ActionStatus.DROPPED


def test_a_goal_that_the_other_side_keeps_to_itself_is_unknown() -> None:
    secret = goal("margin", audience=jbp.Audience.PARTNER)
    with pytest.raises(InvalidValueError) as caught:
        jbp.drop_goal(plan(goal(), secret), "margin", **BY)
    with pytest.raises(InvalidValueError) as unknown:
        jbp.drop_goal(plan(goal()), "margin", **BY)
    assert str(caught.value) == str(unknown.value)


def test_who_leaves_hands_over_what_is_open() -> None:
    new_man = jbp.Person(id="eva", name="Eva", side=jbp.Side.PARTNER)
    done = jbp.Action(
        id="d",
        name="D",
        side=jbp.Side.PARTNER,
        due_on=date(2026, 2, 1),
        owner_id="tom",
        status=ActionStatus.DONE,
    )
    todo = attrs.evolve(done, id="o", status=ActionStatus.OPEN)
    step = jbp.ApprovalStep(
        side=jbp.Side.PARTNER, role=jbp.PersonRole.PARTNER_MANAGER, person_id="tom"
    )
    old = agreed(plan(actions=[done, todo]))
    old = attrs.evolve(old, approvers=[step], people=[*old.people, new_man])
    new = jbp.person_leaves(old, "tom", by="eva", at=NOW, takes_over="eva")
    assert [one.id for one in new.people] == ["maria", "rep", "eva"]
    assert new.goals[0].owner_id == "eva"
    assert [one.owner_id for one in new.actions] == ["tom", "eva"]
    assert new.approvers[0].person_id == "eva"
    assert new.signoffs == old.signoffs
    assert new.state is jbp.PlanState.AGREED
    joint, inside = new.records[-2:]
    assert joint.facts["parts"] == "goals:revenue, actions:o"
    assert (inside.facts["parts"], inside.audience) == (
        "approvers",
        jbp.Audience.PARTNER,
    )
    with pytest.raises(NotAllowedError):
        jbp.sign(attrs.evolve(new, state=jbp.PlanState.PROPOSED), by="tom", at=NOW)


@pytest.mark.parametrize("follower", ["maria", "tom", "nobody"])
def test_somebody_else_of_the_same_side_takes_over(follower: str) -> None:
    with pytest.raises(InvalidValueError):
        jbp.person_leaves(plan(), "tom", by="tom", at=NOW, takes_over=follower)


def test_the_other_side_may_not_send_anybody_away() -> None:
    with pytest.raises(NotAllowedError):
        jbp.person_leaves(plan(), "tom", by=MARIA, at=NOW)


# The partner


def test_tier_and_parent_change_while_the_terms_stay() -> None:
    old = agreed(plan())
    new = jbp.change_parent(jbp.change_tier(old, "Gold", **BY), "contoso", **BY)
    assert (new.partner.tier, new.partner.parent_id) == ("Gold", "contoso")
    assert new.state is jbp.PlanState.AGREED
    tier, parent = new.records[-2:]
    assert tier.facts == {"tier_was": "Silver", "tier": "Gold"}
    assert parent.facts == {"parent_was": "none", "parent": "contoso"}
    assert not tier.changes_terms
    with pytest.raises(TransitionError, match="it is so already"):
        jbp.change_tier(new, "Gold", **BY)
    with pytest.raises(InvalidValueError):
        jbp.change_parent(new, "northwind", **BY)


def test_a_transferred_plan_is_a_draft_that_the_new_firm_signs() -> None:
    old = agreed(plan())
    buyer = jbp.Partner(id="contoso", name="Contoso")
    lea = jbp.Person(id="lea", name="Lea", side=jbp.Side.PARTNER)
    new = jbp.transfer_plan(old, buyer, id="contoso-2026", people=[lea], **BY)
    assert (new.state, new.signoffs) == (jbp.PlanState.DRAFT, ())
    assert new.goals == old.goals
    assert [one.id for one in new.people] == ["maria", "lea"]
    assert new.records[0].facts["partner_was"] == "northwind"
    assert jbp.name_successor(old, new, by=MARIA, at=NOW).successor_id == new.id
    entry = jbp.ActualEntry(
        metric="revenue",
        on=date(2026, 4, 1),
        amount=usd("500"),
        partner_id="northwind",
    )
    moved = jbp.move_entries([entry], {"northwind": "contoso"})
    result = jbp.assess_plan(new, moved, as_of=date(2026, 6, 30)).results[0]
    assert result.attained == usd("500")


def test_what_a_firm_kept_to_itself_goes_to_another_one_only_by_its_own_hand() -> None:
    own = goal("own", audience=jbp.Audience.PARTNER)
    theme = jbp.Initiative(id="i", name="I", audience=jbp.Audience.PARTNER)
    task = jbp.Action(
        id="a",
        name="A",
        side=jbp.Side.PARTNER,
        due_on=date(2026, 9, 1),
        audience=jbp.Audience.PARTNER,
    )
    shared = attrs.evolve(
        task, id="b", audience=jbp.Audience.JOINT, goal_id="own", initiative_id="i"
    )
    promise = jbp.Commitment(
        id="c",
        name="C",
        side=jbp.Side.PARTNER,
        due_on=date(2026, 9, 1),
        goal_id="own",
    )
    vendors = goal("vendors", audience=jbp.Audience.VENDOR)
    steps = [
        jbp.ApprovalStep(side=side, role=jbp.PersonRole.EXECUTIVE_SPONSOR)
        for side in (jbp.Side.VENDOR, jbp.Side.PARTNER)
    ]
    old = attrs.evolve(
        plan(goal(), own, vendors),
        initiatives=[theme],
        actions=[task, shared],
        commitments=[promise],
        approvers=steps,
    )
    buyer = jbp.Partner(id="contoso", name="Contoso")
    new = jbp.transfer_plan(old, buyer, id="contoso-2026", **BY)
    assert [one.id for one in new.goals] == ["revenue", "vendors"]
    assert new.initiatives == ()
    assert new.actions == (attrs.evolve(shared, goal_id=None, initiative_id=None),)
    assert new.commitments == (attrs.evolve(promise, goal_id=None),)
    assert new.approvers == (steps[0],)
    assert '"own"' not in jbp.dumps(new)
    by_its_own = jbp.transfer_plan(
        old, buyer, id="contoso-2026", by=TOM, at=NOW, why="Sold"
    )
    assert by_its_own.goals == old.goals
    assert by_its_own.actions == old.actions


def test_merged_plans_add_up_what_adds_up_and_lose_nothing() -> None:
    wins = goal("wins", metric=jbp.metrics.WIN_RATE, target=jbp.Ratio("40%"))
    action = jbp.Action(
        id="a", name="A", side=jbp.Side.PARTNER, due_on=date(2026, 9, 1), goal_id="wins"
    )
    mine = plan(goal(), staff(), wins, actions=[action])
    theirs = other_plan(
        goal(target=usd("30000.50")),
        staff(),
        attrs.evolve(wins, target=jbp.Ratio("50%")),
        goal("services"),
        actions=[action],
    )
    new = merged(mine, theirs)
    targets = {one.id: one.target for one in new.goals}
    assert targets == {
        "revenue": usd("150000.50"),
        "staff": jbp.Quantity(42, "people"),
        "wins": jbp.Ratio("40%"),
        "wins.tailspin": jbp.Ratio("50%"),
        "services": usd("120000"),
    }
    assert new.goal("staff").baseline == jbp.Quantity(20, "people")
    assert [(a.id, a.goal_id) for a in new.actions] == [
        ("a", "wins"),
        ("a.tailspin", "wins.tailspin"),
    ]
    assert new.previous_id == mine.id
    assert [r.subject for r in new.records if r.move == "merge_plans"] == [
        "plans:northwind-2026",
        "plans:tailspin-2026",
    ]
    for old in (mine, theirs):
        assert jbp.name_successor(old, new, by=MARIA, at=NOW).successor_id == new.id


def test_goals_with_other_seasons_stay_apart() -> None:
    phasing = WeightedPhasing([Bucket(YEARS.quarter(2026, 4), 1)])
    new = merged(plan(), other_plan(goal(phasing=phasing)))
    assert [one.id for one in new.goals] == ["revenue", "revenue.tailspin"]


def test_plans_for_other_days_are_not_merged() -> None:
    theirs = other_plan(period=YEARS.year(2027))
    with pytest.raises(InvalidValueError, match="change_period first"):
        merged(plan(), theirs)
    with pytest.raises(InvalidValueError, match="two or more"):
        merged(plan())


def test_a_split_plan_adds_up_to_the_cent() -> None:
    wins = goal("wins", metric=jbp.metrics.WIN_RATE, target=jbp.Ratio("40%"))
    actions = [
        jbp.Action(id=key, name=key, side=jbp.Side.PARTNER, due_on=date(2026, 9, 1))
        for key in ("a", "b")
    ]
    old = plan(goal(target=usd("100.00")), staff(), wins, actions=actions)
    parts = [
        jbp.PlanPart(
            partner=jbp.Partner(id=key, name=key),
            id=f"{key}-2026",
            name=key,
            weight=1,
            actions=named,
            people=people,
        )
        for key, named, people in (
            ("north", [], ["tom"]),
            ("wind", ["b"], ["rep"]),
            ("west", [], []),
        )
    ]
    new = jbp.split_plan(old, parts, **BY)
    assert [one.goal("revenue").target for one in new] == [
        usd("33.34"),
        usd("33.33"),
        usd("33.33"),
    ]
    # Eleven people more, from ten: bases 4, 3, 3 and moves 4, 4, 3.
    assert [one.goal("staff").baseline for one in new] == [
        jbp.Quantity(n, "people") for n in (4, 3, 3)
    ]
    assert [one.goal("staff").target for one in new] == [
        jbp.Quantity(n, "people") for n in (8, 7, 6)
    ]
    assert [one.goal("wins").target for one in new] == [jbp.Ratio("40%")] * 3
    assert [[a.id for a in one.actions] for one in new] == [["a"], ["b"], []]
    assert [[p.id for p in one.people] for one in new] == [
        ["maria", "tom"],
        ["maria", "rep"],
        ["maria"],
    ]
    assert {one.previous_id for one in new} == {"northwind-2026"}
    assert [one.period for one in new] == [YEAR] * 3
    wrong = [parts[0], attrs.evolve(parts[1], actions=["nobody"])]
    with pytest.raises(InvalidValueError):
        jbp.split_plan(old, wrong, **BY)
    with pytest.raises(InvalidValueError):
        jbp.split_plan(old, parts[:1], **BY)


@pytest.mark.parametrize("state", ["proposed", "closed", "cancelled"])
def test_terms_change_only_in_drafts_and_agreed_plans(state: str) -> None:
    old = plan(state=jbp.PlanState(state))
    longer = jbp.DateRange(date(2026, 1, 1), date(2027, 4, 1))
    with pytest.raises(TransitionError):
        jbp.change_currency(old, ECB, **BY)
    with pytest.raises(TransitionError):
        jbp.change_period(old, longer, **BY)
    with pytest.raises(TransitionError):
        jbp.drop_goal(old, "revenue", **BY)


def test_every_move_asks_for_the_right_and_a_reason() -> None:
    longer = jbp.DateRange(date(2026, 1, 1), date(2027, 4, 1))
    firm = jbp.Partner(id="contoso", name="Contoso")
    moves: list[Any] = [
        lambda **given: jbp.change_currency(plan(), ECB, **given),
        lambda **given: jbp.change_period(plan(), longer, **given),
        lambda **given: jbp.drop_goal(plan(), "revenue", **given),
        lambda **given: jbp.change_tier(plan(), "Gold", **given),
        lambda **given: jbp.change_parent(plan(), "contoso", **given),
        lambda **given: jbp.transfer_plan(plan(), firm, id="x", **given),
        lambda **given: jbp.merge_plans(
            [plan(), other_plan()], firm, id="x", name="X", **given
        ),
    ]
    for move in moves:
        with pytest.raises(NotAllowedError):
            move(by=REP, at=NOW, why="Because")
        with pytest.raises(TransitionError, match="no reason"):
            move(by=MARIA, at=NOW, why=" ")
