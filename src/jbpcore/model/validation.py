"""Validators for the fields of the nouns.

Each looks at its own field's value alone, never at the rest of the record, so that a
reader of documents can run them one by one and report every problem at once. What needs
several fields is checked in ``__attrs_post_init__`` of the class.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeGuard, cast

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.values.ids import ID_SHAPE, check_id
from jbpcore.values.ratio import Ratio
from jbpcore.values.text import check_name, check_text

__all__ = [
    "a_date",
    "a_name",
    "a_text",
    "an_id",
    "an_instant",
    "check_instant",
    "exact_ratio",
    "is_a",
]

# What is sound is the rule, and a plan has a thousand fields: so each validator first
# asks what answers quickest, and makes ready for a message only where it needs one.
_SHORT = 200  # the longest name
_is_id = ID_SHAPE.fullmatch

_TYPE_NAME = {bool: "True or False", int: "a whole number", str: "text"}


def _field(instance: object, attribute: attrs.Attribute[Any]) -> str:
    return f"{type(instance).__name__}.{attribute.name}"


def _is_plain_line(value: object) -> TypeGuard[str]:
    """Whether it is a short line of printable text: sound wherever text may stand."""
    return type(value) is str and len(value) <= _SHORT and value.isprintable()


def an_id(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    """Accept an id: 1 to 128 letters, digits and ``._:@+-``; see ``check_id``."""
    if type(value) is not str or not _is_id(value):
        check_id(value, _field(instance, attribute))


def a_name(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    """Accept one line of 1 to 200 characters."""
    if not _is_plain_line(value) or not value or value.isspace():
        check_name(value, _field(instance, attribute))


def a_text(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    """Accept any text up to 10,000 characters, also none."""
    if not _is_plain_line(value):
        check_text(value, _field(instance, attribute), allow_empty=True)


def a_date(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    """Accept a day. A datetime is not one: its day depends on the time zone."""
    if type(value) is not date:
        expected = "a datetime.date (not a datetime: its day depends on the zone)"
        raise InvalidValueError(_field(instance, attribute), value, expected)


def an_instant(
    instance: object, attribute: attrs.Attribute[Any], value: object
) -> None:
    """Accept an aware datetime in UTC."""
    if type(value) is not datetime or value.tzinfo is not UTC:
        _check_instant(value, _field(instance, attribute))


def check_instant(value: datetime | None, field: str) -> None:
    """Accept an aware datetime in UTC as an argument, or ``None``.

    Raises:
        InvalidValueError: If it is anything else.

    Examples:
        >>> check_instant(datetime(2026, 5, 15, 9, tzinfo=UTC), "known_at")
    """
    if value is not None:
        _check_instant(value, field)


def _check_instant(value: object, field: str) -> None:
    if not isinstance(value, datetime) or value.utcoffset() != UTC.utcoffset(None):
        expected = "an aware datetime in UTC, such as datetime.now(UTC) gives"
        raise InvalidValueError(field, value, expected)


def is_a(
    *kinds: type, each: bool = False
) -> Callable[[object, attrs.Attribute[Any], Any], None]:
    """Accept an instance of one of *kinds*, or with *each* a tuple of such.

    A bool never passes for a number.
    """
    names = " or ".join(_TYPE_NAME.get(kind, kind.__name__) for kind in kinds)
    exact = frozenset(kinds)
    # What stands in the place of a person may say who it is.
    is_personal = any(kind.__name__ == "Person" for kind in kinds)

    def check(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
        if type(value) in exact:
            return
        if not isinstance(value, kinds) or (type(value) is bool is not kinds[0]):
            field = _field(instance, attribute)
            raise InvalidValueError(field, value, names, is_personal)

    def check_each(
        instance: object, attribute: attrs.Attribute[Any], value: object
    ) -> None:
        if type(value) is tuple and exact.issuperset(map(type, value)):
            return
        items = value if isinstance(value, tuple) else (None,)
        for item in items:
            if not isinstance(item, kinds) or (type(item) is bool is not kinds[0]):
                field = _field(instance, attribute)
                wanted = f"a tuple of {names}"
                raise InvalidValueError(field, item, wanted, is_personal)

    return check_each if each else check


def exact_ratio(value: Fraction | Decimal | int | str) -> Fraction:
    """Turn a whole number, Decimal or text such as ``"1/3"`` into a Fraction.

    It is bounded as a ``Ratio`` is, below 10**40 over 10**40.

    Anything else is handed on as it is, for the field's validator to refuse.
    """
    if isinstance(value, Fraction | Decimal | int | str) and type(value) is not bool:
        return Ratio(value).value
    return cast("Fraction", value)
