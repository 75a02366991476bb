"""What happens to actions while a plan runs, move by move."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.errors import InvalidValueError, NotAllowedError, TransitionError

VENDOR, PARTNER = jbp.Side.VENDOR, jbp.Side.PARTNER
YEAR = jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1))
AT = datetime(2026, 4, 20, 9, tzinfo=UTC)
TODAY = date(2026, 4, 20)
MARIA = jbp.Person(id="maria", name="Maria", side=VENDOR)
REP = jbp.Person(id="rep", name="Rita", side=PARTNER, role=jbp.PersonRole.PARTNER_REP)
STATUS = jbp.ActionStatus


def action(key: str = "a", *needed: str, **more: Any) -> jbp.Action:
    values: dict[str, Any] = {"name": key.upper(), "side": PARTNER}
    values |= {"due_on": date(2026, 4, 30)} | more
    return jbp.Action(id=key, depends_on=needed, **values)


def plan_of(*actions: jbp.Action, **more: Any) -> jbp.Plan:
    return jbp.Plan(
        id="p",
        name="P",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="nw", name="Northwind"),
        period=YEAR,
        people=[MARIA, REP],
        actions=actions,
        **({"state": jbp.PlanState.AGREED} | more),
    )


def story_of(plan: jbp.Plan) -> str:
    return jbp.story(plan)[-1]


# --- begun and done ---------------------------------------------------------------


def test_a_rep_begins_and_does_what_their_own_side_is_to_do() -> None:
    begun = jbp.start_action(plan_of(action()), "a", by=REP, at=AT)
    assert begun.actions[0].status is STATUS.IN_PROGRESS
    assert story_of(begun) == '2026-04-20: Rita (Northwind) began "A".'
    done = jbp.complete_action(begun, "a", on=date(2026, 4, 17), by=REP, at=AT)
    assert (done.actions[0].status, done.actions[0].done_on) == (
        STATUS.DONE,
        date(2026, 4, 17),
    )
    assert story_of(done) == '2026-04-20: Rita (Northwind) did "A".'
    assert done.records[-1].facts["on"] == "2026-04-17"
    assert not done.records[-1].changes_terms


def test_nobody_but_those_who_lead_does_what_the_other_side_is_to_do() -> None:
    plan = plan_of(action(side=VENDOR))
    with pytest.raises(NotAllowedError):
        jbp.complete_action(plan, "a", on=TODAY, by=REP, at=AT)
    done = jbp.complete_action(plan_of(action()), "a", on=TODAY, by=MARIA, at=AT)
    assert done.actions[0].status is STATUS.DONE


@pytest.mark.parametrize("status", [STATUS.DONE, STATUS.DROPPED])
def test_what_is_over_is_over(status: jbp.ActionStatus) -> None:
    plan = plan_of(action(status=status))
    moves: tuple[Callable[[], jbp.Plan], ...] = (
        lambda: jbp.start_action(plan, "a", by=MARIA, at=AT),
        lambda: jbp.complete_action(plan, "a", on=TODAY, by=MARIA, at=AT),
        lambda: jbp.block_action(plan, "a", reason="x", by=MARIA, at=AT),
        lambda: jbp.drop_action(plan, "a", why="x", by=MARIA, at=AT),
        lambda: jbp.reschedule_action(plan, "a", due_on=TODAY, by=MARIA, at=AT),
    )
    for move in moves:
        with pytest.raises(TransitionError, match=f"A is {status}") as caught:
            move()
        assert caught.value.reason == "over"
    with pytest.raises(TransitionError, match="not blocked"):
        jbp.unblock_action(plan, "a", by=MARIA, at=AT)


def test_a_plan_that_is_over_takes_no_moves() -> None:
    plan = plan_of(action(), state=jbp.PlanState.CLOSED)
    with pytest.raises(TransitionError, match="closed"):
        jbp.complete_action(plan, "a", on=TODAY, by=MARIA, at=AT)


def test_an_action_that_is_not_there_is_named() -> None:
    with pytest.raises(InvalidValueError, match="'x'"):
        jbp.start_action(plan_of(action()), "x", by=MARIA, at=AT)


def test_a_day_to_come_is_no_day_on_which_something_was_done() -> None:
    # It is the 21st in Sydney when it is the 20th in UTC, but nowhere the 22nd.
    plan = plan_of(action())
    early = jbp.complete_action(plan, "a", on=date(2026, 4, 21), by=MARIA, at=AT)
    assert early.actions[0].done_on == date(2026, 4, 21)
    with pytest.raises(InvalidValueError, match="on or before 2026-04-20"):
        jbp.complete_action(plan, "a", on=date(2026, 4, 22), by=MARIA, at=AT)


# --- waiting ----------------------------------------------------------------------


def test_it_waits_for_what_is_neither_done_nor_dropped() -> None:
    plan = plan_of(
        action("open"),
        action("done", status=STATUS.DONE),
        action("dropped", status=STATUS.DROPPED),
        action("blocked", status=STATUS.BLOCKED),
        action("a", "blocked", "open", "done", "dropped", "nowhere"),
    )
    assert [one.id for one in jbp.waiting_for(plan, "a")] == ["open", "blocked"]
    assert jbp.waiting_for(plan, "open") == ()


def test_what_was_done_before_its_turn_is_recorded_and_not_refused() -> None:
    plan = plan_of(action("first"), action("a", "first"))
    begun = jbp.start_action(plan, "a", by=REP, at=AT)
    done = jbp.complete_action(begun, "a", on=TODAY, by=REP, at=AT)
    for record in done.records:
        assert record.facts["before"] == "actions:first"
    assert "before" not in (
        jbp.complete_action(plan, "first", on=TODAY, by=REP, at=AT).records[-1].facts
    )


def test_a_record_for_both_sides_names_no_action_of_one_side() -> None:
    hidden = action("secret", audience=jbp.Audience.VENDOR)
    plan = plan_of(hidden, action("first"), action("a", "secret", "first"))
    done = jbp.complete_action(plan, "a", on=TODAY, by=MARIA, at=AT)
    assert done.records[-1].facts["before"] == "actions:first"
    own = jbp.complete_action(plan, "secret", on=TODAY, by=MARIA, at=AT)
    assert own.records[-1].audience is jbp.Audience.VENDOR


# --- blocked ----------------------------------------------------------------------


def test_blocking_says_why_and_who_can_clear_it() -> None:
    plan = plan_of(action())
    blocked = jbp.block_action(
        plan, "a", reason="No demo kit", by_person=MARIA, by=REP, at=AT
    )
    one = blocked.actions[0]
    assert (one.status, one.blocked_reason) == (STATUS.BLOCKED, "No demo kit")
    assert (one.blocked_by_side, one.blocked_by_id) == (VENDOR, "maria")
    assert one.blocked_on == TODAY
    assert story_of(blocked) == (
        '2026-04-20: Rita (Northwind) said that "A" is blocked: "No demo kit".'
    )
    later = AT.replace(day=27)
    # Another reason, and blocked since the same day.
    again = jbp.block_action(blocked, "a", reason="No room", by=REP, at=later)
    assert again.actions[0].blocked_on == TODAY
    assert again.actions[0].blocked_by_id is None
    free = jbp.unblock_action(again, "a", by=REP, at=later)
    assert free.actions[0] == attrs.evolve(action(), status=STATUS.IN_PROGRESS)
    assert free.records[-1].facts["days"] == "7"


def test_what_is_to_begin_later_is_open_again_once_it_is_free() -> None:
    planned = action(start_on=date(2026, 4, 25), status=STATUS.BLOCKED)
    free = jbp.unblock_action(plan_of(planned), "a", by=REP, at=AT)
    assert free.actions[0].status is STATUS.OPEN


def test_a_block_needs_a_reason_and_somebody_who_is_there() -> None:
    plan = plan_of(action())
    with pytest.raises(TransitionError) as caught:
        jbp.block_action(plan, "a", reason=" ", by=REP, at=AT)
    assert caught.value.reason == "no_reason"
    for side, person in ((None, "nobody"), (PARTNER, "maria")):
        with pytest.raises(InvalidValueError, match="somebody of the"):
            jbp.block_action(
                plan, "a", reason="x", by_side=side, by_person=person, by=REP, at=AT
            )


@pytest.mark.parametrize("move", ["start", "complete", "drop"])
def test_what_goes_on_is_blocked_no_more(move: str) -> None:
    plan = plan_of(
        action(
            status=STATUS.BLOCKED,
            blocked_reason="x",
            blocked_on=TODAY,
            blocked_by_side=VENDOR,
        )
    )
    new = {
        "start": lambda: jbp.start_action(plan, "a", by=REP, at=AT),
        "complete": lambda: jbp.complete_action(plan, "a", on=TODAY, by=REP, at=AT),
        "drop": lambda: jbp.drop_action(plan, "a", why="Enough", by=REP, at=AT),
    }[move]()
    one = new.actions[0]
    assert (one.blocked_reason, one.blocked_on, one.blocked_by_side) == ("", None, None)


# --- other days -------------------------------------------------------------------


def test_a_later_day_is_a_slip_and_wants_a_reason() -> None:
    plan = plan_of(action())
    with pytest.raises(TransitionError) as caught:
        jbp.reschedule_action(plan, "a", due_on=date(2026, 5, 15), by=REP, at=AT)
    assert caught.value.reason == "no_reason"
    for day, why in ((15, "Legal is reading"), (29, "Still reading")):
        plan = jbp.reschedule_action(
            plan, "a", due_on=date(2026, 5, day), why=why, by=REP, at=AT
        )
    assert [(one.was_due_on, one.due_on, one.why) for one in plan.actions[0].slips] == [
        (date(2026, 4, 30), date(2026, 5, 15), "Legal is reading"),
        (date(2026, 5, 15), date(2026, 5, 29), "Still reading"),
    ]
    assert plan.records[-1].facts["slips"] == "2"
    assert story_of(plan) == (
        '2026-04-20: Rita (Northwind) moved "A" from 2026-05-15 to 2026-05-29: '
        '"Still reading".'
    )


def test_an_earlier_day_is_none() -> None:
    plan = plan_of(action(start_on=date(2026, 4, 25)))
    new = jbp.reschedule_action(plan, "a", due_on=TODAY, by=REP, at=AT)
    assert new.actions[0].slips == ()
    # It cannot begin after it is due.
    assert (new.actions[0].start_on, new.actions[0].due_on) == (TODAY, TODAY)


def test_the_same_day_changes_nothing() -> None:
    plan = plan_of(action())
    same = jbp.reschedule_action(plan, "a", due_on=date(2026, 4, 30), by=REP, at=AT)
    assert same is plan


def test_what_is_dropped_stays_with_its_reason_in_the_history() -> None:
    plan = plan_of(action())
    with pytest.raises(TransitionError):
        jbp.drop_action(plan, "a", why="", by=REP, at=AT)
    dropped = jbp.drop_action(plan, "a", why="No budget", by=REP, at=AT)
    assert dropped.actions[0].status is STATUS.DROPPED
    assert story_of(dropped).endswith('gave "A" up: "No budget".')


# --- coming round -----------------------------------------------------------------


def weekly(**more: Any) -> jbp.Recurrence:
    return jbp.Recurrence(frequency=jbp.Frequency.WEEKLY, **more)


def monthly(**more: Any) -> jbp.Recurrence:
    return jbp.Recurrence(frequency=jbp.Frequency.MONTHLY, **more)


def done(plan: jbp.Plan, key: str, on: date) -> jbp.Plan:
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    return jbp.complete_action(plan, key, on=on, by=REP, at=at)


def test_what_comes_round_opens_its_next_occurrence() -> None:
    # 3 April 2026 is a Friday.
    calls = action(
        "calls",
        "a",
        due_on=date(2026, 4, 3),
        start_on=date(2026, 4, 1),
        owner_id="rep",
        recurrence=weekly(every=2),
        carry_count=1,
        review_id="r",
    )
    plan = done(plan_of(action(), calls), "calls", date(2026, 4, 2))
    was, following = plan.actions[1:]
    assert (was.status, was.done_on, was.recurrence) == (
        STATUS.DONE,
        date(2026, 4, 2),
        None,
    )
    assert (following.id, following.status) == ("calls.20260417", STATUS.OPEN)
    assert (following.start_on, following.due_on) == (
        date(2026, 4, 15),
        date(2026, 4, 17),
    )
    assert (following.owner_id, following.name) == ("rep", "CALLS")
    assert (following.depends_on, following.carry_count, following.review_id) == (
        (),
        0,
        None,
    )
    assert plan.records[-1].facts["next"] == "calls.20260417"
    plan = done(plan, "calls.20260417", date(2026, 4, 17))
    assert plan.actions[-1].id == "calls.20260501"


def test_what_was_left_out_does_not_pile_up() -> None:
    # Due on Friday the 3rd, done on Saturday the 18th: the next is on the 24th.
    plan = plan_of(action(due_on=date(2026, 4, 3), recurrence=weekly()))
    assert done(plan, "a", date(2026, 4, 18)).actions[-1].due_on == date(2026, 4, 24)


def test_one_that_slipped_does_not_move_the_others() -> None:
    plan = plan_of(action(due_on=date(2026, 4, 3), recurrence=weekly()))
    plan = jbp.reschedule_action(
        plan, "a", due_on=date(2026, 4, 6), why="Easter", by=REP, at=AT
    )
    assert done(plan, "a", date(2026, 4, 6)).actions[-1].due_on == date(2026, 4, 10)


def test_the_last_of_a_month_stays_the_last_after_february() -> None:
    plan = plan_of(action(due_on=date(2026, 1, 31), recurrence=monthly()))
    days = []
    for _ in range(4):
        last = plan.actions[-1]
        days.append(last.due_on)
        plan = done(plan, last.id, last.due_on)
    assert [(day.month, day.day) for day in days] == [
        (1, 31),
        (2, 28),
        (3, 31),
        (4, 30),
    ]


def test_it_comes_as_often_as_it_says() -> None:
    plan = plan_of(action(due_on=date(2026, 4, 3), recurrence=weekly(count=3)))
    for _ in range(3):
        plan = done(plan, plan.actions[-1].id, plan.actions[-1].due_on)
    assert [one.due_on.day for one in plan.actions] == [3, 10, 17]
    assert {one.status for one in plan.actions} == {STATUS.DONE}
    # One that was left out counts: the third is the last all the same.
    late = plan_of(action(due_on=date(2026, 4, 3), recurrence=weekly(count=3)))
    late = done(late, "a", date(2026, 4, 11))
    assert late.actions[-1].due_on == date(2026, 4, 17)
    assert len(done(late, late.actions[-1].id, date(2026, 4, 17)).actions) == 2


def test_it_comes_no_later_than_it_says() -> None:
    rule = weekly(until_on=date(2026, 4, 9))
    plan = plan_of(action(due_on=date(2026, 4, 3), recurrence=rule))
    assert len(done(plan, "a", date(2026, 4, 3)).actions) == 1


def test_after_the_end_of_the_plan_it_goes_on_to_be_carried() -> None:
    plan = plan_of(action(due_on=date(2026, 12, 28), recurrence=weekly()))
    plan = done(plan, "a", date(2026, 12, 28))
    assert plan.actions[-1].due_on == date(2027, 1, 4)
    found = [one.code for one in jbp.check(plan) if one.path.startswith("actions[1].d")]
    assert found == ["jbp.check.recurs_after_end"]
    following = jbp.roll_forward(plan, [], as_of=date(2026, 12, 31), by=MARIA)
    (carried,) = following.actions
    assert (carried.due_on, carried.recurrence) == (
        date(2027, 1, 4),
        plan.actions[-1].recurrence,
    )


def test_two_who_say_the_same_of_it_open_one_next_occurrence() -> None:
    plan = plan_of(action(due_on=date(2026, 4, 3), recurrence=weekly()))
    mine = done(plan, "a", date(2026, 4, 3))
    theirs = attrs.evolve(mine, records=())
    assert [one.id for one in theirs.actions] == ["a", "a.20260410"]
    merged = jbp.merge(plan, mine, theirs).plan
    assert merged is not None
    assert merged.actions == mine.actions
