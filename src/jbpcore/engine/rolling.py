"""What became of everything between two looks ahead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

import attrs

from jbpcore.engine.plan_work import (
    PlanWork,
    WorkThing,
    follows,
    is_open,
    is_taken_along,
    list_work,
)
from jbpcore.engine.window import RollingWindows
from jbpcore.engine.window_move import Roll, RolledItem, WindowMove
from jbpcore.errors import InvalidValueError
from jbpcore.model.audience import Audience
from jbpcore.model.commitment import Commitment, CommitmentStatus
from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.model.slip import Slip
from jbpcore.values.ids import PlanId

__all__ = ["roll"]

_DONE: Final = frozenset({ActionStatus.DONE, CommitmentStatus.KEPT})
_DROPPED: Final = frozenset({ActionStatus.DROPPED, CommitmentStatus.WITHDRAWN})
_ORDER: Final = {move: place for place, move in enumerate(WindowMove)}


def roll(earlier: RollingWindows, later: RollingWindows) -> Roll:
    """Say what became of everything between two looks ahead.

    Each holds its plan, and the plan that follows where one was given, so that what was
    closed or taken out in between is found, and what was carried into the next plan is
    followed there. To see what became of the rest of a plan that is over, look at it
    with the next one as its *successor*: of what the later look does not know, all that
    can be said is that it was removed.

    Args:
        earlier: The look of some days ago.
        later: The look of now.

    Raises:
        InvalidValueError: If *later* is of a day before *earlier*, of another plan that
            does not follow, or cut into other windows.

    Examples:
        >>> from jbpcore.engine.windows import windows
        >>> from jbpcore.model.party import Partner, Party, Side
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
    _check(earlier, later)
    has_passed = later.as_of > earlier.as_of
    items = [
        pair.item(has_passed=has_passed)
        for pair in _iter_pairs(earlier, later)
        if pair.is_told
    ]
    items.sort(
        key=lambda item: (
            _ORDER[item.move],
            item.on or date.max,
            item.subject,
            item.plan_id,
        )
    )
    return Roll(earlier=earlier.as_of, later=later.as_of, items=tuple(items))


def _check(earlier: RollingWindows, later: RollingWindows) -> None:
    if later.as_of < earlier.as_of:
        expected = f"a look on {earlier.as_of} or after it"
        raise InvalidValueError("later", later.as_of, expected)
    plans = [plan for plan in (earlier.plan, earlier.successor) if plan is not None]
    is_of_these = any(later.plan.id == plan.id for plan in plans)
    if not is_of_these and not follows(later.plan, earlier.plan):
        expected = f"a look at {earlier.plan.id}, or at the plan that follows it"
        raise InvalidValueError("later", later.plan.id, expected)
    if later.shape != earlier.shape:
        expected = f"windows cut like those of the earlier look, {earlier.shape}"
        raise InvalidValueError("later.shape", later.shape, expected)


@attrs.frozen
class _Seen:
    """One thing in one look."""

    work: PlanWork
    place: int

    @property
    def thing(self) -> WorkThing:
        return self.work.thing

    @property
    def is_open(self) -> bool:
        return is_open(self.work.thing)

    @property
    def on(self) -> date:
        return _day(self.work.thing)


@attrs.frozen
class _Pair:
    """One thing as it was, and as it is."""

    before: _Seen | None
    now: _Seen | None
    last: _Seen

    @property
    def was_open(self) -> bool:
        return self.before is not None and self.before.is_open

    @property
    def is_told(self) -> bool:
        """Whether something became of it: what was closed and stays so is over."""
        if self.was_open or self.now is None:
            return self.was_open
        return self.before is None or self.now.is_open

    def item(self, *, has_passed: bool) -> RolledItem:
        before, now, thing = self.before, self.now, self.last.thing
        was = before if self.was_open else None
        return RolledItem(
            subject=self.last.work.subject,
            plan_id=self.last.work.plan_id,
            name=thing.name,
            move=_move(was, now, has_passed=has_passed),
            side=None if isinstance(thing, Review) else thing.side,
            was_on=None if was is None else was.on,
            on=None if now is None else now.on,
            was_in=None if was is None else was.place,
            now_in=now.place if now is not None and now.is_open else None,
            is_new=before is None,
            slip_count=len(_slips(before, thing)),
            carry_count=_carries(thing),
            why=_why(before, thing),
            audience=thing.audience if isinstance(thing, Action) else Audience.JOINT,
        )


