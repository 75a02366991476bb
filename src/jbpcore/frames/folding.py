"""Working out beforehand what is the same for every row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import reduce
from typing import Any, Final

from jbpcore.frames.expression import Expression, Op, when

__all__ = ["folded_stages"]

# The constructors that see to constants; all other nodes are made as they are.
_MADE_BY: Final[Mapping[Op, Callable[..., Expression]]] = {
    Op.ADD: lambda one, other: one + other,
    Op.SUBTRACT: lambda one, other: one - other,
    Op.MULTIPLY: lambda one, other: one * other,
    Op.EQUAL: lambda one, other: one.equals(other),
    Op.AND: lambda one, other: one & other,
    Op.OR: lambda one, other: one | other,
    Op.NOT: lambda one: ~one,
    Op.IS_NULL: lambda one: one.is_null(),
    Op.COALESCE: lambda one, other: one.or_else(other),
    Op.INTEGER: lambda one: one.as_integer(),
    Op.WHEN: when,
}


def folded_stages(
    stages: Iterable[Mapping[str, Expression]], *, kept: Collection[str]
) -> tuple[dict[str, Expression], ...]:
    """Return *stages* with only the columns that are read in several places.

    Those that are constant, or read in one place, are written there; those that nobody
    reads are left out.

    Args:
        stages: As :func:`~jbpcore.frames.definition.definition` gives them.
        kept: The columns that come out, constant or not.

    Examples:
        >>> from jbpcore.frames.expression import column
        >>> stages = [{"start": column("a") * 1, "zero": column("b") - column("b")},
        ...           {"way": column("start") + column("zero")}]
        >>> [list(stage) for stage in folded_stages(stages, kept={"way"})]
        [['way']]
    """
    known: dict[str, Expression] = {}
    rebuilt: list[dict[str, Expression]] = []
    for stage in stages:
        made = {name: _rebuilt(term, known) for name, term in stage.items()}
        known = {name: term for name, term in known.items() if name not in made}
        known |= {name: term for name, term in made.items() if term.op is Op.LITERAL}
        rebuilt.append(
            {name: t for name, t in made.items() if name in kept or name not in known}
        )
    needed = tuple(reversed(_needed(reversed(rebuilt), frozenset(kept))))
    return _put_together(needed, frozenset(kept))


def _needed(
    backwards: Iterable[dict[str, Expression]], read: frozenset[str]
) -> list[dict[str, Expression]]:
    found: list[dict[str, Expression]] = []
    for stage in backwards:
        used = {name: term for name, term in stage.items() if name in read}
        read = reduce(frozenset.union, (term.names for term in used.values()), read)
        if used:
            found.append(used)
    return found


def _put_together(
    stages: tuple[dict[str, Expression], ...], kept: frozenset[str]
) -> tuple[dict[str, Expression], ...]:
    """Write what is read in one place there, so that there are fewer columns.

    A database takes time for each of them before it has seen a row.
    """
    reads: Counter[str] = Counter()
    makes: Counter[str] = Counter()
    for stage in stages:
        makes.update(list(stage))
        for term in stage.values():
            reads.update(_reads(term))
    once = {name for name, n in reads.items() if n == 1 and makes[name] == 1} - kept
    moved: dict[str, Expression] = {}
    found = []
    for stage in stages:
        made = {name: _rebuilt(term, moved) for name, term in stage.items()}
        moved |= {name: term for name, term in made.items() if name in once}
        left = {name: term for name, term in made.items() if name not in once}
        if left:
            found.append(left)
    return tuple(found)


def _reads(term: Expression) -> Iterator[str]:
    if term.op is Op.COLUMN:
        yield str(term.value)
    for part in term.parts:
        yield from _reads(part)


def _rebuilt(term: Expression, known: Mapping[str, Expression]) -> Expression:
    if term.op is Op.COLUMN:
        return known.get(str(term.value), term)
    if not term.parts:
        return term
    parts: tuple[Any, ...] = tuple(_rebuilt(part, known) for part in term.parts)
    make = _MADE_BY.get(term.op)
    return Expression(term.op, parts) if make is None else make(*parts)
