"""Editing a plan: what is locked, and who may change what."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from tests.unit.plan_moved import (
    BOSS,
    GOAL,
    MARIA,
    REP,
    T0,
    TOM,
    agreed,
    aim,
    at,
    draft,
    noted,
    proposed,
)

import jbpcore as jbp
from jbpcore.errors import InvalidValueError, NotAllowedError, TransitionError
from jbpcore.model.agreement import PlanKind, PlanState
from jbpcore.model.plan import Plan


def test_wording_may_change_at_any_time_before_the_end() -> None:
    for plan in (draft(), proposed(), agreed()):
        named = [attrs.evolve(GOAL, name="Other words")]
        changed = attrs.evolve(plan, goals=named, notes="New")
        after = jbp.edit(plan, changed, by=MARIA, at=at(10))
        assert (after.goals[0].name, after.notes) == ("Other words", "New")
        assert jbp.current_signoffs(after) == jbp.current_signoffs(plan)


@pytest.mark.parametrize(
    ("plan", "reason", "way"),
    [
        (proposed(), "locked_while_proposed", "counter-propose"),
        (agreed(), "locked_by_signatures", "amendment"),
    ],
)
def test_terms_are_locked_and_it_says_how_to_go_on(
    plan: Plan, reason: str, way: str
) -> None:
    with pytest.raises(TransitionError) as caught:
        jbp.edit(plan, aim("30000"), by=MARIA, at=at(10))
    assert caught.value.reason == reason
    assert way in caught.value.way_forward


@pytest.mark.parametrize(
    "change",
    [
        {"state": PlanState.AGREED},
        {"signoffs": agreed().signoffs},
        {"records": ()},
        {"comments": jbp.comment(draft(), "x", by=TOM, at=T0).comments},
        {"proposals": proposed().proposals},
        {"hidden_from": jbp.Side.PARTNER},
        {"kind": PlanKind.LITE},
        {"id": "other"},
        {"vendor": jbp.Party(id="other", name="Other")},
        {"partner": jbp.Partner(id="nw", name="Northwind", tier="Gold")},
        {"successor_id": "next"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_no_edit_does_what_a_move_of_its_own_does(change: dict[str, Any]) -> None:
    with pytest.raises(TransitionError) as caught:
        jbp.edit(draft(), attrs.evolve(draft(), **change), by=MARIA, at=at(1))
    assert caught.value.reason == "not_by_editing"
    assert "Use " in caught.value.way_forward


def test_an_edit_that_changes_nothing_leaves_no_record() -> None:
    assert jbp.edit(draft(), lambda plan: plan, by=MARIA, at=at(1)) == draft()


def test_an_edit_is_a_plan_or_makes_one() -> None:
    wrong: Any = lambda plan: plan.goals  # noqa: E731 - a mistake of one line
    with pytest.raises(InvalidValueError, match="a Plan, or a function"):
        jbp.edit(draft(), wrong, by=MARIA, at=at(1))


def test_who_may_not_change_a_part_does_not() -> None:
    inside = attrs.evolve(GOAL, id="g2", audience=jbp.Audience.VENDOR)
    plan = draft(goals=[GOAL, inside])
    rename = attrs.evolve(plan, goals=[GOAL, attrs.evolve(inside, name="X")])
    with pytest.raises(NotAllowedError):
        jbp.edit(plan, rename, by=TOM, at=at(1))
    with pytest.raises(NotAllowedError):
        jbp.edit(plan, aim("1"), by=REP, at=at(1))
    with pytest.raises(NotAllowedError):
        jbp.edit(plan, noted("x"), by="stranger", at=at(1))
    with pytest.raises(NotAllowedError):
        jbp.sign(proposed(), by=REP, at=at(2))
    anonymous = [attrs.evolve(TOM, name="T"), MARIA, BOSS, REP]
    with pytest.raises(NotAllowedError):
        jbp.edit(plan, attrs.evolve(plan, people=anonymous), by=MARIA, at=at(1))
    step = jbp.ApprovalStep(side=jbp.Side.VENDOR, role=BOSS.role)
    with pytest.raises(NotAllowedError):
        jbp.edit(plan, attrs.evolve(plan, approvers=[step]), by=TOM, at=at(1))


@pytest.mark.parametrize(
    "change",
    [
        {"role": jbp.PersonRole.VENDOR_ADMIN},
        {"role": jbp.PersonRole.PARTNER_REP},
        None,
    ],
)
def test_nobody_gives_themselves_another_role_or_leaves_by_an_edit(
    change: dict[str, Any] | None,
) -> None:
    def people(plan: Plan) -> Plan:
        rest = [one for one in plan.people if one.id != MARIA.id]
        own = [] if change is None else [attrs.evolve(MARIA, **change)]
        return attrs.evolve(plan, people=[*own, *rest])

    with pytest.raises(NotAllowedError, match="own role"):
        jbp.edit(draft(), people, by=MARIA, at=at(1))


def test_a_part_taken_from_both_sides_needs_both_rights() -> None:
    # Turning a joint goal into one's own changes the terms and one's own inside.
    own = [attrs.evolve(GOAL, audience=jbp.Audience.PARTNER)]
    with pytest.raises(NotAllowedError):
        jbp.edit(draft(), attrs.evolve(draft(), goals=own), by=MARIA, at=at(1))
    after = jbp.edit(draft(), attrs.evolve(draft(), goals=own), by=TOM, at=at(1))
    assert [record.audience.value for record in after.records[1:]] == [
        "joint",
        "partner",
    ]


def test_what_one_side_changes_inside_is_recorded_for_it_alone() -> None:
    inside = attrs.evolve(GOAL, id="secret", audience=jbp.Audience.VENDOR)
    both = attrs.evolve(draft(), goals=[GOAL, inside], notes="New")
    plan = jbp.edit(draft(), both, by=MARIA, at=at(1))
    joint, own = plan.records[1:]
    assert (joint.audience, joint.facts["changed"]) == (jbp.Audience.JOINT, "notes")
    assert (own.audience, own.subject) == (jbp.Audience.VENDOR, "goals:secret")
    assert "secret" not in str(joint)
