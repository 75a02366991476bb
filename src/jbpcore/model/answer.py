"""What was answered to the questions of a template, as the plan keeps it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.amount import Amount
from jbpcore.model.audience import Audience
from jbpcore.model.slugs import a_slug
from jbpcore.model.validation import a_date, a_name, a_text, an_id, is_a
from jbpcore.values.ids import AnswerId, PersonId
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

__all__ = ["Answer", "TemplateRef"]

_MOST_LINES = 200
_HIGHEST_VERSION = 999_999
_HOLDERS = ("text", "lines", "amount", "on", "person_id")


def _lines(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(lines)


def _some_lines(
    instance: object, attribute: attrs.Attribute[Any], value: tuple[str, ...]
) -> None:
    if len(value) > _MOST_LINES:
        expected = f"at most {_MOST_LINES} lines"
        raise InvalidValueError("Answer.lines", len(value), expected)
    for line in value:
        a_text(instance, attribute, line)


@attrs.frozen(kw_only=True)
class Answer:
    """What was answered to one question of the plan's template.

    It carries the words of the question, so that a plan can be read without its
    template. What kind of question it was says which of the last fields is set.

    Attributes:
        id: The id of the question.
        name: What was asked.
        section: The heading it stands under; empty if it has none.
        text: An answer in words, a choice, or ``"yes"`` or ``"no"``.
        lines: An answer that is a list, such as strengths or target accounts.
        amount: An answer that is money, a count or a share.
        on: An answer that is a day.
        person_id: An answer that is somebody.
        audience: Who sees it.

    Raises:
        InvalidValueError: If a field has a bad value, or more than one of *text*,
            *lines*, *amount*, *on* and *person_id* is set.

    Examples:
        >>> Answer(id="vision", name="Where do we want to be?", text="First choice")
        Answer(id='vision', name='Where do we want to be?', section='', ...
    """

    id: AnswerId = attrs.field(converter=AnswerId, validator=an_id)
    name: str = attrs.field(validator=a_name)
    section: str = attrs.field(default="", validator=a_text)
    text: str = attrs.field(default="", validator=a_text)
    lines: tuple[str, ...] = attrs.field(
        default=(), converter=_lines, validator=[is_a(str, each=True), _some_lines]
    )
    amount: Amount | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(Money, Quantity, Ratio))
    )
    on: date | None = attrs.field(
        default=None, validator=attrs.validators.optional(a_date)
    )
    person_id: PersonId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(PersonId),
        validator=attrs.validators.optional(an_id),
    )
    audience: Audience = attrs.field(default=Audience.JOINT, validator=is_a(Audience))

    def __attrs_post_init__(self) -> None:
        """Check that it is one answer."""
        held = [name for name in _HOLDERS if getattr(self, name) not in {None, "", ()}]
        if len(held) > 1:
            expected = f"one answer; it has {' and '.join(held)}"
            raise InvalidValueError("Answer", self.id, expected)

    @property
    def is_given(self) -> bool:
        """Whether something was answered."""
        return any(getattr(self, name) not in {None, "", ()} for name in _HOLDERS)


@attrs.frozen(kw_only=True)
class TemplateRef:
    """Which template, in which version, a plan was made from.

    Attributes:
        key: The template's key.
        version: Its version, from 1.

    Examples:
        >>> print(TemplateRef(key="growth", version=2))
        growth@2
    """

    key: str = attrs.field(validator=a_slug)
    version: int = attrs.field(validator=is_a(int))

    def __attrs_post_init__(self) -> None:
        """Check the version."""
        if not 1 <= self.version <= _HIGHEST_VERSION:
            expected = f"a whole number from 1 to {_HIGHEST_VERSION:,}"
            raise InvalidValueError("TemplateRef.version", self.version, expected)

    def __str__(self) -> str:
        return f"{self.key}@{self.version}"
