"""A template as it is written down: what a plan begins with, as plain data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.answer import TemplateRef
from jbpcore.model.health import HealthBands
from jbpcore.model.party import Partner, PartnerKind, PersonRole, Side
from jbpcore.model.question import Question, Section
from jbpcore.model.slugs import a_slug
from jbpcore.model.template_goal import TemplateGoal, TemplateMetric, TemplateProfile
from jbpcore.model.template_work import (
    TemplateAction,
    TemplateCadence,
    TemplateCommitment,
    TemplateInitiative,
)
from jbpcore.model.validation import a_name, a_text, exact_ratio, is_a
from jbpcore.values.currency import check_currency

__all__ = [
    "MOST_PARTS",
    "CompletenessRule",
    "LengthLimits",
    "Need",
    "Suits",
    "Template",
]

_LANGUAGE = re.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", re.ASCII)
_MOST_MONTHS: Final = 60
MOST_PARTS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "sections": 50,
        "questions": 200,
        "metrics": 50,
        "profiles": 50,
        "goals": 50,
        "initiatives": 50,
        "actions": 400,
        "commitments": 200,
        "cadences": 50,
        "completeness": 100,
    }
)
"""Most parts in each list of a template."""


class Need(StrEnum):
    """What a rule of completeness counts."""

    ANSWER = "answer"
    GOALS = "goals"
    ACTIONS = "actions"
    COMMITMENTS = "commitments"
    PEOPLE = "people"
    REVIEWS = "reviews"
    OWNERS = "owners"


_NARROWED: Final = {
    "question": {Need.ANSWER},
    "side": {Need.ACTIONS, Need.COMMITMENTS, Need.PEOPLE},
    "role": {Need.PEOPLE},
    "within_days": {Need.ACTIONS, Need.COMMITMENTS},
}


@attrs.frozen(kw_only=True)
class CompletenessRule:
    """One thing that a complete plan has.

    Attributes:
        id: Unique within the template.
        needs: What is counted.
        least: How many there have to be.
        question: For an answer, to which question.
        side: Whose they are; ``None`` for either.
        role: For people, in which role; ``None`` for any.
        within_days: For actions and promises, due in so many days from the start.
        weight: Its part in the score.
        advice: What is said while it is not met; empty for a sentence of ours.

    Raises:
        InvalidValueError: If a field has a bad value, or does not go with *needs*.

    Examples:
        >>> CompletenessRule(id="work", needs=Need.ACTIONS, side=Side.PARTNER, least=3,
        ...                  within_days=90).weight
        Fraction(1, 1)
    """

    id: str = attrs.field(validator=a_slug)
    needs: Need = attrs.field(validator=is_a(Need))
    least: int = attrs.field(default=1, validator=is_a(int))
    question: str | None = attrs.field(
        default=None, validator=attrs.validators.optional(a_slug)
    )
    side: Side | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(Side))
    )
    role: PersonRole | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(PersonRole))
    )
    within_days: int | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(int))
    )
    weight: Fraction = attrs.field(
        default=Fraction(1), converter=exact_ratio, validator=is_a(Fraction)
    )
    advice: str = attrs.field(default="", validator=a_text)

    def __attrs_post_init__(self) -> None:
        """Check the parts against each other."""
        for name, needs in _NARROWED.items():
            if getattr(self, name) is not None and self.needs not in needs:
                expected = f"left out where {self.needs} are counted"
                given = getattr(self, name)
                raise InvalidValueError(f"CompletenessRule.{name}", given, expected)
        if self.needs is Need.ANSWER and self.question is None:
            expected = "the id of the question that is to be answered"
            raise InvalidValueError("CompletenessRule.question", None, expected)
        if self.least < 1:
            raise InvalidValueError("CompletenessRule.least", self.least, "1 or more")
        if self.weight <= 0:
            expected = "above zero"
            raise InvalidValueError("CompletenessRule.weight", self.weight, expected)


@attrs.frozen(kw_only=True)
class LengthLimits:
    """From when on a plan is too long to be used.

    Attributes:
        goals: Goals for both sides.
        actions: Actions.
        commitments: Promises.
        words: Words in all its texts.
    """

    goals: int = attrs.field(default=5, validator=is_a(int))
    actions: int = attrs.field(default=40, validator=is_a(int))
    commitments: int = attrs.field(default=15, validator=is_a(int))
    words: int = attrs.field(default=3_000, validator=is_a(int))


def _kinds(values: Iterable[PartnerKind]) -> tuple[PartnerKind, ...]:
    return tuple(values)


def _texts(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(values)


@attrs.frozen(kw_only=True)
class Suits:
    """Which partners a template is for; what is empty is any.

    Attributes:
        kinds: How they go to market.
        tiers: Their levels in the programme.
        regions: Their regions.

    Examples:
        >>> msps = Suits(kinds=[PartnerKind.MSP])
        >>> msps.fits(Partner(id="nw", name="Northwind", kind=PartnerKind.MSP))
        True
    """

    kinds: tuple[PartnerKind, ...] = attrs.field(
        default=(), converter=_kinds, validator=is_a(PartnerKind, each=True)
    )
    tiers: tuple[str, ...] = attrs.field(
        default=(), converter=_texts, validator=is_a(str, each=True)
    )
    regions: tuple[str, ...] = attrs.field(
        default=(), converter=_texts, validator=is_a(str, each=True)
    )

    @property
    def narrowness(self) -> int:
        """In how many ways partners are narrowed down, 0 to 3."""
        return sum(map(bool, (self.kinds, self.tiers, self.regions)))

    def fits(self, partner: Partner) -> bool:
        """Whether the template is for *partner*; names of tiers in any case."""
        tiers = {tier.casefold() for tier in self.tiers}
        regions = {region.casefold() for region in self.regions}
        return (
            (not self.kinds or partner.kind in self.kinds)
            and (not tiers or partner.tier.casefold() in tiers)
            and (not regions or partner.region.casefold() in regions)
        )


def _a_language(_: object, __: object, value: str) -> None:
    if not _LANGUAGE.fullmatch(value):
        expected = "a language such as 'en' or 'pt-BR'"
        raise InvalidValueError("Template.language", value, expected)


def _a_currency(_: object, __: object, value: str) -> None:
    if value:
        check_currency(value, "Template.currency")


def _a_length(_: object, __: object, value: int) -> None:
    if not 1 <= value <= _MOST_MONTHS:
        expected = f"from 1 to {_MOST_MONTHS}"
        raise InvalidValueError("Template.months", value, expected)


def _a_version(_: object, __: object, value: int) -> None:
    try:
        TemplateRef(key="any", version=value)
    except InvalidValueError as error:
        raise InvalidValueError("Template.version", value, error.expected) from None


def _some(kind: type) -> Any:  # noqa: ANN401 - a field of attrs, as attrs types it
    """Return a field for parts of a kind, each id once, not too many."""

    def check(
        _: object, attribute: attrs.Attribute[Any], value: tuple[Any, ...]
    ) -> None:
        most = MOST_PARTS[attribute.name]
        if len(value) > most:
            expected = f"at most {most}"
            raise InvalidValueError(f"Template.{attribute.name}", len(value), expected)

    return attrs.field(
        default=(), converter=tuple, validator=[is_a(kind, each=True), check]
    )


@attrs.frozen(kw_only=True)
class Template:
    """What plans of a kind begin with, as it is written down.

    It is checked as a whole by :func:`jbpcore.planning.templates.checking.check_template`
    and made use of by :class:`jbpcore.planning.templates.declared.DeclaredTemplate`.

    Attributes:
        key: Its id.
        version: Its version, a whole number from 1.
        name: What people call it.
        summary: In a sentence or two, for whom and what for.
        language: Of its texts.
        suits: Which partners it is for.
        months: How long a plan usually is.
        currency: The currency where nobody says one; empty if it has none.
        plan_name: The name of the plan; may have placeholders.
        notes: The plan's notes; may have placeholders.
        sections: Headings of what is asked.
        questions: What is asked.
        metrics: Metrics of its own.
        profiles: Phasing profiles.
        goals: What is aimed at.
        initiatives: Themes of actions.
        actions: What is done.
        commitments: What each side promises.
        cadences: How often the two sides meet.
        health_bands: How goals are judged.
        completeness: What a complete plan has.
        limits: From when on it is too long.
        based_on: The templates that it was laid over, nearest first.

    Raises:
        InvalidValueError: If a field has a bad value, or there are too many of
            something.

    Examples:
        >>> Template(key="lite", version=1, name="Lite plan").ref
        TemplateRef(key='lite', version=1)
    """

    key: str = attrs.field(validator=a_slug)
    version: int = attrs.field(validator=[is_a(int), _a_version])
    name: str = attrs.field(validator=a_name)
    summary: str = attrs.field(default="", validator=a_text)
    language: str = attrs.field(default="en", validator=[is_a(str), _a_language])
    suits: Suits = attrs.field(factory=Suits, validator=is_a(Suits))
    months: int = attrs.field(default=12, validator=[is_a(int), _a_length])
    currency: str = attrs.field(default="", validator=[is_a(str), _a_currency])
    plan_name: str = attrs.field(
        default="{partner.name} {period.label}", validator=a_name
    )
    notes: str = attrs.field(default="", validator=a_text)
    sections: tuple[Section, ...] = _some(Section)
    questions: tuple[Question, ...] = _some(Question)
    metrics: tuple[TemplateMetric, ...] = _some(TemplateMetric)
    profiles: tuple[TemplateProfile, ...] = _some(TemplateProfile)
    goals: tuple[TemplateGoal, ...] = _some(TemplateGoal)
    initiatives: tuple[TemplateInitiative, ...] = _some(TemplateInitiative)
    actions: tuple[TemplateAction, ...] = _some(TemplateAction)
    commitments: tuple[TemplateCommitment, ...] = _some(TemplateCommitment)
    cadences: tuple[TemplateCadence, ...] = _some(TemplateCadence)
    health_bands: HealthBands = attrs.field(
        factory=HealthBands, validator=is_a(HealthBands)
    )
    completeness: tuple[CompletenessRule, ...] = _some(CompletenessRule)
    limits: LengthLimits = attrs.field(
        factory=LengthLimits, validator=is_a(LengthLimits)
    )
    based_on: tuple[TemplateRef, ...] = attrs.field(
        default=(), converter=tuple, validator=is_a(TemplateRef, each=True)
    )

    @property
    def ref(self) -> TemplateRef:
        """Its key and version, as a plan keeps them."""
        return TemplateRef(key=self.key, version=self.version)
