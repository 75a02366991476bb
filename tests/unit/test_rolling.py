"""What became of everything between two looks ahead."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from jbpcore.engine.rolling import roll
from jbpcore.engine.window_move import WindowMove
from jbpcore.engine.window_shape import MonthWindows
from jbpcore.engine.windows import windows
from jbpcore.errors import InvalidValueError
from jbpcore.model.commitment import Commitment, CommitmentStatus
from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.party import Partner, Party, Side
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.model.slip import Slip
from jbpcore.periods.daterange import DateRange
from jbpcore.planning.roll_forward import roll_forward

BEFORE, AFTER = date(2026, 4, 15), date(2026, 5, 15)
YEAR = DateRange(date(2026, 1, 1), date(2027, 1, 1))


def action(key: str, due: str, **fields: object) -> Action:
    due_on = date.fromisoformat(due)
    return Action(id=key, name=key, side=Side.PARTNER, due_on=due_on, **fields)  # type: ignore[arg-type] # an action's fields


def plan_of(*actions: Action, **fields: object) -> Plan:
    made: dict[str, object] = {
        "id": "p",
        "name": "P",
        "vendor": Party(id="acme", name="Acme"),
        "partner": Partner(id="nw", name="Northwind"),
        "period": YEAR,
        "actions": actions,
    }
    return Plan(**(made | fields))  # type: ignore[arg-type] # a plan's fields


def moves(earlier: Plan, later: Plan) -> dict[str, str]:
    found = roll(windows(earlier, [], as_of=BEFORE), windows(later, [], as_of=AFTER))
    return {item.subject: item.move.value for item in found.items}


def test_each_thing_has_one_thing_become_of_it() -> None:
    slip = Slip(
        moved_on=date(2026, 5, 1),
        was_due_on=date(2026, 4, 30),
        due_on=date(2026, 6, 30),
        why="Legal is still reading",
    )
    earlier = plan_of(
        action("nearer", "2026-06-01"),  # window 2, then 1
        action("done", "2026-05-01"),
        action("slipped", "2026-04-30"),
        action("left", "2026-05-01"),
        action("dropped", "2026-05-01"),
        action("same", "2026-12-01"),  # later, and still later
        action("removed", "2026-05-01"),
        action("old", "2026-03-01", status=ActionStatus.DONE),
        commitments=[
            Commitment(id="missed", name="M", side=Side.VENDOR, due_on=date(2026, 5, 1))
        ],
        reviews=[Review(id="may", name="May", on=date(2026, 5, 12))],
    )
    later = plan_of(
        action("nearer", "2026-06-01"),
        action("done", "2026-05-01", status=ActionStatus.DONE),
        action("slipped", "2026-06-30", slips=[slip]),
        action("left", "2026-05-01"),
        action("dropped", "2026-05-01", status=ActionStatus.DROPPED),
        action("same", "2026-12-01"),
        action("appeared", "2026-06-01"),
        action("quick", "2026-05-10", status=ActionStatus.DONE),
        action("old", "2026-03-01", status=ActionStatus.DONE),
        commitments=[
            attrs.evolve(
                earlier.commitments[0], status=CommitmentStatus.MISSED, why="No budget"
            )
        ],
        reviews=[attrs.evolve(earlier.reviews[0], held_on=date(2026, 5, 12))],
    )
    assert moves(earlier, later) == {
        "actions:nearer": "nearer",
        "actions:done": "done",
        "actions:slipped": "slipped",
        "actions:left": "carried_over",
        "actions:dropped": "dropped",
        "actions:same": "unchanged",
        "actions:removed": "removed",
        "actions:appeared": "appeared",
        "actions:quick": "done",
        "commitments:missed": "missed",
        "reviews:may": "done",
    }
    found = roll(windows(earlier, [], as_of=BEFORE), windows(later, [], as_of=AFTER))
    (slipped,) = found.of(WindowMove.SLIPPED)
    assert (slipped.slip_count, slipped.why) == (1, "Legal is still reading")
    assert (slipped.was_in, slipped.now_in) == (1, 2)
    (missed,) = found.of(WindowMove.MISSED)
    assert missed.why == "No budget"
    (quick,) = (item for item in found.items if item.subject == "actions:quick")
    assert quick.is_new


def test_what_was_carried_is_followed_into_the_next_plan() -> None:
    last = date(2026, 12, 20)
    demo = action("demo", "2026-12-28")
    plan = plan_of(demo)
    following = plan_of(
        attrs.evolve(demo, due_on=date(2027, 1, 30), carry_count=1),
        id="p-2027",
        previous_id="p",
        period=DateRange(date(2027, 1, 1), date(2028, 1, 1)),
    )
    earlier = windows(plan, [], as_of=last, successor=following)
    later = windows(following, [], as_of=date(2027, 1, 5))
    (item,) = roll(earlier, later).items
    assert (item.move, item.carry_count) == (WindowMove.CARRIED_OVER, 1)
    assert (str(item.was_on), str(item.on)) == ("2026-12-28", "2027-01-30")
    assert item.plan_id == "p-2027"
    # The look of December need not have known the plan that follows.
    alone = windows(plan, [], as_of=last)
    assert roll(alone, later).items == (item,)


def test_what_the_next_plan_did_is_done_and_not_overdue() -> None:
    plan = plan_of(action("demo", "2026-12-28"), action("left", "2026-12-28"))
    following = roll_forward(
        plan, as_of=YEAR.last_day, drop_actions={"left": "Nobody asks for it"}
    )
    (demo,) = following.actions
    done = attrs.evolve(demo, status=ActionStatus.DONE, done_on=date(2027, 1, 8))
    later = windows(
        plan,
        [],
        as_of=date(2027, 1, 10),
        successor=attrs.evolve(following, actions=[done]),
    )
    assert [one.action.id for one in later.overdue.due] == ["left"]
    earlier = windows(plan, [], as_of=date(2026, 12, 20), successor=following)
    found = {item.subject: item.move.value for item in roll(earlier, later).items}
    # What was not carried stands where it stood, and its day has passed.
    assert found == {"actions:demo": "done", "actions:left": "carried_over"}


def test_what_was_done_in_the_old_plan_is_done_in_a_draft_made_before() -> None:
    demo = action("demo", "2026-12-28")
    plan = plan_of(demo)
    draft = roll_forward(plan, as_of=date(2026, 12, 1))
    done = plan_of(
        attrs.evolve(demo, status=ActionStatus.DONE, done_on=date(2026, 12, 18))
    )
    for as_of in (date(2026, 12, 20), date(2027, 1, 10)):
        ahead = windows(done, [], as_of=as_of, successor=draft)
        assert all(work.is_empty for _, work in ahead.iter_lists())


def test_a_promise_missed_in_the_old_plan_and_made_anew_is_open() -> None:
    slip = Slip(
        moved_on=date(2026, 12, 1),
        was_due_on=date(2026, 12, 5),
        due_on=date(2026, 12, 28),
        why="Budget",
    )
    made = Commitment(
        id="mdf",
        name="MDF",
        side=Side.VENDOR,
        due_on=date(2026, 12, 28),
        slips=[slip],
    )
    plan = plan_of(commitments=[made])
    draft = roll_forward(plan, as_of=date(2026, 12, 20))
    missed = plan_of(commitments=[attrs.evolve(made, status=CommitmentStatus.MISSED)])
    later = windows(missed, [], as_of=date(2027, 1, 5), successor=draft)
    # Promised again for the last of the first thirty days, 30 January.
    assert [str(one.due_on) for one in later.windows[0].commitments] == ["2027-01-30"]
    (item,) = roll(windows(plan, [], as_of=date(2026, 12, 20)), later).items
    assert (item.move, item.carry_count) == (WindowMove.CARRIED_OVER, 1)
    assert item.slip_count == 1  # though the new promise begins anew
    kept = attrs.evolve(
        draft,
        commitments=[attrs.evolve(draft.commitments[0], status=CommitmentStatus.KEPT)],
    )
    ahead = windows(missed, [], as_of=date(2027, 2, 1), successor=kept)
    assert ahead.overdue.is_empty


def test_templates_give_the_same_id_to_different_things() -> None:
    plan = plan_of(
        action("kick-off", "2026-12-28"),
        reviews=[Review(id="qbr", name="QBR", on=date(2026, 12, 22))],
    )
    draft = plan_of(
        action("kick-off", "2027-01-08"),
        reviews=[Review(id="qbr", name="QBR", on=date(2027, 1, 19))],
        id="p-2027",
        previous_id="p",
        period=DateRange(date(2027, 1, 1), date(2028, 1, 1)),
    )
    earlier = windows(plan, [], as_of=date(2026, 12, 20), successor=draft)
    first = earlier.windows[0]
    assert [str(one.on) for one in first.due] == ["2026-12-28", "2027-01-08"]
    assert [str(one.on) for one in first.reviews] == ["2026-12-22", "2027-01-19"]
    later = windows(plan, [], as_of=date(2026, 12, 30), successor=draft)
    found = {
        (item.plan_id, item.subject): item.move.value
        for item in roll(earlier, later).items
    }
    assert found == {
        ("p", "actions:kick-off"): "carried_over",
        ("p", "reviews:qbr"): "carried_over",
        ("p-2027", "actions:kick-off"): "unchanged",
        ("p-2027", "reviews:qbr"): "unchanged",
    }


def test_a_review_booked_for_the_next_period_is_one_review() -> None:
    plan = plan_of(reviews=[Review(id="jan", name="January", on=date(2027, 1, 19))])
    draft = roll_forward(plan, as_of=date(2026, 12, 20))
    ahead = windows(plan, [], as_of=date(2026, 12, 20), successor=draft)
    assert [one.id for one in ahead.windows[0].reviews] == ["jan"]
    held = attrs.evolve(draft.reviews[0], held_on=date(2027, 1, 19))
    over = windows(
        plan,
        [],
        as_of=date(2027, 1, 20),
        successor=attrs.evolve(draft, reviews=[held]),
    )
    assert over.overdue.is_empty
    (item,) = roll(ahead, over).items
    assert item.move is WindowMove.DONE


def test_what_was_opened_again_is_not_lost() -> None:
    done = action("demo", "2026-06-01", status=ActionStatus.DONE)
    earlier = windows(plan_of(done), [], as_of=BEFORE)
    later = windows(plan_of(action("demo", "2026-06-01")), [], as_of=AFTER)
    (item,) = roll(earlier, later).items
    assert (item.move, item.is_new) == (WindowMove.APPEARED, False)
    assert (item.was_on, item.was_in, item.now_in) == (None, None, 1)
    # What was closed and taken out since is over, not lost.
    assert roll(earlier, windows(plan_of(), [], as_of=AFTER)).items == ()


def test_what_stays_overdue_is_carried_over_each_time() -> None:
    plan = plan_of(action("late", "2026-04-01"))
    looks = [windows(plan, [], as_of=day) for day in (BEFORE, AFTER)]
    (item,) = roll(*looks).items
    assert (item.move, item.was_in, item.now_in) == (WindowMove.CARRIED_OVER, 0, 0)
    # On one day nothing passes.
    (same,) = roll(looks[0], looks[0]).items
    assert same.move is WindowMove.UNCHANGED


def test_an_action_that_waits_says_why_and_how_often_it_slipped() -> None:
    first = Slip(
        moved_on=date(2026, 4, 1),
        was_due_on=date(2026, 4, 1),
        due_on=date(2026, 5, 1),
        why="Legal",
    )
    second = Slip(
        moved_on=date(2026, 5, 1),
        was_due_on=date(2026, 5, 1),
        due_on=date(2026, 7, 1),
        why="Customs",
    )
    before = action("demo", "2026-05-01", slips=[first])
    after = action("demo", "2026-07-01", slips=[first, second])
    earlier, later = (
        windows(plan_of(one), [], as_of=day)
        for one, day in ((before, BEFORE), (after, AFTER))
    )
    (item,) = roll(earlier, later).items
    assert (item.move, item.slip_count, item.why) == (
        WindowMove.SLIPPED,
        2,
        "Customs",
    )
    blocked = attrs.evolve(
        before, status=ActionStatus.BLOCKED, blocked_reason="No licence"
    )
    (item,) = roll(earlier, windows(plan_of(blocked), [], as_of=AFTER)).items
    assert (item.move, item.why) == (WindowMove.CARRIED_OVER, "No licence")


def test_a_look_back_and_a_look_at_another_plan_are_refused() -> None:
    plan = plan_of()
    looks = [windows(plan, [], as_of=day) for day in (BEFORE, AFTER)]
    with pytest.raises(InvalidValueError, match="later"):
        roll(looks[1], looks[0])
    with pytest.raises(InvalidValueError, match="other"):
        roll(looks[0], windows(attrs.evolve(plan, id="other"), [], as_of=AFTER))
    months = windows(plan, [], as_of=AFTER, shape=MonthWindows())
    with pytest.raises(InvalidValueError, match=r"later\.shape"):
        roll(looks[0], months)
