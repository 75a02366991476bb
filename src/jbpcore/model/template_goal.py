"""The goals of a template, with the metrics and the phasings they name."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction
from typing import Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.amount import Unit
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
from jbpcore.model.metric import Accumulation, Direction, Metric
from jbpcore.model.party import Side
from jbpcore.model.phasing_profile import PhasingProfile, ProfileStep
from jbpcore.model.question import Condition
from jbpcore.model.relative_day import RelativeDay
from jbpcore.model.slugs import a_slug
from jbpcore.model.validation import a_name, a_text, exact_ratio, is_a
from jbpcore.values.ids import MetricKey

__all__ = [
    "PLAIN_PHASINGS",
    "KeepEvery",
    "TemplateGoal",
    "TemplateKeep",
    "TemplateMetric",
    "TemplateProfile",
]

PLAIN_PHASINGS: Final = ("linear", "workdays")
"""Phasings that need no profile."""

_AN_OPERAND = is_a(
    FixedAmount, AnswerAmount, GoalAmount, Uplift, ShareOf, PerHead, SumOf
)
_OPTIONAL_OPERAND = attrs.validators.optional(_AN_OPERAND)
_A_FRACTION = attrs.validators.optional(is_a(Fraction))
_OPTIONAL_DAY = attrs.validators.optional(is_a(RelativeDay))


@attrs.frozen(kw_only=True)
class TemplateMetric:
    """A metric that a template defines.

    Attributes:
        id: Its key, which bookings refer to.
        name: What people call it.
        unit: ``"money"``, ``"ratio"``, or the plural of what is counted.
        accumulation: How bookings add up.
        direction: Which way is good.
        definition: What counts and what does not; part of what is signed.

    Examples:
        >>> demos = TemplateMetric(id="demos", name="Demos held", unit="demos")
        >>> str(demos.metric.unit)
        'demos'
    """

    id: str = attrs.field(validator=a_slug)
    name: str = attrs.field(validator=a_name)
    unit: str = attrs.field(validator=a_name)
    accumulation: Accumulation = attrs.field(
        default=Accumulation.FLOW, validator=is_a(Accumulation)
    )
    direction: Direction = attrs.field(default=Direction.UP, validator=is_a(Direction))
    definition: str = attrs.field(default="", validator=a_text)
    _unit: Unit = attrs.field(init=False, repr=False, eq=False)

    @_unit.default
    def _make_unit(self) -> Unit:
        plain = {"money": Unit.money(), "ratio": Unit.ratio()}
        return plain.get(self.unit) or Unit.count(self.unit)

    @property
    def metric(self) -> Metric:
        """The metric as goals have it."""
        return Metric(
            key=MetricKey(self.id),
            name=self.name,
            unit=self._unit,
            accumulation=self.accumulation,
            direction=self.direction,
            definition=self.definition,
        )


def _ratios(values: Iterable[Fraction | int | str]) -> tuple[Fraction, ...]:
    return tuple(exact_ratio(value) for value in values)


@attrs.frozen(kw_only=True)
class TemplateProfile:
    """A way to spread targets over the period.

    Attributes:
        id: Unique within the template.
        name: What people call it.
        per: What each weight is for.
        weights: How much falls on each step, in any measure.
        lengths: For parts, how long each is beside the others.
    """

    id: str = attrs.field(validator=a_slug)
    name: str = attrs.field(validator=a_name)
    per: ProfileStep = attrs.field(validator=is_a(ProfileStep))
    weights: tuple[Fraction, ...] = attrs.field(
        converter=_ratios, validator=is_a(Fraction, each=True)
    )
    lengths: tuple[Fraction, ...] = attrs.field(
        default=(), converter=_ratios, validator=is_a(Fraction, each=True)
    )

    def __attrs_post_init__(self) -> None:
        """Check the weights as a profile does."""
        try:
            self._profile()
        except InvalidValueError as error:
            field = error.field.replace("PhasingProfile", "TemplateProfile")
            raise InvalidValueError(field, error.value, error.expected) from None

    def _profile(self) -> PhasingProfile:
        return PhasingProfile(
            name=self.name, per=self.per, weights=self.weights, lengths=self.lengths
        )

    @property
    def profile(self) -> PhasingProfile:
        """The profile, to be laid over a period."""
        return self._profile()


class KeepEvery(StrEnum):
    """How often it is looked at whether something was kept."""

    MONTH = "month"
    QUARTER = "quarter"


@attrs.frozen(kw_only=True)
class TemplateKeep:
    """Bounds within which something is to stay.

    Attributes:
        lower: The least that is good; ``None`` for no lower bound.
        upper: The most that is good; ``None`` for no upper bound.
        every: How often that is looked at.

    Raises:
        InvalidValueError: If there is no bound.
    """

    lower: Operand | None = attrs.field(default=None, validator=_OPTIONAL_OPERAND)
    upper: Operand | None = attrs.field(default=None, validator=_OPTIONAL_OPERAND)
    every: KeepEvery = attrs.field(default=KeepEvery.MONTH, validator=is_a(KeepEvery))

    def __attrs_post_init__(self) -> None:
        """Check that there is a bound."""
        if self.lower is None and self.upper is None:
            expected = "given, or the upper bound is"
            raise InvalidValueError("TemplateKeep.lower", None, expected)


@attrs.frozen(kw_only=True)
class TemplateGoal:
    """A goal that plans made from the template begin with.

    Attributes:
        id: Unique within the template; the goal's id in the plan.
        name: What people call it; may have placeholders.
        metric: The key of a metric of the template, or of one that comes along.
        target: What its target is worked out from; ``None`` if the two sides agree on
            it in the draft.
        baseline: Where it starts from.
        commit: The least that a side commits to.
        stretch: More than the target, hoped for.
        round_to: What amounts are rounded to a multiple of, in the metric's unit.
        weight: Its part in the score.
        side: Who has to deliver; ``None`` for both.
        owner: Who answers for it: ``"partner.partner_manager"``, or the id of a
            question of kind ``person``; empty for whoever usually does.
        phasing: ``"linear"``, ``"workdays"``, or the id of a profile.
        starts: Its first day, if not the plan's.
        ends: Its last day, if not the plan's.
        keep: For a metric that is to stay where it is, the bounds.
        score_cap: The most that its attainment counts in the score.
        score_floor: The least.
        stale_after_days: How old the last booking may be.
        audience: Who sees it.
        description: What else is agreed about it; may have placeholders.
        when: It is left out unless that was answered.

    Examples:
        >>> TemplateGoal(id="deals", name="Deals", metric="deals-won",
        ...              target=FixedAmount(5)).phasing
        'linear'
    """

    id: str = attrs.field(validator=a_slug)
    name: str = attrs.field(validator=a_name)
    metric: str = attrs.field(validator=a_slug)
    target: Operand | None = attrs.field(default=None, validator=_OPTIONAL_OPERAND)
    baseline: Operand | None = attrs.field(default=None, validator=_OPTIONAL_OPERAND)
    commit: Operand | None = attrs.field(default=None, validator=_OPTIONAL_OPERAND)
    stretch: Operand | None = attrs.field(default=None, validator=_OPTIONAL_OPERAND)
    round_to: Fraction | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(exact_ratio),
        validator=_A_FRACTION,
    )
    weight: Fraction = attrs.field(
        default=Fraction(1), converter=exact_ratio, validator=is_a(Fraction)
    )
    side: Side | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(Side))
    )
    owner: str = attrs.field(default="", validator=a_text)
    phasing: str = attrs.field(default="linear", validator=a_slug)
    starts: RelativeDay | None = attrs.field(default=None, validator=_OPTIONAL_DAY)
    ends: RelativeDay | None = attrs.field(default=None, validator=_OPTIONAL_DAY)
    keep: TemplateKeep | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(TemplateKeep))
    )
    score_cap: Fraction | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(exact_ratio),
        validator=_A_FRACTION,
    )
    score_floor: Fraction | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(exact_ratio),
        validator=_A_FRACTION,
    )
    stale_after_days: int | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(int))
    )
    audience: Audience = attrs.field(default=Audience.JOINT, validator=is_a(Audience))
    description: str = attrs.field(default="", validator=a_text)
    when: Condition | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(Condition))
    )

    def __attrs_post_init__(self) -> None:
        """Check the numbers."""
        if self.weight < 0:
            raise InvalidValueError("TemplateGoal.weight", self.weight, "zero or more")
        if self.round_to is not None and self.round_to <= 0:
            expected = "above zero"
            raise InvalidValueError("TemplateGoal.round_to", self.round_to, expected)
