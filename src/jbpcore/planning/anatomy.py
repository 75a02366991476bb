"""How a plan is built, read from its classes: which fields hold what.

Comparing, merging and projecting plans all follow this one description, so that a field
which is added to a class of the model is compared, merged and projected without a word
about it anywhere:

* a tuple of records that have an ``id`` is a *collection*: its members are matched by
  id, and field by field;
* a log is a collection that only grows (history, signatures, comments, beliefs): new
  members come in order of time, and one without an id is matched as a whole;
* a record that has an ``id`` itself, such as the partner, is looked into;
* everything else is one value, changed as a whole: money, phasing, labels, a list of
  lines.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from enum import Enum, auto
from functools import cache
from types import MappingProxyType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

import attrs

from jbpcore.values.ids import (
    ActionId,
    AmendmentId,
    AnswerId,
    CadenceId,
    CommentId,
    CommitmentId,
    GoalId,
    InitiativeId,
    PersonId,
    PlanId,
    ProposalId,
    RecordId,
    ReviewId,
)

__all__ = ["Kind", "Part", "keyed", "moment_of", "parts_of"]

_LOGS: Final = frozenset(
    {
        "acceptances",
        "approvals",
        "attendance",
        "comments",
        "confidences",
        "proposals",
        "records",
        "signoffs",
        "slips",
    }
)
_KEYS: Final[Mapping[str, str]] = MappingProxyType(
    {"Dependency": "action_id", "GoalFigures": "goal_id", "GoalOutcome": "goal_id"}
)
_REFERENCES: Final[Mapping[object, str]] = MappingProxyType(
    {
        PersonId: "people",
        GoalId: "goals",
        InitiativeId: "initiatives",
        ActionId: "actions",
        CommitmentId: "commitments",
        CadenceId: "cadences",
        ReviewId: "reviews",
        CommentId: "comments",
        ProposalId: "proposals",
        AmendmentId: "amendments",
        AnswerId: "answers",
        RecordId: "records",
        PlanId: "plans",
    }
)


class Kind(Enum):
    """What a field holds."""

    VALUE = auto()
    RECORD = auto()
    COLLECTION = auto()
    LOG = auto()


@attrs.frozen(kw_only=True)
class Part:
    """One field of a class of the model.

    Attributes:
        name: Its name.
        kind: What it holds.
        record: The class of the record, or of the members, where it holds such.
        is_many: Whether it holds a tuple of records.
        key: The field that a member is known by; ``None`` where it is known by all of
            itself.
        refers_to: The collection of the plan that its value is an id in, or ``"plans"``
            for other plans; ``None`` if it is no reference.
        is_required: Whether it has no default.
        may_be_none: Whether ``None`` may stand in it.
        default: The value that means nothing was stated, where it is not required.
    """

    name: str
    kind: Kind
    record: type | None = None
    is_many: bool = False
    key: str | None = None
    refers_to: str | None = None
    is_required: bool = False
    may_be_none: bool = False
    default: object = None


def parts_of(record: type) -> tuple[Part, ...]:
    """Return the fields of a class, in their order.

    Examples:
        >>> from jbpcore.model.plan import Plan
        >>> next(part.kind for part in parts_of(Plan) if part.name == "goals")
        <Kind.COLLECTION: 3>
        >>> from jbpcore.model.execution import Action
        >>> [part.refers_to for part in parts_of(Action) if part.name == "owner_id"]
        ['people']
    """
    return _parts(record)


# One entry for each class there is, so it is bounded by the code.
@cache
def _parts(record: type) -> tuple[Part, ...]:
    hints = get_type_hints(record)
    return tuple(_part(field, hints[field.name]) for field in attrs.fields(record))


def _part(field: attrs.Attribute[Any], hint: object) -> Part:
    plain = _without_none(hint)
    member = _member(plain)
    record = member
    kind = Kind.VALUE
    if member is not None and field.name in _LOGS:
        kind = Kind.LOG
    elif member is not None and _key(member):
        kind = Kind.COLLECTION
    elif isinstance(plain, type) and attrs.has(plain):
        record = plain
        # Looked into only if one can tell that it is still the same one.
        kind = Kind.RECORD if _key(plain) else Kind.VALUE
    refers_to = _REFERENCES.get(plain) if isinstance(plain, Hashable) else None
    return Part(
        name=field.name,
        kind=kind,
        record=record,
        is_many=member is not None,
        key=None if record is None else _key(record),
        refers_to=None if field.name == "id" else refers_to,
        is_required=field.default is attrs.NOTHING,
        may_be_none=plain is not hint,
        default=_default(field),
    )


def _default(field: attrs.Attribute[Any]) -> object:
    default = field.default
    if default is attrs.NOTHING:
        return None
    # A factory makes it; no class of the model wants the instance for that.
    make = getattr(default, "factory", None)
    return default if make is None else make()


def _member(hint: object) -> type | None:
    if get_origin(hint) is not tuple:
        return None
    inner = get_args(hint)[0]
    return inner if isinstance(inner, type) and attrs.has(inner) else None


def _without_none(hint: object) -> object:
    if get_origin(hint) not in {Union, UnionType}:
        return hint
    kinds = [kind for kind in get_args(hint) if kind is not type(None)]
    if len(kinds) == len(get_args(hint)):
        return hint
    return kinds[0] if len(kinds) == 1 else tuple(kinds)


def _key(record: type) -> str | None:
    stated = _KEYS.get(record.__name__, "id")
    return stated if any(f.name == stated for f in attrs.fields(record)) else None


def keyed(members: Iterable[Any], key: str | None) -> dict[Hashable, Any]:
    """Return *members* by what they are known by, in their order.

    Args:
        members: The members of a collection.
        key: The field that they are known by; without one a member is known by itself,
            and by how many of the same came before.
    """
    if key is not None:
        return {getattr(member, key): member for member in members}
    seen: dict[Any, int] = {}
    found: dict[Hashable, Any] = {}
    for member in members:
        seen[member] = seen.get(member, 0) + 1
        found[member, seen[member]] = member
    return found


def moment_of(member: object) -> str:
    """Return when *member* of a log came to be, as text that sorts in order of time."""
    for part in parts_of(type(member)):
        if part.name == "at" or part.name.endswith(("_at", "_on")):
            moment = getattr(member, part.name)
            if moment is not None:
                return str(moment.isoformat())
    return ""
