"""The digest of terms, as records of the model hold it."""

from __future__ import annotations

import re
from typing import Any

import attrs

from jbpcore.errors import InvalidValueError

__all__ = ["a_digest"]

_SHAPE = re.compile("[0-9a-f]{64}")


def a_digest(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    """Accept a SHA-256 digest: 64 hexadecimal digits in lower case."""
    if not isinstance(value, str) or not _SHAPE.fullmatch(value):
        field = f"{type(instance).__name__}.{attribute.name}"
        expected = "a SHA-256 digest: 64 hexadecimal digits in lower case"
        raise InvalidValueError(field, value, expected)
