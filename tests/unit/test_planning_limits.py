"""What tells one plan from the next: limits, the last of several, and who is named."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.unit.nudging_plan import GOAL, PARTNER, PLAN, usd
from tests.unit.restructured_plan import goal as yearly
from tests.unit.restructured_plan import merged, other_plan
from tests.unit.restructured_plan import plan as restructured
from tests.unit.test_attention import (
    SOUND,
    amended,
    april,
    promise,
)
from tests.unit.test_lineage import LAST
from tests.unit.test_lineage import plan as year_of
from tests.unit.test_minutes import agreed as agreed_draft
from tests.unit.test_minutes import forged, held, hold
from tests.unit.test_next_target import WINS, aim, ended, rolled
from tests.unit.test_refresh import BY, action
from tests.unit.test_refresh import plan as running

import jbpcore as jbp
from jbpcore.errors import InvalidValueError
from jbpcore.model.commitment import CommitmentStatus
from jbpcore.model.phasing import LinearPhasing, WeightedPhasing
from jbpcore.model.plan_record import PlanRecord
from jbpcore.model.slip import Slip
from jbpcore.planning.changed_parts import ChangedPart, list_parts
from jbpcore.planning.merge_standing import check_standing
from jbpcore.planning.next_occurrence import next_occurrence
from jbpcore.planning.next_period import DayMap
from jbpcore.planning.next_phasing import carried_phasing
from jbpcore.planning.review_promises import list_promises
from jbpcore.planning.rights import FieldClass

YEARS = jbp.FiscalCalendar.calendar_year()


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 9, tzinfo=UTC)


# --- parts and changes ----------------------------------------------------------------


def test_goals_in_another_order_are_one_part_of_both_sides() -> None:
    plan = attrs.evolve(PLAN, goals=[GOAL, attrs.evolve(GOAL, id="other")])
    turned = attrs.evolve(plan, goals=plan.goals[::-1])
    assert list_parts(plan, turned) == (ChangedPart("goals", FieldClass.JOINT),)


def test_weights_above_one_are_told_as_numbers_and_others_as_shares() -> None:
    def told(before: str, after: str) -> str:
        old = attrs.evolve(GOAL, weight=Fraction(before))
        new = attrs.evolve(old, weight=Fraction(after))
        plans = [attrs.evolve(PLAN, goals=[goal]) for goal in (old, new)]
        (change,) = jbp.diff(*plans)
        return str(change.sentence)

    assert "from 25% to 50%" in told("1/4", "1/2")
    assert "from 20 to 40" in told("20", "40")
    # Half of one among forty is no whole number, and is not made one.
    assert "from 50% to 40" in told("1/2", "40")


# --- minutes --------------------------------------------------------------------------


def test_a_review_tells_how_many_were_there_and_what_came_of_it() -> None:
    def facts(plan: jbp.Plan) -> dict[str, str]:
        (record,) = [one for one in plan.records if one.move == "hold_review"]
        return dict(record.facts)

    told = facts(held())  # Maria and Tom were there, the rep was not
    assert (told["present"], told["absent"]) == ("2", "1")
    assert (told["actions"], told["commitments"]) == ("1", "1")
    told = facts(hold(agreed_draft()))
    assert (told["present"], told["absent"]) == ("2", "0")
    assert not {"actions", "commitments"} & told.keys()


def test_what_was_accepted_before_it_was_held_stays_as_it_is() -> None:
    plan = held()
    early = attrs.evolve(plan.reviews[1], acceptances=[forged()])
    plan = attrs.evolve(plan, reviews=[plan.reviews[0], early])
    erased = jbp.erase_person(plan, "rep", by=None, at=at(6, 1))
    assert erased.reviews[1].acceptances == (forged(),)


# --- promises -------------------------------------------------------------------------


def test_the_last_reason_and_the_last_day_count() -> None:
    slips = [
        Slip(moved_on=april(day), was_due_on=april(day), due_on=april(day + 5), why=why)
        for day, why in ((5, "Ill"), (10, "No venue"))
    ]
    moved = attrs.evolve(promise("event", PARTNER, april(15)), slips=slips)
    gone = attrs.evolve(
        promise("mail", PARTNER, april(2)), status=CommitmentStatus.WITHDRAWN
    )
    told = [
        PlanRecord(id=str(day), move="edit", at=at(4, day), subject="commitments:mail")
        for day in (2, 22)
    ]
    plan = attrs.evolve(PLAN, commitments=[moved, gone], records=told)
    lines = list_promises(plan, None, since=april(20), as_of=april(30))
    found = {line.subject: line.why for line in lines}
    assert found == {"commitments:event": "No venue", "commitments:mail": ""}
    lines = list_promises(plan, None, since=april(22), as_of=april(30))
    assert [line.subject for line in lines] == ["commitments:event"]


# --- merging --------------------------------------------------------------------------


def test_an_amendment_that_nobody_could_sign_is_no_outcome_of_a_merge() -> None:
    plan = amended()
    assert check_standing(SOUND, SOUND, plan) == []
    (amendment,) = plan.amendments
    lost = attrs.evolve(amendment, base_digest="0" * 64)
    broken = attrs.evolve(plan, amendments=[lost])
    (finding,) = check_standing(SOUND, plan, broken)
    assert (finding.code, finding.path) == (
        "jbp.merge.standing",
        "amendments[id=amendment-1]",
    )
    assert check_standing(SOUND, broken, broken) == []
    over = attrs.evolve(lost, status=jbp.AmendmentStatus.WITHDRAWN)
    assert check_standing(SOUND, plan, attrs.evolve(plan, amendments=[over])) == []


def test_what_a_merged_plan_takes_over_is_on_record() -> None:
    new = merged(restructured(yearly()), other_plan(yearly(), yearly("services")))
    told = [
        (one.move, one.subject, one.facts["from_plan"])
        for one in new.records
        if one.move in {"add_up", "take_over"}
    ]
    assert told == [
        ("take_over", "goals:revenue", "northwind-2026"),
        ("add_up", "goals:revenue", "tailspin-2026"),
        ("take_over", "goals:services", "tailspin-2026"),
    ]


# --- years ----------------------------------------------------------------------------


def test_a_target_of_one_is_a_target() -> None:
    found = jbp.lineage([year_of(2022, "1", "1")], as_of=LAST)
    assert found.line("revenue").realism_ratio == 1


def test_years_count_that_are_in_the_currency_of_the_last() -> None:
    eur = [jbp.Money(amount, "EUR") for amount in ("650", "1300")]
    last = year_of(2024, "1300", "650")
    goal = attrs.evolve(last.goals[0], target=eur[1])
    outcome = attrs.evolve(last.outcomes[0], attained=eur[0], target=eur[1])
    last = attrs.evolve(last, goals=[goal], outcomes=[outcome])
    chain = [year_of(2022, "1040", "1000"), year_of(2023, "1200", "1060"), last]
    found = jbp.lineage(chain, as_of=date(2025, 3, 1))
    assert found.line("revenue").realism_ratio == Fraction(1, 2)


# --- what comes next ------------------------------------------------------------------


def test_an_id_that_is_taken_gets_a_two() -> None:
    weekly = jbp.Recurrence(frequency=jbp.Frequency.WEEKLY)
    calls = action("calls", "2026-06-01", recurrence=weekly)
    ids = []
    plan = running(actions=[calls])
    for _ in range(3):
        found = next_occurrence(plan, calls, after=date(2026, 6, 1))
        assert found is not None
        ids.append(found.id)
        plan = attrs.evolve(plan, actions=[*plan.actions, found])
    assert ids == ["calls.20260608", "calls.20260608.2", "calls.20260608.3"]


@pytest.mark.parametrize(
    ("old", "came_to", "target"),
    [
        # What was above one already, agreed or come to, is no share of a whole.
        ("90%", "6/5", "132%"),
        ("150%", "95/100", "104.5%"),
        ("90%", "95/100", "100%"),
        # Exactly all of it is a share still.
        ("100%", "95/100", "100%"),
        ("90%", "1", "100%"),
    ],
)
def test_only_a_share_of_the_whole_ends_at_all_of_it(
    old: str, came_to: str, target: str
) -> None:
    goal = attrs.evolve(WINS, target=jbp.Ratio(old), baseline=None)
    assert rolled(goal, ended(came_to), aim("actual"))[1] == jbp.Ratio(target)


def test_a_ceiling_is_tightened_only_by_an_uplift_of_its_own() -> None:
    spend = yearly("spend", metric=jbp.metrics.MARKETING_SPEND, target=usd(10_000))
    kept = jbp.roll_forward(
        restructured(spend), as_of=date(2026, 12, 31), uplift="10%"
    ).goals[0]
    assert kept.target == usd(10_000)
    retargeted = jbp.refresh(
        running(goals=[spend]),
        retarget={"spend": jbp.RollBase.TARGET},
        uplifts={"spend": "10%"},
        **BY,
    ).goals[0]
    assert retargeted.target_on(date(2026, 7, 1)) == usd(9_000)
    as_it_was = jbp.refresh(
        running(goals=[spend]), retarget={"spend": jbp.RollBase.TARGET}, **BY
    ).goals[0]
    assert as_it_was.target_on(date(2026, 7, 1)) == usd(10_000)


def test_a_ceiling_builds_on_what_was_spent_only_where_it_is_asked_to() -> None:
    spend = yearly("spend", metric=jbp.metrics.MARKETING_SPEND, target=usd(10_000))
    spent = [jbp.ActualEntry(metric=spend.metric.key, on=april(1), amount=usd(8_000))]

    def target(**asked: Any) -> Any:
        plan = restructured(spend)
        day = date(2026, 12, 31)
        return jbp.roll_forward(plan, spent, as_of=day, **asked).goals[0].target

    assert target(base=jbp.RollBase.ACTUAL) == usd(10_000)
    assert target(bases={"spend": jbp.RollBase.ACTUAL}) == usd(8_000)


def test_an_uplift_is_of_a_goal_that_is_retargeted() -> None:
    with pytest.raises(InvalidValueError) as caught:
        jbp.refresh(running(), uplifts={"revenue": "10%"}, **BY)
    assert (caught.value.field, caught.value.value) == ("uplifts", ["revenue"])
    with pytest.raises(InvalidValueError) as caught:
        jbp.refresh(running(), retarget={"nobody": jbp.RollBase.TARGET}, **BY)
    assert (caught.value.field, caught.value.value) == ("retarget", ["nobody"])


def test_weights_are_carried_where_there_are_as_many_months() -> None:
    half, quarter = YEARS.half(2026, 1), YEARS.quarter(2026, 3)
    weights = WeightedPhasing.by_month([1, 2, 3, 4, 5, 6], period=half, calendar=YEARS)
    goal = attrs.evolve(GOAL, period=half, phasing=weights)
    found = carried_phasing(goal, DayMap(half, YEARS.half(2026, 2), YEARS))
    assert [bucket.weight for bucket in found.phasing.buckets] == [1, 2, 3, 4, 5, 6]  # type: ignore[union-attr] # weighted
    assert carried_phasing(goal, DayMap(half, quarter, YEARS)).phasing == (
        LinearPhasing()
    )
