"""In which order things stand, after several people moved them about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Sequence
from typing import TypeAlias, TypeVar

__all__ = ["merged_order", "placed"]

_Key = TypeVar("_Key", bound=Hashable)
_Runs: TypeAlias = dict[_Key | None, list[_Key]]


def placed(keys: Sequence[_Key], order: Sequence[object]) -> list[_Key]:
    """Return *keys* in *order*; one that it does not name stays behind its predecessor.

    Examples:
        >>> placed(["a", "x", "b", "c"], ["c", "a", "b"])
        ['c', 'a', 'x', 'b']
    """
    behind: defaultdict[object, list[_Key]] = defaultdict(list)
    named = set(order)
    same: dict[object, _Key] = {key: key for key in keys}
    last: object = None
    for key in keys:
        if key in named:
            last = key
        else:
            behind[last].append(key)
    found = behind[None]
    for place in order:
        if place in same:
            found += [same[place], *behind[place]]
    return found


def merged_order(
    base: Sequence[_Key],
    mine: Sequence[_Key],
    theirs: Sequence[_Key],
    kept: Collection[_Key],
    *,
    moment: Callable[[_Key], str] | None = None,
) -> list[_Key] | None:
    """Return the order of what is *kept* after two people changed it.

    What one of them alone moved stays where they put it. What both added behind the
    same thing comes in an order that does not depend on who is who.

    Args:
        base: The order before.
        mine: The order as the one left it.
        theirs: The order as the other left it.
        kept: What is there afterwards.
        moment: For a log, when something came to be: additions come by that, after
            everything else.

    Returns:
        ``None`` if both moved the same things differently.

    Examples:
        >>> merged_order("abc", "cab", "abcx", "abcx")
        ['c', 'x', 'a', 'b']
        >>> merged_order("abc", "cab", "bac", "abc") is None
        True
    """
    if list(theirs) in (list(base), list(mine)):
        return _completed([key for key in mine if key in kept], kept, theirs, base)
    if list(mine) == list(base):
        return _completed([key for key in theirs if key in kept], kept, mine, base)
    core = set(base) & set(mine) & set(theirs) & set(kept)
    orders = [[key for key in keys if key in core] for keys in (base, mine, theirs)]
    was, my, their = orders
    if my != was and their not in (was, my):
        return None
    spine = their if my == was else my
    if moment is not None:
        new = [key for key in dict.fromkeys([*mine, *theirs]) if key in kept]
        rest = [key for key in new if key not in core]
        found = spine + sorted(rest, key=lambda key: (moment(key), repr(key)))
    else:
        found = _with_added(spine, _runs(mine, core, kept), _runs(theirs, core, kept))
    return _completed(found, kept, base)


def _completed(
    found: list[_Key], kept: Collection[_Key], *orders: Sequence[_Key]
) -> list[_Key]:
    """Put what somebody removed, and somebody else decided to keep, where it was."""
    if len(found) == len(kept):
        return found
    for order in orders:
        for at, key in enumerate(order):
            if key in kept and key not in found:
                before = (found.index(one) for one in order[:at] if one in found)
                found.insert(max(before, default=-1) + 1, key)
    return found


def _runs(
    keys: Sequence[_Key], core: Collection[_Key], kept: Collection[_Key]
) -> _Runs[_Key]:
    """Return what was added, by what it stands behind."""
    runs: _Runs[_Key] = {}
    last: _Key | None = None
    for key in keys:
        if key in core:
            last = key
        elif key in kept:
            runs.setdefault(last, []).append(key)
    return runs


def _with_added(
    spine: list[_Key], mine: _Runs[_Key], theirs: _Runs[_Key]
) -> list[_Key]:
    found: dict[_Key, None] = {}
    for anchor in (None, *spine):
        if anchor is not None:
            found[anchor] = None
        for run in sorted((mine.get(anchor, []), theirs.get(anchor, [])), key=repr):
            found.update(dict.fromkeys(run))
    return list(found)
