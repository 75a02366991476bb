"""Comparing and merging two versions of a plan, case by case."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.errors import InvalidValueError
from jbpcore.model.agreement import PlanState
from jbpcore.model.audience import Audience
from jbpcore.model.comment import Comment
from jbpcore.model.target_version import TargetVersion
from jbpcore.planning.changes import Change, ChangeKind
from jbpcore.planning.conflict import TERMS_PATH, Choice
from jbpcore.planning.diff import apply_changes, diff
from jbpcore.planning.life import propose
from jbpcore.planning.merge import merge, resolve
from jbpcore.planning.signing import sign
from jbpcore.planning.terms import terms_digest

YEAR = jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1))
AT = datetime(2026, 1, 7, 9, tzinfo=UTC)


def goal(key: str = "g1", target: str | None = "25000", **fields: Any) -> jbp.Goal:
    made = jbp.Goal(
        id=key,
        name="New revenue" if key == "g1" else f"Goal {key}",
        metric=jbp.metrics.REVENUE,
        target=None if target is None else jbp.Money(target, "USD"),
        period=YEAR,
    )
    return attrs.evolve(made, **fields)


def action(key: str = "a1", **fields: Any) -> jbp.Action:
    made = jbp.Action(
        id=key,
        name=f"Action {key}",
        side=jbp.Side.VENDOR,
        due_on=date(2026, 3, 31),
        goal_id="g1",
    )
    return attrs.evolve(made, **fields)


BASE = jbp.Plan(
    id="p",
    name="Northwind 2026",
    vendor=jbp.Party(id="acme", name="Acme"),
    partner=jbp.Partner(id="nw", name="Northwind", tier="Silver"),
    period=YEAR,
    people=[
        jbp.Person(id="maria", name="Maria", side=jbp.Side.VENDOR),
        jbp.Person(id="tom", name="Tom", side=jbp.Side.PARTNER),
    ],
    goals=[goal(), goal("g2"), goal("g3")],
    actions=[action()],
)


def with_goals(*goals: jbp.Goal) -> jbp.Plan:
    return attrs.evolve(BASE, goals=goals)


def said(new: jbp.Plan) -> list[str]:
    return [change.sentence for change in diff(BASE, new)]


# --- diff -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        (
            with_goals(goal(target="30000"), *BASE.goals[1:]),
            'Target of "New revenue" changed from 25,000 USD to 30,000 USD.',
        ),
        (
            with_goals(goal(target="25000.50"), *BASE.goals[1:]),
            'Target of "New revenue" changed from 25,000 USD to 25,000.50 USD.',
        ),
        (
            with_goals(goal(weight=Fraction(1, 4)), *BASE.goals[1:]),
            'Weight of "New revenue" changed from 100% to 25%.',
        ),
        (
            with_goals(goal(weight=Fraction(1, 3)), *BASE.goals[1:]),
            'Weight of "New revenue" changed from 100% to 1/3.',
        ),
        (
            with_goals(goal(weight=Fraction(40)), *BASE.goals[1:]),
            'Weight of "New revenue" changed from 1 to 40.',
        ),
        (
            with_goals(goal(owner_id="tom"), *BASE.goals[1:]),
            'Owner of "New revenue" was set to tom.',
        ),
        (
            with_goals(goal(target=None), *BASE.goals[1:]),
            'Target of "New revenue" was removed; it was 25,000 USD.',
        ),
        (with_goals(*BASE.goals[:2]), 'Goal "Goal g3" was removed.'),
        (with_goals(*BASE.goals, goal("g4")), 'Goal "Goal g4" was added.'),
        (with_goals(*BASE.goals[::-1]), "The order of goals changed."),
        (
            attrs.evolve(BASE, actions=[action(due_on=date(2026, 4, 30))]),
            'Due date of "Action a1" changed from 2026-03-31 to 2026-04-30.',
        ),
        (
            attrs.evolve(BASE, actions=[action(status=jbp.ActionStatus.IN_PROGRESS)]),
            'Status of "Action a1" changed from open to in progress.',
        ),
        (
            attrs.evolve(BASE, partner=attrs.evolve(BASE.partner, tier="Gold")),
            'Tier of "Northwind" changed from Silver to Gold.',
        ),
        (
            attrs.evolve(BASE, period=jbp.DateRange(date(2026, 1, 1), YEAR.last_day)),
            (
                "Period of the plan changed from 2026-01-01 to 2026-12-31 to "
                "2026-01-01 to 2026-12-30."
            ),
        ),
        (attrs.evolve(BASE, notes="line\nline"), "Notes of the plan changed."),
        (
            attrs.evolve(
                BASE,
                comments=[Comment(id="c", text="x", author_id="tom", written_at=AT)],
            ),
            "Comment by tom was added.",
        ),
    ],
)
def test_a_change_reads_as_a_sentence(new: jbp.Plan, sentence: str) -> None:
    assert said(new) == [sentence]


def test_changes_have_paths_by_id_and_the_values_before_and_after() -> None:
    (change,) = diff(BASE, with_goals(goal(target="30000"), *BASE.goals[1:]))
    assert change.path == "goals[id=g1].target"
    assert change.before == jbp.Money("25000", "USD")
    assert change.after == jbp.Money("30000", "USD")
    assert change.is_material


@pytest.mark.parametrize(
    ("new", "is_material"),
    [
        (with_goals(goal(name="Other"), *BASE.goals[1:]), False),
        (with_goals(goal(owner_id="tom"), *BASE.goals[1:]), False),
        (with_goals(goal(weight=Fraction(2)), *BASE.goals[1:]), True),
        (with_goals(*BASE.goals[1:]), True),
        (with_goals(*BASE.goals[::-1]), False),
        (with_goals(*BASE.goals, goal("x", audience=Audience.VENDOR)), False),
        (with_goals(goal(audience=Audience.VENDOR), *BASE.goals[1:]), True),
        (attrs.evolve(BASE, actions=()), False),
        (attrs.evolve(BASE, notes="n"), False),
    ],
)
def test_a_change_says_whether_other_terms_are_signed(
    new: jbp.Plan, *, is_material: bool
) -> None:
    assert [change.is_material for change in diff(BASE, new)] == [is_material]


def test_a_path_of_somebody_elses_is_refused() -> None:
    change = Change(kind=ChangeKind.CHANGED, path="goals[0].target")
    with pytest.raises(InvalidValueError, match=r"goals\[id=g1\]"):
        apply_changes(BASE, [change])


@pytest.mark.parametrize(
    "change",
    [
        Change(kind=ChangeKind.CHANGED, path="gaols", after=()),
        Change(kind=ChangeKind.CHANGED, path="goals[id=g9].name", before="a"),
        Change(kind=ChangeKind.REMOVED, path="goals[id=g9]", before=goal("g9")),
        Change(kind=ChangeKind.ADDED, path="goals[id=g1]", after=goal()),
        Change(kind=ChangeKind.REMOVED, path="signoffs", before=goal("g9")),
        Change(kind=ChangeKind.ADDED, path="name", after="b"),
    ],
    ids=lambda change: f"{change.kind} {change.path}",
)
def test_a_change_of_what_is_not_there_is_refused(change: Change) -> None:
    with pytest.raises(InvalidValueError, match="a change of what the plan has"):
        apply_changes(BASE, [change])


# --- merge ----------------------------------------------------------------------------


def test_edits_of_different_fields_of_one_goal_are_both_taken() -> None:
    mine = with_goals(goal(target="30000"), *BASE.goals[1:])
    theirs = with_goals(goal(owner_id="tom"), *BASE.goals[1:])
    merged = merge(BASE, mine, theirs)
    assert merged.plan == with_goals(
        goal(target="30000", owner_id="tom"), *BASE.goals[1:]
    )


def test_two_values_for_one_field_are_a_conflict_with_both() -> None:
    mine = with_goals(goal(target="30000"), *BASE.goals[1:])
    theirs = with_goals(goal(target="28000"), *BASE.goals[1:])
    merged = merge(BASE, mine, theirs, mine_by="maria", theirs_by="tom")
    (conflict,) = merged.conflicts
    assert merged.plan is None
    assert conflict.path == "goals[id=g1].target"
    assert conflict.sentence == (
        'Target of "New revenue": 30,000 USD (maria) or 28,000 USD (tom)? It was '
        "25,000 USD before."
    )
    own = resolve(merged, {conflict.path: jbp.Money("29000", "USD")})
    assert own.plan == with_goals(goal(target="29000"), *BASE.goals[1:])


def test_removing_what_the_other_edited_is_a_conflict() -> None:
    mine = with_goals(*BASE.goals[1:])
    theirs = with_goals(goal(target="28000"), *BASE.goals[1:])
    merged = merge(BASE, mine, theirs)
    (conflict,) = merged.conflicts
    assert (conflict.path, conflict.mine) == ("goals[id=g1]", None)
    assert conflict.theirs == goal(target="28000")
    assert resolve(merged, {conflict.path: Choice.MINE}).plan == mine
    assert resolve(merged, {conflict.path: Choice.THEIRS}).plan == theirs


def test_two_new_goals_of_one_id_are_a_conflict_unless_they_are_the_same() -> None:
    mine = with_goals(*BASE.goals, goal("g4", "1"))
    theirs = with_goals(*BASE.goals, goal("g4", "2"))
    assert [c.path for c in merge(BASE, mine, theirs).conflicts] == ["goals[id=g4]"]
    assert merge(BASE, mine, mine).plan == mine


def test_what_both_add_in_one_place_is_all_there() -> None:
    mine = with_goals(BASE.goals[0], goal("m1"), goal("m2"), *BASE.goals[1:])
    theirs = with_goals(BASE.goals[0], goal("t1"), *BASE.goals[1:])
    merged = merge(BASE, mine, theirs).plan
    assert merged is not None
    assert [g.id for g in merged.goals] == ["g1", "m1", "m2", "t1", "g2", "g3"]
    assert merge(BASE, theirs, mine).plan == merged


def test_two_new_orders_are_a_conflict_and_one_is_not() -> None:
    one, two, three = BASE.goals
    mine, theirs = with_goals(three, one, two), with_goals(two, one, three)
    merged = merge(BASE, mine, theirs)
    (conflict,) = merged.conflicts
    assert (conflict.path, conflict.mine) == ("goals", ("g3", "g1", "g2"))
    assert resolve(merged, {"goals": Choice.THEIRS}).plan == theirs
    added = with_goals(one, two, three, goal("g4"))
    both = merge(BASE, mine, added).plan
    assert both is not None
    assert [g.id for g in both.goals] == ["g3", "g4", "g1", "g2"]


def test_edits_that_are_sound_alone_and_not_together_are_a_conflict() -> None:
    # One shortens the goal, the other agrees on another target for its last month.
    half = jbp.DateRange(date(2026, 1, 1), date(2026, 7, 1))
    version = TargetVersion(
        effective_on=date(2026, 12, 1), target=jbp.Money("20000", "USD")
    )
    mine = with_goals(goal(period=half), *BASE.goals[1:])
    theirs = with_goals(goal(target_versions=(version,)), *BASE.goals[1:])
    merged = merge(BASE, mine, theirs)
    (conflict,) = merged.conflicts
    assert conflict.path == "goals[id=g1]"
    assert "effective by 2026-06-30" in conflict.reason
    assert (conflict.mine, conflict.theirs) == (mine.goals[0], theirs.goals[0])
    assert resolve(merged, {conflict.path: Choice.THEIRS}).plan == theirs


def test_versions_of_the_plan_that_do_not_go_together_are_a_finding() -> None:
    # A plan has at most 5,000 goals.
    base = with_goals(*(goal(f"n{number}") for number in range(4_999)))
    mine, theirs = (
        attrs.evolve(base, goals=[*base.goals, goal(key)]) for key in ("mine", "theirs")
    )
    merged = merge(base, mine, theirs)
    assert merged.plan is None
    assert [finding.code for finding in merged.findings] == ["jbp.merge.invalid"]
    assert resolve(merged, {"goals[id=mine]": Choice.BASE}).plan == theirs


def test_a_draft_hidden_while_it_was_put_forward_is_one_or_the_other() -> None:
    mine = attrs.evolve(BASE, hidden_from=jbp.Side.PARTNER)
    theirs = propose(BASE, by="maria", at=AT)
    merged = merge(BASE, mine, theirs)
    assert [conflict.path for conflict in merged.conflicts] == [TERMS_PATH]
    assert resolve(merged, {TERMS_PATH: Choice.MINE}).plan == attrs.evolve(
        mine, records=theirs.records
    )
    assert resolve(merged, {TERMS_PATH: Choice.THEIRS}).plan == theirs


def test_an_action_of_a_goal_that_the_other_removed_is_a_finding() -> None:
    mine = with_goals(*BASE.goals[1:])
    mine = attrs.evolve(mine, actions=())
    theirs = attrs.evolve(BASE, actions=[action(), action("a2")])
    merged = merge(BASE, mine, theirs)
    assert merged.plan is not None
    assert [(f.code, f.path) for f in merged.findings] == [
        ("jbp.merge.reference", "actions[id=a2].goal_id")
    ]


def test_a_plan_cut_short_under_a_new_action_is_a_finding() -> None:
    short = jbp.DateRange(date(2026, 1, 1), date(2026, 7, 1))
    mine = attrs.evolve(BASE, period=short, goals=())
    theirs = attrs.evolve(BASE, actions=[action(), action("a2", due_on=YEAR.last_day)])
    found = merge(BASE, mine, theirs).findings
    assert [(f.code, f.path) for f in found] == [
        ("jbp.merge.reference", "actions[id=a2].goal_id"),
        ("jbp.merge.dates", "actions[id=a2].due_on"),
    ]


def test_weights_that_both_kept_at_one_sum_and_now_are_not_are_a_finding() -> None:
    one, _, three = BASE.goals
    nothing = goal("g2", weight=Fraction(0))
    mine = with_goals(goal("g1", weight=Fraction(2)), nothing, three)
    theirs = with_goals(one, nothing, goal("g3", weight=Fraction(2)))
    # 2 + 0 + 2 where it was 1 + 1 + 1, and 2 + 0 + 1 and 1 + 0 + 2 in the edits.
    (finding,) = merge(BASE, mine, theirs).findings
    assert finding.code == "jbp.merge.weights"
    assert "add up to 4; before, and in each of the two edits, it was 3" in str(finding)


def test_what_both_say_comes_in_order_of_time() -> None:
    def remark(key: str, hour: int) -> Comment:
        at = datetime(2026, 1, 7, hour, tzinfo=UTC)
        return Comment(id=key, text=key, author_id="tom", written_at=at)

    base = attrs.evolve(BASE, comments=[remark("a", 9)])
    mine = attrs.evolve(base, comments=[remark("a", 9), remark("z", 10)])
    theirs = attrs.evolve(
        base, comments=[remark("a", 9), remark("b", 8), remark("c", 11)]
    )
    merged = merge(base, mine, theirs).plan
    assert merged is not None
    assert [comment.id for comment in merged.comments] == ["a", "b", "z", "c"]


def test_nobody_finds_other_terms_under_a_proposal_than_they_proposed() -> None:
    mine = propose(BASE, by="maria", at=AT)
    theirs = with_goals(goal(target="28000"), *BASE.goals[1:])
    merged = merge(BASE, mine, theirs)
    (conflict,) = merged.conflicts
    assert conflict.path == TERMS_PATH
    assert "choose whose terms hold" in conflict.sentence
    kept = resolve(merged, {TERMS_PATH: Choice.MINE}).plan
    assert kept == mine
    other = resolve(merged, {TERMS_PATH: Choice.THEIRS}).plan
    assert other is not None
    # What was put forward was another text, so this one is not proposed.
    assert (other.state, other.goals) == (PlanState.DRAFT, theirs.goals)
    assert not other.proposals
    assert other.records == mine.records


def test_wording_may_change_under_a_proposal() -> None:
    mine = propose(BASE, by="maria", at=AT)
    theirs = with_goals(goal(name="New revenue 2026"), *BASE.goals[1:])
    merged = merge(BASE, mine, theirs).plan
    assert merged is not None
    assert merged.state is PlanState.PROPOSED
    assert merged.goals[0].name == "New revenue 2026"


def test_two_signatures_given_at_once_make_the_plan_agreed() -> None:
    proposed = propose(BASE, by="maria", at=AT)
    mine = sign(proposed, by="maria", at=AT)
    theirs = sign(proposed, by="tom", at=AT)
    merged = merge(proposed, mine, theirs)
    assert not merged.conflicts
    assert merged.plan is not None
    assert merged.plan.state is PlanState.AGREED
    assert {signoff.side for signoff in merged.plan.signoffs} == set(jbp.Side)
    assert merge(proposed, theirs, mine).plan == merged.plan


def test_versions_of_different_plans_are_not_merged() -> None:
    with pytest.raises(InvalidValueError, match="as in the base"):
        merge(BASE, BASE, attrs.evolve(BASE, id="q"))


def test_a_choice_where_nothing_changed_is_refused() -> None:
    merged = merge(BASE, attrs.evolve(BASE, name="A"), attrs.evolve(BASE, name="B"))
    with pytest.raises(InvalidValueError, match="paths of what both changed"):
        resolve(merged, {"nmae": Choice.MINE})


def test_choices_made_one_by_one_add_up() -> None:
    merged = merge(
        BASE,
        attrs.evolve(BASE, name="A", notes="a"),
        attrs.evolve(BASE, name="B", notes="b"),
    )
    first = resolve(merged, {"name": Choice.MINE})
    assert [conflict.path for conflict in first.conflicts] == ["notes"]
    plan = resolve(first, {"notes": Choice.THEIRS}).plan
    assert plan is not None
    assert (plan.name, plan.notes) == ("A", "b")


# --- which fields are terms -----------------------------------------------------------

OTHER = {
    "id": "g9",
    "name": "Other",
    "metric": attrs.evolve(jbp.metrics.REVENUE, definition="invoiced"),
    "target": jbp.Money("1", "USD"),
    "period": jbp.DateRange(date(2026, 1, 1), date(2026, 7, 1)),
    "baseline": jbp.Money("1", "USD"),
    "commit": jbp.Money("1", "USD"),
    "stretch": jbp.Money("1", "USD"),
    "weight": Fraction(2),
    "score_cap": Fraction(3, 2),
    "score_floor": Fraction(0),
    "side": jbp.Side.VENDOR,
    "phasing": jbp.SCurvePhasing.back_loaded(),
    "target_versions": (
        TargetVersion(effective_on=date(2026, 6, 1), target=jbp.Money("1", "USD")),
    ),
    "stale_after_days": 7,
    "owner_id": "tom",
    "description": "Other",
    "scope": jbp.Tags({"region": "EMEA"}),
    "audience": Audience.VENDOR,
}


def test_every_field_of_a_goal_is_tried() -> None:
    fields = {field.name for field in attrs.fields(jbp.Goal)}
    assert fields - set(OTHER) == {"keep"}  # it wants another metric


@pytest.mark.parametrize("field", OTHER)
def test_a_field_is_material_if_the_digest_says_so(field: str) -> None:
    value: Any = OTHER[field]
    new = with_goals(attrs.evolve(goal(), **{field: value}), *BASE.goals[1:])
    is_said = any(change.is_material for change in diff(BASE, new))
    assert is_said is (terms_digest(BASE) != terms_digest(new))


def test_a_promise_for_a_goal_of_ones_own_is_signed_without_the_goal() -> None:
    own = goal("own", audience=Audience.VENDOR)
    promise = jbp.Commitment(
        id="c", name="Train", side=jbp.Side.VENDOR, due_on=date(2026, 3, 31)
    )
    plain = attrs.evolve(BASE, goals=(*BASE.goals, own), commitments=[promise])
    linked = attrs.evolve(plain, commitments=[attrs.evolve(promise, goal_id="own")])
    served = attrs.evolve(plain, commitments=[attrs.evolve(promise, goal_id="g1")])
    assert terms_digest(linked) == terms_digest(plain) != terms_digest(served)
    assert [change.is_material for change in diff(plain, linked)] == [False]


# --- two moves at once ----------------------------------------------------------------


def at(minute: int) -> datetime:
    return AT.replace(minute=minute)


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
