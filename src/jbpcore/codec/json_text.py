"""Plans, booked facts and results as JSON text, and back."""

from __future__ import annotations

import json
from typing import Final, Literal, TypeVar, overload

from jbpcore.codec.documents import format_of
from jbpcore.codec.extras import Kept
from jbpcore.codec.plain import from_data, to_data
from jbpcore.codec.problems import FAILED, ProblemLog
from jbpcore.codec.strict_json import MOST_BYTES, parsed
from jbpcore.errors import Finding, InvalidDataError, InvalidValueError

__all__ = ["dumps", "loads", "try_loads"]

T = TypeVar("T")

# What is written was made for it just before, so nothing in it can hold itself.
_PLAIN: Final = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":")
)


def dumps(value: object, *, indent: int | None = None, canonical: bool = False) -> str:
    """Return *value* as JSON text, in the current format version.

    Args:
        value: What :func:`~jbpcore.codec.plain.to_data` takes.
        indent: Blanks to indent by, for people; one line without.
        canonical: Whether to write it in the one form that a digest can be taken of:
            keys in order of their code points, no blanks, nothing escaped that need not
            be.

    Raises:
        InvalidValueError: As ``to_data`` does; if text holds half a surrogate pair; or
            if both *indent* and *canonical* are given.

    Examples:
        >>> from jbpcore.codec.documents import ActualsDocument
        >>> dumps(ActualsDocument(()))
        '{"format":"jbpcore.actuals","format_version":1,"data":{"entries":[]}}'
    """
    if canonical and indent is not None:
        raise InvalidValueError("indent", indent, "left out where canonical is True")
    data = to_data(value)
    if indent is None and not canonical:
        text = _PLAIN.encode(data)
    else:
        text = json.dumps(
            data,
            ensure_ascii=False,
            allow_nan=False,
            indent=indent,
            separators=(",", ":") if indent is None else (",", ": "),
            sort_keys=canonical,
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        expected = "text without lone surrogates, which UTF-8 has no bytes for"
        raise InvalidValueError("value", text[error.start], expected) from None
    return text


@overload
def loads(
    text: str | bytes,
    kind: type[T],
    *,
    extra: Literal["refuse"] = ...,
    max_bytes: int = ...,
) -> T: ...


@overload
def loads(
    text: str | bytes, kind: type[T], *, extra: Literal["keep"], max_bytes: int = ...
) -> Kept[T]: ...


def loads(
    text: str | bytes,
    kind: type[T],
    *,
    extra: Literal["refuse", "keep"] = "refuse",
    max_bytes: int = MOST_BYTES,
) -> T | Kept[T]:
    """Return what a document of JSON text stands for.

    Args:
        text: The document; as bytes in UTF-8. It may come from strangers.
        kind: What it has to hold.
        extra: What becomes of fields that nobody knows, as for
            :func:`~jbpcore.codec.plain.from_data`.
        max_bytes: Largest size in UTF-8 that is read; 5 MiB unless you allow more, as
            for a long ledger of your own.

    Raises:
        InvalidDataError: If anything is wrong with it; all of it is in ``findings``.
        FormatTooNewError: If a newer jbpcore wrote it.
        InvalidValueError: If an argument is bad.

    Examples:
        >>> from jbpcore.codec.documents import ActualsDocument
        >>> loads(dumps(ActualsDocument(())), ActualsDocument)
        ActualsDocument(entries=())
    """
    subject = format_of(kind).subject
    log = ProblemLog()
    data = parsed(text, log, max_bytes=max_bytes)
    if data is FAILED:
        raise InvalidDataError(subject, tuple(log.findings))
    if extra == "keep":
        return from_data(data, kind, extra=extra)
    return from_data(data, kind, extra=extra)


def try_loads(
    text: str | bytes, kind: type[T], *, max_bytes: int = MOST_BYTES
) -> T | tuple[Finding, ...]:
    """Return what a document stands for, or everything that is wrong with it.

    Args:
        text: The document, as for :func:`loads`.
        kind: What it has to hold.
        max_bytes: As for :func:`loads`.

    Raises:
        InvalidValueError: If an argument is bad.

    Examples:
        >>> from jbpcore.model.plan import Plan
        >>> for finding in try_loads('{"format": "jbpcore.plan",}', Plan):
        ...     print(finding.code)
        jbp.data.json
    """
    try:
        return loads(text, kind, max_bytes=max_bytes)
    except InvalidDataError as error:
        return error.findings
