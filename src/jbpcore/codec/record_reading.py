"""The quick way to read a class of the model, made ready once for each class.

It takes nothing that is not sound, and of what is not it only says so, in whatever
words; :mod:`jbpcore.codec.record_examination` then finds the right ones.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

import attrs

from jbpcore.codec.containers import OptionalNode
from jbpcore.codec.figures import FiguresWriter
from jbpcore.codec.record_shape import RecordField, RecordShape
from jbpcore.codec.scalars import TextNode
from jbpcore.codec.shared import Shared
from jbpcore.codec.texts import CURRENCY, NOUN
from jbpcore.errors import InvalidValueError
from jbpcore.model.validation import a_name, a_text, an_id

__all__ = ["reader_of"]

_Read: TypeAlias = Callable[[Any, Shared], Any]

# These refuse, when an instance is made, whatever reading the text would refuse.
_FULL_CHECKS: Final = frozenset({a_name, a_text, an_id})
_OPTIONAL: Final = type(attrs.validators.optional(an_id))


def reader_of(shape: RecordShape, *, is_tagged: bool = False) -> _Read:
    """Return what makes an instance of the class from an object of its fields.

    It raises any exception where the object is bad.

    Args:
        shape: The class.
        is_tagged: Whether the object says under ``type`` what it is.
    """
    kind, make = shape.kind, shape.make
    read = _arguments_reader(shape, is_tagged=is_tagged)
    if shape.figures is not None:
        return _with_figures(shape, shape.figures, read)
    if make is not None:
        return lambda data, shared: make(shared, read(data, shared))
    return lambda data, shared: kind(**read(data, shared))


def _arguments_reader(shape: RecordShape, *, is_tagged: bool) -> _Read:
    """Return what reads the arguments that an instance is made from."""
    as_it_is = frozenset(field.key for field in shape.fields if _is_checked_once(field))
    others = [field for field in shape.fields if field.key not in as_it_is]
    takes = {field.key: field.node.take for field in others if field.node.take}
    decoders = {field.key: field.node.decode for field in others}
    finished = _finishing(shape)

    def read(data: Any, shared: Shared) -> dict[str, Any]:  # noqa: ANN401 - not yet known
        made = _fields(data)
        if is_tagged:
            del made["type"]
        for key, item in made.items():  # other values for the same keys
            take = takes.get(key)
            if take is not None:
                made[key] = take(item)
            elif key not in as_it_is:
                made[key] = decoders[key](item, shared)
        return made if finished is None else finished(made)

    return read


def _fields(data: Any) -> dict[str, Any]:  # noqa: ANN401 - not yet known
    if type(data) is not dict:
        raise InvalidValueError("data", data, "an object")
    return data.copy()


def _finishing(
    shape: RecordShape,
) -> Callable[[dict[str, Any]], dict[str, Any]] | None:
    """Return what turns keys into arguments, and misses what has to be stated."""
    fields = shape.fields
    names = {field.key: field.argument for field in fields}
    # What has no default, the class misses by itself.
    stated = frozenset(
        field.argument
        for field in fields
        if field.is_required and field.attribute.default is not attrs.NOTHING
    )
    if not stated and all(key == name for key, name in names.items()):
        return None

    def finished(made: dict[str, Any]) -> dict[str, Any]:
        arguments = {names[key]: item for key, item in made.items()}
        if not arguments.keys() >= stated:
            raise InvalidValueError("data", made, "stated as a whole")
        return arguments

    return finished


def _with_figures(shape: RecordShape, figures: FiguresWriter, read: _Read) -> _Read:
    """Return what also compares the figures that the object states."""
    keys = shape.figure_keys

    def made(data: Any, shared: Shared) -> object:  # noqa: ANN401 - not yet known
        fields = _fields(data)
        stated = {key: fields.pop(key) for key in keys if key in fields}
        value = shape.made(read(fields, shared), shared)
        # Also if none is stated: what has none could not be written again.
        figures.compare(stated, value)
        return value

    return made


def _is_checked_once(field: RecordField) -> bool:
    """Say whether the class itself refuses all that is not text of the kind."""
    validator, node = field.attribute.validator, field.node
    if isinstance(node, OptionalNode) and isinstance(validator, _OPTIONAL):
        node, validator = node.inner, getattr(validator, "validator", None)
    is_unit = node is CURRENCY or node is NOUN
    is_text = isinstance(node, TextNode)
    return is_unit or (is_text and validator in _FULL_CHECKS)
