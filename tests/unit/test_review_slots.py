"""The meetings that a cadence asks for: where they lie, what they are moved to."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.errors import InvalidValueError
from jbpcore.periods.day_rules import Milestone, OnMilestone, OnMonthDay, OnWeekdays

YEARS = jbp.FiscalCalendar.calendar_year()
YEAR = YEARS.year(2026)
DIGESTS = "a" * 64, "b" * 64


def cadence(
    frequency: jbp.Frequency = jbp.Frequency.MONTHLY,
    first_on: date | None = date(2026, 1, 1),
    **fields: Any,
) -> jbp.ReviewCadence:
    return jbp.ReviewCadence(
        **{"id": "c", "name": "C", "frequency": frequency, "first_on": first_on}
        | fields
    )


def plan(**fields: Any) -> jbp.Plan:
    given: dict[str, Any] = {
        "id": "p",
        "name": "P",
        "vendor": jbp.Party(id="acme", name="Acme"),
        "partner": jbp.Partner(id="nw", name="Northwind"),
        "period": YEAR,
    }
    return jbp.Plan(**given | fields)


def days(plan: jbp.Plan, cadence: jbp.ReviewCadence, **how: Any) -> list[str]:
    return [str(slot.on) for slot in jbp.review_slots(plan, cadence, **how)]


def milestone(which: Milestone, offset_days: int = 0, **fields: Any) -> Any:
    rule = OnMilestone(milestone=which, offset_days=offset_days)
    return cadence(jbp.Frequency.ONCE, None, on=rule, **fields)


def test_a_cadence_that_began_before_the_plan_comes_in_the_plan_alone() -> None:
    # Every second month from November 2025: November, January, March and so on.
    found = days(plan(), cadence(first_on=date(2025, 11, 5), every=2))
    assert found == [f"2026-{month:02}-05" for month in (1, 3, 5, 7, 9, 11)]


def test_a_later_last_day_of_the_cadence_goes_beyond_the_plan() -> None:
    beyond = cadence(first_on=date(2026, 11, 5), until_on=date(2027, 1, 5))
    assert days(plan(), beyond) == ["2026-11-05", "2026-12-05", "2027-01-05"]
    within = attrs.evolve(beyond, until_on=date(2026, 12, 4))
    assert days(plan(), within) == ["2026-11-05"]


def test_the_horizon_is_the_last_day_that_is_looked_at() -> None:
    assert days(plan(), cadence(), horizon=date(2026, 3, 1)) == [
        "2026-01-01",
        "2026-02-01",
        "2026-03-01",
    ]
    with pytest.raises(InvalidValueError, match="horizon"):
        days(plan(), cadence(), horizon="2026-03-01")


@pytest.mark.parametrize(
    ("which", "offset", "expected"),
    [
        (Milestone.PLAN_START, 0, ["2026-01-01"]),
        (Milestone.PLAN_START, -14, ["2025-12-18"]),
        (Milestone.PLAN_END, 0, ["2026-12-31"]),
        (Milestone.PLAN_END, 15, ["2027-01-15"]),
        (Milestone.GOAL_END, -30, ["2026-05-31"]),  # 30 June, 30 days before
        (Milestone.AGREED, 0, []),
    ],
)
def test_what_is_counted_from_a_milestone_comes_once(
    which: Milestone, offset: int, expected: list[str]
) -> None:
    half = jbp.Goal(
        id="g",
        name="G",
        metric=jbp.metrics.REVENUE,
        target=None,
        period=YEARS.half(2026, 1),
    )
    found = days(plan(goals=[half]), milestone(which, offset, milestone_goal_id="g"))
    assert found == expected


def signoff(side: jbp.Side, day: int, digest: str = DIGESTS[0]) -> jbp.Signoff:
    return jbp.Signoff(
        side=side,
        person_id=str(side),
        terms_digest=digest,
        signed_at=datetime(2026, 1, day, 9, tzinfo=UTC),
    )


def test_agreed_is_when_the_second_side_signed_the_same_text() -> None:
    # The vendor signed one text on the 5th; both signed another, on the 7th and 9th.
    # An amendment, signed on the 20th and 21st, makes nobody agree again.
    signed = plan(
        state=jbp.PlanState.AGREED,
        signoffs=[
            signoff(jbp.Side.VENDOR, 5, DIGESTS[1]),
            signoff(jbp.Side.PARTNER, 7),
            signoff(jbp.Side.VENDOR, 9),
            signoff(jbp.Side.VENDOR, 20, DIGESTS[1]),
            signoff(jbp.Side.PARTNER, 21, DIGESTS[1]),
        ],
    )
    kick_off = milestone(Milestone.AGREED, 7)
    assert days(signed, kick_off) == ["2026-01-16"]
    for state in (jbp.PlanState.PROPOSED, jbp.PlanState.CANCELLED):
        assert days(attrs.evolve(signed, state=state), kick_off) == []


@pytest.mark.parametrize("goal_id", [None, "nobody"])
def test_a_goal_that_is_not_there_is_said_to_be_missing(goal_id: str | None) -> None:
    with pytest.raises(InvalidValueError, match="goal"):
        days(plan(), milestone(Milestone.GOAL_END, milestone_goal_id=goal_id))


def test_two_days_that_move_to_one_are_one_meeting_and_it_says_so() -> None:
    # 3, 4 and 5 January 2026 are a Saturday, a Sunday and a Monday.
    daily = cadence(
        jbp.Frequency.WEEKLY,
        date(2026, 1, 2),
        on=OnWeekdays(list(jbp.Weekday)),
        count=5,
        shift=jbp.Shift.NEXT,
    )
    found = jbp.review_slots(plan(), daily)
    assert [(str(one.on), str(one.slot_on), one.is_moved) for one in found] == [
        ("2026-01-02", "2026-01-02", False),
        ("2026-01-05", "2026-01-05", False),
        ("2026-01-06", "2026-01-06", False),
    ]
    assert found[1].also_for == (date(2026, 1, 3), date(2026, 1, 4))
    # Without the Monday, the first of the days that were moved is the meeting's own.
    weekend = attrs.evolve(daily, on=OnWeekdays([jbp.Weekday.SAT, jbp.Weekday.SUN]))
    first = jbp.review_slots(plan(), weekend)[0]
    assert (first.slot_on, first.also_for) == (date(2026, 1, 3), (date(2026, 1, 4),))


def test_days_off_of_the_year_are_avoided_and_what_is_skipped_is_left_out() -> None:
    off = jbp.WorkCalendar.resolve(YEAR, holidays={date(2026, 4, 3), date(2026, 4, 6)})
    spring = cadence(first_on=date(2026, 4, 3), count=2, shift=jbp.Shift.NEXT)
    # Good Friday, the weekend, Easter Monday; 3 May is a Sunday.
    assert days(plan(), spring, work_calendar=off) == ["2026-04-07", "2026-05-04"]
    assert days(plan(), spring) == ["2026-04-03", "2026-05-04"]
    skipped = attrs.evolve(spring, shift=jbp.Shift.SKIP)
    assert days(plan(), skipped, work_calendar=off) == []


def test_a_slot_begins_and_ends_at_an_instant() -> None:
    # Summer time in Berlin begins on 29 March 2026: 02:30 is not on the clock, 03:30
    # is 01:30 in UTC, and an hour later it is 02:30 there.
    night = cadence(
        first_on=date(2026, 3, 29), count=1, wall_time=time(2, 30), zone="Europe/Berlin"
    )
    (slot,) = jbp.review_slots(plan(), night)
    assert slot.starts_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert slot.ends_at == datetime(2026, 3, 29, 2, 30, tzinfo=UTC)
    local = jbp.local_start(slot)
    assert local is not None
    assert (local.wall.hour, local.note) == (3, jbp.ClockNote.GAP)
    (timeless,) = jbp.review_slots(plan(), cadence(count=1))
    assert timeless.starts_at is None is timeless.ends_at


def test_a_zone_that_nobody_knows_is_asked_about_when_an_instant_is() -> None:
    lost = cadence(wall_time=time(9), zone="Nowhere/Atlantis", count=1)
    (slot,) = jbp.review_slots(plan(), lost)
    with pytest.raises(InvalidValueError, match="zone"):
        _ = slot.starts_at


def test_a_plan_of_centuries_has_no_more_than_a_thousand_meetings() -> None:
    ages = plan(period=jbp.DateRange(date(1900, 1, 1), date(2201, 1, 1)))
    often = cadence(first_on=date(1900, 1, 1), on=OnMonthDay(1))
    assert len(days(ages, often)) == 1_000


@pytest.mark.parametrize("offset", [366, -366])
def test_a_milestone_at_the_end_of_time_is_an_error_of_ours(offset: int) -> None:
    edge = date(2200, 12, 31) if offset > 0 else date(1900, 1, 1)
    last = plan(period=jbp.DateRange.of_days(edge, 1))
    with pytest.raises(InvalidValueError):
        days(last, milestone(Milestone.PLAN_START, offset))
