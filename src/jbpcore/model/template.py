"""A template as it is written down: what a plan begins with, as plain data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.answer import TemplateRef
from jbpcore.model.health import HealthBands
from jbpcore.model.question import Question, Section
from jbpcore.model.slugs import a_slug
from jbpcore.model.template_goal import TemplateGoal, TemplateMetric, TemplateProfile
from jbpcore.model.template_rules import CompletenessRule, LengthLimits, Suits
from jbpcore.model.template_work import (
    TemplateAction,
    TemplateCadence,
    TemplateCommitment,
    TemplateInitiative,
)
from jbpcore.model.validation import a_name, a_text, is_a
from jbpcore.values.currency import check_currency

__all__ = [
    "MOST_OF_A_KIND",
    "Template",
]

_LANGUAGE = re.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", re.ASCII)
_MOST_MONTHS: Final = 60
MOST_OF_A_KIND: Final[Mapping[str, int]] = MappingProxyType(
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


# One for each kind: type checkers take their arguments as what may be given.
def _sections(parts: Iterable[Section]) -> tuple[Section, ...]:
    return tuple(parts)


def _questions(parts: Iterable[Question]) -> tuple[Question, ...]:
    return tuple(parts)


def _metrics(parts: Iterable[TemplateMetric]) -> tuple[TemplateMetric, ...]:
    return tuple(parts)


def _profiles(parts: Iterable[TemplateProfile]) -> tuple[TemplateProfile, ...]:
    return tuple(parts)


def _goals(parts: Iterable[TemplateGoal]) -> tuple[TemplateGoal, ...]:
    return tuple(parts)


def _initiatives(parts: Iterable[TemplateInitiative]) -> tuple[TemplateInitiative, ...]:
    return tuple(parts)


def _actions(parts: Iterable[TemplateAction]) -> tuple[TemplateAction, ...]:
    return tuple(parts)


def _commitments(parts: Iterable[TemplateCommitment]) -> tuple[TemplateCommitment, ...]:
    return tuple(parts)


def _cadences(parts: Iterable[TemplateCadence]) -> tuple[TemplateCadence, ...]:
    return tuple(parts)


def _completeness(parts: Iterable[CompletenessRule]) -> tuple[CompletenessRule, ...]:
    return tuple(parts)


def _refs(refs: Iterable[TemplateRef]) -> tuple[TemplateRef, ...]:
    return tuple(refs)


def _not_too_many(
    _: object, attribute: attrs.Attribute[Any], value: tuple[Any, ...]
) -> None:
    most = MOST_OF_A_KIND[attribute.name]
    if len(value) > most:
        expected = f"at most {most}"
        raise InvalidValueError(f"Template.{attribute.name}", len(value), expected)


@attrs.frozen(kw_only=True)
class Template:
    """What plans of a kind begin with, as it is written down.

    It is checked as a whole, and made use of, by
    :class:`jbpcore.planning.templates.declared.DeclaredTemplate`.

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
    sections: tuple[Section, ...] = attrs.field(
        default=(),
        converter=_sections,
        validator=[is_a(Section, each=True), _not_too_many],
    )
    questions: tuple[Question, ...] = attrs.field(
        default=(),
        converter=_questions,
        validator=[is_a(Question, each=True), _not_too_many],
    )
    metrics: tuple[TemplateMetric, ...] = attrs.field(
        default=(),
        converter=_metrics,
        validator=[is_a(TemplateMetric, each=True), _not_too_many],
    )
    profiles: tuple[TemplateProfile, ...] = attrs.field(
        default=(),
        converter=_profiles,
        validator=[is_a(TemplateProfile, each=True), _not_too_many],
    )
    goals: tuple[TemplateGoal, ...] = attrs.field(
        default=(),
        converter=_goals,
        validator=[is_a(TemplateGoal, each=True), _not_too_many],
    )
    initiatives: tuple[TemplateInitiative, ...] = attrs.field(
        default=(),
        converter=_initiatives,
        validator=[is_a(TemplateInitiative, each=True), _not_too_many],
    )
    actions: tuple[TemplateAction, ...] = attrs.field(
        default=(),
        converter=_actions,
        validator=[is_a(TemplateAction, each=True), _not_too_many],
    )
    commitments: tuple[TemplateCommitment, ...] = attrs.field(
        default=(),
        converter=_commitments,
        validator=[is_a(TemplateCommitment, each=True), _not_too_many],
    )
    cadences: tuple[TemplateCadence, ...] = attrs.field(
        default=(),
        converter=_cadences,
        validator=[is_a(TemplateCadence, each=True), _not_too_many],
    )
    health_bands: HealthBands = attrs.field(
        factory=HealthBands, validator=is_a(HealthBands)
    )
    completeness: tuple[CompletenessRule, ...] = attrs.field(
        default=(),
        converter=_completeness,
        validator=[is_a(CompletenessRule, each=True), _not_too_many],
    )
    limits: LengthLimits = attrs.field(
        factory=LengthLimits, validator=is_a(LengthLimits)
    )
    based_on: tuple[TemplateRef, ...] = attrs.field(
        default=(), converter=_refs, validator=is_a(TemplateRef, each=True)
    )

    def __repr__(self) -> str:
        """Which template it is, and how much it holds."""
        held = [(name, getattr(self, name)) for name in _TUPLES]
        counts = "".join(f" {name}={len(items)}" for name, items in held if items)
        return f"<Template {str(self.ref)!r} {self.name!r}{counts}>"

    @property
    def ref(self) -> TemplateRef:
        """Its key and version, as a plan keeps them."""
        return TemplateRef(key=self.key, version=self.version)


_TUPLES: Final = tuple(
    field.name
    for field in attrs.fields(Template)
    if str(field.type).startswith("tuple[")
)
