"""Reviews, people and targets at their limits; the smallest case on either side."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from tests.unit.checked_plans import SOUND, before, codes
from tests.unit.nudging_plan import GOAL, MAY_15, PLAN, THIRTY, only
from tests.unit.nudging_plan import action as nudged_action
from tests.unit.rolled_plan import goal as rolled_goal
from tests.unit.rolled_plan import plan as rolled_plan
from tests.unit.test_attention import (
    APPROVED,
    PARTNER,
    STEP,
    VENDOR,
    WEEKLY,
    Code,
    april,
    proposed,
)
from tests.unit.test_from_targets import CALENDAR, line, make, month
from tests.unit.test_merge_back import ANN, FULL, TOM, action, belief, goal, remark
from tests.unit.test_minutes import MARIA as WRITER
from tests.unit.test_minutes import TOM as READER
from tests.unit.test_minutes import accepted, agreed, held, hold
from tests.unit.test_next_cadences import LAST, cadence, next_days, plan
from tests.unit.test_review_pack import STUCK, day, pack
from tests.unit.test_review_pack import plan as of_spring

import jbpcore as jbp
from jbpcore.errors import InvalidValueError
from jbpcore.model.plan import Plan
from jbpcore.model.plan_record import PlanRecord
from jbpcore.planning.anatomy import Kind, parts_of
from jbpcore.planning.next_goals import GoalRules, next_goals
from jbpcore.planning.next_period import DayMap
from jbpcore.planning.review_promises import list_promises

YEARS = jbp.FiscalCalendar.calendar_year()


# --- reviews --------------------------------------------------------------------------


def test_minutes_of_a_review_are_shared_out_in_proportion() -> None:
    # Nothing changed, so 4 of 60 are left over; the other sections come to 56.
    assert {one.code.value: one.minutes for one in jbp.agenda(pack(STUCK), 56)} == {
        "promises": 12,
        "wins": 6,
        "stuck": 15,
        "ways_through": 12,
        "decisions": 8,
        "next_review": 3,
    }


def test_a_review_was_held_tomorrow_at_the_latest() -> None:
    # At nine in the morning of May 16 in UTC it is May 17 somewhere.
    assert hold(agreed(), held_on=date(2026, 5, 17)).reviews[0].held_on is not None
    with pytest.raises(InvalidValueError) as caught:
        hold(agreed(), held_on=date(2026, 5, 18))
    assert (caught.value.field, caught.value.value) == ("held_on", date(2026, 5, 18))


def test_promises_come_in_the_order_in_which_they_are_to_be_talked_about() -> None:
    def made(key: str, due: int, **fields: Any) -> jbp.Commitment:
        return jbp.Commitment(
            id=key,
            name=key,
            side=VENDOR,
            due_on=day(5, due),
            review_id="april",
            **fields,
        )

    kept = jbp.CommitmentStatus.KEPT
    slip = jbp.Slip(moved_on=day(5, 1), was_due_on=day(5, 9), due_on=day(5, 30))
    commitments = [  # each was promised for a day before that of the one before it
        made("missed", 10),
        attrs.evolve(made("put_off", 30), slips=[slip]),
        made("withdrawn", 4, status=jbp.CommitmentStatus.WITHDRAWN),
        made("kept_late", 5, status=kept, kept_on=day(5, 6)),
        made("kept_on_time", 3, status=kept, kept_on=day(5, 1)),
    ]
    april = jbp.Review(id="april", name="April", on=day(4, 30), held_on=day(4, 30))
    found = list_promises(
        of_spring(commitments=commitments[::-1], reviews=[april]),
        april,
        since=day(4, 30),
        as_of=day(5, 15),
    )
    assert [one.outcome.value for one in found] == [
        "missed",
        "put_off",
        "kept_late",
        "withdrawn",
        "kept_on_time",
    ]
    assert [one.promised_on.day for one in found] == [10, 9, 5, 4, 3]


def test_a_weekday_that_is_no_more_in_the_last_week_is_the_one_before() -> None:
    # December 31 is a Thursday in 2026 and a Friday in 2027: the Thursday is the 30th.
    late = cadence(jbp.Frequency.WEEKLY, None, "2026-12-31")
    assert next_days(plan(late)) == ["2027-12-30"]
    # In the first week there is one to come: January 7, 2027, for January 1, 2026.
    early = cadence(jbp.Frequency.WEEKLY, None, "2026-01-01", count=1)
    assert next_days(plan(early)) == ["2027-01-07"]


# --- who is asked ---------------------------------------------------------------------


@pytest.mark.parametrize("late", [VENDOR, PARTNER])
def test_each_side_is_waited_for_by_itself(late: jbp.Side) -> None:
    # One approved inside on April 20, so that its turn to sign began then.
    plan = proposed(
        signoffs=[],
        approvers=[attrs.evolve(STEP, side=late)],
        approvals=[attrs.evolve(APPROVED, side=late)],
    )
    settings = jbp.AttentionSettings(unsigned_days=7)

    def sides(on: int) -> set[jbp.Side]:
        nudges = jbp.attention(plan, WEEKLY, as_of=april(on), settings=settings)
        codes = {Code.PROPOSAL_UNSIGNED, Code.APPROVAL_MISSING}
        return {side for one in nudges if one.code in codes for side in one.sides}

    assert sides(22) == {VENDOR, PARTNER} - {late}
    assert sides(27) == {VENDOR, PARTNER}


def test_who_sees_nothing_inside_sees_what_is_their_own() -> None:
    inside = jbp.Audience.PARTNER
    mine = action("mine", PARTNER, audience=inside, owner_id="ann")
    other = action("other", PARTNER, audience=inside, owner_id="tom")
    said = [
        attrs.evolve(remark(who, key=f"by-{who}"), audience=inside)
        for who in ("ann", "tom")
    ]
    full = attrs.evolve(
        FULL, actions=[mine, other], comments=said, confidences=[belief("ann", 3)]
    )
    seen = jbp.project(full, ANN)
    assert [one.id for one in seen.actions] == ["mine"]
    assert [one.id for one in seen.comments] == ["by-ann"]
    assert {one.id for one in jbp.project(full, TOM).actions} == {"mine", "other"}


def test_a_name_in_a_fact_is_hidden_unless_it_is_too_short_to_be_one() -> None:
    people = [
        *FULL.people[1:],
        attrs.evolve(FULL.people[0], name="Maria Lopez"),
        jbp.Person(id="v-2", name="Ek", side=VENDOR),
    ]
    facts = {"asked": "by Maria Lopez again", "mark": "Ek 7"}
    at = datetime(2026, 1, 8, tzinfo=UTC)
    record = PlanRecord(id="r", move="edit", at=at, facts=facts)
    full = attrs.evolve(FULL, people=people, records=[record])
    (shown,) = jbp.project(full, ANN).records
    assert dict(shown.facts) == {"mark": "Ek 7"}


def test_a_hidden_goal_gives_its_id_up_before_anybody_is_told() -> None:
    seen = jbp.project(FULL, TOM)
    edited = attrs.evolve(seen, goals=[*seen.goals, goal("secret", name="Mine")])
    found = jbp.merge_back(FULL, seen, edited, TOM).plan
    assert found is not None
    assert {one.id: one.name for one in found.goals} == {
        "g1": "Goal g1",
        "secret.2": "Goal secret",
        "g2": "Goal g2",
        "secret": "Mine",
    }


# --- targets --------------------------------------------------------------------------


def test_months_without_a_target_are_counted_on_both_sides() -> None:
    _, findings = make([line(month(2026, 5))])
    assert "cover 1 of 3 months of FY26-Q2" in findings[0].message


def test_an_id_has_128_characters_at_the_most() -> None:
    def plan_id(length: int) -> str:
        plans, _ = make([line(CALENDAR.quarter(2026, 2), owner="x" * length)])
        return plans[0].id

    assert plan_id(123) == "x" * 123 + "-FY26"  # 123 and 5 are 128
    assert len(plan_id(124)) == 64 + 5  # a digest instead


def test_rules_for_goals_that_are_not_there_are_refused() -> None:
    old = rolled_plan(rolled_goal())
    place = DayMap(old.period, YEARS.year(2027), YEARS)

    def refused(**asked: Any) -> str:
        with pytest.raises(InvalidValueError) as caught:
            next_goals(old, [], place, GoalRules(**asked), as_of=LAST)
        return caught.value.field

    assert refused(bases={"nobody": jbp.RollBase.ACTUAL}) == "bases"
    assert refused(drop={"revenue": "x"}, carry={"revenue": "y"}) == "carry"
    goals, _ = next_goals(old, [], place, GoalRules(), as_of=LAST)
    assert [one.id for one in goals] == ["revenue"]


# --- what a plan is made of -----------------------------------------------------------


def test_every_field_of_a_plan_has_its_kind() -> None:
    plan = {part.name: part for part in parts_of(Plan)}
    assert {name for name, part in plan.items() if part.kind is Kind.LOG} == {
        "approvals",
        "comments",
        "confidences",
        "proposals",
        "records",
        "signoffs",
    }
    assert {name for name, part in plan.items() if part.kind is Kind.COLLECTION} == {
        "actions",
        "amendments",
        "answers",
        "cadences",
        "commitments",
        "goals",
        "initiatives",
        "outcomes",
        "people",
        "reviews",
    }
    goal = {part.name: part for part in parts_of(jbp.Goal)}
    # One of several kinds of amounts, or of phasings, is a value as a whole.
    assert {goal[name].kind for name in ("target", "baseline", "phasing")} == {
        Kind.VALUE
    }


# --- what is told with it -------------------------------------------------------------


def test_an_acceptance_says_whether_it_was_the_second() -> None:
    plan = accepted(held(), READER, WRITER)
    told = [
        one.facts["both_sides"] for one in plan.records if "both_sides" in one.facts
    ]
    assert told == ["no", "yes"]


def test_nudges_tell_the_figures_they_are_about() -> None:
    over = only(attrs.evolve(PLAN, goals=[], successor_id="next"), date(2026, 7, 1))
    assert (over.code, over.fact("ended_on")) == (
        Code.PLAN_NOT_CLOSED,
        date(2026, 6, 30),
    )
    slips = [
        jbp.Slip(moved_on=april(day), was_due_on=april(day), due_on=date(2026, 6, 20))
        for day in (1, 8, 15)
    ]
    slipping = nudged_action("call", slips=slips)
    (moved,) = jbp.attention(
        attrs.evolve(PLAN, goals=[], actions=[slipping]), [], as_of=MAY_15
    )
    assert (moved.code, moved.fact("slip_count")) == (Code.ACTION_SLIPPING, 3)
    stale = attrs.evolve(PLAN, goals=[attrs.evolve(GOAL, stale_after_days=5)])
    told = {one.code: one for one in jbp.attention(stale, THIRTY, as_of=MAY_15)}
    assert [one.name for one in told[Code.ACTUALS_STALE].facts] == [
        "newest_on",
        "allowed_days",
    ]


def test_the_last_year_is_what_a_target_is_held_against() -> None:
    years = [
        attrs.evolve(before(attained, target), id=f"nw-{year}", period=days)
        for year, attained, target, days in (
            (2024, "50000", "50000", YEARS.year(2024)),
            (2025, "119000", "100000", YEARS.year(2025)),
        )
    ]
    goals = [attrs.evolve(one.goals[0], period=one.period) for one in years]
    outcomes = [
        attrs.evolve(one.outcomes[0], as_of=one.period.last_day) for one in years
    ]
    previous = [
        attrs.evolve(one, goals=[goal], outcomes=[outcome])
        for one, goal, outcome in zip(years, goals, outcomes, strict=True)
    ]
    # 120,000 is far from 50,000, and near to the 119,000 of the year after.
    assert codes(SOUND, previous=previous) == []
    assert codes(SOUND, previous=previous[:1]) == ["heroic"]


def test_an_address_gives_nobody_away_who_is_hidden() -> None:
    def with_address(key: str) -> jbp.Person:
        (person,) = [one for one in FULL.people if one.id == key]
        return attrs.evolve(person, email=f"{key}@example.com")

    people = [with_address(key) for key in ("maria", "tom", "ann")]
    facts = {
        "vendor": "wrote to maria@example.com",
        "partner": "wrote to tom@example.com",
        "mine": "wrote to ann@example.com",
    }
    at = datetime(2026, 1, 8, tzinfo=UTC)
    record = PlanRecord(id="r", move="edit", at=at, facts=facts)
    full = attrs.evolve(FULL, people=people, records=[record])
    # A partner's rep sees who is on the partner's side, and nobody of the vendor's.
    (shown,) = jbp.project(full, ANN).records
    assert set(shown.facts) == {"partner", "mine"}
    (shown,) = jbp.project(full, TOM).records
    assert set(shown.facts) == {"vendor", "partner", "mine"}
