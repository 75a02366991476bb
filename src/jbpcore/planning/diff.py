"""What is different between two versions of a plan, and making it so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any, TypeAlias, TypeVar

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.planning.anatomy import Kind, Part, keyed, parts_of
from jbpcore.planning.change_words import label_of
from jbpcore.planning.changes import (
    Change,
    ChangeKind,
    Step,
    is_material,
    steps_of,
)
from jbpcore.planning.order import placed
from jbpcore.planning.terms import terms_digest
from jbpcore.wording import Sentence

__all__ = ["apply_changes", "diff"]

_Record = TypeVar("_Record")
_Steps: TypeAlias = tuple[Step, ...]
_Todo: TypeAlias = list[tuple[_Steps, Change]]


def diff(old: Plan, new: Plan) -> tuple[Change, ...]:
    """Return what is different in *new*, each change with its path.

    Parts with an id are matched by it, however they are ordered or named; a goal whose
    target and owner changed gives two changes, a goal with another id is one removed
    and one added. Show the other side only what is made from projected plans: the
    changes of a whole plan have in them what one side keeps to itself.

    Args:
        old: The plan before.
        new: The plan after.

    Returns:
        The changes, in the order of the plan's fields. ``apply_changes(old, ...)`` of
        them gives *new*. Some are material exactly if the digest of the terms differs.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.model import metrics
        >>> from jbpcore.model.goal import Goal
        >>> from jbpcore.model.party import Partner, Party
        >>> from jbpcore.periods.daterange import DateRange
        >>> from jbpcore.values.money import Money
        >>> year = DateRange(date(2026, 1, 1), date(2027, 1, 1))
        >>> goal = Goal(id="g1", name="New revenue", metric=metrics.REVENUE,
        ...             target=Money("25000", "USD"), period=year)
        >>> plan = Plan(id="p", name="P", vendor=Party(id="acme", name="Acme"),
        ...             partner=Partner(id="nw", name="Northwind"), period=year,
        ...             goals=[goal])
        >>> more = attrs.evolve(goal, target=Money("30000", "USD"))
        >>> change, = diff(plan, attrs.evolve(plan, goals=[more]))
        >>> change.path, change.is_material
        ('goals[id=g1].target', True)
        >>> print(change.sentence)
        Target of "New revenue" changed from 25,000 USD to 30,000 USD.
    """
    changes = tuple(_iter_record(old, new, ""))
    said = [change for change in changes if change.is_material]
    if said and terms_digest(old) == terms_digest(new):
        # Another Unicode form of a text, or a promise for a goal that nobody signs.
        return tuple(attrs.evolve(change, is_material=False) for change in changes)
    return changes


def _iter_record(old: Any, new: Any, path: str) -> Iterator[Change]:  # noqa: ANN401 - any record
    for part in parts_of(type(old)):
        before, after = getattr(old, part.name), getattr(new, part.name)
        if before == after:
            continue
        here = f"{path}.{part.name}" if path else part.name
        if part.kind in {Kind.COLLECTION, Kind.LOG}:
            yield from _iter_members(old, part, before, after, here)
        elif part.kind is Kind.RECORD and _is_same(before, after):
            yield from _iter_record(before, after, here)
        else:
            yield _changed(old, part.name, before, after, here)


def _is_same(before: Any, after: Any) -> bool:  # noqa: ANN401 - any record
    return type(before) is type(after) and before.id == after.id


def _changed(
    record: object, field: str, before: object, after: object, path: str
) -> Change:
    return Change(
        kind=ChangeKind.CHANGED,
        path=path,
        before=before,
        after=after,
        subject=label_of(record),
        is_material=is_material(record, field, before, after),
        side=_side(record),
    )


def _side(record: object) -> Side | None:
    side = getattr(record, "side", None)
    return side if isinstance(side, Side) else None


def _iter_members(
    record: object,
    part: Part,
    before: tuple[Any, ...],
    after: tuple[Any, ...],
    path: str,
) -> Iterator[Change]:
    olds, news = keyed(before, part.key), keyed(after, part.key)
    kept = [key for key in olds if key in news]
    added = [key for key in news if key not in olds]
    is_moved = [*kept, *added] != list(news)
    if part.key is None and is_moved:
        yield _changed(record, part.name, before, after, path)
        return
    for key, old in olds.items():
        here = path if part.key is None else f"{path}[{part.key}={key}]"
        if key not in news:
            yield _whole(ChangeKind.REMOVED, here, record, part.name, before=old)
        elif part.key is not None and news[key] != old:
            yield from _iter_record(old, news[key], here)
    for key in added:
        here = path if part.key is None else f"{path}[{part.key}={key}]"
        yield _whole(ChangeKind.ADDED, here, record, part.name, after=news[key])
    if is_moved:
        yield Change(
            kind=ChangeKind.MOVED, path=path, before=tuple(olds), after=tuple(news)
        )


def _whole(
    kind: ChangeKind,
    path: str,
    record: object,
    field: str,
    *,
    before: object = None,
    after: object = None,
) -> Change:
    member = before if after is None else after
    is_joint = getattr(member, "audience", "joint") == "joint"
    return Change(
        kind=kind,
        path=path,
        before=before,
        after=after,
        subject=_called(member, record),
        is_material=is_joint and is_material(record, field, before, after),
        side=_side(member),
    )


def _called(member: object, owner: object) -> str:
    label = label_of(member)
    # There may be slips of many actions; one of the plan's own parts needs no more.
    if isinstance(owner, Plan):
        return label
    return Sentence("{part} of {whole}", part=label, whole=label_of(owner))


def apply_changes(plan: Plan, changes: Iterable[Change]) -> Plan:
    """Return *plan* with *changes* made to it.

    Args:
        plan: The plan that they start from.
        changes: What :func:`diff` found, all of it or some.

    Raises:
        InvalidValueError: If a change starts from something that the plan does not have
            (somebody changed it since; merge instead), or the plan would be left
            invalid.
        JbpError: If a part would be left invalid in another way.

    Examples:
        >>> from jbpcore.planning.diff import diff
        >>> from datetime import date
        >>> from jbpcore.model.party import Partner, Party
        >>> from jbpcore.periods.daterange import DateRange
        >>> plan = Plan(id="p", name="P", vendor=Party(id="acme", name="Acme"),
        ...             partner=Partner(id="nw", name="Northwind"),
        ...             period=DateRange(date(2026, 1, 1), date(2027, 1, 1)))
        >>> gold = attrs.evolve(plan, partner=attrs.evolve(plan.partner, tier="Gold"))
        >>> apply_changes(plan, diff(plan, gold)) == gold
        True
    """
    return _applied(plan, [(steps_of(change.path), change) for change in changes])


def _applied(record: _Record, todo: _Todo) -> _Record:
    by_field: defaultdict[str, _Todo] = defaultdict(list)
    for steps, change in todo:
        by_field[steps[0].field].append((steps, change))
    parts = {part.name: part for part in parts_of(type(record))}
    values: dict[str, object] = {}
    for field, inside in by_field.items():
        if field not in parts:
            raise _not_there(inside[0][1])
        values[field] = _field_after(parts[field], getattr(record, field), inside)
    # Its fields are those of the class, which type checkers cannot see here.
    return attrs.evolve(record, **values)  # type: ignore[misc] # any attrs class


def _field_after(part: Part, value: Any, todo: _Todo) -> object:  # noqa: ANN401 - any field
    for steps, change in todo:
        if len(steps) == 1 and change.kind is ChangeKind.CHANGED:
            if change.before != value:
                raise _not_there(change)
            return change.after
    if part.kind is Kind.RECORD:
        return _applied(value, [(steps[1:], change) for steps, change in todo])
    if part.kind is Kind.VALUE:
        raise _not_there(todo[0][1])
    if part.key is None:
        return _log_after(value, [change for _, change in todo])
    return _members_after(part, value, todo)


def _log_after(members: Sequence[Any], changes: list[Change]) -> tuple[Any, ...]:
    after = list(members)
    for change in changes:
        if change.kind is ChangeKind.ADDED:
            after.append(change.after)
        elif change.before in after:
            # The last of several that are the same.
            del after[len(after) - 1 - after[::-1].index(change.before)]
        else:
            raise _not_there(change)
    return tuple(after)


def _members_after(part: Part, members: Sequence[Any], todo: _Todo) -> tuple[Any, ...]:
    after = keyed(members, part.key)
    inside: defaultdict[str, _Todo] = defaultdict(list)
    order: Sequence[object] = tuple(after)
    is_moved = False
    for steps, change in todo:
        key = steps[0].value
        if key is None:
            is_moved = isinstance(change.after, tuple)
            order = change.after if isinstance(change.after, tuple) else order
        elif len(steps) > 1:
            inside[key].append((steps[1:], change))
        else:
            _put(after, key, change)
    for key, changes in inside.items():
        if key not in after:
            raise _not_there(changes[0][1])
        after[key] = _applied(after[key], changes)
    keys = placed(list(after), order) if is_moved else after
    return tuple(after[key] for key in keys)


def _put(members: dict[Hashable, Any], key: str, change: Change) -> None:
    """Add, replace or remove one member, if what the change starts from is there."""
    if members.get(key) != change.before:
        raise _not_there(change)
    if change.kind is ChangeKind.REMOVED:
        del members[key]
    else:
        members[key] = change.after


def _not_there(change: Change) -> InvalidValueError:
    expected = "a change of what the plan has; merge if somebody changed it since"
    return InvalidValueError("Change.path", change.path, expected)
