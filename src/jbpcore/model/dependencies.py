"""Which actions wait for which."""

from __future__ import annotations

from collections.abc import Iterable

from jbpcore.model.execution import Action
from jbpcore.values.ids import ActionId

__all__ = ["find_circle"]


def find_circle(actions: Iterable[Action]) -> tuple[ActionId, ...]:
    """Return the ids of actions that wait for each other in a circle, or none.

    What an action waits for and is not among *actions* is passed over.

    Args:
        actions: All actions of a plan.

    Returns:
        One circle in its order: each waits for the next, the last for the first.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.model.party import Side
        >>> def action(key: str, *needed: str) -> Action:
        ...     return Action(id=key, name=key, side=Side.VENDOR,
        ...                   due_on=date(2026, 4, 1), depends_on=needed)
        >>> find_circle([action("a", "b"), action("b", "c"), action("c", "a")])
        ('a', 'b', 'c')
    """
    needs = {
        action.id: [needed.action_id for needed in action.depends_on]
        for action in actions
        if action.depends_on
    }
    is_cleared: set[ActionId] = set()
    for start in needs:
        trail: list[ActionId] = []
        # Not by recursion: a chain may be longer than the interpreter allows.
        pending = [(start, iter(needs.get(start, ())))]
        on_trail = {start}
        trail.append(start)
        while pending:
            here, rest = pending[-1]
            following = next(rest, None)
            if following is None:
                pending.pop()
                trail.pop()
                on_trail.discard(here)
                is_cleared.add(here)
            elif following in on_trail:
                return tuple(trail[trail.index(following) :])
            elif following not in is_cleared:
                pending.append((following, iter(needs.get(following, ()))))
                trail.append(following)
                on_trail.add(following)
    return ()
