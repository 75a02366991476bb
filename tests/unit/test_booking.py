"""One call books the year; booked again, it follows changes and leaves people's own."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.errors import (
    InvalidValueError,
    NotAllowedError,
    PlanNotFoundError,
    TransitionError,
)
from jbpcore.periods.day_rules import (
    Milestone,
    OnMilestone,
    OnNthWeekday,
    OnWeekdays,
)

YEARS = jbp.FiscalCalendar.calendar_year()
YEAR = YEARS.year(2026)
DECEMBER = datetime(2025, 12, 1, 9, tzinfo=UTC)
JUNE = datetime(2026, 6, 20, 9, tzinfo=UTC)
MARIA = jbp.Person(id="maria", name="Maria Lopez", side=jbp.Side.VENDOR)
TOM = jbp.Person(
    id="tom", name="Tom", side=jbp.Side.PARTNER, role=jbp.PersonRole.PARTNER_ADMIN
)
ANN = jbp.Person(
    id="ann", name="Ann", side=jbp.Side.PARTNER, role=jbp.PersonRole.AUDITOR
)
CHECK_IN = jbp.ReviewCadence(
    id="check-in",
    name="Check-in",
    frequency=jbp.Frequency.MONTHLY,
    first_on=date(2026, 1, 1),
    on=OnNthWeekday(2, jbp.Weekday.TUE),
    shift=jbp.Shift.NEXT,
    wall_time=time(9, 30),
    zone="Europe/Berlin",
    link="https://meet.example/1",
)
# The second Tuesdays of 2026.
TUESDAYS = [
    "2026-01-13",
    "2026-02-10",
    "2026-03-10",
    "2026-04-14",
    "2026-05-12",
    "2026-06-09",
    "2026-07-14",
    "2026-08-11",
    "2026-09-08",
    "2026-10-13",
    "2026-11-10",
    "2026-12-08",
]


def plan(*cadences: jbp.ReviewCadence, **fields: Any) -> jbp.Plan:
    given: dict[str, Any] = {
        "id": "p",
        "name": "P",
        "vendor": jbp.Party(id="acme", name="Acme"),
        "partner": jbp.Partner(id="nw", name="Northwind"),
        "period": YEAR,
        "people": [MARIA, TOM, ANN],
        "cadences": cadences or [CHECK_IN],
    }
    return jbp.Plan(**given | fields)


def book(plan: jbp.Plan, at: datetime = DECEMBER, **how: Any) -> jbp.Plan:
    given: dict[str, Any] = {"by": "maria", "at": at}
    return jbp.book_reviews(plan, **given | how)


def with_cadence(plan: jbp.Plan, **changes: Any) -> jbp.Plan:
    return attrs.evolve(plan, cadences=[attrs.evolve(plan.cadences[0], **changes)])


def open_days(plan: jbp.Plan) -> list[str]:
    return [str(review.on) for review in plan.reviews if review.is_open]


def test_one_call_books_the_year() -> None:
    booked = book(plan())
    assert open_days(booked) == TUESDAYS
    first = booked.reviews[0]
    assert (first.id, first.cadence_id) == ("check-in.20260113", "check-in")
    assert (first.wall_time, first.zone, first.link) == (
        time(9, 30),
        "Europe/Berlin",
        "https://meet.example/1",
    )
    assert (first.slot_on, first.sequence, first.duration_minutes) == (None, 0, 60)
    assert jbp.story(booked)[-1] == (
        "2025-12-01: Maria Lopez (Acme) booked 12 reviews."
    )


def test_a_second_call_changes_nothing_and_leaves_no_record() -> None:
    booked = book(plan())
    assert book(booked) is booked
    assert book(booked, JUNE) is booked


def test_a_plan_that_is_signed_is_booked_and_its_terms_stay() -> None:
    signed = plan(state=jbp.PlanState.AGREED)
    booked = book(signed)
    assert open_days(booked) == TUESDAYS
    assert jbp.terms_digest(booked) == jbp.terms_digest(signed)


def test_what_lies_behind_is_not_booked_after_the_fact() -> None:
    # On 20 June, six are over.
    assert open_days(book(plan(), JUNE)) == TUESDAYS[6:]


def test_some_cadences_are_booked_alone() -> None:
    weekly = attrs.evolve(
        CHECK_IN, id="weekly", frequency=jbp.Frequency.WEEKLY, on=None, count=2
    )
    both = plan(CHECK_IN, weekly)
    assert open_days(book(both, cadence_ids=["weekly"])) == ["2026-01-01", "2026-01-08"]
    assert len(book(both).reviews) == 14
    with pytest.raises(InvalidValueError, match="check-in, weekly"):
        book(both, cadence_ids=["nobody"])


def test_a_changed_cadence_moves_what_is_to_come_and_nobody_changed() -> None:
    booked = book(plan())
    held = attrs.evolve(booked.reviews[0], held_on=date(2026, 1, 15))
    booked = attrs.evolve(booked, reviews=[held, *booked.reviews[1:]])
    booked = jbp.reschedule_review(
        booked,
        "check-in.20260714",
        on=date(2026, 7, 20),
        by="tom",
        at=JUNE,
        why="Holidays",
    )
    later = book(with_cadence(booked, wall_time=time(14)), JUNE)
    times = {str(one.on): one.wall_time for one in later.reviews}
    # Those before 20 June, and the one that was moved, begin at half past nine.
    assert [day for day, begin in times.items() if begin == time(9, 30)] == [
        *TUESDAYS[:6],
        "2026-07-20",
    ]
    assert {one.sequence for one in later.reviews if one.wall_time == time(14)} == {1}
    assert jbp.story(later)[-1].endswith("changed 5 reviews.")


def test_other_days_call_the_old_ones_off_and_the_way_back_brings_them_back() -> None:
    booked = book(plan())
    first_tuesday = OnNthWeekday(1, jbp.Weekday.TUE)
    moved = book(with_cadence(booked, on=first_tuesday), JUNE)
    # Half of the old ones are over; the rest are called off, and six are new.
    first = [f"2026-{day}" for day in ("07-07", "08-04", "09-01", "10-06", "11-03")]
    assert open_days(moved) == [*TUESDAYS[:6], *first, "2026-12-01"]
    assert jbp.story(moved)[-1].endswith("booked 6 reviews and called off 6 reviews.")
    off = next(one for one in moved.reviews if one.id == "check-in.20260714")
    assert (off.cancelled_on, off.sequence) == (date(2026, 6, 20), 1)
    back = book(with_cadence(moved, on=CHECK_IN.on), JUNE)
    assert open_days(back) == TUESDAYS
    again = next(one for one in back.reviews if one.id == "check-in.20260714")
    assert (again.cancelled_why, again.sequence) == ("", 2)


def test_what_somebody_called_off_stays_called_off() -> None:
    booked = jbp.cancel_review(
        book(plan()), "check-in.20260811", by="tom", at=JUNE, why="Summer break"
    )
    assert book(booked, JUNE) is booked
    assert open_days(booked) == [*TUESDAYS[:7], *TUESDAYS[8:]]
    assert jbp.story(booked)[-1] == (
        '2026-06-20: Tom (Northwind) called Check-in of 2026-08-11 off: "Summer break".'
    )


def test_what_somebody_edited_or_added_stays_as_it_is() -> None:
    extra = jbp.Review(
        id="extra", name="Extra", on=date(2026, 7, 1), cadence_id="check-in"
    )

    def change(old: jbp.Plan) -> jbp.Plan:
        named = [
            attrs.evolve(one, name="Half-time") if one.on.month == 7 else one
            for one in old.reviews
        ]
        return attrs.evolve(old, reviews=[*named, extra])

    edited = jbp.edit(book(plan()), change, by="maria", at=JUNE)
    later = book(with_cadence(edited, name="Jour fixe"), JUNE)
    assert [one.name for one in later.reviews if one.on > JUNE.date()] == [
        "Half-time",
        *["Jour fixe"] * 5,
        "Extra",
    ]


def test_a_review_that_has_the_id_and_is_anothers_is_left_alone() -> None:
    own = jbp.Review(id="check-in.20260113", name="Own", on=date(2026, 1, 20))
    booked = book(plan(reviews=[own]))
    assert own in booked.reviews
    assert open_days(booked) == ["2026-01-20", *TUESDAYS[1:]]


def test_a_plan_without_history_keeps_the_days_that_somebody_chose() -> None:
    # A transferred plan has the reviews, and no records of who moved them.
    moved = jbp.reschedule_review(
        book(plan()),
        "check-in.20260714",
        on=date(2026, 7, 20),
        by="tom",
        at=JUNE,
        why="Holidays",
    )
    unrecorded = attrs.evolve(moved, records=[])
    assert book(unrecorded, JUNE) is unrecorded


def test_days_off_learnt_later_move_what_was_booked() -> None:
    booked = book(plan())
    off = jbp.WorkCalendar.resolve(YEAR, holidays={date(2026, 7, 14)})
    later = book(booked, JUNE, work_calendar=off)
    july = next(one for one in later.reviews if one.id == "check-in.20260714")
    assert (july.on, july.slot_on, july.sequence) == (
        date(2026, 7, 15),
        date(2026, 7, 14),
        1,
    )
    assert book(later, JUNE, work_calendar=off) is later


def test_two_days_that_a_holiday_joins_are_booked_once() -> None:
    # Tuesday 6 January is a holiday in Bavaria.
    daily = attrs.evolve(
        CHECK_IN,
        frequency=jbp.Frequency.WEEKLY,
        on=OnWeekdays([jbp.Weekday.TUE, jbp.Weekday.WED]),
        count=3,
    )
    # Thursday 1 January is the first day: 6, 7 and 13 January.
    assert open_days(book(plan(daily))) == ["2026-01-06", "2026-01-07", "2026-01-13"]
    off = jbp.WorkCalendar.resolve(YEAR, holidays={date(2026, 1, 6)})
    booked = book(plan(daily), work_calendar=off)
    assert open_days(booked) == ["2026-01-07", "2026-01-13"]
    later = book(book(plan(daily)), work_calendar=off)
    assert open_days(later) == open_days(booked)


def test_a_review_counted_from_the_signing_is_booked_when_both_have_signed() -> None:
    rule = OnMilestone(milestone=Milestone.AGREED, offset_days=14)
    kick_off = jbp.ReviewCadence(
        id="kick-off", name="Kick-off", frequency=jbp.Frequency.ONCE, on=rule
    )
    draft = plan(kick_off)
    assert book(draft) is draft
    goal = jbp.Goal(
        id="g",
        name="Revenue",
        metric=jbp.metrics.REVENUE,
        target=jbp.Money("100", "USD"),
        period=YEAR,
    )
    signed = attrs.evolve(draft, goals=[goal])
    signed = jbp.propose(signed, by="maria", at=DECEMBER)
    signed = jbp.sign(signed, by="maria", at=DECEMBER)
    signed = jbp.sign(signed, by="tom", at=datetime(2025, 12, 20, 9, tzinfo=UTC))
    assert open_days(book(signed, DECEMBER)) == ["2026-01-03"]


def test_a_rescheduled_review_keeps_its_slot_and_tells_its_story() -> None:
    booked = book(plan())
    moved = jbp.reschedule_review(
        booked,
        "check-in.20260609",
        on=date(2026, 6, 11),
        wall_time=time(15),
        zone="Europe/London",
        by="tom",
        at=DECEMBER,
        why="Trade fair",
    )
    review = next(one for one in moved.reviews if one.id == "check-in.20260609")
    assert (review.on, review.slot_on) == (date(2026, 6, 11), date(2026, 6, 9))
    assert (review.wall_time, review.zone) == (time(15), "Europe/London")
    assert (review.sequence, len(moved.reviews)) == (1, 12)
    assert jbp.story(moved)[-1] == (
        "2025-12-01: Tom (Northwind) moved Check-in from 2026-06-09 to 2026-06-11: "
        '"Trade fair".'
    )
    back = jbp.reschedule_review(
        moved, review.id, on=date(2026, 6, 9), by="tom", at=DECEMBER, why="No fair"
    )
    review = next(one for one in back.reviews if one.id == "check-in.20260609")
    assert (review.slot_on, review.sequence) == (None, 2)


MOVES = [
    lambda plan, **how: jbp.reschedule_review(
        plan, "check-in.20260609", **{"on": date(2026, 6, 11)} | how
    ),
    lambda plan, **how: jbp.cancel_review(plan, "check-in.20260609", **how),
]


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"why": " "}, TransitionError),
        ({"by": "ann"}, NotAllowedError),
        ({"by": "stranger"}, NotAllowedError),
        ({"at": datetime(2026, 1, 1)}, InvalidValueError),  # noqa: DTZ001 - the point
    ],
)
def test_a_move_that_may_not_be_is_refused(
    move: Any, wrong: dict[str, Any], error: type[Exception]
) -> None:
    how = {"by": "maria", "at": DECEMBER, "why": "Why"}
    with pytest.raises(error):
        move(book(plan()), **how | wrong)


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize(
    "over", [{"held_on": date(2026, 6, 9)}, {"cancelled_on": date(2026, 6, 1)}]
)
def test_what_is_over_is_neither_moved_nor_called_off(
    move: Any, over: dict[str, Any]
) -> None:
    booked = book(plan())
    reviews = [
        attrs.evolve(one, **over) if one.id == "check-in.20260609" else one
        for one in booked.reviews
    ]
    with pytest.raises(TransitionError, match="Book another"):
        move(attrs.evolve(booked, reviews=reviews), by="tom", at=JUNE, why="Why")


def test_a_review_that_is_not_there_is_said_to_be_missing() -> None:
    with pytest.raises(InvalidValueError, match="none yet"):
        jbp.cancel_review(plan(), "nobody", by="maria", at=DECEMBER, why="Why")


@pytest.mark.parametrize("state", [jbp.PlanState.CLOSED, jbp.PlanState.CANCELLED])
def test_a_plan_that_is_over_is_left_alone(state: jbp.PlanState) -> None:
    with pytest.raises(TransitionError):
        book(plan(state=state))


def test_a_hidden_draft_tells_the_other_side_nothing() -> None:
    hidden = plan(hidden_from=jbp.Side.PARTNER)
    with pytest.raises(PlanNotFoundError):
        book(hidden, by="tom", cadence_ids=["nobody"])
    with pytest.raises(PlanNotFoundError):
        jbp.cancel_review(hidden, "nobody", by="tom", at=JUNE, why="Why")


def test_a_long_id_of_a_cadence_makes_ids_that_are_short_enough() -> None:
    ids = ["c" * 100 + "x" * 20, "c" * 100 + "y" * 20]
    both = plan(*(attrs.evolve(CHECK_IN, id=one, count=1) for one in ids))
    found = [review.id for review in book(both).reviews]
    assert len(set(found)) == 2
    assert max(map(len, found)) <= 128
