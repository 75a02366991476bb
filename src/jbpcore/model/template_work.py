"""What a template has the two sides do, promise and meet for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from fractions import Fraction
from typing import Any

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.audience import Audience
from jbpcore.model.formula import (
    AnswerAmount,
    FixedAmount,
    GoalAmount,
    Operand,
    PerHead,
    ShareOf,
    SumOf,
    Uplift,
)
from jbpcore.model.meeting import a_duration, a_wall_time
from jbpcore.model.meeting_day import MeetingDay
from jbpcore.model.party import Side
from jbpcore.model.question import Condition
from jbpcore.model.relative_day import Anchor, RelativeDay
from jbpcore.model.slugs import a_slug, some_slugs
from jbpcore.model.validation import a_name, a_text, exact_ratio, is_a
from jbpcore.periods.frequency import Frequency, Shift

__all__ = [
    "MOST_REVIEWS",
    "TemplateAction",
    "TemplateCadence",
    "TemplateCommitment",
    "TemplateInitiative",
    "TemplateRepeat",
]

MOST_REVIEWS = 400
"""Most reviews that one cadence, and all of a template together, may ask for."""

_MOST_STEPS = 52
_A_CONDITION = attrs.validators.optional(is_a(Condition))
_OPTIONAL_SLUG = attrs.validators.optional(a_slug)


def _texts(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(values)


def _not_negative(
    instance: object, attribute: attrs.Attribute[Fraction], value: Fraction
) -> None:
    if value < 0:
        field = f"{type(instance).__name__}.{attribute.name}"
        raise InvalidValueError(field, value, "zero or more")


def _a_count(
    instance: object, attribute: attrs.Attribute[Any], value: int | None
) -> None:
    most = _MOST_STEPS if attribute.name == "every" else MOST_REVIEWS
    if value is not None and not 1 <= value <= most:
        field = f"{type(instance).__name__}.{attribute.name}"
        raise InvalidValueError(field, value, f"from 1 to {most}")


@attrs.frozen(kw_only=True)
class TemplateInitiative:
    """A theme that groups actions.

    Attributes:
        id: Unique within the template.
        name: What people call it; may have placeholders.
        goal: The id of the goal it serves.
        description: What it is about; may have placeholders.
        audience: Who sees it.
        when: It is left out unless that was answered.
    """

    id: str = attrs.field(validator=a_slug)
    name: str = attrs.field(validator=a_name)
    goal: str | None = attrs.field(default=None, validator=_OPTIONAL_SLUG)
    description: str = attrs.field(default="", validator=a_text)
    audience: Audience = attrs.field(default=Audience.JOINT, validator=is_a(Audience))
    when: Condition | None = attrs.field(default=None, validator=_A_CONDITION)


@attrs.frozen(kw_only=True)
class TemplateRepeat:
    """How an action comes round once it is done.

    Attributes:
        step: The step.
        every: How many steps from one time to the next, 1 to 52.
        count: How many times at the most; to the end of the plan if ``None``.
    """

    step: Frequency = attrs.field(validator=is_a(Frequency))
    every: int = attrs.field(default=1, validator=[is_a(int), _a_count])
    count: int | None = attrs.field(
        default=None, validator=[attrs.validators.optional(is_a(int)), _a_count]
    )

    def __attrs_post_init__(self) -> None:
        """Check the step."""
        if self.step is Frequency.ONCE:
            expected = "weekly, monthly, quarterly or yearly"
            raise InvalidValueError("TemplateRepeat.step", self.step.value, expected)


@attrs.frozen(kw_only=True)
class TemplateAction:
    """Something one side does by a day.

    Attributes:
        id: Unique within the template.
        name: What is to be done; may have placeholders.
        side: Who does it.
        due: The last day for it.
        start: The first day of work on it.
        owner: Who does it: ``"partner.partner_rep"``, or the id of a question of kind
            ``person``; empty for whoever usually does.
        goal: The id of the goal it helps.
        initiative: The id of the initiative it belongs to.
        needs: Ids of actions that have to be done first.
        impact: How far it should bring its goal.
        effort_days: The work it takes, in days of one person.
        repeats: How it comes round.
        notes: Anything else; may have placeholders.
        audience: Who sees it.
        when: It is left out unless that was answered.

    Raises:
        InvalidValueError: If a field has a bad value, or it needs itself.
    """

    id: str = attrs.field(validator=a_slug)
    name: str = attrs.field(validator=a_name)
    side: Side = attrs.field(validator=is_a(Side))
    due: RelativeDay = attrs.field(validator=is_a(RelativeDay))
    start: RelativeDay | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(RelativeDay))
    )
    owner: str = attrs.field(default="", validator=a_text)
    goal: str | None = attrs.field(default=None, validator=_OPTIONAL_SLUG)
    initiative: str | None = attrs.field(default=None, validator=_OPTIONAL_SLUG)
    needs: tuple[str, ...] = attrs.field(
        default=(), converter=_texts, validator=some_slugs
    )
    impact: Operand | None = attrs.field(
        default=None,
        validator=attrs.validators.optional(
            is_a(FixedAmount, AnswerAmount, GoalAmount, Uplift, ShareOf, PerHead, SumOf)
        ),
    )
    effort_days: Fraction | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(exact_ratio),
        validator=attrs.validators.optional(
            attrs.validators.and_(is_a(Fraction), _not_negative)
        ),
    )
    repeats: TemplateRepeat | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(TemplateRepeat))
    )
    notes: str = attrs.field(default="", validator=a_text)
    audience: Audience = attrs.field(default=Audience.JOINT, validator=is_a(Audience))
    when: Condition | None = attrs.field(default=None, validator=_A_CONDITION)

    def __attrs_post_init__(self) -> None:
        """Check the parts against each other."""
        if self.id in self.needs:
            expected = "other actions: none waits for itself"
            raise InvalidValueError("TemplateAction.needs", self.id, expected)
        start = self.start
        if start is not None and start.anchor is Anchor.EACH_REVIEW:
            expected = "one day; 'each review' goes with due"
            raise InvalidValueError("TemplateAction.start", str(start), expected)


@attrs.frozen(kw_only=True)
class TemplateCommitment:
    """What one side owes the other; part of what is signed.

    Attributes:
        id: Unique within the template.
        name: What is promised; may have placeholders.
        side: Who promises it.
        due: The last day for it.
        goal: The id of the goal it serves.
        owner: Who sees to it, as for actions.
        weight: What it counts in the follow-through.
        notes: Anything else; may have placeholders.
        when: It is left out unless that was answered.
    """

    id: str = attrs.field(validator=a_slug)
    name: str = attrs.field(validator=a_name)
    side: Side = attrs.field(validator=is_a(Side))
    due: RelativeDay = attrs.field(validator=is_a(RelativeDay))
    goal: str | None = attrs.field(default=None, validator=_OPTIONAL_SLUG)
    owner: str = attrs.field(default="", validator=a_text)
    weight: Fraction = attrs.field(
        default=Fraction(1),
        converter=exact_ratio,
        validator=[is_a(Fraction), _not_negative],
    )
    notes: str = attrs.field(default="", validator=a_text)
    when: Condition | None = attrs.field(default=None, validator=_A_CONDITION)


@attrs.frozen(kw_only=True)
class TemplateCadence:
    """How often the two sides meet.

    Attributes:
        id: Unique within the template.
        name: Such as ``"QBR"``; may have placeholders.
        step: The step.
        every: How many steps from one review to the next, 1 to 52.
        on: Which day of its step; for what comes once, a relative day.
        first: The day that the steps are counted from; the plan's first if ``None``.
        count: How many at the most, 1 to 400.
        at: When it begins, by the clock on the wall.
        minutes: How long it is booked for.
        shift: Where it goes from a day off.
        location: Where to meet.
        when: It is left out unless that was answered.

    Raises:
        InvalidValueError: If a field has a bad value, or the day does not go with the
            step.

    Examples:
        >>> TemplateCadence(id="qbr", name="QBR", step=Frequency.QUARTERLY,
        ...                 on=MeetingDay.parse("3rd tuesday of month 3")).minutes
        60
    """

    id: str = attrs.field(validator=a_slug)
    name: str = attrs.field(validator=a_name)
    step: Frequency = attrs.field(validator=is_a(Frequency))
    every: int = attrs.field(default=1, validator=[is_a(int), _a_count])
    on: MeetingDay | RelativeDay | None = attrs.field(
        default=None,
        validator=attrs.validators.optional(is_a(MeetingDay, RelativeDay)),
    )
    first: RelativeDay | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(RelativeDay))
    )
    count: int | None = attrs.field(
        default=None, validator=[attrs.validators.optional(is_a(int)), _a_count]
    )
    at: time | None = attrs.field(
        default=None, validator=attrs.validators.optional(a_wall_time)
    )
    minutes: int = attrs.field(default=60, validator=a_duration)
    shift: Shift = attrs.field(default=Shift.NEXT, validator=is_a(Shift))
    location: str = attrs.field(default="", validator=a_text)
    when: Condition | None = attrs.field(default=None, validator=_A_CONDITION)

    def __attrs_post_init__(self) -> None:
        """Check the day against the step."""
        for name in ("on", "first"):
            day = getattr(self, name)
            if isinstance(day, RelativeDay) and day.anchor in _AFTER_REVIEWS:
                expected = (
                    "counted from the plan: reviews and actions are not known yet"
                )
                raise InvalidValueError(f"TemplateCadence.{name}", str(day), expected)
        is_once = self.step is Frequency.ONCE
        if isinstance(self.on, RelativeDay) is not is_once:
            unfit = (
                "a relative day such as '14 days before end'"
                if is_once
                else "a day such as '2nd tuesday', unless it comes once"
            )
            if self.on is not None or is_once:
                raise InvalidValueError("TemplateCadence.on", self._said(), unfit)
        elif isinstance(self.on, MeetingDay):
            problem = self.on.try_unfit(self.step)
            if problem is not None:
                raise InvalidValueError("TemplateCadence.on", self._said(), problem)

    def _said(self) -> str | None:
        return None if self.on is None else str(self.on)


_AFTER_REVIEWS = {Anchor.REVIEW, Anchor.EACH_REVIEW, Anchor.ACTION}
