"""Ids inside templates: short, plain, and without the dots that paths are made of."""

from __future__ import annotations

import re
from typing import Any, Final

import attrs

from jbpcore.errors import InvalidValueError

__all__ = ["SLUG", "a_slug", "check_slug", "some_slugs"]

SLUG: Final = "[a-z][a-z0-9_-]{0,63}"
"""What an id in a template looks like, as a pattern."""

_SHAPE = re.compile("[a-z][a-z0-9_-]{0,63}", re.ASCII)
_EXPECTED: Final = (
    "1 to 64 small letters, digits, '-' and '_', beginning with a letter, such as "
    "'new-revenue'"
)


def check_slug(value: object, field: str) -> str:
    """Return *value* if it has the shape of an id in a template.

    Args:
        value: What was given.
        field: What is being set, for the message.

    Raises:
        InvalidValueError: If it has not.

    Examples:
        >>> check_slug("new-revenue", "TemplateGoal.id")
        'new-revenue'
        >>> check_slug("../../etc/passwd", "Template.extends")
        Traceback (most recent call last):
        jbpcore.errors.InvalidValueError: Template.extends must be 1 to 64 small...
    """
    if isinstance(value, str) and _SHAPE.fullmatch(value):
        return value
    raise InvalidValueError(field, value, _EXPECTED)


def a_slug(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    """Accept an id of a template; see :func:`check_slug`."""
    check_slug(value, f"{type(instance).__name__}.{attribute.name}")


def some_slugs(
    instance: object, attribute: attrs.Attribute[Any], value: tuple[object, ...]
) -> None:
    """Accept a tuple of such ids, each of them once."""
    for item in value:
        a_slug(instance, attribute, item)
    if len(set(value)) < len(value):
        field = f"{type(instance).__name__}.{attribute.name}"
        raise InvalidValueError(field, value, "made of different ids")
