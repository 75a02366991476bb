"""What text from people must keep to before it is stored anywhere."""

from __future__ import annotations

import re

from jbpcore.errors import InvalidValueError

__all__ = ["check_name", "check_text"]

# Databases refuse NUL, JSON and UTF-8 refuse half a surrogate pair, and terminals
# and spreadsheets act on the other control characters.
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_OR_TAB = re.compile("[\t\n\u2028\u2029]")
_LONGEST_NAME = 200
# Lines that say who somebody is, so that no message may show them.
_OF_PEOPLE = frozenset({"Person.name", "owner", "owner name"})


def check_text(
    value: object, field: str, *, max_length: int = 10_000, allow_empty: bool = False
) -> str:
    r"""Return *value* if it is text that every store and format can carry.

    It is returned as it came: nothing is trimmed, and letters with accents stay in
    the normal form they were typed in.

    Args:
        value: What was given.
        field: What is being set, for the message, as ``"Action.note"``.
        max_length: Most code points allowed.
        allow_empty: Whether nothing, or nothing but blanks, will do.

    Raises:
        InvalidValueError: If *value* is no text, blank or too long, or holds half a
            surrogate pair or a control character other than ``\n`` and ``\t``.

    Examples:
        >>> check_text("Où en est-on ?\n- 3 démos", "Review.notes")
        'Où en est-on ?\n- 3 démos'
    """
    expected = None
    if not isinstance(value, str):
        expected = "text"
    elif len(value) > max_length:
        expected = f"at most {max_length} characters, not {len(value)}"
    elif not allow_empty and not value.strip():
        expected = "text that is not blank"
    elif found := _REFUSED.search(value):
        expected = (
            "text without control characters (but \\n and \\t) or lone surrogates; "
            f"take out {found[0]!a}"
        )
    else:
        return value
    # What people write freely is often about somebody.
    is_personal = max_length > _LONGEST_NAME or field in _OF_PEOPLE
    raise InvalidValueError(field, value, expected, is_personal)


def check_name(value: object, field: str) -> str:
    """Return *value* if it is text of one line with at most 200 characters.

    Args:
        value: What was given.
        field: What is being set, for the message, as ``"Party.name"``.

    Raises:
        InvalidValueError: As :func:`check_text`, and if *value* has a line break or a
            tab in it.

    Examples:
        >>> check_name("Müller & Söhne GmbH", "Party.name")
        'Müller & Söhne GmbH'
    """
    name = check_text(value, field, max_length=_LONGEST_NAME)
    if _LINE_OR_TAB.search(name):
        expected = "text of one line, without tabs"
        raise InvalidValueError(field, name, expected, field in _OF_PEOPLE)
    return name