def _seen(look: RollingWindows) -> list[_Seen]:
    work = list_work(look.plan, look.successor, as_of=look.as_of)
    return [_Seen(one, look.place_of(_day(one.thing))) for one in work]


def _iter_pairs(earlier: RollingWindows, later: RollingWindows) -> Iterator[_Pair]:
    """Yield each thing once."""
    were = _seen(earlier)
    known = {
        (plan_id, one.work.subject): one
        for one in were
        for plan_id, _ in one.work.versions
    }
    found: set[tuple[PlanId, str]] = set()
    for now in _seen(later):
        before = _before(now.work, known, earlier.plan, later.plan)
        if before is not None:
            key = (before.work.plan_id, before.work.subject)
            before = None if key in found else before
            found.add(key)
        yield _Pair(before, now, last=now)
    for one in were:
        if (one.work.plan_id, one.work.subject) not in found:
            yield _Pair(one, None, last=one)


def _before(
    work: PlanWork, known: Mapping[tuple[PlanId, str], _Seen], old: Plan, new: Plan
) -> _Seen | None:
    for plan_id, thing in work.versions:
        before = known.get((plan_id, work.subject))
        if before is not None:
            return before
        # The earlier look may not have known the plan that follows.
        before = known.get((old.id, work.subject))
        is_next = plan_id == new.id != old.id
        if (
            before is not None
            and is_next
            and is_taken_along(old, before.thing, new, thing)
        ):
            return before
    return None


def _day(thing: WorkThing) -> date:
    return thing.on if isinstance(thing, Review) else thing.due_on


def _move(was: _Seen | None, now: _Seen | None, *, has_passed: bool) -> WindowMove:
    if now is None:
        return WindowMove.REMOVED
    if not now.is_open:
        return _ending(now.thing)
    if was is None:
        return WindowMove.APPEARED
    if _carries(now.thing) > _carries(was.thing):
        return WindowMove.CARRIED_OVER
    if now.on > was.on:
        return WindowMove.SLIPPED
    if now.place == 0 and (has_passed or was.place > 0):
        return WindowMove.CARRIED_OVER
    is_nearer = now.place < was.place or now.on < was.on
    return WindowMove.NEARER if is_nearer else WindowMove.UNCHANGED


def _ending(thing: WorkThing) -> WindowMove:
    if isinstance(thing, Review):
        return WindowMove.DONE if thing.held_on else WindowMove.DROPPED
    if thing.status in _DONE:
        return WindowMove.DONE
    return WindowMove.DROPPED if thing.status in _DROPPED else WindowMove.MISSED


def _carries(thing: WorkThing) -> int:
    return 0 if isinstance(thing, Review) else thing.carry_count


def _slips(before: _Seen | None, thing: WorkThing) -> tuple[Slip, ...]:
    """Return every slip that is known: a promise that is carried begins anew."""
    found = () if isinstance(thing, Review) else thing.slips
    if before is None or isinstance(before.thing, Review):
        return found
    known = before.thing.slips
    return found if found[: len(known)] == known else known + found


def _why(before: _Seen | None, thing: WorkThing) -> str:
    if isinstance(thing, Review):
        return thing.cancelled_why
    known = () if before is None else _slips(None, before.thing)
    if is_open(thing) and thing.slips and thing.slips != known:
        return thing.slips[-1].why
    return thing.why if isinstance(thing, Commitment) else thing.blocked_reason
