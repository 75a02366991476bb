"""The nouns of two looks ahead: what became of each thing between them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import attrs

from jbpcore.model.audience import Audience
from jbpcore.model.party import Side
from jbpcore.values.ids import PlanId

__all__ = ["Roll", "RolledItem", "WindowMove"]


class WindowMove(StrEnum):
    """What became of an action, a commitment or a review since the earlier look.

    Each thing has one; where two would do, the one that stands first here is it, but
    for ``CARRIED_OVER``: what went into the next plan is that, whatever its new day.

    Attributes:
        DONE: Done, kept, held.
        MISSED: A promise of which somebody said that it was not kept.
        DROPPED: Given up, released, called off.
        SLIPPED: Open, and due on a later day than before.
        CARRIED_OVER: Open, and its day has passed, be it for the second time; or it was
            carried into the next plan.
        NEARER: Open, and in a nearer window than before, or given an earlier day.
        UNCHANGED: Open, and where it was.
        APPEARED: New since then, or opened again.
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
        plan_id: The plan in which it stands now, or stood last.
        name: What people call it.
        move: What became of it.
        side: Whose it is; ``None`` for a review.
        was_on: The day it had before; ``None`` if it was not open then.
        on: The day it has now; ``None`` if it is not there any more.
        was_in: Its window before: 0 is overdue; ``None`` if it was not open then.
        now_in: Its window now; ``None`` if it is not open any more.
        is_new: Whether it was not there before.
        slip_count: How often it slipped in all, as far as that was recorded.
        carry_count: How often it was carried from plan to plan.
        why: The reason, as far as one was given.
        audience: Who sees it.
    """

    subject: str
    plan_id: PlanId
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
