"""Who may do what, by the default policy; the expected cells are written out here."""

from __future__ import annotations

import pickle
from datetime import date

import attrs
import pytest

from jbpcore.errors import InvalidValueError, JbpError, NotAllowedError
from jbpcore.model.party import Partner, Party, Person, PersonRole, Side
from jbpcore.model.plan import Plan
from jbpcore.periods.daterange import DateRange
from jbpcore.planning.policy import DEFAULT_POLICY, Policy, Viewer
from jbpcore.planning.rights import FieldClass, Grant, Right

VENDOR, PARTNER = Side.VENDOR, Side.PARTNER
# Role and side, then: public, terms, joint, vendor's inside, partner's inside, and the
# personal data of the vendor's and the partner's people. s: sees, c: sees and changes.
CELLS = {
    (PersonRole.VENDOR_ADMIN, VENDOR): "c c c c - c s",
    (PersonRole.PARTNER_MANAGER, VENDOR): "c c c c - c s",
    (PersonRole.PARTNER_MANAGER, PARTNER): "c c c - c s c",
    (PersonRole.PARTNER_ADMIN, PARTNER): "c c c - c s c",
    (PersonRole.EXECUTIVE_SPONSOR, VENDOR): "s s s s - s s",
    (PersonRole.EXECUTIVE_SPONSOR, PARTNER): "s s s - s s s",
    (PersonRole.PARTNER_REP, PARTNER): "s s s - - - s",
    (PersonRole.DISTRIBUTOR, None): "s s s - - - -",
    (PersonRole.AUDITOR, None): "s s s - - - -",
    (PersonRole.AUDITOR, VENDOR): "s s s s - - -",
    # Entered on the wrong side, they see what that side sees.
    (PersonRole.VENDOR_ADMIN, PARTNER): "c c c - c s c",
}
CLASSES = [
    (FieldClass.PUBLIC, None),
    (FieldClass.TERMS, None),
    (FieldClass.JOINT, None),
    (FieldClass.VENDOR_INTERNAL, None),
    (FieldClass.PARTNER_INTERNAL, None),
    (FieldClass.PERSONAL, VENDOR),
    (FieldClass.PERSONAL, PARTNER),
]
MOVES = set(Right) - {Right.SEE, Right.CHANGE}
MAY_MOVE = {
    PersonRole.VENDOR_ADMIN: MOVES,
    PersonRole.PARTNER_MANAGER: MOVES - {Right.ERASE},
    PersonRole.PARTNER_ADMIN: MOVES,
    PersonRole.EXECUTIVE_SPONSOR: {Right.APPROVE, Right.SIGN},
}


def plan_with(*people: Person) -> Plan:
    return Plan(
        id="p",
        name="P",
        vendor=Party(id="acme", name="Acme"),
        partner=Partner(id="northwind", name="Northwind"),
        period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        people=people,
    )


def person(role: PersonRole, side: Side = PARTNER) -> Person:
    return Person(id="tom", name="Tom", side=side, role=role)


@pytest.mark.parametrize(("whose", "cells"), CELLS.items(), ids=str)
def test_a_role_sees_and_changes_what_the_table_says(
    whose: tuple[PersonRole, Side | None], cells: str
) -> None:
    role, side = whose
    viewer = Viewer(side=side, role=role)
    for cell, (field_class, owner) in zip(cells.split(), CLASSES, strict=True):
        sees = DEFAULT_POLICY.may_see(viewer, field_class, side=owner)
        changes = DEFAULT_POLICY.may_change(viewer, field_class, side=owner)
        assert (sees, changes) == (cell in "sc", cell == "c"), field_class


@pytest.mark.parametrize("role", PersonRole)
def test_a_role_makes_the_moves_that_the_table_says(role: PersonRole) -> None:
    viewer = Viewer(side=PARTNER, role=role)
    allowed = {m for m in MOVES if DEFAULT_POLICY.may(viewer, m, side=PARTNER)}
    assert allowed == MAY_MOVE.get(role, set())


