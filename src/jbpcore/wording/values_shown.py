"""How a value that was refused is shown to people: plainly, briefly, never by its code.

A message goes to logs and screens that many see. So what a record holds is not told,
only what it is; and what may be about a person is not told at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, Final

__all__ = ["shown", "unshown"]

_SHOWN_CHARACTERS: Final = 80
_SHOWN_ITEMS: Final = 5
_DEEPEST: Final = 2
_VOWELS: Final = "AEIOUaeiou"


def shown(value: object) -> str:
    """Return what a person is shown of *value*.

    Texts stand in quotes and are cut where they are long; days and numbers are written
    plainly. Of a record only its kind is told, unless it writes itself as a text.

    Examples:
        >>> from datetime import date
        >>> shown("17,500"), shown(date(2026, 5, 15)), shown([1, None])
        ("'17,500'", '2026-05-15', '[1, None]')
        >>> shown(object()), shown(date)
        ('an object', 'the class date')
    """
    return _cut(_shown(value, _DEEPEST))


def unshown(value: object) -> str:
    """Return what a person is told of a *value* that may be about somebody.

    Examples:
        >>> unshown("Maria Lopez"), unshown(["Maria"]), unshown(None)
        ('a text of 11 characters', 'a list', 'None')
    """
    if isinstance(value, str):
        count = len(value)
        return f"a text of {count:,} character{'' if count == 1 else 's'}"
    return "None" if value is None else _kind(value)


def _shown(value: object, deep: int) -> str:
    try:
        return _written(value, deep)
    except Exception:  # noqa: BLE001 - of a stranger's class; a message is never lost
        return f"{_kind(value)} that cannot be shown"


def _written(value: object, deep: int) -> str:
    if isinstance(value, Enum):
        return _written(value.value, deep)
    if isinstance(value, Mapping | list | tuple | set | frozenset):
        return _items(value, deep)
    for kinds, write in _WRITERS:
        if isinstance(value, kinds):
            return write(value)
    if type(value).__str__ is object.__str__ or isinstance(value, BaseException):
        return _kind(value)
    text = str(value)
    return text if text.isprintable() else _kind(value)


def _quoted(text: str) -> str:
    if len(text) <= _SHOWN_CHARACTERS:
        return repr(str(text))
    return f"{str(text[:_SHOWN_CHARACTERS])!r}… ({len(text):,} characters)"


def _number(value: object) -> str:
    try:
        return repr(value)
    except ValueError:
        # Python refuses to write out whole numbers of thousands of digits.
        return f"{_kind(value)} too large to show"


def _items(value: Iterable[object], deep: int) -> str:
    if not deep:
        return _kind(value)
    some: list[str] = []
    for item in value:
        if len(some) == _SHOWN_ITEMS:
            some.append("…")
            break
        text = _shown(item, deep - 1)
        if isinstance(value, Mapping):
            text = f"{text}: {_shown(value[item], deep - 1)}"
        some.append(text)
    ends = "()" if isinstance(value, tuple) else "[]"
    if isinstance(value, Mapping | set | frozenset):
        ends = "{}"
    return f"{ends[0]}{', '.join(some)}{ends[1]}"


def _kind(value: object) -> str:
    name = type(value).__name__
    return f"{'an' if name[0] in _VOWELS else 'a'} {name}"


def _cut(text: str) -> str:
    most = 4 * _SHOWN_CHARACTERS
    return text if len(text) <= most else f"{text[:most]}… ({len(text):,} characters)"


_WRITERS: Final[tuple[tuple[type | tuple[type, ...], Callable[[Any], str]], ...]] = (
    (str, _quoted),
    ((bool, int, float, complex, type(None)), _number),
    ((bytes, bytearray), lambda value: f"{len(value):,} bytes"),
    (type, lambda value: f"the class {value.__name__}"),
    ((date, time), lambda value: value.isoformat()),
    ((Decimal, Fraction), str),
)
