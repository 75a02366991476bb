"""Comparing two versions of a plan, change by change."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.unit.merged_versions import AT, BASE, YEAR, action, goal, with_goals

import jbpcore as jbp
from jbpcore.errors import InvalidValueError
from jbpcore.model.audience import Audience
from jbpcore.model.comment import Comment
from jbpcore.model.target_version import TargetVersion
from jbpcore.planning.changes import Change, ChangeKind
from jbpcore.planning.diff import apply_changes, diff
from jbpcore.planning.terms import terms_digest


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
