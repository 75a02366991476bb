"""A view as plain data, and the JSON Schema of that, from the classes themselves.

As the documents of :mod:`jbpcore.codec` they are written by one walk over annotations
and docstrings; but views are for readers and are never read back. So ratios are decimal
text here, with six digits, which every language reads. Fields whose names begin with an
underscore only serve to draw, and are no data.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

import attrs

from jbpcore.codec.descriptions import described_class, described_fields
from jbpcore.codec.node import Definitions, Schema
from jbpcore.codec.walk import node_for
from jbpcore.errors import InvalidValueError
from jbpcore.values.decimals import half_even
from jbpcore.views.glances import GLANCES

__all__ = ["view_data", "view_schema"]

_VERSION: Final = 1
_DIGITS: Final = 6
_OF_VIEWS: Final = ("jbpcore.engine.", "jbpcore.planning.", "jbpcore.views.")
_RATIO: Final = {"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{6}$"}

_Encode = Callable[[Any], Any]


def view_data(view: object) -> dict[str, Any]:
    """Return *view* as a dict of plain data, with what it is and its version.

    Args:
        view: Any of the views.

    Raises:
        InvalidValueError: If it is none.
    """
    kind: type = type(view)
    encode = _record(kind)
    return {
        "view": _kind(kind),
        "view_version": _VERSION,
        **encode(view),
    }


def view_schema(kind: type) -> Schema:
    """Return the JSON Schema (draft 2020-12) of what ``to_dict()`` of a view gives.

    Args:
        kind: The class of the view.

    Raises:
        InvalidValueError: If it is no view.

    Examples:
        >>> from jbpcore.views.history_story import HistoryStory
        >>> view_schema(HistoryStory)["$id"]
        'urn:jbpcore:schema:view.history_story:1'
    """
    name = _kind(kind)
    definitions: Definitions = {}
    described = _described(kind, definitions)
    properties = {
        "view": {"const": name},
        "view_version": {"const": _VERSION},
        **described.pop("properties"),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:jbpcore:schema:view.{name}:{_VERSION}",
        **described,
        "properties": properties,
        "required": list(properties),
        "$defs": dict(sorted(definitions.items())),
    }


def _kind(kind: type) -> str:
    name = getattr(kind, "kind", None)
    if not isinstance(name, str):
        raise InvalidValueError("view", kind, "a view, such as a PlanCard")
    return name


@cache
def _record(kind: type) -> _Encode:
    """Return what writes a record of the views: every field, ``None`` included."""
    fields = [(name, _encoder(hint)) for name, hint in _hints(kind).items()]

    def encode(value: object) -> dict[str, Any]:
        return {name: write(getattr(value, name)) for name, write in fields}

    return encode


def _hints(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    names = [field.name for field in attrs.fields(kind)]
    return {name: hints[name] for name in names if not name.startswith("_")}


def _is_ours(hint: object) -> bool:
    return (
        isinstance(hint, type)
        and attrs.has(hint)
        and hint.__module__.startswith(_OF_VIEWS)
    )


@cache
def _encoder(hint: Any) -> _Encode:  # noqa: ANN401 - an annotation is anything
    if hint is Fraction:
        return _ratio
    if hint in GLANCES:
        glance, look = GLANCES[hint]
        encode = _record(glance)
        return lambda value: encode(look(value))
    if _is_ours(hint):
        return _record(hint)
    if get_origin(hint) is tuple:
        write = _encoder(get_args(hint)[0])
        return lambda values: [write(value) for value in values]
    if _is_optional(hint):
        inner = _encoder(_without_none(hint))
        return lambda value: None if value is None else inner(value)
    return node_for(hint).encode


def _is_optional(hint: object) -> bool:
    return get_origin(hint) in {Union, UnionType} and NoneType in get_args(hint)


def _without_none(hint: object) -> Any:  # noqa: ANN401 - an annotation is anything
    kept = tuple(member for member in get_args(hint) if member is not NoneType)
    return kept[0] if len(kept) == 1 else Union[kept]  # noqa: UP007 - made at run time


def _ratio(value: Fraction) -> str:
    units = half_even(value.numerator * 10**_DIGITS, value.denominator)
    sign, digits = "-" * (units < 0), str(abs(units)).rjust(_DIGITS + 1, "0")
    return f"{sign}{digits[:-_DIGITS]}.{digits[-_DIGITS:]}"


def _schema(
    hint: Any,  # noqa: ANN401 - an annotation is anything
    definitions: Definitions,
) -> Schema:
    if hint is Fraction:
        return dict(_RATIO)
    if hint in GLANCES:
        return _schema(GLANCES[hint][0], definitions)
    if _is_ours(hint):
        name = hint.__name__
        if name not in definitions:
            definitions[name] = {}
            definitions[name] = _described(hint, definitions)
        return {"$ref": f"#/$defs/{name}"}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _schema(get_args(hint)[0], definitions)}
    if _is_optional(hint):
        inner = _schema(_without_none(hint), definitions)
        return {"anyOf": [inner, {"type": "null"}]}
    return node_for(hint).schema(definitions)


def _described(kind: type, definitions: Definitions) -> Schema:
    texts = described_fields(kind)
    properties: dict[str, Schema] = {}
    for name, hint in _hints(kind).items():
        schema = _schema(hint, definitions)
        text = texts.get(name)
        properties[name] = {"description": text, **schema} if text else schema
    return {
        **described_class(kind),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
