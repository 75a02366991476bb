"""What a viewer must not see cannot be worked out from what is shown either."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from tests.contract.canary_plan import AT, DAY, FULL, LEDGER, PARTNER, VENDOR, person
from tests.contract.canary_surfaces import portfolio_of

import jbpcore as jbp
from jbpcore.errors import InvalidValueError
from jbpcore.model.audience import Audience
from jbpcore.model.outcome import GoalOutcome, Outcome
from jbpcore.planning.merge_back import merge_back
from jbpcore.planning.policy import Viewer
from jbpcore.planning.visibility import project, project_entries


def seen_by(
    role: jbp.PersonRole = jbp.PersonRole.PARTNER_ADMIN,
    side: jbp.Side | None = PARTNER,
) -> jbp.Plan:
    return project(FULL, Viewer(role=role, side=side))


def test_nothing_is_left_to_count() -> None:
    counts = {
        name: len(getattr(seen_by(), name))
        for name in (
            "goals", "initiatives", "actions", "comments", "approvers", "approvals",
            "confidences", "outcomes", "commitments",
        )
    }  # fmt: skip
    # Of both sides: 1 goal, 1 initiative, 1 action, 1 comment, 2 promises. The
    # partner's own: one more of each but the promises.
    assert counts == {
        "goals": 2, "initiatives": 2, "actions": 2, "comments": 2, "approvers": 1,
        "approvals": 1, "confidences": 1, "outcomes": 1, "commitments": 2,
    }  # fmt: skip


def test_people_are_not_to_be_counted_either() -> None:
    more = [person(f"canarymaria{n}", "canarymaria", VENDOR) for n in range(5)]
    crowded = attrs.evolve(FULL, people=(*FULL.people, *more))
    auditor = Viewer(role=jbp.PersonRole.AUDITOR, side=None)
    assert project(crowded, auditor) == project(FULL, auditor)


def test_shares_of_the_score_are_of_what_is_seen() -> None:
    seen = seen_by()
    total = sum(goal.weight for goal in seen.goals)
    # The joint goal weighs 1, the partner's own 3; the vendor's 3 is nowhere in it.
    assert [goal.weight / total for goal in seen.goals] == [
        jbp.Ratio("1/4").value,
        jbp.Ratio("3/4").value,
    ]


def test_a_parents_sums_and_counts_are_those_without_what_is_hidden() -> None:
    parent = jbp.Partner(id="nw", name="Northwind", parent_id="dist")
    under = attrs.evolve(FULL, partner=parent, health_bands=jbp.HealthBands())
    # A goal of the vendor's own that counts the very same bookings.
    joint = FULL.goals[0]
    own = attrs.evolve(joint, id="own", weight=9, audience=Audience.VENDOR)
    crowded = attrs.evolve(under, goals=(*under.goals, own))
    viewer = Viewer(role=jbp.PersonRole.DISTRIBUTOR, side=None)
    found = []
    for plan in (under, crowded):
        seen = project(plan, viewer)
        found.append(jbp.roll_up_partners(portfolio_of(seen), by=jbp.GroupBy.PARENT))
    (group,) = found[0].groups
    # 7,500 of 4,455,667: one goal, one line, the whole of the score.
    (line,) = group.lines
    assert group.key == "dist"
    assert (line.target, line.attained) == (
        jbp.Money("4455667", "USD"),
        jbp.Money("7500", "USD"),
    )
    assert sum(group.health_counts.values()) == 1
    assert found[1].groups == found[0].groups


def test_sorting_and_grouping_by_a_person_tells_nobody_apart() -> None:
    seen = seen_by(jbp.PersonRole.AUDITOR, None)
    owned: tuple[Any, ...] = (*seen.goals, *seen.actions)
    owners = sorted({str(one.owner_id) for one in owned})
    assert owners == ["somebody@partner", "somebody@vendor"]


TOM = jbp.Person(
    id="canarytom@nw",
    name="Tom",
    side=PARTNER,
    role=jbp.PersonRole.PARTNER_ADMIN,
)

OPEN = attrs.evolve(FULL, people=(FULL.people[0], TOM))


@pytest.mark.parametrize(
    "name_goal",
    [
        lambda plan, key: jbp.roll_forward(
            plan, as_of=DAY, by=TOM, at=AT, drop={key: "Because"}
        ),
        lambda plan, key: jbp.roll_forward(
            plan, as_of=DAY, by=TOM, at=AT, uplifts={key: "10%"}
        ),
        lambda plan, key: jbp.roll_forward(
            plan, as_of=DAY, by=TOM, at=AT, drop_actions={key: "Because"}
        ),
        lambda plan, key: jbp.refresh(
            plan,
            LEDGER,
            as_of=DAY,
            by=TOM,
            at=AT,
            why="Half time",
            retarget={key: jbp.RollBase.ACTUAL},
        ),
        lambda plan, key: jbp.drop_goal(plan, key, by=TOM, at=AT, why="Because"),
        lambda plan, key: jbp.close(
            attrs.evolve(plan, kind=jbp.PlanKind.LITE, outcomes=()),
            LEDGER,
            outcomes=[
                GoalOutcome(goal_id=name, outcome=Outcome.MET)
                for name in ("joint-goal", key)
            ],
            as_of=DAY,
            by=TOM,
            at=AT,
        ),
        lambda plan, key: jbp.split_plan(
            plan,
            [
                jbp.PlanPart(
                    partner=jbp.Partner(id=part, name=part),
                    id=part,
                    name=part,
                    weight=1,
                    actions=named,
                )
                for part, named in (("x", [key]), ("y", []))
            ],
            by=TOM,
            at=AT,
            why="Two firms",
        ),
    ],
)
def test_a_move_that_names_what_is_hidden_is_told_what_is_nowhere(
    name_goal: Callable[[jbp.Plan, str], object],
) -> None:
    told = []
    for key in ("canaryvendor-goal", "canaryvendor-action", "canaryvendor-nothing"):
        with pytest.raises(InvalidValueError) as caught:
            name_goal(OPEN, key)
        told.append(str(caught.value).replace(key, "X"))
    assert told[0] == told[1] == told[2]


def test_asking_for_a_hidden_goal_is_asking_for_none() -> None:
    seen = seen_by()
    with pytest.raises(InvalidValueError) as hidden:
        seen.goal("canaryvendor-goal")
    with pytest.raises(InvalidValueError) as nowhere:
        seen.goal("xanaryvendor-goal")
    assert str(hidden.value).replace("'c", "'x") == str(nowhere.value)


def test_a_filter_finds_nothing_by_what_is_hidden() -> None:
    seen = seen_by(jbp.PersonRole.AUDITOR, None)
    assert not [a for a in seen.actions if a.owner_id == "canarytom@nw"]
    assert not [a for a in seen_by().actions if a.goal_id == "canaryvendor-goal"]


def test_an_order_does_not_tell_what_is_between() -> None:
    turned = attrs.evolve(FULL, goals=FULL.goals[::-1])
    joint, *inside = FULL.goals
    vendor_first = attrs.evolve(FULL, goals=(*inside, joint))
    viewer = Viewer(role=jbp.PersonRole.PARTNER_REP, side=PARTNER)
    assert project(turned, viewer) == project(FULL, viewer)
    assert project(vendor_first, viewer) == project(FULL, viewer)


def test_a_new_goal_of_a_hidden_ones_id_is_taken_without_a_word() -> None:
    tom = Viewer(role=jbp.PersonRole.PARTNER_ADMIN, side=PARTNER, person_id="tom")
    seen = project(FULL, tom)
    new = attrs.evolve(seen.goals[0], id="canaryvendor-goal", name="A lucky guess")
    edited = attrs.evolve(seen, goals=(*seen.goals, new))
    done = merge_back(FULL, seen, edited, tom)
    assert done.plan is not None
    assert project(done.plan, tom) == edited
    maria = Viewer(role=jbp.PersonRole.VENDOR_ADMIN, side=VENDOR)
    names = {str(goal.id): goal.name for goal in project(done.plan, maria).goals}
    assert names["canaryvendor-goal"] == "A lucky guess"
    assert names["canaryvendor-goal.2"] == "canaryvendor goal"
    assert [change.after for change in done.replaced] == ["canaryvendor-goal.2"]
    # The references to it went with it.
    action = next(a for a in done.plan.actions if a.id == "joint-action")
    assert action.goal_id == "canaryvendor-goal.2"


def test_the_ledger_shows_no_metric_of_a_hidden_goal() -> None:
    told = json.dumps([str(entry) for entry in project_entries(LEDGER, seen_by())])
    assert "canaryvendor" not in told
    assert "canarypartner-metric" in told
