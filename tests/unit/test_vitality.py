"""How much life is in a plan, with sums worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.engine.vitality_parts import VitalityReason
from jbpcore.errors import InvalidValueError
from jbpcore.model.comment import Comment
from jbpcore.model.confidence import Confidence
from jbpcore.model.plan_record import PlanRecord
from jbpcore.model.review import Review

YEAR = jbp.FiscalCalendar.calendar_year().year(2026)
DAY = date(2026, 5, 15)
VENDOR, PARTNER = jbp.Side.VENDOR, jbp.Side.PARTNER
HALF = Fraction(1, 2)


def goal(key: str, **fields: Any) -> jbp.Goal:
    given: dict[str, Any] = {
        "metric": attrs.evolve(jbp.metrics.REVENUE, key=key),
        "target": jbp.Money(120000, "USD"),
        "period": YEAR,
    } | fields
    return jbp.Goal(id=key, name=key, **given)


def booked(key: str, on: date, amount: int = 500) -> jbp.ActualEntry:
    return jbp.ActualEntry(metric=key, on=on, amount=jbp.Money(amount, "USD"))


def edit(side: jbp.Side | None, month: int, day: int, **fields: Any) -> PlanRecord:
    key = f"{side}-{month}-{day}"
    at = datetime(2026, month, day, 23, 59, tzinfo=UTC)
    return PlanRecord(id=key, move="edit", at=at, side=side, **fields)


def action(key: str, due_on: date, **fields: Any) -> jbp.Action:
    return jbp.Action(id=key, name=key, side=PARTNER, due_on=due_on, **fields)


PLAN = jbp.Plan(
    id="p",
    name="Plan",
    vendor=jbp.Party(id="acme", name="Acme"),
    partner=jbp.Partner(id="nw", name="Northwind"),
    period=YEAR,
    state=jbp.PlanState.AGREED,
    people=[
        jbp.Person(id="maria", name="Maria", side=VENDOR),
        jbp.Person(id="tom", name="Tom", side=PARTNER),
    ],
)
WORKED = attrs.evolve(
    PLAN,
    records=[
        # The vendor's 12 days ago, 1 − 12/60 = 4/5; the partner's 30, 1 − 30/60 = 1/2.
        edit(VENDOR, 5, 3, subject="actions:plan"),
        edit(PARTNER, 4, 15),
    ],
    # One of two was booked on in the last 30 days, April 16 to May 15.
    goals=[goal("new"), goal("old")],
    # One was done, one was edited on May 3, one is overdue: 2 of 3.
    actions=[
        action(
            "done",
            date(2026, 5, 2),
            status=jbp.ActionStatus.DONE,
            done_on=date(2026, 5, 1),
        ),
        action("plan", date(2026, 6, 1)),
        action("late", date(2026, 5, 14)),
        action("calm", date(2026, 6, 1)),
        # What was done long ago moves nothing, and is not overdue.
        action(
            "long-ago",
            date(2026, 2, 2),
            status=jbp.ActionStatus.DONE,
            done_on=date(2026, 2, 1),
        ),
    ],
    # Two were due, one was held; the one of January is more than 92 days ago.
    reviews=[
        Review(id="jan", name="January", on=date(2026, 1, 13)),
        Review(id="mar", name="March", on=date(2026, 3, 10), held_on=date(2026, 3, 11)),
        Review(id="apr", name="April", on=date(2026, 4, 14)),
        Review(
            id="may", name="May", on=date(2026, 5, 12), cancelled_on=date(2026, 5, 5)
        ),
    ],
)
BOOKED = [booked("new", date(2026, 4, 16)), booked("old", date(2026, 4, 15))]


def test_a_plan_worked_out_by_hand() -> None:
    found = jbp.vitality(WORKED, BOOKED, as_of=DAY)
    scores = {part.code: part.score for part in found.parts}
    assert scores == {
        "vendor": Fraction(4, 5),
        "partner": HALF,
        "goals": HALF,
        "actions": Fraction(2, 3),
        "reviews": HALF,
    }
    # (1/2 × 4/5 + 1/2 × 1/2 + 1/2 + 2/3 + 1/2) ÷ 4 = (139/60) ÷ 4
    assert found.vitality_ratio == Fraction(139, 240)
    assert found.verdict is jbp.VitalityVerdict.SLOWING
    assert (found.part("actions").good_count, found.part("actions").whole_count) == (
        2,
        3,
    )
    assert found.part("vendor").last_on == date(2026, 5, 3)


def test_what_cannot_be_known_leaves_its_weight_out() -> None:
    found = jbp.vitality(PLAN, as_of=DAY)
    assert (found.vitality_ratio, found.verdict.value) == (None, "unknown")
    assert [part.reason for part in found.parts] == [
        VitalityReason.NO_EDITS,
        VitalityReason.NO_EDITS,
        VitalityReason.NO_GOAL_UNDER_WAY,
        VitalityReason.NO_ACTION_TO_MOVE,
        VitalityReason.NO_REVIEW_DUE,
    ]
    # 1/2 × 4/5 and 1/2 × 1/2, over 1/2 + 1/2.
    edited = attrs.evolve(PLAN, records=WORKED.records)
    assert jbp.vitality(edited, as_of=DAY).vitality_ratio == Fraction(13, 20)


def test_a_side_that_never_edited_counts_from_the_first_edit_on() -> None:
    plan = attrs.evolve(PLAN, records=[edit(VENDOR, 3, 31), edit(VENDOR, 5, 15)])
    found = jbp.vitality(plan, as_of=DAY)
    # 45 days from March 31 to May 15: 1 − 45/60.
    assert found.part("partner").score == Fraction(1, 4)
    assert found.part("partner").last_on is None
    assert found.part("vendor").score == 1


def test_a_side_edits_by_its_people_and_by_what_they_say() -> None:
    plan = attrs.evolve(
        PLAN,
        records=[
            PlanRecord(
                id="1", move="edit", at=datetime(2026, 4, 15, tzinfo=UTC), by="maria"
            )
        ],
        comments=[
            Comment(
                id="c",
                text="Yes",
                author_id="tom",
                written_at=datetime(2026, 4, 27, tzinfo=UTC),
            )
        ],
        confidences=[
            Confidence(
                goal_id="new",
                score=8,
                person_id="maria",
                stated_on=date(2026, 5, 9),
                expires_on=date(2026, 6, 1),
            )
        ],
    )
    found = jbp.vitality(plan, as_of=DAY)
    assert found.part("vendor").score == Fraction(9, 10)  # 6 of 60 days
    assert found.part("partner").score == Fraction(7, 10)  # 18 of 60


@pytest.mark.parametrize(
    ("made", "is_asked"),
    [
        (goal("g"), True),
        (goal("g", target=None), False),
        (goal("g", period=jbp.DateRange(date(2026, 6, 1), date(2026, 9, 1))), False),
        (goal("g", target=jbp.Money(400, "USD")), False),
    ],
)
def test_goals_under_way_are_those_that_need_a_booking(
    made: jbp.Goal, *, is_asked: bool
) -> None:
    plan = attrs.evolve(PLAN, goals=[made])
    part = jbp.vitality(plan, [booked("g", DAY)], as_of=DAY).part("goals")
    assert part.whole_count == int(is_asked)


def test_a_belief_in_a_goal_is_an_edit_of_it() -> None:
    belief = Confidence(
        goal_id="old",
        score=8,
        person_id="tom",
        stated_on=date(2026, 4, 16),
        expires_on=date(2026, 6, 1),
    )
    plan = attrs.evolve(WORKED, confidences=[belief])
    assert jbp.vitality(plan, BOOKED, as_of=DAY).part("goals").score == 1
    early = attrs.evolve(belief, stated_on=date(2026, 4, 15))
    plan = attrs.evolve(WORKED, confidences=[early])
    assert jbp.vitality(plan, BOOKED, as_of=DAY).part("goals").score == HALF


def test_an_edit_of_several_parts_touches_all_of_them() -> None:
    record = edit(VENDOR, 5, 3, facts={"changed": "goals:old, actions:calm"})
    plan = attrs.evolve(WORKED, records=[record])
    found = jbp.vitality(plan, BOOKED, as_of=DAY)
    assert found.part("goals").score == 1
    assert found.part("actions").good_count == 2


def test_what_came_later_is_passed_over() -> None:
    later = attrs.evolve(WORKED, records=[*WORKED.records, edit(PARTNER, 5, 16)])
    entries = [*BOOKED, booked("old", DAY + timedelta(days=1))]
    assert jbp.vitality(later, entries, as_of=DAY) == jbp.vitality(
        WORKED, BOOKED, as_of=DAY
    )


def test_a_closed_plan_is_not_meant_to_move() -> None:
    closed = attrs.evolve(WORKED, state=jbp.PlanState.CLOSED)
    found = jbp.vitality(closed, BOOKED, as_of=DAY)
    assert {part.reason for part in found.parts} == {VitalityReason.PLAN_CLOSED}
    assert found.vitality_ratio is None


@pytest.mark.parametrize(
    ("idle_days", "verdict"),
    [(0, "alive"), (20, "alive"), (21, "slowing"), (40, "slowing"), (41, "stagnant")],
)
def test_each_bound_belongs_to_the_band_above(idle_days: int, verdict: str) -> None:
    # 1 − 20/60 is 2/3, 1 − 40/60 is 1/3.
    when = DAY - timedelta(days=idle_days)
    record = edit(VENDOR, when.month, when.day)
    plan = attrs.evolve(PLAN, records=[record])
    assert jbp.vitality(plan, as_of=DAY).verdict.value == verdict


def test_weights_days_and_bands_are_data() -> None:
    settings = jbp.VitalitySettings(
        vendor_weight=0, partner_weight=0, goals_weight=3, actions_weight=0
    )
    found = jbp.vitality(WORKED, BOOKED, as_of=DAY, settings=settings)
    assert found.vitality_ratio == HALF
    with pytest.raises(InvalidValueError, match="falling"):
        jbp.VitalitySettings(alive_from="1/3", slowing_from="2/3")
    with pytest.raises(InvalidValueError, match="edit_days"):
        jbp.VitalitySettings(edit_days=0)
    with pytest.raises(InvalidValueError, match="goals_weight"):
        jbp.VitalitySettings(goals_weight=-1)
    with pytest.raises(InvalidValueError, match="vendor, partner"):
        found.part("plan")
