"""Changes and merging at their edges: what is one change, and what a conflict."""

from __future__ import annotations

from datetime import date

import attrs
from tests.unit.planning_work import ADMIN, action
from tests.unit.restructured_plan import MARIA, NOW, agreed, both_sign, goal, plan

import jbpcore as jbp
from jbpcore.planning.conflict import TERMS_PATH, Choice
from jbpcore.planning.visibility import project


def belief(score: int, person_id: str = "tom") -> jbp.Confidence:
    return jbp.Confidence(
        goal_id="revenue",
        score=score,
        person_id=person_id,
        stated_on=date(2026, 5, 1),
        expires_on=date(2026, 6, 1),
    )


def test_beliefs_in_another_order_are_one_change() -> None:
    old = plan(confidences=[belief(3), belief(2)])
    new = attrs.evolve(old, confidences=old.confidences[::-1])
    (change,) = jbp.diff(old, new)
    assert (change.path, change.kind.value) == ("confidences", "changed")
    assert jbp.apply_changes(old, [change]) == new


def test_one_puts_ones_own_beliefs_in_order_and_nobody_elses() -> None:
    old = plan(confidences=[belief(3), belief(2)])
    seen = project(old, ADMIN)
    turned = attrs.evolve(seen, confidences=seen.confidences[::-1])
    done = jbp.merge_back(old, seen, turned, ADMIN)
    assert done.plan is not None
    assert [one.score for one in done.plan.confidences] == [2, 3]


def test_a_part_that_one_changed_and_the_other_took_away_is_asked_about() -> None:
    base = plan(actions=[action("a")])
    mine = attrs.evolve(base, actions=[])
    theirs = attrs.evolve(base, actions=[action("a", due_on=date(2026, 7, 1))])
    (conflict,) = jbp.merge(base, mine, theirs).conflicts
    assert conflict.path == "actions[id=a]"
    assert conflict.sentence.startswith('"a": nothing or ')


def test_both_may_change_the_partner_in_other_fields() -> None:
    base = plan()
    mine = attrs.evolve(base, partner=attrs.evolve(base.partner, tier="Gold"))
    theirs = attrs.evolve(base, partner=attrs.evolve(base.partner, region="EMEA"))
    merged = jbp.merge(base, mine, theirs).plan
    assert merged is not None
    assert (merged.partner.tier, merged.partner.region) == ("Gold", "EMEA")


def test_a_conflict_inside_is_not_told_twice() -> None:
    # Theirs starts on July 20, after mine is due; the day it is due is asked about.
    base = plan(actions=[action("a")])
    mine = attrs.evolve(base, actions=[action("a", due_on=date(2026, 7, 1))])
    later = action("a", due_on=date(2026, 8, 1), start_on=date(2026, 7, 20))
    merged = jbp.merge(base, mine, attrs.evolve(base, actions=[later]))
    assert [one.path for one in merged.conflicts] == ["actions[id=a].due_on"]


def test_terms_are_taken_from_one_version_with_all_their_goals() -> None:
    base = plan(goal())
    mine = jbp.propose(base, by=MARIA, at=NOW)
    theirs = attrs.evolve(base, goals=[goal(), goal("more")])
    merged = jbp.merge(base, mine, theirs)
    assert [one.path for one in merged.conflicts] == [TERMS_PATH]
    for choice, count in ((Choice.MINE, 1), (Choice.THEIRS, 2)):
        found = jbp.resolve(merged, {TERMS_PATH: choice}).plan
        assert found is not None
        assert len(found.goals) == count


def test_an_amendment_may_give_a_goal_another_measure() -> None:
    other = attrs.evolve(jbp.metrics.REVENUE, key="services", name="Services")

    def measured(old: jbp.Plan) -> jbp.Plan:
        return attrs.evolve(old, goals=[attrs.evolve(old.goals[0], metric=other)])

    asked = jbp.propose_amendment(
        agreed(plan(goal())), measured, by=MARIA, at=NOW, why="Services alone"
    )
    assert both_sign(asked).goals[0].metric == other
