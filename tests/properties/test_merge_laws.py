"""Laws of comparing and merging plans, over plans with anything in any field."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.effort import examples

from jbpcore.errors import InvalidValueError
from jbpcore.model.plan import Plan
from jbpcore.planning.changes import Change, ChangeKind, steps_of
from jbpcore.planning.conflict import TERMS_PATH, Choice
from jbpcore.planning.diff import apply_changes, diff
from jbpcore.planning.merge import merge, resolve
from jbpcore.planning.terms import terms_digest
from jbpcore.testing.edit_strategies import edited_plans
from jbpcore.testing.plan_strategies import plans

# A plan with something in every field, and two edits of it, take a while to draw.
LAW = settings(max_examples=examples(25), suppress_health_check=[HealthCheck.too_slow])
BASES = st.shared(plans(), key="base")
EDITS = BASES.flatmap(edited_plans)
TWINS = BASES.flatmap(lambda plan: st.tuples(edited_plans(plan), edited_plans(plan)))


def at(plan: Plan, path: str) -> Any:
    """Return what stands at a path, or None where it is not there."""
    found: Any = plan
    for step in steps_of(path):
        found = getattr(found, step.field)
        if step.key is not None:
            members = [m for m in found if getattr(m, step.key) == step.value]
            if not members:
                return None
            (found,) = members
    return found


@LAW
@given(BASES, EDITS)
def test_the_changes_from_one_to_the_other_make_the_other(
    base: Plan, edited: Plan
) -> None:
    assert apply_changes(base, diff(base, edited)) == edited


@LAW
@given(plans(), plans())
def test_so_they_do_between_plans_that_have_nothing_in_common(
    one: Plan, other: Plan
) -> None:
    assert apply_changes(one, diff(one, other)) == other


@LAW
@given(BASES, EDITS)
def test_there_is_a_change_exactly_if_there_is_a_difference(
    base: Plan, edited: Plan
) -> None:
    assert bool(diff(base, edited)) is (base != edited)
    assert diff(base, base) == ()


@LAW
@given(BASES, EDITS)
def test_every_change_is_told_in_one_sentence_and_has_a_path(
    base: Plan, edited: Plan
) -> None:
    for change in diff(base, edited):
        assert change.sentence.endswith(".")
        assert "\n" not in change.sentence
        assert ".".join(map(str, steps_of(change.path))) == change.path


@LAW
@given(BASES, EDITS)
def test_merging_with_an_unchanged_version_gives_the_other(
    base: Plan, edited: Plan
) -> None:
    for merged in (merge(base, base, edited), merge(base, edited, base)):
        assert merged.plan == edited
        assert not merged.conflicts
        assert not merged.findings


@LAW
@given(BASES, EDITS)
def test_merging_a_version_with_itself_gives_it(base: Plan, edited: Plan) -> None:
    merged = merge(base, edited, edited)
    assert merged.plan == edited
    assert not merged.conflicts


@LAW
@given(BASES, TWINS)
def test_it_does_not_matter_who_is_who(base: Plan, twins: tuple[Plan, Plan]) -> None:
    mine, theirs = twins
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert one.plan == other.plan
    assert {c.path for c in one.conflicts} == {c.path for c in other.conflicts}
    swapped = {(c.path, repr(c.theirs), repr(c.mine)) for c in other.conflicts}
    assert {(c.path, repr(c.mine), repr(c.theirs)) for c in one.conflicts} == swapped


@LAW
@given(BASES, TWINS)
def test_every_edit_is_in_the_merge_or_in_a_conflict(
    base: Plan, twins: tuple[Plan, Plan]
) -> None:
    mine, theirs = twins
    merged = merge(base, mine, theirs)
    in_conflict = tuple(conflict.path for conflict in merged.conflicts)
    for edited in twins:
        for change in diff(base, edited):
            if change.kind is ChangeKind.MOVED:
                continue
            told = any(change.path.startswith(path) for path in in_conflict)
            if merged.plan is not None:
                assert is_in(merged.plan, change)
            elif not told and not merged.findings and TERMS_PATH not in in_conflict:
                # What is in no conflict survives whatever is chosen for the others.
                choices = dict.fromkeys(in_conflict, Choice.BASE)
                resolved = resolve(merged, choices)
                if resolved.plan is not None:
                    assert is_in(resolved.plan, change)


def set_of(members: object) -> set[object]:
    return set(members) if isinstance(members, tuple) else set()


def is_in(plan: Plan, change: Change) -> bool:
    there = at(plan, change.path)
    if change.kind is ChangeKind.CHANGED and change.path in {"signoffs", "approvals"}:
        # A log that somebody put in another order; what the other added is there, too.
        before, after = set_of(change.before), set_of(change.after)
        return after - before <= set(there) and not (before - after) & set(there)
    if change.kind is ChangeKind.CHANGED:
        return bool(there == change.after)
    if steps_of(change.path)[-1].key is None:
        is_there = (change.before or change.after) in there
        return is_there is (change.kind is ChangeKind.ADDED)
    if change.kind is ChangeKind.REMOVED:
        return there is None
    return bool(there == change.after)


@st.composite
def at_odds(draw: st.DrawFn) -> tuple[Plan, Plan, Plan]:
    """Return a plan, and two edits of it that cannot both be."""
    base = draw(plans())
    mine, theirs = draw(edited_plans(base)), draw(edited_plans(base))
    start = base.name[:190]
    mine = attrs.evolve(mine, name=f"{start} mine")
    return base, mine, attrs.evolve(theirs, name=f"{start} theirs")


@LAW
@given(at_odds())
def test_a_conflict_has_both_values_and_choosing_gives_them(
    three: tuple[Plan, Plan, Plan],
) -> None:
    merged = merge(*three, mine_by="maria", theirs_by="tom")
    assert merged.plan is None
    assert merged.conflicts
    for conflict in merged.conflicts:
        assert (conflict.mine_by, conflict.theirs_by) == ("maria", "tom")
        assert conflict.mine != conflict.theirs or conflict.reason
        assert conflict.sentence
    for choice in (Choice.MINE, Choice.THEIRS):
        resolved = resolve(merged, {c.path: choice for c in merged.conflicts})
        assert not resolved.conflicts
        if resolved.plan is None:
            assert resolved.findings
            continue
        for conflict in merged.conflicts:
            chosen = conflict.mine if choice is Choice.MINE else conflict.theirs
            if isinstance(chosen, tuple) or conflict.path == TERMS_PATH:
                continue
            assert at(resolved.plan, conflict.path) == chosen


@LAW
@given(BASES, TWINS)
def test_merging_again_changes_nothing(base: Plan, twins: tuple[Plan, Plan]) -> None:
    mine, theirs = twins
    merged = merge(base, mine, theirs).plan
    if merged is None:
        return
    assert merge(mine, mine, merged).plan == merged
    assert merge(base, merged, merged).plan == merged


@LAW
@given(BASES, EDITS)
def test_a_change_is_material_exactly_if_what_is_signed_changes(
    base: Plan, edited: Plan
) -> None:
    is_said = any(change.is_material for change in diff(base, edited))
    assert is_said is (terms_digest(base) != terms_digest(edited))


@LAW
@given(plans())
def test_changes_that_start_from_another_plan_are_refused(base: Plan) -> None:
    edited = attrs.evolve(base, name="The new name", notes="new")
    moved_on = attrs.evolve(base, name="Somebody else's")
    assume(base.name not in {"The new name", "Somebody else's"})
    with pytest.raises(InvalidValueError, match="merge if somebody changed it"):
        apply_changes(moved_on, diff(base, edited))
