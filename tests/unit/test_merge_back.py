"""An edit of a projected plan: what it may do, and what it does to what is hidden."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.errors import InvalidValueError, NotAllowedError
from jbpcore.model.agreement import ApprovalStep, Signoff
from jbpcore.model.comment import Comment
from jbpcore.planning.editing import edit
from jbpcore.planning.redaction import stand_in_id
from jbpcore.testing.whole_text import whole_text

VENDOR, PARTNER = jbp.Side.VENDOR, jbp.Side.PARTNER
YEAR = jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1))
AT = datetime(2026, 1, 7, 9, tzinfo=UTC)
SPONSOR = jbp.PersonRole.EXECUTIVE_SPONSOR


def goal(key: str, **fields: Any) -> jbp.Goal:
    made = jbp.Goal(
        id=key,
        name=f"Goal {key}",
        metric=jbp.metrics.REVENUE,
        target=jbp.Money("25000", "USD"),
        period=YEAR,
    )
    return attrs.evolve(made, **fields)


def action(key: str, side: jbp.Side, **fields: Any) -> jbp.Action:
    made = jbp.Action(id=key, name=key, side=side, due_on=date(2026, 3, 31))
    return attrs.evolve(made, **fields)


FULL = jbp.Plan(
    id="p",
    name="Northwind 2026",
    vendor=jbp.Party(id="acme", name="Acme"),
    partner=jbp.Partner(id="nw", name="Northwind"),
    period=YEAR,
    people=[
        jbp.Person(
            id="maria", name="Maria", side=VENDOR, role=jbp.PersonRole.VENDOR_ADMIN
        ),
        jbp.Person(id="tom", name="Tom", side=PARTNER),
        jbp.Person(id="ann", name="Ann", side=PARTNER, role=jbp.PersonRole.PARTNER_REP),
    ],
    goals=[
        goal("g1"),
        goal("secret", audience=jbp.Audience.VENDOR),
        goal("g2"),
    ],
    actions=[
        action("a1", PARTNER, goal_id="secret", owner_id="ann"),
        action("a2", VENDOR, owner_id="maria"),
        action("own", VENDOR, goal_id="g1", audience=jbp.Audience.VENDOR),
    ],
    approvers=[
        ApprovalStep(side=VENDOR, role=jbp.PersonRole.VENDOR_ADMIN),
        ApprovalStep(side=PARTNER, role=SPONSOR),
        ApprovalStep(side=VENDOR, role=SPONSOR),
    ],
    comments=[Comment(id="c1", text="Hello", author_id="maria", written_at=AT)],
)
MARIA, TOM, ANN = map(jbp.Viewer.of, FULL.people)


def edited(viewer: jbp.Viewer, **fields: Any) -> jbp.MergedBack:
    seen = jbp.project(FULL, viewer)
    return jbp.merge_back(FULL, seen, attrs.evolve(seen, **fields), viewer)


def whole(back: jbp.MergedBack) -> jbp.Plan:
    assert back.plan is not None
    return back.plan


def with_action(viewer: jbp.Viewer, key: str, **fields: Any) -> jbp.MergedBack:
    seen = jbp.project(FULL, viewer)
    actions = [
        attrs.evolve(one, **fields) if one.id == key else one for one in seen.actions
    ]
    return edited(viewer, actions=actions)


# --- what is hidden stays -------------------------------------------------------------


def test_a_hidden_goal_stays_between_the_same_two() -> None:
    plan = whole(edited(TOM, goals=[goal("g2"), goal("g1"), goal("g3")]))
    assert [one.id for one in plan.goals] == ["g2", "g1", "secret", "g3"]


def test_a_hidden_link_stays_when_something_else_is_edited() -> None:
    back = with_action(TOM, "a1", status=jbp.ActionStatus.DONE)
    assert whole(back).actions[0].goal_id == "secret"
    assert whole(back).actions[0].status is jbp.ActionStatus.DONE
    assert not back.replaced


def test_a_hidden_link_that_is_replaced_is_told_to_the_other_side() -> None:
    back = with_action(TOM, "a1", goal_id="g1")
    assert whole(back).actions[0].goal_id == "g1"
    (change,) = back.replaced
    assert (change.path, change.before, change.after) == (
        "actions[id=a1].goal_id",
        "secret",
        "g1",
    )


def test_removing_a_goal_leaves_the_other_sides_own_action_of_it() -> None:
    plan = whole(edited(TOM, goals=[goal("g2")]))
    assert [one.id for one in plan.goals] == ["secret", "g2"]
    assert FULL.actions[2] in plan.actions


def test_the_other_sides_steps_of_approval_stay_in_their_order() -> None:
    mine = [
        ApprovalStep(side=PARTNER, role=jbp.PersonRole.PARTNER_ADMIN),
        ApprovalStep(side=PARTNER, role=SPONSOR),
    ]
    plan = whole(edited(TOM, approvers=mine))
    assert [step for step in plan.approvers if step.side is PARTNER] == mine
    vendors = [step for step in plan.approvers if step.side is VENDOR]
    assert vendors == [FULL.approvers[0], FULL.approvers[2]]


def test_a_persons_name_stays_where_only_a_stand_in_was_seen() -> None:
    back = with_action(ANN, "a1", status=jbp.ActionStatus.DONE)
    assert whole(back).actions[1].owner_id == "maria"
    assert whole(back).people == FULL.people


# --- two edits at once ----------------------------------------------------------------


def test_a_conflict_is_made_of_what_the_viewer_sees() -> None:
    seen = jbp.project(FULL, TOM)
    now = attrs.evolve(FULL, name="Theirs", notes="internal to nobody")
    back = jbp.merge_back(now, seen, attrs.evolve(seen, name="Mine"), TOM)
    assert back.plan is None
    assert [conflict.path for conflict in back.merge.conflicts] == ["name"]
    assert "secret" not in whole_text(back.merge)
    resolved = jbp.resolve(back.merge, {"name": jbp.Choice.THEIRS}).plan
    assert resolved is not None
    done = jbp.merge_back(now, jbp.project(now, TOM), resolved, TOM)
    assert (whole(done).name, whole(done).notes) == ("Mine", "internal to nobody")
    assert whole(done).goals == FULL.goals


def test_a_merged_edit_is_recorded_by_the_move_that_edits() -> None:
    plan = whole(edited(TOM, notes="We start in February."))
    kept = edit(FULL, plan, by="tom", at=AT)
    assert kept.notes == "We start in February."
    assert kept.records[-1].move == "edit"


# --- what an edit may not do ----------------------------------------------------------


@pytest.mark.parametrize(
    "forged",
    [
        {"state": jbp.PlanState.AGREED},
        {
            "signoffs": [
                Signoff(
                    side=VENDOR,
                    person_id="maria",
                    terms_digest="0f" * 32,
                    signed_at=AT,
                )
            ]
        },
        {"kind": "lite"},
        {"previous_id": "northwind-2025"},
        {"hidden_from": VENDOR},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_an_edit_makes_no_move(forged: dict[str, Any]) -> None:
    if "kind" in forged:
        forged = {"kind": type(FULL.kind)(forged["kind"])}
    with pytest.raises(InvalidValueError, match="changes by a move"):
        edited(TOM, **forged)


def remark(author: str, text: str = "Hi", key: str = "c2") -> Comment:
    return Comment(id=key, text=text, author_id=author, written_at=AT)


def test_one_speaks_in_ones_own_name() -> None:
    said = [*FULL.comments, remark("tom")]
    assert whole(edited(TOM, comments=said)).comments[-1].author_id == "tom"


@pytest.mark.parametrize(
    "comments",
    [
        [*FULL.comments, remark("maria")],
        [remark("maria", "I agree", "c1")],
        [remark("tom", "Hello", "c1")],
        [],
    ],
    ids=["in another's name", "another's words", "as one's own", "taking it back"],
)
def test_nobody_speaks_for_somebody_else(comments: list[Comment]) -> None:
    with pytest.raises(InvalidValueError, match="by its author alone"):
        edited(TOM, comments=comments)


def belief(person: str, score: int) -> jbp.Confidence:
    return jbp.Confidence(
        goal_id="g1",
        score=score,
        person_id=person,
        stated_on=date(2026, 5, 1),
        expires_on=date(2026, 6, 1),
    )


def test_nobody_believes_for_somebody_else() -> None:
    assert whole(edited(TOM, confidences=[belief("tom", 7)])).confidences
    with pytest.raises(InvalidValueError, match="by its author alone"):
        edited(TOM, confidences=[belief("tom", 7), belief("maria", 2)])
    full = attrs.evolve(FULL, confidences=[belief("maria", 8), belief("tom", 7)])
    seen = jbp.project(full, TOM)
    turned = attrs.evolve(seen, confidences=[belief("tom", 7), belief("maria", 1)])
    with pytest.raises(InvalidValueError, match="by its author alone"):
        jbp.merge_back(full, seen, turned, TOM)


def people_with(key: str, **fields: Any) -> list[jbp.Person]:
    return [
        attrs.evolve(one, **fields) if one.id == key else one for one in FULL.people
    ]


@pytest.mark.parametrize(
    ("viewer", "people"),
    [
        (TOM, people_with("tom", role=jbp.PersonRole.PARTNER_ADMIN)),
        (TOM, people_with("tom", side=VENDOR)),
        (TOM, people_with("maria", role=jbp.PersonRole.AUDITOR)),
        (TOM, people_with("ann", side=VENDOR)),
        (TOM, FULL.people[1:]),
        (
            TOM,
            [*FULL.people, jbp.Person(id="eve", name="Eve", side=VENDOR)],
        ),
    ],
    ids=["own role", "own side", "their role", "a spy", "without Maria", "a vendor's"],
)
def test_nobody_gives_themselves_a_role_or_changes_the_other_sides_people(
    viewer: jbp.Viewer, people: list[jbp.Person]
) -> None:
    with pytest.raises(NotAllowedError, match="may not change people"):
        edited(viewer, people=people)


def test_a_side_says_who_its_own_people_are() -> None:
    admin = jbp.PersonRole.PARTNER_ADMIN
    plan = whole(edited(TOM, people=people_with("ann", role=admin)))
    assert plan.people[2].role is admin


def test_a_rep_edits_an_action_of_their_side_and_no_other() -> None:
    done = {"status": jbp.ActionStatus.DONE}
    assert whole(with_action(ANN, "a1", **done)).actions[0].status == "done"
    with pytest.raises(NotAllowedError, match=r"actions\[id=a2\].status"):
        with_action(ANN, "a2", **done)
    with pytest.raises(NotAllowedError, match=r"actions\[id=a1\].side"):
        with_action(ANN, "a1", side=VENDOR)


def test_nothing_is_put_into_the_other_sides_own_part() -> None:
    planted = goal("g3", audience=jbp.Audience.VENDOR)
    with pytest.raises(NotAllowedError, match=r"goals\[id=g3\]"):
        edited(TOM, goals=[goal("g1"), goal("g2"), planted])
    moved = goal("g2", audience=jbp.Audience.VENDOR)
    with pytest.raises(NotAllowedError, match=r"goals\[id=g2\].audience"):
        edited(TOM, goals=[goal("g1"), moved])


def test_nobody_puts_a_step_of_approval_on_the_other_side() -> None:
    step = ApprovalStep(side=VENDOR, role=SPONSOR, person_id="maria")
    with pytest.raises(NotAllowedError, match="approvers"):
        edited(TOM, approvers=[step])


def test_labels_that_one_does_not_see_one_does_not_set() -> None:
    partner = attrs.evolve(FULL.partner, tags={"segment": "best"})
    with pytest.raises(NotAllowedError, match=r"partner\.tags"):
        edited(TOM, partner=partner)


def test_a_stand_in_is_nobody_to_give_work_to() -> None:
    with pytest.raises(InvalidValueError, match="a person whom you see"):
        with_action(ANN, "a1", owner_id=stand_in_id(VENDOR))
    added = action("a3", PARTNER, owner_id=stand_in_id(VENDOR))
    seen = jbp.project(FULL, ANN)
    with pytest.raises(InvalidValueError, match="a person whom you see"):
        edited(ANN, actions=[*seen.actions, added])
