"""One thing that needs attention."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final, TypeAlias

import attrs

from jbpcore.engine.attention.codes import URGENCY, NudgeCode, NudgeStep
from jbpcore.errors import InvalidValueError
from jbpcore.model.amount import Amount
from jbpcore.model.party import Side
from jbpcore.values.ids import PersonId, PlanId

__all__ = ["FactValue", "Nudge", "NudgeFact", "SinceReason"]

_KEY_DIGITS: Final = 32

FactValue: TypeAlias = Amount | Fraction | int | date | str
"""An amount, a ratio, a count (of days, for one), a day, or an id or text."""


class SinceReason(StrEnum):
    """Why it cannot be known since when a nudge holds."""

    NOT_WRITTEN_DOWN = "not_written_down"
    """The plan does not say on which day it came about."""


@attrs.frozen
class NudgeFact:
    """One thing to know about a nudge, or one argument of what it asks for.

    Attributes:
        name: What it is, as a permanent code: ``"gap_to_target"``, ``"action_id"``.
        value: The amount, ratio, count, day, id or text.
    """

    name: str
    value: FactValue


def _facts(facts: Iterable[NudgeFact]) -> tuple[NudgeFact, ...]:
    return tuple(facts)


def _sides(sides: Iterable[Side]) -> tuple[Side, ...]:
    return tuple(sorted(set(sides)))


@attrs.frozen(kw_only=True)
class Nudge:
    """One thing that needs attention, and the one thing to do about it.

    It holds no words, so that it can be said in any language;
    :func:`jbpcore.formatting.explain_nudge.explain_nudge` says it in English.

    Attributes:
        code: What it is about.
        plan_id: The plan.
        subject: The part of the plan, such as ``"goals:g1"``; empty for the plan as a
            whole.
        name: What people call that part.
        sides: The sides that can act: one, or both.
        step: The one thing to do.
        arguments: What for: ids of actions, a review, an amendment.
        person_id: Who can act, where that is one person.
        since: The first day on which it was so, without a break until now; settings may
            have kept it quiet for some days from there. ``None`` if it cannot be known.
        since_reason: Why it cannot be known.
        at_stake: What may be lost: the gap of a goal, the impact of an action.
        stake_ratio: The same as a part of what was agreed, where that is known.
        facts: The figures behind it.

    Examples:
        >>> nudge = Nudge(
        ...     code=NudgeCode.ACTION_OVERDUE, plan_id="northwind-2026",
        ...     subject="actions:train", name="Train two engineers",
        ...     sides=[Side.PARTNER], step=NudgeStep.FINISH_ACTION,
        ...     since=date(2026, 6, 2),
        ... )
        >>> nudge.urgency, nudge.key
        (4, '0c60304e4882f40469d123fdabfa51ab')
    """

    code: NudgeCode
    plan_id: PlanId = attrs.field(converter=PlanId)
    subject: str
    name: str
    sides: tuple[Side, ...] = attrs.field(converter=_sides)
    step: NudgeStep
    arguments: tuple[NudgeFact, ...] = attrs.field(default=(), converter=_facts)
    person_id: PersonId | None = attrs.field(
        default=None, converter=attrs.converters.optional(PersonId)
    )
    since: date | None = None
    since_reason: SinceReason | None = None
    at_stake: Amount | None = None
    stake_ratio: Fraction | None = None
    facts: tuple[NudgeFact, ...] = attrs.field(default=(), converter=_facts)

    @property
    def urgency(self) -> int:
        """The class it belongs to, from 1, the most urgent."""
        return URGENCY[self.code]

    @property
    def key(self) -> str:
        """An id that stays the same as long as the nudge does, 32 hexadecimal digits.

        It is made of the plan, the code, the subject, the sides and the day since when.
        What ends and begins anew has another key. So has what is found to have begun on
        another day, as after a booking that was recorded late.
        """
        since = "" if self.since is None else self.since.isoformat()
        parts = (self.plan_id, self.code, self.subject, *self.sides, since)
        text = "\n".join(parts)
        return hashlib.sha256(text.encode()).hexdigest()[:_KEY_DIGITS]

    def fact(self, name: str) -> FactValue:
        """Return the fact of this name.

        Raises:
            InvalidValueError: If the nudge has no such fact.
        """
        value = self.try_fact(name)
        if value is None:
            known = ", ".join(fact.name for fact in self.facts) or "none"
            raise InvalidValueError("name", name, f"a fact of this nudge ({known})")
        return value

    def try_fact(self, name: str) -> FactValue | None:
        """Return the fact of this name, or ``None`` if the nudge has none."""
        for fact in self.facts:
            if fact.name == name:
                return fact.value
        return None

    def days_since(self, *, as_of: date) -> int | None:
        """Return how many days it has been so, the first included."""
        return None if self.since is None else (as_of - self.since).days + 1
