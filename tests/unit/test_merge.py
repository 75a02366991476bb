"""Merging two versions of a plan, case by case."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import attrs
import pytest
from tests.unit.merged_versions import AT, BASE, YEAR, action, goal, with_goals

import jbpcore as jbp
from jbpcore.errors import InvalidValueError
from jbpcore.model.agreement import PlanState
from jbpcore.model.comment import Comment
from jbpcore.model.target_version import TargetVersion
from jbpcore.planning.conflict import TERMS_PATH, Choice
from jbpcore.planning.life import propose
from jbpcore.planning.merge import merge, resolve
from jbpcore.planning.signing import sign


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
