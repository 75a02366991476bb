"""What one change to a plan is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.party import Side
from jbpcore.model.validation import is_a
from jbpcore.planning.change_words import (
    named_field,
    named_part,
    noun_of,
    value_words,
)
from jbpcore.wording import Opening, Sentence, message

__all__ = ["Change", "ChangeKind", "Step", "is_material", "steps_of"]

_STEP = re.compile(r"(?:^|\.)([a-z_]+)(?:\[([a-z_]+)=([^\]]+)\])?")
_MATERIAL: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "Plan": frozenset({"period", "goals", "commitments", "health_bands"}),
        "Goal": frozenset(
            {
                "id",
                "audience",
                "baseline",
                "commit",
                "keep",
                "metric",
                "period",
                "phasing",
                "scope",
                "score_cap",
                "score_floor",
                "side",
                "stretch",
                "target",
                "target_versions",
                "weight",
            }
        ),
        "Commitment": frozenset({"id", "name", "side", "due_on", "goal_id", "weight"}),
    }
)
_METRIC: Final = ("key", "unit", "accumulation", "direction", "definition")


class ChangeKind(StrEnum):
    """What happened.

    Attributes:
        ADDED: A goal, an action, a comment … is new.
        REMOVED: One is gone.
        CHANGED: A field has another value.
        MOVED: The same ones stand in another order.
    """

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@attrs.frozen
class Step:
    """One step of a path: a field, and which of its members.

    Attributes:
        field: The field.
        key: The field that the member is known by, or ``None`` for the field itself.
        value: What stands there.
    """

    field: str
    key: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        return (
            self.field if self.key is None else f"{self.field}[{self.key}={self.value}]"
        )


def steps_of(path: str) -> tuple[Step, ...]:
    """Return the steps of a path.

    Raises:
        InvalidValueError: If it is no path of ours.

    Examples:
        >>> steps_of("goals[id=g.1].target")
        (Step(field='goals', key='id', value='g.1'), Step(field='target', ...))
    """
    found = tuple(Step(*match.groups()) for match in _STEP.finditer(path))
    if not found or ".".join(map(str, found)) != path:
        expected = "a path such as 'goals[id=g1].target'"
        raise InvalidValueError("Change.path", path, expected)
    return found


@attrs.frozen(kw_only=True)
class Change:
    """One thing that is different in a plan.

    Attributes:
        kind: What happened.
        path: Where: ``"goals[id=g1].target"``, ``"goals[id=g1]"`` for a whole goal,
            ``"goals"`` for their order, ``"signoffs"`` for one that has no id.
        before: What was there; ``None`` for what is added. For an order the ids.
        after: What is there now; ``None`` for what is removed.
        subject: What the thing is called that has changed, or that it is part of.
        is_material: Whether what the two sides sign is different with it.
        side: The side whose part it is; ``None`` for both.

    Examples:
        >>> from jbpcore.values.money import Money
        >>> Change(kind=ChangeKind.CHANGED, path="goals[id=g1].target",
        ...        before=Money("25000", "USD"), after=Money("30000", "USD"),
        ...        subject='"New revenue"', is_material=True).sentence
        'Target of "New revenue" changed from 25,000 USD to 30,000 USD.'
    """

    kind: ChangeKind = attrs.field(validator=is_a(ChangeKind))
    path: str = attrs.field(validator=is_a(str))
    before: object = None
    after: object = None
    subject: str = attrs.field(default="the plan", validator=is_a(str))
    is_material: bool = attrs.field(default=False, validator=is_a(bool))
    side: Side | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(Side))
    )

    @property
    def sentence(self) -> str:
        """The change in one English sentence, which can be said in a locale."""
        if self.kind is ChangeKind.ADDED:
            what = _called(self.subject, self.after)
            return Sentence("{what} was added.", what=Opening(what))
        if self.kind is ChangeKind.REMOVED:
            what = _called(self.subject, self.before)
            return Sentence("{what} was removed.", what=Opening(what))
        name = steps_of(self.path)[-1].field
        field = named_field(name)
        if self.kind is ChangeKind.MOVED:
            # Translators: {field} is a list in a plan, such as "goals".
            return Sentence("The order of {field} changed.", field=field)
        before, after = _both_in_words(name, self.before, self.after)
        facts: dict[str, object] = {
            "what": Opening(named_part(field, self.subject)),
            "before": before,
            "after": after,
        }
        if self.before is None and after:
            return Sentence("{what} was set to {after}.", **facts)
        if self.after is None and before:
            return Sentence("{what} was removed; it was {before}.", **facts)
        if not before or not after or before == after:
            return Sentence("{what} changed.", **facts)
        return Sentence("{what} changed from {before} to {after}.", **facts)


def _both_in_words(field: str, *values: object) -> tuple[str, ...]:
    weights = [one for one in values if isinstance(one, Fraction)]
    # Weights of 40 and 20 are so many of all there are, and no 4,000% and 2,000%.
    if field == "weight" and max(weights, default=0) > 1:
        values = tuple(
            int(one) if isinstance(one, Fraction) and one.denominator == 1 else one
            for one in values
        )
    return tuple(map(value_words, values))


def _called(subject: str, record: object) -> str:
    noun = noun_of(record)
    if subject.startswith(noun):
        return subject
    # Translators: {noun} is such as "goal" or "action", {subject} its quoted name.
    text = message("{noun} {subject}")
    return Sentence(text, noun=Sentence.named("part of a plan", noun), subject=subject)


def is_material(record: object, field: str, before: object, after: object) -> bool:
    """Whether other terms are signed when a field of *record* changes so.

    Material are the plan's period, bands, joint goals and commitments; of a goal all
    but its wording, who answers for it, and when its figures are stale; of a metric all
    but its name; of a revised target the day and the amount; of a commitment what is
    promised, by whom, by when, for what and with which weight. What is for one side
    alone is never part of the terms, but becoming so is.
    """
    if field not in _MATERIAL.get(type(record).__name__, ()):
        return False
    if field == "audience":
        return "joint" in {before, after}
    if getattr(record, "audience", "joint") != "joint":
        return False
    if field == "metric":
        return any(getattr(before, n) != getattr(after, n) for n in _METRIC)
    if field == "target_versions":
        return _agreed(before) != _agreed(after)
    return True


def _agreed(versions: object) -> list[tuple[object, object]]:
    listed = versions if isinstance(versions, tuple) else ()
    return [(version.effective_on, version.target) for version in listed]
