"""Finding out everything that is wrong with an object of the model in a document."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, cast

from jbpcore.codec.problems import FAILED, Failed, Place, ProblemLog
from jbpcore.codec.record_shape import RecordField, RecordShape
from jbpcore.errors import InvalidValueError, JbpError
from jbpcore.wording import Sentence

__all__ = ["examined_record"]


def examined_record(
    shape: RecordShape,
    data: object,
    place: Place,
    log: ProblemLog,
    *,
    skipped: Collection[str] = (),
) -> object | Failed:
    """Return an instance of the class, if every field and all together are sound.

    Every field is looked at by itself, whatever the others are like. Rules between
    fields are the class's own; it can be asked only once each field is sound.

    Args:
        shape: The class.
        data: What stands in the document.
        place: Where.
        log: Where problems are noted.
        skipped: Keys that somebody else looks at.
    """
    if not isinstance(data, dict):
        return log.wrong_type(place, "an object", data)
    is_sound = not log.repeated_keys(place, data)
    fields = {field.key: field for field in shape.fields}
    arguments: dict[str, Any] = {}
    for key, item in data.items():
        if key in fields:
            value = _examined(shape.kind, fields[key], item, (place.child(key), log))
            is_sound = is_sound and value is not FAILED
            arguments[fields[key].argument] = value
        elif key not in skipped and key not in shape.figure_keys:
            is_sound = log.unknown_field(place, key, item, fields) and is_sound
    for key in (field.key for field in shape.fields if field.is_required):
        if key not in data:
            message = Sentence(
                "Is missing; every {kind} states it.", kind=shape.kind.__name__
            )
            log.report("jbp.data.missing", place.child(key), message)
            is_sound = False
    if not is_sound:
        return FAILED
    stated = {key: data[key] for key in shape.figure_keys if key in data}
    return _whole(shape, arguments, stated, (place, log))


def _examined(
    kind: type, field: RecordField, item: object, target: tuple[Place, ProblemLog]
) -> Any:  # noqa: ANN401 - whatever the field holds
    """Return what the field holds, if its own converter and validator accept it."""
    place, log = target
    value = field.node.examine(item, place, log)
    if value is FAILED:
        return FAILED
    attribute, converted = field.attribute, value
    convert = cast("Callable[[Any], Any] | None", attribute.converter)
    try:
        if convert is not None:
            converted = convert(value)
        if attribute.validator is not None:
            # A validator looks at its own value; of the instance, at its class alone.
            attribute.validator(object.__new__(kind), attribute, converted)
    except JbpError as error:
        return log.refused(place, error)
    return value


def _whole(
    shape: RecordShape,
    arguments: dict[str, Any],
    stated: dict[str, Any],
    target: tuple[Place, ProblemLog],
) -> object | Failed:
    """Return the instance, if the class accepts the fields together."""
    place, log = target
    try:
        value = shape.made(arguments, log.shared)
        if shape.figures is not None and shape.figures.report(
            stated, value, place, log
        ):
            return FAILED
    except JbpError as error:
        return log.refused(_blamed(shape, place, error), error)
    return value


def _blamed(shape: RecordShape, place: Place, error: JbpError) -> Place:
    """Return the place of the field that *error* names, if it names one."""
    if isinstance(error, InvalidValueError):
        for field in shape.fields:
            if error.field == f"{shape.kind.__name__}.{field.attribute.name}":
                return place.child(field.key)
    return place
