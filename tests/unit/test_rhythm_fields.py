"""Waiting, slipping and figures in edits, merges and what is told of changes."""

from __future__ import annotations

from datetime import date, time
from fractions import Fraction

import attrs
import pytest
from tests.unit.rhythm_plan import MAY, VENDOR, action, plan_of, slip

import jbpcore as jbp
from jbpcore.errors import InvalidValueError
from jbpcore.planning.conflict import Choice
from jbpcore.planning.diff import apply_changes, diff
from jbpcore.planning.merge import merge, resolve
from jbpcore.planning.terms import terms_digest

# --- circles ----------------------------------------------------------------------


def test_a_plan_whose_actions_wait_in_a_circle_is_refused_with_the_circle() -> None:
    with pytest.raises(InvalidValueError, match="a -> b -> c -> a"):
        plan_of(actions=[action("a", "b"), action("b", "c"), action("c", "a")])


def test_a_chain_of_five_thousand_is_no_circle_and_closing_it_is_one() -> None:
    chain = [action("a0"), *(action(f"a{n}", f"a{n - 1}") for n in range(1, 5_000))]
    assert len(plan_of(actions=chain).actions) == 5_000
    with pytest.raises(InvalidValueError, match="without a circle"):
        plan_of(actions=[action("a0", "a4999"), *chain[1:]])


def test_two_edits_that_close_a_circle_together_are_reported() -> None:
    base = plan_of(actions=[action("a"), action("b")])
    mine = attrs.evolve(base, actions=[action("a", "b"), action("b")])
    theirs = attrs.evolve(base, actions=[action("a"), action("b", "a")])
    merged = merge(base, mine, theirs)
    assert merged.plan is None
    (found,) = merged.findings
    assert found.code == "jbp.merge.invalid"
    assert "a -> b -> a" in found.message or "b -> a -> b" in found.message
    # Undoing what one of the two did there makes it a plan again.
    path = "actions[id=b].depends_on[action_id=a]"
    assert resolve(merged, {path: Choice.MINE}).plan == mine


# --- merging ----------------------------------------------------------------------


def test_what_two_let_an_action_wait_for_is_all_there() -> None:
    others = [action("x"), action("y"), action("z")]
    base = plan_of(actions=[action("a", "x"), *others])
    mine = attrs.evolve(base, actions=[action("a", "x", "y"), *others])
    theirs = attrs.evolve(base, actions=[action("a", "z"), *others])
    merged = merge(base, mine, theirs).plan
    assert merged is not None
    assert {one.action_id for one in merged.actions[0].depends_on} == {"y", "z"}


def test_slips_of_both_come_in_by_the_day_they_were_moved() -> None:
    base = plan_of(actions=[action("a")])
    mine = plan_of(actions=[action("a", slips=[slip(20, 9)])])
    theirs = plan_of(actions=[action("a", slips=[slip(10, 15)])])
    merged = merge(base, mine, theirs).plan
    assert merged is not None
    assert merged.actions[0].slips == (slip(10, 15), slip(20, 9))


def test_an_action_that_waits_for_one_that_the_other_removed_is_reported() -> None:
    base = plan_of(actions=[action("a"), action("b")])
    mine = plan_of(actions=[action("a", "b"), action("b")])
    theirs = plan_of(actions=[action("a")])
    merged = merge(base, mine, theirs)
    assert [one.code for one in merged.findings] == ["jbp.merge.reference"]


# --- comparing --------------------------------------------------------------------


def test_changes_are_told_in_words() -> None:
    def cadence(**more: object) -> jbp.ReviewCadence:
        return jbp.ReviewCadence(
            id="qbr",
            name="QBR",
            frequency=jbp.Frequency.MONTHLY,
            first_on=date(2026, 1, 1),
            zone="UTC",
            **more,  # type: ignore[arg-type] # any field
        )

    old = plan_of(actions=[action("a"), action("b")], cadences=[cadence()])
    weekly = jbp.Recurrence(frequency=jbp.Frequency.WEEKLY, every=2)
    new = plan_of(
        actions=[
            action("a", "b", slips=[slip(20, 9)], recurrence=weekly),
            action("b", blocked_by_id="tom", blocked_reason="No kit"),
        ],
        cadences=[
            cadence(wall_time=time(9, 30), on=jbp.OnNthWeekday(2, jbp.Weekday.TUE))
        ],
    )
    changes = diff(old, new)
    assert [change.sentence for change in changes] == [
        'Dependency on b of "A" was added.',
        'Slip to 2026-05-09 of "A" was added.',
        'Recurrence of "A" was set to every 2 weeks.',
        'Blocked reason of "B" changed from nothing to No kit.',
        'Person to clear the way of "B" was set to tom.',
        'Date of "QBR" was set to on the 2nd Tuesday.',
        'Wall time of "QBR" was set to 09:30.',
    ]
    assert not any(change.is_material for change in changes)
    assert apply_changes(old, changes) == new


def test_the_weight_of_a_promise_is_signed_and_what_came_of_it_is_not() -> None:
    made = jbp.Commitment(id="c", name="C", side=VENDOR, due_on=MAY)
    plan = plan_of(commitments=[made])
    heavy = plan_of(commitments=[attrs.evolve(made, weight=2)])
    assert terms_digest(heavy) != terms_digest(plan)
    assert [one.is_material for one in diff(plan, heavy)] == [True]
    kept = attrs.evolve(
        made,
        status=jbp.CommitmentStatus.KEPT,
        kept_on=MAY,
        why="In time",
        slips=[slip(20, 15)],
        review_id="r",
        weight=Fraction(1),
    )
    done = plan_of(commitments=[kept])
    assert terms_digest(done) == terms_digest(plan)
    assert not any(one.is_material for one in diff(plan, done))
