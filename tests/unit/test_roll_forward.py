"""The next plan: who may make it, what it takes along, and what it leaves."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from tests.unit.rolled_plan import (
    ANN,
    LAST,
    MARIA,
    YEAR,
    YEARS,
    facts_of,
    goal,
    plan,
    usd,
)

import jbpcore as jbp
from jbpcore.errors import InvalidValueError, NotAllowedError, TransitionError
from jbpcore.model.amount import Unit
from jbpcore.model.commitment import CommitmentStatus
from jbpcore.model.execution import ActionStatus
from jbpcore.model.outcome import GoalOutcome, Outcome

NOW = datetime(2027, 1, 8, 9, tzinfo=UTC)


def moves(new: jbp.Plan) -> dict[str, tuple[str, str]]:
    return {one.subject: (one.move, one.why) for one in new.records[1:]}


def test_the_next_plan_is_a_draft_that_follows_the_old_one() -> None:
    old = plan(goal())
    before = jbp.dumps(old)
    new = jbp.roll_forward(old, as_of=LAST, uplift="10%", by=MARIA, at=NOW)
    assert (new.id, new.name) == ("northwind-2027", "Northwind 2027")
    assert new.period == YEARS.year(2027)
    assert (new.previous_id, new.state) == (old.id, jbp.PlanState.DRAFT)
    assert new.goals[0].target == usd("132000")
    assert jbp.dumps(old) == before
    record = new.records[0]
    assert (record.move, record.by, record.at) == ("roll_forward", "maria", NOW)
    assert record.facts["uplift"] == "0.1"
    assert record.facts["goals_carried"] == "1"


def test_what_one_side_keeps_to_itself_goes_on_being_its_own() -> None:
    lite = plan(goal(), kind=jbp.PlanKind.LITE, hidden_from=jbp.Side.PARTNER)
    new = jbp.roll_forward(lite, as_of=LAST, by=MARIA, at=NOW)
    assert new.hidden_from is jbp.Side.PARTNER
    assert new.kind is jbp.PlanKind.LITE
    assert {record.audience for record in new.records} == {jbp.Audience.VENDOR}


def test_the_old_plan_can_name_its_successor() -> None:
    old = plan(goal())
    new = jbp.roll_forward(old, as_of=LAST)
    linked = jbp.name_successor(old, new, by=MARIA, at=NOW)
    assert linked.successor_id == new.id
    assert linked.records[-1].move == "name_successor"
    with pytest.raises(InvalidValueError, match="made from 'other'"):
        jbp.name_successor(plan(id="other"), new, by=MARIA, at=NOW)


def test_a_hidden_successor_is_not_named_before_it_is_shown() -> None:
    old = plan(goal())
    new = attrs.evolve(jbp.roll_forward(old, as_of=LAST), hidden_from=jbp.Side.PARTNER)
    with pytest.raises(InvalidValueError, match="reveal it first"):
        jbp.name_successor(old, new, by=MARIA, at=NOW)


def test_without_a_person_or_time_it_is_the_host_at_the_end_of_the_day() -> None:
    record = jbp.roll_forward(plan(goal()), as_of=LAST).records[0]
    assert (record.by, record.at) == (None, datetime(2027, 1, 1, tzinfo=UTC))


def test_rights_are_asked_of_people() -> None:
    with pytest.raises(NotAllowedError, match="'ann' may not renew"):
        jbp.roll_forward(plan(goal()), as_of=LAST, by=ANN, at=NOW)


def test_a_cancelled_plan_is_no_base() -> None:
    with pytest.raises(TransitionError, match="Draft a new plan"):
        jbp.roll_forward(plan(state=jbp.PlanState.CANCELLED), as_of=LAST)


def test_goals_are_dropped_with_a_reason_or_closed() -> None:
    done = attrs.evolve(
        jbp.metrics.TRAININGS,
        key="portal",
        unit=Unit.ratio(),
        accumulation=jbp.Accumulation.MILESTONE,
    )
    given_up = GoalOutcome(
        goal_id="old", outcome=Outcome.DROPPED, lesson="No demand", as_of=LAST
    )
    old = plan(
        goal(),
        goal("mdf"),
        goal("old"),
        goal("portal", metric=done, target=jbp.Ratio(1)),
        state=jbp.PlanState.CLOSED,
        outcomes=[given_up],
    )
    entry = jbp.ActualEntry(metric="portal", on=date(2026, 5, 1), amount=jbp.Ratio(1))
    new = jbp.roll_forward(old, [entry], as_of=LAST, drop={"mdf": "No funds"})
    assert [one.id for one in new.goals] == ["revenue"]
    assert moves(new) == {
        "goals:revenue": ("carry", ""),
        "goals:mdf": ("drop", "No funds"),
        "goals:old": ("drop", "No demand"),
        "goals:portal": ("finish", "The milestone is reached"),
    }
    again = jbp.roll_forward(old, [entry], as_of=LAST, carry={"old": "Tried again"})
    assert "old" in {one.id for one in again.goals}


def test_open_work_is_carried_and_counted_the_rest_is_told() -> None:
    def action(key: str, **fields: Any) -> jbp.Action:
        given: dict[str, Any] = {"due_on": date(2026, 11, 20)} | fields
        return jbp.Action(id=key, name=key, side=jbp.Side.PARTNER, **given)

    def promise(key: str, **fields: Any) -> jbp.Commitment:
        given: dict[str, Any] = {"due_on": date(2026, 11, 20)} | fields
        return jbp.Commitment(id=key, name=key, side=jbp.Side.VENDOR, **given)

    old = plan(
        goal(),
        goal("mdf"),
        initiatives=[jbp.Initiative(id="i", name="i", goal_id="mdf")],
        actions=[
            action("late", carry_count=1, initiative_id="i", review_id="q4"),
            action("ahead", due_on=date(2027, 2, 1), status=ActionStatus.BLOCKED),
            action("done", status=ActionStatus.DONE),
            action("gone", status=ActionStatus.DROPPED),
            action("of-mdf", goal_id="mdf"),
            action("given-up"),
        ],
        commitments=[
            promise("owed", goal_id="mdf"),
            promise("kept", status=CommitmentStatus.KEPT),
            promise("missed", status=CommitmentStatus.MISSED),
            promise("waived", status=CommitmentStatus.WITHDRAWN),
            promise("given-up"),
        ],
    )
    new = jbp.roll_forward(
        old,
        as_of=LAST,
        drop={"mdf": "No funds"},
        drop_actions={"given-up": "Too small"},
        drop_commitments={"given-up": "Both agree"},
    )
    # The first 30 days of 2027 end on 30 January.
    assert [(a.id, a.due_on, a.carry_count) for a in new.actions] == [
        ("late", date(2027, 1, 30), 2),
        ("ahead", date(2027, 2, 1), 1),
    ]
    assert new.actions[0].initiative_id is None
    assert new.actions[0].review_id is None  # its minutes stay with the old plan
    assert [(c.id, c.goal_id, c.carry_count) for c in new.commitments] == [
        ("owed", None, 1)
    ]
    assert facts_of(new, "actions:late")["due_was"] == "2026-11-20"
    told = moves(new)
    assert told["actions:done"] == ("finish", "Done")
    assert told["actions:gone"] == ("drop", "Dropped in the plan before")
    assert told["actions:of-mdf"] == ("drop", "Its goal is not carried on")
    assert told["actions:given-up"] == ("drop", "Too small")
    assert told["initiatives:i"] == ("drop", "Its goal is not carried on")
    assert told["commitments:kept"] == ("finish", "Kept")
    assert told["commitments:missed"] == ("finish", "Missed in the plan before")
    assert told["commitments:waived"] == ("drop", "Withdrawn in the plan before")
    assert told["commitments:given-up"] == ("drop", "Both agree")


def test_what_one_side_sees_is_told_to_that_side_alone() -> None:
    secret = goal("margin", audience=jbp.Audience.VENDOR)
    new = jbp.roll_forward(plan(goal(), secret), as_of=LAST)
    (record,) = [one for one in new.records if one.subject == "goals:margin"]
    assert record.audience is jbp.Audience.VENDOR
    assert new.records[0].facts["goals_carried"] == "1"


@pytest.mark.parametrize(
    "wrong",
    [
        {"uplift": 10},
        {"uplift": 0.1},
        {"uplift": "-101%"},
        {"uplifts": {"nobody": "1%"}},
        {"bases": {"nobody": jbp.RollBase.ACTUAL}},
        {"base": "target"},
        {"drop": {"nobody": "Why"}},
        {"drop": {"revenue": " "}},
        {"drop": {"revenue": "Why"}, "carry": {"revenue": "Why"}},
        {"drop_actions": {"nobody": "Why"}},
        {"drop_commitments": {"nobody": "Why"}},
        {"steps": {"revenue": jbp.Money("100", "EUR")}},
        {"steps": {"revenue": jbp.Money("0", "USD")}},
        {"period": YEAR},
        {"id": "northwind-2026"},
    ],
)
def test_what_does_not_fit_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidValueError):
        jbp.roll_forward(plan(goal()), as_of=LAST, **wrong)


def test_a_plan_of_quarters_rolls_from_quarter_to_quarter() -> None:
    quarter = YEARS.quarter(2026, 3)
    old = plan(goal(period=quarter), id="nw", name="Northwind", period=quarter)
    fourth = jbp.roll_forward(old, as_of=quarter.last_day, calendar=YEARS)
    assert (fourth.id, fourth.period) == ("nw+2026-10-01", YEARS.quarter(2026, 4))
    first = jbp.roll_forward(fourth, as_of=LAST, calendar=YEARS)
    assert (first.id, first.period) == ("nw+2027-01-01", YEARS.quarter(2027, 1))
