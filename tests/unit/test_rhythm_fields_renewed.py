"""Waiting and attendance in plans renewed, merged and split."""

from __future__ import annotations

from datetime import date

import attrs
from tests.unit.rhythm_plan import AT, MARIA, MAY, VENDOR, action, goal, plan_of, review

import jbpcore as jbp


def renewable() -> jbp.Plan:
    return plan_of(
        goals=[goal("g")],
        actions=[
            action("done", status=jbp.ActionStatus.DONE),
            action("late", "done", review_id="r"),
            action("last", "late"),
        ],
        commitments=[
            jbp.Commitment(id="c", name="C", side=VENDOR, due_on=MAY, review_id="r")
        ],
        reviews=[
            review(next_review_id="booked", amendment_id="m"),
            jbp.Review(
                id="booked", name="B", on=date(2027, 1, 12), next_review_id="gone"
            ),
        ],
        cadences=[
            jbp.ReviewCadence(
                id="w",
                name="W",
                frequency=jbp.Frequency.WEEKLY,
                first_on=date(2026, 1, 6),
                until_on=date(2026, 6, 30),
            ),
            jbp.ReviewCadence(
                id="end",
                name="End",
                frequency=jbp.Frequency.ONCE,
                on=jbp.OnMilestone(milestone=jbp.Milestone.GOAL_END),
                milestone_goal_id="g",
            ),
        ],
    )


def test_the_next_plan_refers_to_nothing_that_stays_behind() -> None:
    next_plan = jbp.roll_forward(
        renewable(), [], as_of=date(2026, 12, 31), by=MARIA, drop={"g": "Reached"}
    )
    late, last = next_plan.actions
    assert (late.depends_on, late.review_id) == ((), None)
    assert [one.action_id for one in last.depends_on] == ["late"]
    assert next_plan.commitments[0].review_id is None
    assert [one.id for one in next_plan.reviews] == ["booked"]
    assert next_plan.reviews[0].next_review_id is None
    # What is counted from the end of a goal goes with it, and the rest has new days.
    (weekly,) = next_plan.cadences
    assert weekly.until_on == date(2027, 6, 30)


def test_a_plan_for_another_firm_refers_to_nothing_that_stays_behind() -> None:
    plan = attrs.evolve(renewable(), cadences=[])
    moved = jbp.transfer_plan(
        plan,
        jbp.Partner(id="sw", name="Southwind"),
        id="q",
        by=MARIA,
        at=AT,
        why="Sold",
    )
    assert [one.id for one in moved.reviews] == ["booked"]
    assert {one.review_id for one in moved.actions} == {None}
    assert {one.review_id for one in moved.commitments} == {None}
    assert [one.action_id for one in moved.actions[1].depends_on] == ["done"]


def test_parts_of_a_plan_wait_for_nothing_in_the_other_part() -> None:
    parts = [
        jbp.PlanPart(
            partner=jbp.Partner(id=key, name=key), id=key, name=key, weight=1, **more
        )
        for key, more in (("n", {}), ("s", {"actions": ["last"]}))
    ]
    north, south = jbp.split_plan(renewable(), parts, by=MARIA, at=AT, why="Split")
    assert [one.id for one in north.actions] == ["done", "late"]
    assert [one.action_id for one in north.actions[1].depends_on] == ["done"]
    assert south.actions[0].depends_on == ()


def test_merged_plans_wait_for_their_own_actions_under_their_new_names() -> None:
    one = plan_of(
        actions=[action("a"), action("b", "a", review_id="next")],
        reviews=[
            jbp.Review(id="next", name="N", on=MAY),
            review(next_review_id="next"),
        ],
    )
    other = attrs.evolve(
        one, id="q", partner=jbp.Partner(id="sw", name="Southwind"), people=[MARIA]
    )
    merged = jbp.merge_plans(
        [one, other],
        partner=jbp.Partner(id="all", name="All"),
        id="m",
        name="M",
        by=MARIA,
        at=AT,
        why="Merger",
    )
    waits = {one.id: [n.action_id for n in one.depends_on] for one in merged.actions}
    assert waits == {"a": [], "b": ["a"], "a.sw": [], "b.sw": ["a.sw"]}
    assert {str(one.id): one.review_id for one in merged.actions}["b.sw"] == "next.sw"
    assert [one.id for one in merged.reviews] == ["next", "next.sw"]


def test_who_leaves_hands_over_what_they_were_to_clear() -> None:
    blocked = action("a", blocked_by_id="ann", status=jbp.ActionStatus.BLOCKED)
    over = action("b", blocked_by_id="ann", status=jbp.ActionStatus.DONE)
    plan = plan_of(actions=[blocked, over])
    left = jbp.person_leaves(plan, "ann", by=MARIA, at=AT, takes_over="maria")
    assert [one.blocked_by_id for one in left.actions] == ["maria", "ann"]
    assert left.records[-1].facts["parts"] == "actions:a"
