"""What holds of two looks ahead, and of three."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, TypeVar

import attrs
from hypothesis import given
from hypothesis import strategies as st

from jbpcore.engine.rolling import roll
from jbpcore.engine.window import RollingWindows
from jbpcore.engine.window_move import Roll, RolledItem, WindowMove
from jbpcore.engine.windows import windows
from jbpcore.model.commitment import Commitment, CommitmentStatus
from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.party import Partner, Party, Side
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.model.slip import Slip
from jbpcore.periods.daterange import DateRange
from jbpcore.planning.roll_forward import roll_forward

NEAR = st.dates(date(2026, 4, 1), date(2026, 9, 30))
DAYS_GONE = st.integers(0, 60)
FEW_IDS = st.sampled_from("abc")
Q2 = DateRange(date(2026, 4, 1), date(2026, 7, 1))
ENDINGS = {
    WindowMove.DONE,
    WindowMove.MISSED,
    WindowMove.DROPPED,
    WindowMove.REMOVED,
}


def action(key: str, due_on: date, status: ActionStatus = ActionStatus.OPEN) -> Action:
    return Action(id=key, name=key, side=Side.VENDOR, due_on=due_on, status=status)


def promise(
    key: str, due_on: date, status: CommitmentStatus = CommitmentStatus.OPEN
) -> Commitment:
    return Commitment(id=key, name=key, side=Side.PARTNER, due_on=due_on, status=status)


def review(key: str, on: date, held_on: date | None = None) -> Review:
    return Review(id=key, name=key, on=on, held_on=held_on)


ACTIONS = st.builds(action, FEW_IDS, NEAR, st.sampled_from(ActionStatus))
PROMISES = st.builds(promise, FEW_IDS, NEAR, st.sampled_from(CommitmentStatus))
REVIEWS = st.builds(review, FEW_IDS, NEAR, st.none() | NEAR)


Work = TypeVar("Work", Action, Commitment)


@st.composite
def some_plans(draw: st.DrawFn) -> Plan:
    """Draw a plan of a few things, whose ids are those of the next one drawn."""
    return Plan(
        id="q2",
        name="P",
        vendor=Party(id="acme", name="Acme"),
        partner=Partner(id="nw", name="Northwind"),
        period=Q2,
        actions=draw(st.lists(ACTIONS, max_size=3, unique_by=lambda one: one.id)),
        commitments=draw(st.lists(PROMISES, max_size=2, unique_by=lambda one: one.id)),
        reviews=draw(st.lists(REVIEWS, max_size=2, unique_by=lambda one: one.id)),
    )


@st.composite
def lives(draw: st.DrawFn) -> list[RollingWindows]:
    """Draw three looks at a plan as work goes on: done, put off, given up, or new.

    Nothing is opened again, put back or given an earlier day, so that what became of a
    thing in all follows from what became of it in each part.
    """
    plan = draw(some_plans())
    as_of = draw(NEAR)
    looks = [windows(plan, [], as_of=as_of)]
    for turn in (1, 2):
        actions = [
            new
            for old in plan.actions
            for new in draw_next(draw, old, ActionStatus.DONE, ActionStatus.DROPPED)
        ]
        promises = [
            new
            for old in plan.commitments
            for new in draw_next(
                draw, old, CommitmentStatus.KEPT, CommitmentStatus.MISSED
            )
        ]
        if draw(st.booleans()):
            actions.append(action(f"new-{turn}", draw(NEAR)))
        plan = attrs.evolve(plan, actions=actions, commitments=promises)
        as_of += timedelta(days=draw(DAYS_GONE))
        looks.append(windows(plan, [], as_of=as_of))
    return looks


def draw_next(
    draw: st.DrawFn, old: Work, *endings: ActionStatus | CommitmentStatus
) -> Iterator[Work]:
    if old.status not in {"open", "in_progress", "blocked"}:
        yield old
        return
    what = draw(st.sampled_from(["same", "end", "slip", "remove"]))
    if what == "end":
        ending: Any = draw(st.sampled_from(endings))
        yield attrs.evolve(old, status=ending)
    elif what == "slip":
        due_on = old.due_on + timedelta(days=draw(st.integers(1, 60)))
        slip = Slip(moved_on=old.due_on, was_due_on=old.due_on, due_on=due_on)
        yield attrs.evolve(old, due_on=due_on, slips=[*old.slips, slip])
    elif what == "same":
        yield old


def listed(ahead: RollingWindows) -> Counter[tuple[str, date, int]]:
    """Return the subject, the day and the place of everything that is listed."""
    found: Counter[tuple[str, date, int]] = Counter()
    for place, work in ahead.iter_lists():
        for one in work.due:
            if not one.is_repeat:
                found[f"actions:{one.action.id}", one.on, place] += 1
        for made in work.commitments:
            found[f"commitments:{made.id}", made.due_on, place] += 1
        for booked in work.reviews:
            found[f"reviews:{booked.id}", booked.on, place] += 1
    return found


def check_nothing_vanishes(
    earlier: RollingWindows, later: RollingWindows, found: Roll
) -> None:
    keys = [(item.plan_id, item.subject) for item in found.items]
    assert len(keys) == len(set(keys))
    was = Counter(
        (item.subject, item.was_on, item.was_in)
        for item in found.items
        if item.was_in is not None
    )
    now = Counter(
        (item.subject, item.on, item.now_in)
        for item in found.items
        if item.now_in is not None
    )
    assert was == listed(earlier)
    assert now == listed(later)


@given(some_plans(), some_plans(), NEAR, DAYS_GONE)
def test_all_that_two_looks_list_is_told_once(
    plan: Plan, other: Plan, as_of: date, gone: int
) -> None:
    earlier = windows(plan, [], as_of=as_of)
    later = windows(other, [], as_of=as_of + timedelta(days=gone))
    check_nothing_vanishes(earlier, later, roll(earlier, later))


@given(some_plans(), some_plans(), NEAR, DAYS_GONE, st.data())
def test_so_it_is_where_the_next_plan_begins(
    plan: Plan, other: Plan, as_of: date, gone: int, data: st.DataObject
) -> None:
    draft = roll_forward(plan, as_of=as_of)
    # What the next plan carried went on there, and it has things of its own.
    statuses = st.sampled_from(ActionStatus)
    carried = [
        attrs.evolve(one, status=data.draw(statuses))
        for one in draft.actions
        if data.draw(st.booleans())
    ]
    taken = {one.id for one in carried}
    own = [one for one in other.actions if one.id not in taken]
    following = attrs.evolve(draft, actions=[*carried, *own])
    now = as_of + timedelta(days=gone)
    before = windows(plan, [], as_of=as_of)
    beside = windows(plan, [], as_of=as_of, successor=draft)
    for earlier in (before, beside):
        for later in (
            windows(following, [], as_of=now),
            windows(plan, [], as_of=now, successor=following),
        ):
            check_nothing_vanishes(earlier, later, roll(earlier, later))


@given(some_plans(), NEAR)
def test_a_look_beside_itself_shows_nothing_new(plan: Plan, as_of: date) -> None:
    draft = roll_forward(plan, as_of=as_of)
    for successor in (None, draft):
        ahead = windows(plan, [], as_of=as_of, successor=successor)
        found = roll(ahead, ahead)
        assert {item.move for item in found.items} <= {WindowMove.UNCHANGED}
        assert len(found.items) == listed(ahead).total()


@given(lives())
def test_two_rolls_tell_what_one_over_the_whole_tells(
    looks: list[RollingWindows],
) -> None:
    first, second, third = looks
    one, two = by_subject(roll(first, second)), by_subject(roll(second, third))
    whole = by_subject(roll(first, third))
    expected = {
        subject: joined
        for subject in one.keys() | two.keys()
        if (joined := joined_moves(one.get(subject), two.get(subject))) is not None
    }
    assert {subject: item.move for subject, item in whole.items()} == expected
    for subject, item in whole.items():
        start, end = one.get(subject), two.get(subject)
        if start is not None:
            assert (item.was_on, item.was_in) == (start.was_on, start.was_in)
        if end is not None:
            assert (item.on, item.now_in) == (end.on, end.now_in)
        if end is not None and end.on is not None:
            # Of what was removed, a slip that only the look between saw is not known.
            assert item.slip_count == end.slip_count


def by_subject(found: Roll) -> dict[str, RolledItem]:
    return {item.subject: item for item in found.items}


def joined_moves(one: RolledItem | None, two: RolledItem | None) -> WindowMove | None:
    """Say what became of a thing in all, from what became of it in each part."""
    if two is None:
        assert one is not None
        assert one.move in ENDINGS
        return one.move
    if one is None or two.move in ENDINGS:
        came_and_went = one is not None and one.is_new
        is_gone = two.move is WindowMove.REMOVED
        return None if came_and_went and is_gone else two.move
    if one.move is WindowMove.APPEARED:
        return WindowMove.APPEARED
    moves = {one.move, two.move}
    order = (WindowMove.SLIPPED, WindowMove.CARRIED_OVER, WindowMove.NEARER)
    return next((move for move in order if move in moves), WindowMove.UNCHANGED)
