"""Laws of projecting a plan and merging an edit of the projection back."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.effort import examples

from jbpcore.codec.json_text import dumps
from jbpcore.errors import NotAllowedError, PlanNotFoundError
from jbpcore.model.agreement import PlanState
from jbpcore.model.audience import Audience
from jbpcore.model.party import Person, PersonRole, Side
from jbpcore.model.plan import Plan
from jbpcore.planning.diff import diff
from jbpcore.planning.merge_back import merge_back
from jbpcore.planning.minutes_guard import try_other_minutes
from jbpcore.planning.policy import DEFAULT_POLICY, Viewer
from jbpcore.planning.redaction import Redactor
from jbpcore.planning.terms import terms_digest
from jbpcore.planning.visibility import project
from jbpcore.testing.edit_strategies import edited_plans
from jbpcore.testing.plan_strategies import plans

# Plans with something in every field take a while to draw.
LAW = settings(max_examples=examples(30), suppress_health_check=[HealthCheck.too_slow])
VIEWERS = st.builds(
    Viewer,
    side=st.none() | st.sampled_from(Side),
    role=st.sampled_from(PersonRole),
    person_id=st.none() | st.sampled_from(["tom", "a", "0"]),
)
ADMINS = [
    Viewer(side=Side.VENDOR, role=PersonRole.VENDOR_ADMIN, person_id="maria"),
    Viewer(side=Side.PARTNER, role=PersonRole.PARTNER_ADMIN, person_id="tom"),
]
ONLOOKERS = st.builds(
    Viewer,
    side=st.none() | st.sampled_from(Side),
    role=st.sampled_from([PersonRole.AUDITOR, PersonRole.DISTRIBUTOR]),
)
OPEN_PLANS = plans().map(lambda plan: attrs.evolve(plan, hidden_from=None))
# What changes by moves, what is said in one's own name, and who is on which side.
NOT_BY_EDITS = (
    "amendments",
    "approvals",
    "approvers",
    "comments",
    "confidences",
    "hidden_from",
    "kind",
    "outcomes",
    "people",
    "previous_id",
    "proposals",
    "records",
    "signoffs",
    "state",
    "successor_id",
)
COLLECTIONS = ("goals", "initiatives", "actions", "commitments", "reviews", "comments")


def edit_of(seen: Plan, edited: Plan, viewer: Viewer) -> Plan:
    """Make of any edit one that the viewer may make, with no loose references."""
    kept: dict[str, Any] = {name: getattr(seen, name) for name in NOT_BY_EDITS}
    made = attrs.evolve(project(attrs.evolve(edited, **kept), viewer), **kept)
    assume(try_other_minutes(seen, made) is None)
    return made


@LAW
@given(OPEN_PLANS, VIEWERS)
def test_projecting_twice_is_projecting_once(full: Plan, viewer: Viewer) -> None:
    seen = project(full, viewer)
    assert project(seen, viewer) == seen


@LAW
@given(OPEN_PLANS, VIEWERS)
def test_an_edit_that_changes_nothing_changes_nothing(
    full: Plan, viewer: Viewer
) -> None:
    seen = project(full, viewer)
    done = merge_back(full, seen, seen, viewer)
    assert done.plan == full
    assert not done.replaced


@LAW
@given(OPEN_PLANS, st.sampled_from(ADMINS), st.data())
def test_the_viewer_sees_afterwards_what_they_wrote(
    full: Plan, viewer: Viewer, data: st.DataObject
) -> None:
    seen = project(full, viewer)
    edited = edit_of(seen, data.draw(edited_plans(seen)), viewer)
    # Another partner altogether is not an edit: its labels would be hidden anew.
    edited = attrs.evolve(edited, vendor=seen.vendor, partner=seen.partner)
    done = merge_back(full, seen, edited, viewer)
    assert done.plan is not None
    assert project(done.plan, viewer) == edited


@LAW
@given(OPEN_PLANS, st.sampled_from(ADMINS), st.data())
def test_what_the_viewer_does_not_see_stays_to_the_last_letter(
    full: Plan, viewer: Viewer, data: st.DataObject
) -> None:
    seen = project(full, viewer)
    edited = edit_of(seen, data.draw(edited_plans(seen)), viewer)
    edited = attrs.evolve(edited, vendor=seen.vendor, partner=seen.partner)
    done = merge_back(full, seen, edited, viewer)
    assert done.plan is not None
    renamed = {change.before for change in done.replaced if ".id" in change.path}
    assume(not renamed)
    sight = Redactor(full, viewer, DEFAULT_POLICY, ())
    for name in COLLECTIONS:
        for member in getattr(full, name):
            if sight.try_shown(member) is None:
                assert member in getattr(done.plan, name)
    assert done.plan.partner.tags == full.partner.tags
    assert (done.plan.previous_id, done.plan.successor_id) == (
        full.previous_id,
        full.successor_id,
    )


@LAW
@given(OPEN_PLANS, ONLOOKERS, st.data())
def test_nobody_changes_what_the_policy_does_not_give_them(
    full: Plan, viewer: Viewer, data: st.DataObject
) -> None:
    seen = project(full, viewer)
    edited = edit_of(seen, data.draw(edited_plans(seen)), viewer)
    changes = diff(seen, edited)
    refused = None
    try:
        merge_back(full, seen, edited, viewer)
    except NotAllowedError as error:
        refused = error.subject
    assert (refused is None) is (not changes)
    assert refused is None or refused in {change.path for change in changes}


@LAW
@given(OPEN_PLANS, st.sampled_from(ADMINS), st.data())
def test_edits_of_both_sides_at_once_are_both_in_the_plan(
    full: Plan, viewer: Viewer, data: st.DataObject
) -> None:
    seen = project(full, viewer)
    moved_on = attrs.evolve(full, notes="somebody was here")
    edited = attrs.evolve(seen, name="The new name")
    assume(full.name != "The new name")
    done = merge_back(moved_on, seen, edited, viewer)
    assert done.plan is not None
    assert (done.plan.name, done.plan.notes) == ("The new name", "somebody was here")
    assert data is not None


@LAW
@given(OPEN_PLANS, st.sampled_from(Side))
def test_both_sides_work_out_the_same_digest_of_what_they_sign(
    full: Plan, side: Side
) -> None:
    seen = project(full, Viewer(side=side, role=PersonRole.PARTNER_MANAGER))
    assert terms_digest(seen) == terms_digest(full)


@LAW
@given(plans(), st.sampled_from(Side), VIEWERS)
def test_a_hidden_draft_is_no_plan_for_the_other_side(
    plan: Plan, side: Side, viewer: Viewer
) -> None:
    draft = attrs.evolve(plan, state=PlanState.DRAFT, hidden_from=side)
    if viewer.side is side.other:
        assert project(draft, viewer).id == draft.id
        return
    with pytest.raises(PlanNotFoundError) as caught:
        project(draft, viewer)
    # The very words of a store that has no such plan.
    assert str(caught.value) == str(PlanNotFoundError(draft.id))


@st.composite
def insides(draw: st.DrawFn, plan: Plan, side: Side) -> Plan:
    """Return *plan* with more that only *side* sees, and references to it."""
    audience = Audience.of(side)
    donor = draw(OPEN_PLANS)
    values: dict[str, Any] = {}
    for name in ("goals", "initiatives", "actions", "comments", "records"):
        members = list(getattr(plan, name))
        for at, member in enumerate(getattr(donor, name)):
            hidden = attrs.evolve(member, id=f"inside-{at}", audience=audience)
            members.insert(draw(st.integers(0, len(members))), hidden)
        values[name] = members
    own = [attrs.evolve(one, side=side) for one in donor.approvals]
    values["approvals"] = (*own, *plan.approvals)
    values["approvers"] = [attrs.evolve(one, side=side) for one in donor.approvers]
    values["approvers"] += plan.approvers
    values["actions"] = [
        attrs.evolve(action, goal_id="inside-0")
        if action.goal_id is None and donor.goals
        else action
        for action in values["actions"]
    ]
    if side is Side.VENDOR:
        values["partner"] = attrs.evolve(plan.partner, tags=donor.partner.tags)
    return attrs.evolve(plan, **values)


@LAW
@given(OPEN_PLANS, st.sampled_from(ADMINS), st.data())
def test_what_one_side_adds_for_itself_makes_no_difference_to_the_other(
    full: Plan, viewer: Viewer, data: st.DataObject
) -> None:
    assert viewer.side is not None
    more = data.draw(insides(full, viewer.side.other))
    assert project(more, viewer) == project(full, viewer)
    assert diff(project(full, viewer), project(more, viewer)) == ()


@LAW
@given(OPEN_PLANS, st.sampled_from(ADMINS))
def test_people_one_may_not_know_are_nowhere_in_what_is_written(
    full: Plan, viewer: Viewer
) -> None:
    auditor = attrs.evolve(viewer, role=PersonRole.AUDITOR, person_id=None)
    canary = "canary-7@acme.example"
    known = [Person(id=canary, name=f"Ms {canary}", side=Side.VENDOR)]
    owned = [attrs.evolve(action, owner_id=canary) for action in full.actions]
    signed = [attrs.evolve(one, person_id=canary) for one in full.signoffs]
    plan = attrs.evolve(full, people=known, actions=owned, signoffs=signed)
    assert "canary" not in dumps(project(plan, auditor))
