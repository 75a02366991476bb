"""Partners and vendors change while a plan runs; amounts are worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.errors import InvalidValueError, NotAllowedError, TransitionError
from jbpcore.model.execution import ActionStatus
from jbpcore.model.phasing import (
    Bucket,
    CumulativePhasing,
    CumulativePoint,
    WeightedPhasing,
)

YEARS = jbp.FiscalCalendar.calendar_year()
YEAR = YEARS.year(2026)
NOW = datetime(2026, 6, 30, 9, tzinfo=UTC)
MARIA = jbp.Person(id="maria", name="Maria Lopez", side=jbp.Side.VENDOR)
TOM = jbp.Person(id="tom", name="Tom Weber", side=jbp.Side.PARTNER)
REP = jbp.Person(
    id="rep", name="Rep", side=jbp.Side.PARTNER, role=jbp.PersonRole.PARTNER_REP
)
BY: dict[str, Any] = {"by": MARIA, "at": NOW, "why": "It changed"}
ECB = jbp.FxRate(
    base="USD",
    quote="EUR",
    rate="0.9217",
    on=date(2026, 6, 30),
    source="ECB reference rate",
)


def usd(amount: str) -> jbp.Money:
    return jbp.Money(amount, "USD")


def eur(amount: str) -> jbp.Money:
    return jbp.Money(amount, "EUR")


def goal(goal_id: str = "revenue", **fields: Any) -> jbp.Goal:
    given: dict[str, Any] = {
        "name": goal_id,
        "metric": jbp.metrics.REVENUE,
        "target": usd("120000"),
        "period": YEAR,
        "owner_id": "tom",
    } | fields
    return jbp.Goal(id=goal_id, **given)


def staff(**fields: Any) -> jbp.Goal:
    return goal(
        "staff",
        metric=jbp.metrics.CERTIFIED_PEOPLE,
        target=jbp.Quantity(21, "people"),
        baseline=jbp.Quantity(10, "people"),
        **fields,
    )


def plan(*goals: jbp.Goal, **fields: Any) -> jbp.Plan:
    given: dict[str, Any] = {
        "id": "northwind-2026",
        "name": "Northwind 2026",
        "vendor": jbp.Party(id="acme", name="Acme"),
        "partner": jbp.Partner(id="northwind", name="Northwind", tier="Silver"),
        "period": YEAR,
        "people": [MARIA, TOM, REP],
        "goals": goals or (goal(),),
    } | fields
    return jbp.Plan(**given)


def agreed(draft: jbp.Plan) -> jbp.Plan:
    proposed = jbp.propose(draft, by=MARIA, at=NOW)
    once = jbp.sign(proposed, by=MARIA, at=NOW)
    return jbp.sign(once, by=TOM, at=NOW)


def both_sign(changed: jbp.Plan) -> jbp.Plan:
    once = jbp.sign_amendment(changed, by=MARIA, at=NOW)
    return jbp.sign_amendment(once, by=TOM, at=NOW)


# Currency


def test_a_draft_is_converted_with_the_rate_its_day_and_its_source_on_record() -> None:
    # 25,000.55 × 0.9217 = 23,043.006935; 20,000 × 0.9217 = 18,434.
    action = jbp.Action(
        id="a",
        name="A",
        side=jbp.Side.PARTNER,
        due_on=date(2026, 9, 1),
        expected_impact=usd("100"),
    )
    old = plan(goal(target=usd("25000.55"), commit=usd("20000")), actions=[action])
    new = jbp.change_currency(old, ECB, **BY)
    assert (new.goals[0].target, new.goals[0].commit) == (eur("23043.01"), eur("18434"))
    assert new.actions[0].expected_impact == eur("92.17")
    rate, told = new.records
    assert rate.facts == {
        "currency_was": "USD",
        "currency": "EUR",
        "rate": "0.9217",
        "rate_on": "2026-06-30",
        "rate_path": "direct",
        "rate_source": "ECB reference rate",
        "rounding": "half-even to the minor unit",
    }
    assert told.facts["exact_target"] == "23043.006935 EUR"
    assert told.facts["target_was"] == "25000.55 USD"


def test_revised_targets_and_bands_are_converted_with_the_goal() -> None:
    version = jbp.TargetVersion(effective_on=date(2026, 7, 1), target=usd("100000"))
    old = plan(goal(target_versions=[version]))
    (new,) = jbp.change_currency(old, ECB, **BY).goals
    # 120,000 and 100,000 × 0.9217
    assert new.target == eur("110604")
    assert [one.target for one in new.target_versions] == [eur("92170")]
    assert new.target_versions[0].effective_on == date(2026, 7, 1)


def test_an_agreed_plan_keeps_its_currency_until_both_sign() -> None:
    old = agreed(plan())
    asked = jbp.change_currency(old, ECB, **BY)
    assert asked.goals[0].target == usd("120000")
    assert asked.state is jbp.PlanState.AGREED
    signed = both_sign(asked)
    assert (signed.goals[0].target, signed.goals[0].target_versions) == (
        eur("110604"),
        (),
    )


def test_what_nobody_signs_follows_when_the_move_is_made_again() -> None:
    action = jbp.Action(
        id="a",
        name="A",
        side=jbp.Side.PARTNER,
        due_on=date(2026, 9, 1),
        expected_impact=usd("100"),
    )
    asked = jbp.change_currency(agreed(plan(actions=[action])), ECB, **BY)
    signed = both_sign(asked)
    assert signed.actions[0].expected_impact == usd("100")
    again = jbp.change_currency(signed, ECB, **BY)
    assert again.actions[0].expected_impact == eur("92.17")
    with pytest.raises(InvalidValueError, match="none is in USD"):
        jbp.change_currency(again, ECB, **BY)


def test_what_one_side_sees_is_converted_and_told_only_when_it_holds() -> None:
    margin = goal("margin", audience=jbp.Audience.VENDOR)
    asked = jbp.change_currency(agreed(plan(goal(), margin)), ECB, **BY)
    assert asked.goal("margin").target == usd("120000")
    assert "goals:margin" not in {record.subject for record in asked.records}
    again = jbp.change_currency(both_sign(asked), ECB, **BY)
    assert again.goal("margin").target == eur("110604")
    (record,) = [one for one in again.records if one.subject == "goals:margin"]
    assert record.audience is jbp.Audience.VENDOR


def test_a_rate_says_who_stated_it_and_which_way_it_went() -> None:
    with pytest.raises(InvalidValueError, match="who stated it"):
        jbp.change_currency(plan(), attrs.evolve(ECB, source=" "), **BY)
    # One euro costs 1.25 dollars, so one dollar is 0.80 euro.
    stated = jbp.FxRate(
        base="EUR", quote="USD", rate="1.25", on=date(2026, 6, 29), source="ECB"
    )
    found = jbp.FxTable(rates=[stated]).rate("USD", "EUR", on=date(2026, 6, 30))
    new = jbp.change_currency(plan(), found, **BY)
    assert new.goals[0].target == eur("96000")
    facts = new.records[0].facts
    assert facts["rate_path"] == "inverse"
    assert (facts["rate"], facts["rate_on"]) == ("0.8", "2026-06-29")


# The fiscal year


def test_a_year_that_is_cut_short_keeps_what_was_due_by_then() -> None:
    # Fifty buckets of ten by quarter: by the end of September 20 + 20 + 20 of 100.
    quarters = [Bucket(YEARS.quarter(2026, n), w) for n, w in enumerate([20] * 3, 1)]
    phasing = WeightedPhasing([*quarters, Bucket(YEARS.quarter(2026, 4), 40)])
    short = jbp.DateRange(date(2026, 1, 1), date(2026, 10, 1))
    old = plan(goal(phasing=phasing, stretch=usd("150000")), staff())
    new = jbp.change_period(old, short, **BY)
    revenue, people = new.goals
    assert (revenue.target, revenue.stretch) == (usd("72000"), usd("90000"))
    assert new.period == revenue.period == people.period == short
    assert people.target == jbp.Quantity(21, "people")
    assert new.records[1].facts["factor"] == "0.6"


def test_a_year_that_grows_by_a_quarter_brings_a_quarter_more() -> None:
    longer = jbp.DateRange(date(2026, 1, 1), date(2027, 4, 1))
    points = [CumulativePoint(date(2026, 6, 30), "1/5")]
    new = jbp.change_period(plan(goal(phasing=CumulativePhasing(points))), longer, **BY)
    # 120,000 × 15/12; of that a fifth of 12/15 is due by June, 12/15 by December.
    assert new.goals[0].target == usd("150000")
    curve = new.goals[0].phasing
    assert isinstance(curve, CumulativePhasing)
    assert [(p.on, p.share) for p in curve.points] == [
        (date(2026, 6, 30), Fraction(4, 25)),
        (date(2026, 12, 31), Fraction(4, 5)),
    ]


def test_weights_stay_and_the_new_days_are_even() -> None:
    quarters = [Bucket(YEARS.quarter(2026, n), n) for n in (1, 2, 3, 4)]
    longer = jbp.DateRange(date(2025, 10, 1), date(2027, 1, 1))
    old = plan(goal(phasing=WeightedPhasing(quarters)))
    new = jbp.change_period(old, longer, **BY)
    phasing = new.goals[0].phasing
    assert isinstance(phasing, WeightedPhasing)
    # Weights of 10 for twelve months: 2.5 for three.
    assert [b.weight for b in phasing.buckets] == [Fraction(5, 2), 1, 2, 3, 4]


def test_an_agreed_year_changes_by_amendment_and_keeps_its_original_target() -> None:
    longer = jbp.DateRange(date(2026, 1, 1), date(2027, 4, 1))
    signed = both_sign(jbp.change_period(agreed(plan()), longer, **BY))
    assert signed.period == longer
    assert signed.goals[0].target == usd("120000")
    assert signed.goals[0].target_on(date(2026, 12, 31)) == usd("150000")


def test_days_that_have_nothing_in_common_are_a_next_plan() -> None:
    for days in (YEAR, YEARS.year(2027)):
        with pytest.raises(InvalidValueError, match="other days than"):
            jbp.change_period(plan(), days, **BY)


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


def other_plan(*goals: jbp.Goal, **fields: Any) -> jbp.Plan:
    given: dict[str, Any] = {
        "id": "tailspin-2026",
        "name": "Tailspin 2026",
        "partner": jbp.Partner(id="tailspin", name="Tailspin"),
    } | fields
    return plan(*goals, **given)


def merged(*plans: jbp.Plan) -> jbp.Plan:
    firm = jbp.Partner(id="north-tail", name="North Tail")
    return jbp.merge_plans(plans, firm, id="north-tail-2026", name="North Tail", **BY)


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
