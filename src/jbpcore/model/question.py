"""What a template asks, and where the answers are to be had."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.audience import Audience
from jbpcore.model.party import PersonRole, Side
from jbpcore.model.slugs import a_slug, check_slug
from jbpcore.model.validation import a_name, a_text, exact_ratio, is_a

__all__ = ["AnswerKind", "AskWhen", "Condition", "Question", "Section"]

_MOST_CHOICES: Final = 50
_MOST_SOURCES: Final = 8
_OF_PARTNER: Final = frozenset({"name", "kind", "tier", "region"})
_OF_GOAL: Final = frozenset({"attained", "target", "baseline"})


class AnswerKind(StrEnum):
    """What kind of thing an answer is.

    Attributes:
        TEXT: Words, also of several lines.
        LINES: A list of short texts.
        MONEY: An amount in a currency.
        COUNT: How many of something.
        RATIO: A share, 1 being 100 %.
        DAY: A day.
        YES_NO: ``"yes"`` or ``"no"``.
        CHOICE: One of a list of texts.
        PERSON: Somebody in the plan.
    """

    TEXT = "text"
    LINES = "lines"
    MONEY = "money"
    COUNT = "count"
    RATIO = "ratio"
    DAY = "day"
    YES_NO = "yes_no"
    CHOICE = "choice"
    PERSON = "person"

    @property
    def is_number(self) -> bool:
        """Whether formulas can work on it."""
        return self in {AnswerKind.MONEY, AnswerKind.COUNT, AnswerKind.RATIO}

    @property
    def is_in_words(self) -> bool:
        """Whether it is as true next year, unless somebody changes it."""
        return self in {
            AnswerKind.TEXT,
            AnswerKind.LINES,
            AnswerKind.CHOICE,
            AnswerKind.YES_NO,
        }


class AskWhen(StrEnum):
    """When a question is asked.

    Attributes:
        START: Before there is a draft.
        LATER: While the two sides work on the draft.
    """

    START = "start"
    LATER = "later"


@attrs.frozen(kw_only=True)
class Condition:
    """That a part of a template counts only if a question was answered so.

    Attributes:
        question: The id of the question.
        answer: The answer it takes; empty if any will do.

    Examples:
        >>> Condition(question="wants-mdf", answer="yes").answer
        'yes'
    """

    question: str = attrs.field(validator=a_slug)
    answer: str = attrs.field(default="", validator=a_text)


@attrs.frozen(kw_only=True)
class Section:
    """A heading under which questions stand together.

    Attributes:
        id: Unique within the template.
        name: The heading.
        help: What it is about, for whoever fills it in.
        audience: Who sees the answers.
    """

    id: str = attrs.field(validator=a_slug)
    name: str = attrs.field(validator=a_name)
    help: str = attrs.field(default="", validator=a_text)
    audience: Audience = attrs.field(default=Audience.JOINT, validator=is_a(Audience))


def _texts(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(values)


def _some_choices(
    instance: object, attribute: attrs.Attribute[Any], values: tuple[str, ...]
) -> None:
    for value in values:
        a_name(instance, attribute, value)
    if len(set(values)) < len(values) or len(values) > _MOST_CHOICES:
        expected = f"at most {_MOST_CHOICES} texts, each of them once"
        raise InvalidValueError("Question.choices", values, expected)


def _some_sources(_: object, __: object, values: tuple[str, ...]) -> None:
    if len(values) > _MOST_SOURCES:
        expected = f"at most {_MOST_SOURCES} places"
        raise InvalidValueError("Question.fill_from", len(values), expected)
    for value in values:
        if not _is_source(value):
            expected = (
                "places such as 'partner.tier', 'previous.answers.vision', "
                "'previous.goals.revenue.attained' or 'people.partner.partner_admin'"
            )
            raise InvalidValueError("Question.fill_from", value, expected)


def _is_source(value: str) -> bool:
    match value.split("."):
        case ["partner", field]:
            return field in _OF_PARTNER
        case ["previous", "answers", question]:
            return _is_slug(question)
        case ["previous", "goals", goal, level]:
            return _is_slug(goal) and level in _OF_GOAL
        case ["people", side, role]:
            return side in set(Side) and role in set(PersonRole)
        case _:
            return False


def _is_slug(text: str) -> bool:
    try:
        check_slug(text, "")
    except InvalidValueError:
        return False
    return True


_A_BOUND = attrs.validators.optional(is_a(Fraction))


@attrs.frozen(kw_only=True)
class Question:
    """One thing that a template wants to know.

    Attributes:
        id: What formulas and stored answers call it; for good.
        name: The question, or the heading of the field.
        kind: What kind of thing the answer is.
        section: The id of its section; empty if it has none.
        help: What makes a good answer.
        example: One, in words.
        ask: When it is asked; keep those of the start to five.
        is_required: Whether there is no complete plan without it.
        default: What is taken where nothing is answered: text, a whole number, a bool
            or a tuple of texts, as its kind has it; ``None`` if nothing is.
        fill_from: Where the answer is looked up, in this order, before *default*.
        unit: For a count, the plural of what is counted.
        choices: For a choice, what to choose from.
        least: The least number that will do; ``None`` for no bound.
        most: The most; ``None`` for no bound.
        when: The question counts only then.

    Raises:
        InvalidValueError: If a field has a bad value, or does not go with the kind.

    Examples:
        >>> question = Question(id="growth", name="How much do we want to grow?",
        ...                     kind=AnswerKind.RATIO, default="10%", most="2")
        >>> question.most
        Fraction(2, 1)
    """

    id: str = attrs.field(validator=a_slug)
    name: str = attrs.field(validator=a_name)
    kind: AnswerKind = attrs.field(validator=is_a(AnswerKind))
    section: str = attrs.field(default="", validator=a_text)
    help: str = attrs.field(default="", validator=a_text)
    example: str = attrs.field(default="", validator=a_text)
    ask: AskWhen = attrs.field(default=AskWhen.START, validator=is_a(AskWhen))
    is_required: bool = attrs.field(default=False, validator=is_a(bool))
    default: str | int | bool | tuple[str, ...] | None = attrs.field(
        default=None,
        validator=attrs.validators.optional(
            attrs.validators.instance_of((str, int, tuple))
        ),
    )
    fill_from: tuple[str, ...] = attrs.field(
        default=(), converter=_texts, validator=[is_a(str, each=True), _some_sources]
    )
    unit: str = attrs.field(default="", validator=a_text)
    choices: tuple[str, ...] = attrs.field(
        default=(), converter=_texts, validator=[is_a(str, each=True), _some_choices]
    )
    least: Fraction | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(exact_ratio),
        validator=_A_BOUND,
    )
    most: Fraction | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(exact_ratio),
        validator=_A_BOUND,
    )
    when: Condition | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(Condition))
    )

    def __attrs_post_init__(self) -> None:
        """Check the fields against the kind."""
        self._check("unit", bool(self.unit), AnswerKind.COUNT, "the plural of a noun")
        self._check("choices", bool(self.choices), AnswerKind.CHOICE, "what to choose")
        for name in ("least", "most"):
            if getattr(self, name) is not None and not self.kind.is_number:
                expected = f"None: an answer of kind {self.kind} is no number"
                raise InvalidValueError(f"Question.{name}", self.id, expected)
        if self.least is not None and self.most is not None and self.least > self.most:
            expected = f"{self.least} or more, as least is"
            raise InvalidValueError("Question.most", str(self.most), expected)
        if self.when is not None and self.when.question == self.id:
            expected = "about another question"
            raise InvalidValueError("Question.when", self.id, expected)

    def _check(self, name: str, is_there: bool, kind: AnswerKind, what: str) -> None:  # noqa: FBT001 - told by place
        if is_there is not (self.kind is kind):
            expected = (
                f"{what}, for a question of kind {kind}"
                if self.kind is kind
                else f"left out, for a question of kind {self.kind}"
            )
            raise InvalidValueError(f"Question.{name}", getattr(self, name), expected)