def test_a_rep_changes_what_their_side_carries_out_and_nothing_else() -> None:
    rep = Viewer(side=PARTNER, role=PersonRole.PARTNER_REP)
    for side, is_theirs in ((PARTNER, True), (VENDOR, False), (None, False)):
        may = DEFAULT_POLICY.may_change(rep, FieldClass.JOINT, side=side)
        assert may is is_theirs


def test_only_people_of_ones_own_side_are_erased() -> None:
    admin = Viewer(side=PARTNER, role=PersonRole.PARTNER_ADMIN)
    assert DEFAULT_POLICY.may(admin, Right.ERASE, side=PARTNER)
    assert not DEFAULT_POLICY.may(admin, Right.ERASE, side=VENDOR)


def test_who_has_the_right_is_returned_as_the_plan_has_them() -> None:
    tom = person(PersonRole.PARTNER_ADMIN)
    plan = plan_with(tom)
    assert DEFAULT_POLICY.require(plan, Right.SIGN, by="tom") is tom
    assert (
        DEFAULT_POLICY.require(plan, Right.SIGN, by=attrs.evolve(tom, name="T")) is tom
    )


def test_a_better_role_handed_in_gives_no_right() -> None:
    plan = plan_with(person(PersonRole.PARTNER_REP))
    forged = person(PersonRole.PARTNER_ADMIN)
    with pytest.raises(NotAllowedError, match="may not sign as partner_rep"):
        DEFAULT_POLICY.require(plan, Right.SIGN, by=forged)


def test_a_stranger_is_refused_and_told_what_to_do() -> None:
    with pytest.raises(NotAllowedError, match="Add them to its people first") as caught:
        DEFAULT_POLICY.require(plan_with(), Right.SIGN, by="eve")
    assert caught.value.role is None


def test_a_refusal_is_one_of_ours_and_a_permission_error_and_pickles() -> None:
    plan = plan_with(person(PersonRole.PARTNER_REP))
    with pytest.raises(NotAllowedError) as caught:
        DEFAULT_POLICY.require(
            plan, Right.CHANGE, by="tom", field_class=FieldClass.TERMS
        )
    error = caught.value
    assert isinstance(error, JbpError)
    assert isinstance(error, PermissionError)
    assert str(error) == (
        "'tom' may not change terms as partner_rep. Ask a partner_admin, "
        "partner_manager or vendor_admin of the plan."
    )
    twin = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert (str(twin), twin.roles) == (str(error), error.roles)


def test_where_nobody_has_a_right_the_refusal_says_so() -> None:
    plan = plan_with(person(PersonRole.PARTNER_ADMIN))
    with pytest.raises(NotAllowedError, match="The policy lets nobody"):
        Policy(grants=()).require(plan, Right.SIGN, by="tom")


def test_a_grant_says_for_which_fields_where_it_is_about_fields() -> None:
    with pytest.raises(InvalidValueError, match="one class of fields"):
        Grant(role=PersonRole.AUDITOR, right=Right.SEE)
    with pytest.raises(InvalidValueError, match="one class of fields"):
        Grant(
            role=PersonRole.AUDITOR, right=Right.SIGN, field_class=FieldClass.PERSONAL
        )


def test_both_sides_may_let_an_auditor_in() -> None:
    both = [
        Grant(role=PersonRole.AUDITOR, right=Right.SEE, field_class=inside)
        for inside in (FieldClass.VENDOR_INTERNAL, FieldClass.PARTNER_INTERNAL)
    ]
    policy = attrs.evolve(DEFAULT_POLICY, grants=[*DEFAULT_POLICY.grants, *both])
    auditor = Viewer(side=None, role=PersonRole.AUDITOR)
    assert policy.may_see(auditor, FieldClass.PARTNER_INTERNAL)
    assert not policy.may_see(auditor, FieldClass.PERSONAL)
