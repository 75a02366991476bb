"""What became of everything between two looks ahead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Final

import attrs

from jbpcore.engine.window import RollingWindows
from jbpcore.errors import InvalidValueError
from jbpcore.model.audience import Audience
from jbpcore.model.commitment import Commitment, CommitmentStatus
from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review

__all__ = ["Roll", "RolledItem", "WindowMove", "roll"]


class WindowMove(StrEnum):
    """What became of an action, a commitment or a review since the earlier look.

    Attributes:
        DONE: Done, kept, held.
        MISSED: A promise of which somebody said that it was not kept.
        DROPPED: Given up, released, called off.
        SLIPPED: Open, and due on a later day than before.
        CARRIED_OVER: Open, and its day has passed; or it went into the next plan.
        NEARER: Open, and in a nearer window than before.
        UNCHANGED: Open, and where it was.
        APPEARED: New since then.
        REMOVED: Not in the plan any more, without a word.
    """

    DONE = "done"
    MISSED = "missed"
    DROPPED = "dropped"
    SLIPPED = "slipped"
    CARRIED_OVER = "carried_over"
    NEARER = "nearer"
    UNCHANGED = "unchanged"
    APPEARED = "appeared"
    REMOVED = "removed"


@attrs.frozen(kw_only=True)
class RolledItem:
    """What became of one thing.

    Attributes:
        subject: What, such as ``"actions:a1"``.
        name: What people call it.
        move: What became of it.
        side: Whose it is; ``None`` for a review.
        was_on: The day it had before; ``None`` if it is new.
        on: The day it has now; ``None`` if it is not there any more.
        was_in: Its window before: 0 is overdue; ``None`` if it is new.
        now_in: Its window now; ``None`` if it is not open any more.
        is_new: Whether it was not there before.
        slip_count: How often it slipped in all.
        carry_count: How often it was carried from plan to plan.
        why: The reason, as far as one was given.
        audience: Who sees it.
    """

    subject: str
    name: str
    move: WindowMove
    side: Side | None = None
    was_on: date | None = None
    on: date | None = None
    was_in: int | None = None
    now_in: int | None = None
    is_new: bool = False
    slip_count: int = 0
    carry_count: int = 0
    why: str = ""
    audience: Audience = Audience.JOINT


@attrs.frozen(kw_only=True)
class Roll:
    """What became of everything between two looks ahead; each thing stands once.

    Attributes:
        earlier: The last day that counted in the earlier look.
        later: The last day that counts in the later one.
        items: Everything, in the order of *WindowMove*, then by day.
    """

    earlier: date
    later: date
    items: tuple[RolledItem, ...]

    def of(self, *moves: WindowMove) -> tuple[RolledItem, ...]:
        """Return the things of which one of *moves* became.

        Examples:
            >>> Roll(earlier=date(2026, 5, 1), later=date(2026, 5, 8), items=()).of()
            ()
        """
        return tuple(item for item in self.items if item.move in moves)


_Thing = Action | Commitment | Review
_DONE: Final = frozenset({ActionStatus.DONE, CommitmentStatus.KEPT})
_DROPPED: Final = frozenset({ActionStatus.DROPPED, CommitmentStatus.WITHDRAWN})
_ORDER: Final = {move: place for place, move in enumerate(WindowMove)}


def roll(earlier: RollingWindows, later: RollingWindows) -> Roll:
    """Say what became of everything between two looks ahead.

    Each holds its plan, and the plan that follows where one was given, so that what was
    closed or taken out in between is found, and what was carried into the next plan is
    followed there.

    Args:
        earlier: The look of some days ago.
        later: The look of now.

    Raises:
        InvalidValueError: If *later* is not later, or of another plan.

    Examples:
        >>> from jbpcore.engine.windows import windows
        >>> from jbpcore.model.party import Partner, Party
        >>> from jbpcore.periods.daterange import DateRange
        >>> plan = Plan(
        ...     id="p", name="P", vendor=Party(id="acme", name="Acme"),
        ...     partner=Partner(id="nw", name="Northwind"),
        ...     period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ...     actions=[Action(id="demo", name="Demo", side=Side.VENDOR,
        ...                     due_on=date(2026, 5, 20))],
        ... )
        >>> looks = [windows(plan, [], as_of=date(2026, *day))
        ...          for day in ((4, 10), (4, 24))]
        >>> [(item.was_in, item.now_in) for item in roll(*looks).of(WindowMove.NEARER)]
        [(2, 1)]
    """
    if later.as_of < earlier.as_of:
        expected = f"a look on {earlier.as_of} or after it"
        raise InvalidValueError("later", later.as_of, expected)
    plans = {plan.id for plan in (earlier.plan, earlier.successor) if plan is not None}
    if later.plan.id not in plans:
        expected = f"a look at {earlier.plan.id}, or at the plan that follows it"
        raise InvalidValueError("later", later.plan.id, expected)
    before, now = _open(earlier), _open(later)
    was_there = _things(earlier)
    is_there = _things(later)
    items = []
    for key in {**before, **is_there}:
        if key not in before and key in was_there:
            continue  # closed in the earlier look already
        items.append(_item(key, before.get(key), now.get(key), is_there, was_there))
    items.sort(key=lambda item: (_ORDER[item.move], item.on or date.max, item.subject))
    return Roll(earlier=earlier.as_of, later=later.as_of, items=tuple(items))


@attrs.frozen
class _Place:
    window: int
    on: date
    thing: _Thing


def _open(look: RollingWindows) -> dict[str, _Place]:
    found: dict[str, _Place] = {}
    for number, work in look.iter_lists():
        for one in work.due:
            if not one.is_repeat:
                found[f"actions:{one.action.id}"] = _Place(number, one.on, one.action)
        for made in work.commitments:
            found[f"commitments:{made.id}"] = _Place(number, made.due_on, made)
        for review in work.reviews:
            found[f"reviews:{review.id}"] = _Place(number, review.on, review)
    return found


def _things(look: RollingWindows) -> dict[str, _Thing]:
    found: dict[str, _Thing] = {}
    for plan in (look.successor, look.plan):
        if plan is not None:
            found.update(_iter_things(plan))
    return found


def _iter_things(plan: Plan) -> Iterator[tuple[str, _Thing]]:
    for action in plan.actions:
        yield f"actions:{action.id}", action
    for made in plan.commitments:
        yield f"commitments:{made.id}", made
    for review in plan.reviews:
        yield f"reviews:{review.id}", review


def _item(
    key: str,
    before: _Place | None,
    now: _Place | None,
    is_there: dict[str, _Thing],
    was_there: dict[str, _Thing],
) -> RolledItem:
    thing = now.thing if now is not None else is_there.get(key)
    shown = thing if thing is not None else was_there[key]
    work = None if isinstance(shown, Review) else shown
    return RolledItem(
        subject=key,
        name=shown.name,
        move=_move(before, now, thing),
        side=None if work is None else work.side,
        was_on=None if before is None else before.on,
        on=None if thing is None else _day(thing),
        was_in=None if before is None else before.window,
        now_in=None if now is None else now.window,
        is_new=key not in was_there,
        slip_count=0 if work is None else len(work.slips),
        carry_count=0 if work is None else work.carry_count,
        why=_why(shown, before),
        audience=shown.audience if isinstance(shown, Action) else Audience.JOINT,
    )


def _day(thing: _Thing) -> date:
    return thing.on if isinstance(thing, Review) else thing.due_on


def _move(
    before: _Place | None, now: _Place | None, thing: _Thing | None
) -> WindowMove:
    if thing is None:
        return WindowMove.REMOVED
    if now is None:
        return _ending(thing)
    if before is None:
        return WindowMove.APPEARED
    if _carries(now.thing) > _carries(before.thing):
        return WindowMove.CARRIED_OVER
    if now.on > before.on:
        return WindowMove.SLIPPED
    if now.window == 0 and before.window > 0:
        return WindowMove.CARRIED_OVER
    is_nearer = now.window < before.window or now.on < before.on
    return WindowMove.NEARER if is_nearer else WindowMove.UNCHANGED


def _ending(thing: _Thing) -> WindowMove:
    if isinstance(thing, Review):
        return WindowMove.DONE if thing.held_on else WindowMove.DROPPED
    if thing.status in _DONE:
        return WindowMove.DONE
    return WindowMove.DROPPED if thing.status in _DROPPED else WindowMove.MISSED


def _carries(thing: _Thing) -> int:
    return 0 if isinstance(thing, Review) else thing.carry_count


def _why(thing: _Thing, before: _Place | None) -> str:
    if isinstance(thing, Review):
        return thing.cancelled_why
    known = (
        ()
        if before is None or isinstance(before.thing, Review)
        else (before.thing.slips)
    )
    if len(thing.slips) > len(known):
        return thing.slips[-1].why
    return thing.why if isinstance(thing, Commitment) else thing.blocked_reason
