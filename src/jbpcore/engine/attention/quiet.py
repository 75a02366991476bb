"""When nudges keep quiet: put off, not for this audience, or too many at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

import attrs

from jbpcore.engine.attention.codes import NudgeCode
from jbpcore.engine.attention.nudge import Nudge
from jbpcore.errors import InvalidValueError
from jbpcore.model.party import Side
from jbpcore.model.validation import a_date, a_text, an_id, is_a
from jbpcore.values.ids import PersonId, PlanId

__all__ = ["Attention", "Snooze", "quieted"]


def _nudges(nudges: Iterable[Nudge]) -> tuple[Nudge, ...]:
    return tuple(nudges)


@attrs.frozen(kw_only=True)
class Snooze:
    """That somebody does not want to hear of one thing for some days.

    It is about one code and one subject. What gets worse is another code (a goal that
    was at risk is off pace, a gap is no longer plausible), so it is heard of at once;
    within a code nothing ends a snooze before its day.

    Attributes:
        code: What it is about.
        subject: The part of the plan, as the nudge names it; empty for the plan as a
            whole.
        until_on: The last quiet day.
        side: For whom it is quiet; ``None`` for both sides.
        person_id: For which one person; ``None`` for all of the side.

    Raises:
        InvalidValueError: If a field has a bad value.

    Examples:
        >>> later = Snooze(code="jbp.nudge.goal_at_risk", subject="goals:g1",
        ...                until_on=date(2026, 6, 14), side=Side.PARTNER)
        >>> later.is_quiet_on(date(2026, 6, 14)), later.is_quiet_on(date(2026, 6, 15))
        (True, False)
    """

    code: NudgeCode = attrs.field(converter=NudgeCode)
    subject: str = attrs.field(validator=a_text)
    until_on: date = attrs.field(validator=a_date)
    side: Side | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(Side))
    )
    person_id: PersonId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(PersonId),
        validator=attrs.validators.optional(an_id),
    )

    def is_quiet_on(self, day: date) -> bool:
        """Whether it still holds on *day*."""
        return day <= self.until_on

    def is_about(self, nudge: Nudge) -> bool:
        """Whether *nudge* is what it is about."""
        return (self.code, self.subject) == (nudge.code, nudge.subject)

    def is_for(self, side: Side | None, person_id: PersonId | None) -> bool:
        """Whether it is the snooze of this audience.

        What one side, or one person, put off is not put off for an audience of both.
        """
        is_side = self.side in {None, side}
        return is_side and self.person_id in {None, person_id}


@attrs.frozen(kw_only=True)
class Attention:
    """What needs attention on one day, for one audience.

    It goes like a tuple of its nudges: ``for nudge in attention(...)``.

    Attributes:
        plan_id: The plan.
        as_of: The day.
        nudges: The most urgent, in order.
        more_count: How many less urgent ones were left out.
        snoozed_count: How many are put off.
    """

    plan_id: PlanId
    as_of: date
    nudges: tuple[Nudge, ...] = attrs.field(default=(), converter=_nudges)
    more_count: int = 0
    snoozed_count: int = 0

    def __iter__(self) -> Iterator[Nudge]:
        """Go through the nudges, the most urgent first."""
        return iter(self.nudges)

    def __len__(self) -> int:
        """How many nudges there are, without those left out."""
        return len(self.nudges)

    def __bool__(self) -> bool:
        """Whether there is any nudge."""
        return bool(self.nudges)


def quieted(  # noqa: PLR0913 - each is a quiet rule of its own
    nudges: Collection[Nudge],
    *,
    plan_id: PlanId,
    as_of: date,
    snoozes: Iterable[Snooze] = (),
    side: Side | None = None,
    person_id: PersonId | None = None,
    at_most: int | None = None,
) -> Attention:
    """Return *nudges* without those put off, and of the rest the first *at_most*.

    Args:
        nudges: The nudges, the most urgent first.
        plan_id: The plan.
        as_of: The day.
        snoozes: What was put off, by anybody.
        side: For which side; ``None`` for both together.
        person_id: For which person.
        at_most: How many; ``None`` for all.

    Raises:
        InvalidValueError: If *at_most* is no whole number, zero or more.
    """
    if at_most is not None:
        _check_count(at_most)
    quiet = [
        snooze
        for snooze in snoozes
        if snooze.is_quiet_on(as_of) and snooze.is_for(side, person_id)
    ]
    loud = [
        nudge for nudge in nudges if not any(snooze.is_about(nudge) for snooze in quiet)
    ]
    kept = loud if at_most is None else loud[:at_most]
    return Attention(
        plan_id=plan_id,
        as_of=as_of,
        nudges=kept,
        more_count=len(loud) - len(kept),
        snoozed_count=len(nudges) - len(loud),
    )


def _check_count(value: Any) -> None:  # noqa: ANN401 - whatever was given
    if type(value) is not int or value < 0:
        raise InvalidValueError("at_most", value, "a whole number, zero or more")
