"""Putting what a viewer wrote into the plan of which they saw a part."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from itertools import count
from typing import Any

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.dependencies import find_circle
from jbpcore.model.execution import Action
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.planning.anatomy import Kind, Part, keyed, parts_of
from jbpcore.planning.change_words import label_of
from jbpcore.planning.changes import Change, ChangeKind
from jbpcore.planning.order import placed
from jbpcore.planning.redaction import Redactor, stand_in_id
from jbpcore.planning.references import iter_references, rewired

__all__ = ["embedded"]

_STAND_INS = frozenset(stand_in_id(side) for side in (None, *Side))


def embedded(
    full: Plan, now: Plan, new: Plan, sight: Redactor
) -> tuple[Plan, tuple[Change, ...]]:
    """Return *full* with what is different between *now* and *new* made to it.

    Args:
        full: The whole plan.
        now: What the viewer sees of it.
        new: What they want to see.
        sight: What they may see of *full*.

    Returns:
        The whole plan, and what the edit did to parts that the viewer does not see.

    Raises:
        InvalidValueError: If *new* has a stand-in where a person is to be named, or a
            person under the id of one who is hidden.
    """
    work = _Embedding(sight)
    full = work.with_room_for(full, now, new)
    return work.record(full, now, new, ""), tuple(work.replaced)


class _Embedding:
    """Walks three versions of a plan at once, and notes what gives way."""

    def __init__(self, sight: Redactor) -> None:
        self.replaced: list[Change] = []
        self._sight = sight

    def with_room_for(self, full: Plan, now: Plan, new: Plan) -> Plan:
        """Rename what is hidden and has the id of something that is new.

        Refusing the new part would tell that there is a hidden one of that id.
        """
        for part in parts_of(Plan):
            if part.key != "id" or not part.is_many:
                continue
            taken = keyed(getattr(full, part.name), part.key)
            seen = keyed(getattr(now, part.name), part.key)
            for key in keyed(getattr(new, part.name), part.key):
                if key in taken and key not in seen:
                    full = self._renamed(full, part.name, str(key), taken)
        return full

    def _renamed(
        self, full: Plan, kind: str, key: str, taken: dict[Hashable, Any]
    ) -> Plan:
        if kind == "people":
            expected = "an id of its own; new_id() makes one"
            raise InvalidValueError("after.people", key, expected)
        free = next(name for n in count(2) if (name := f"{key[:120]}.{n}") not in taken)
        members = tuple(
            attrs.evolve(member, id=free) if member.id == key else member
            for member in getattr(full, kind)
        )
        self.replaced.append(
            Change(
                kind=ChangeKind.CHANGED,
                path=f"{kind}[id={key}].id",
                before=key,
                after=free,
                subject=label_of(taken[key]),
            )
        )
        # Its fields are those of the class, which type checkers cannot see here.
        full = attrs.evolve(full, **{kind: members})  # type: ignore[arg-type] # a plan's
        return rewired(full, lambda k, ref: free if (k, ref) == (kind, key) else ref)

    def record(self, full: Any, now: Any, new: Any, path: str) -> Any:  # noqa: ANN401 - any record
        values: dict[str, Any] = {}
        for part in parts_of(type(full)):
            was, wanted = getattr(now, part.name), getattr(new, part.name)
            if was == wanted:
                continue
            here = f"{path}.{part.name}" if path else part.name
            there = getattr(full, part.name)
            values[part.name] = self._field(full, part, (there, was, wanted), here)
        if isinstance(full, Plan) and "actions" in values:
            values["actions"] = self._without_circle(values["actions"], new.actions)
        return attrs.evolve(full, **values) if values else full

    def _without_circle(
        self, actions: tuple[Action, ...], wanted: Iterable[Action]
    ) -> tuple[Action, ...]:
        """Let hidden dependencies give way where they would close a circle.

        Refusing the edit would tell that there is something hidden that waits.
        """
        seen = {(one.id, need.action_id) for one in wanted for need in one.depends_on}
        found = {action.id: action for action in actions}
        while circle := find_circle(found.values()):
            links = zip(circle, (*circle[1:], circle[0]), strict=True)
            key, needed = next(link for link in links if link not in seen)
            action = found[key]
            kept = tuple(one for one in action.depends_on if one.action_id != needed)
            self.replaced.append(
                Change(
                    kind=ChangeKind.CHANGED,
                    path=f"actions[id={key}].depends_on",
                    before=action.depends_on,
                    after=kept,
                    subject=label_of(action),
                )
            )
            found[key] = attrs.evolve(action, depends_on=kept)
        return tuple(found.values())

    def _field(
        self, owner: object, part: Part, three: tuple[Any, Any, Any], path: str
    ) -> object:
        there, was, wanted = three
        if part.is_many and part.key == "id":
            return self._members(part, three, path)
        if part.is_many:
            return self._unnamed(there, wanted)
        if part.kind is Kind.RECORD and _is_same(there, wanted):
            return self.record(there, was, wanted, path)
        if part.refers_to == "people" and wanted in _STAND_INS:
            raise _stand_in(path, wanted)
        if there != was:
            self.replaced.append(
                Change(
                    kind=ChangeKind.CHANGED,
                    path=path,
                    before=there,
                    after=wanted,
                    subject=label_of(owner),
                )
            )
        return wanted

    def _members(
        self, part: Part, three: tuple[Any, Any, Any], path: str
    ) -> tuple[Any, ...]:
        there, was, wanted = (keyed(members, part.key) for members in three)
        after = {k: m for k, m in there.items() if k in wanted or k not in was}
        for key, member in wanted.items():
            here = f"{path}[{part.key}={key}]"
            if key in there and key in was:
                after[key] = self.record(there[key], was[key], member, here)
            elif key not in was:  # pragma: no branch - what is seen is there
                _check_names(member, here)
                after[key] = member
        return tuple(after[key] for key in placed(list(after), list(wanted)))

    def _unnamed(
        self, there: tuple[Any, ...], wanted: tuple[Any, ...]
    ) -> tuple[Any, ...]:
        """Put back what is hidden among members that are known by nothing."""
        shown = list(self._sight.shown_members(there))
        # What is told by another that is like it stays as long as that does.
        repeats = {member: seen for member, seen, is_repeat in shown if is_repeat}
        left = [
            (member, None if is_repeat else seen) for member, seen, is_repeat in shown
        ]
        kept: set[Any] = set()
        found: list[Any] = []
        for member in wanted:
            same = next((pair for pair in left if pair[1] == member), None)
            if same is None:
                _check_names(member, "")
                found.append(member)
            else:
                # What is hidden before it goes in before it.
                at = left.index(same)
                found += [full for full, seen in left[:at] if seen is None]
                found.append(same[0])
                kept.add(same[1])
                left = [
                    pair
                    for place, pair in enumerate(left)
                    if place > at or (place < at and pair[1] is not None)
                ]
        found += [full for full, seen in left if seen is None]
        return tuple(one for one in found if repeats.get(one) in {None, *kept})


def _is_same(one: Any, other: Any) -> bool:  # noqa: ANN401 - any record
    return type(one) is type(other) and one.id == other.id


def _check_names(member: object, path: str) -> None:
    for found in iter_references(member, path):
        if found.kind == "people" and found.id in _STAND_INS:
            raise _stand_in(found.path, found.id)


def _stand_in(path: str, given: object) -> InvalidValueError:
    expected = "a person whom you see; this one stands for all whom you do not"
    return InvalidValueError(f"after.{path}", given, expected)
