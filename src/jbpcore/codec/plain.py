"""Plans, booked facts and results as plain data: dicts, lists, text, whole numbers."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Literal, TypeVar, cast, overload

from jbpcore.codec.documents import DocumentFormat, format_of
from jbpcore.codec.envelope import enclosed, opened
from jbpcore.codec.extras import Kept, kept_fields, put_back
from jbpcore.codec.plainness import report_unplain
from jbpcore.codec.problems import FAILED, Place, ProblemLog
from jbpcore.codec.shared import Shared
from jbpcore.codec.walk import record_for
from jbpcore.errors import Finding, InvalidDataError, InvalidValueError

__all__ = ["from_data", "read_document", "to_data", "try_from_data"]

T = TypeVar("T")


def to_data(value: object) -> dict[str, Any]:
    """Return *value* as a document of plain data, in the current format version.

    Args:
        value: A ``Plan``, ``ActualsDocument``, ``ActualEntry``, ``GoalResult`` or
            ``PlanResult``; or a ``Kept`` one, whose extra fields are put back.

    Raises:
        InvalidValueError: If *value* is nothing a document can hold, or holds something
            that could not be read back: an instance of a subclass of the class that it
            should be of, or a fraction with more digits than are read.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.model.actual import ActualEntry
        >>> from jbpcore.values.money import Money
        >>> entry = ActualEntry(metric="revenue", on=date(2026, 4, 20), entry_id="e-1",
        ...                     amount=Money("7500", "USD"))
        >>> to_data(entry)["data"]["amount"]
        {'type': 'money', 'amount': '7500', 'currency': 'USD'}
    """
    if isinstance(value, Kept):
        document = to_data(value.value)
        put_back(document, value.extras)
        return document
    document_format = format_of(type(value))
    return enclosed(record_for(document_format.kind).encode(value), document_format)


@overload
def from_data(data: object, kind: type[T], *, extra: Literal["refuse"] = ...) -> T: ...


@overload
def from_data(data: object, kind: type[T], *, extra: Literal["keep"]) -> Kept[T]: ...


def from_data(
    data: object, kind: type[T], *, extra: Literal["refuse", "keep"] = "refuse"
) -> T | Kept[T]:
    """Return what a document of plain data stands for.

    Nothing is coerced: ``1`` is no text, ``True`` no number, ``"2026-1-1"`` no day.

    Args:
        data: The document, envelope and all, such as :func:`to_data` returns.
        kind: What it has to hold.
        extra: What becomes of fields that nobody knows: ``"refuse"`` makes each a
            finding; ``"keep"`` hands them back beside the object, as a ``Kept``.

    Raises:
        InvalidDataError: If anything is wrong with it; all of it is in ``findings``.
        FormatTooNewError: If a newer jbpcore wrote it.
        InvalidValueError: If no document holds a *kind*, or *extra* is something else.

    Examples:
        >>> from jbpcore.model.actual import ActualEntry
        >>> from_data({"format": "jbpcore.actual_entry", "format_version": 1,
        ...            "data": {"entry_id": "e-1", "metric": 7, "on": "2026-4-20"}},
        ...           ActualEntry)
        Traceback (most recent call last):
        jbpcore.errors.InvalidDataError: actual entry has 3 problems; ...
          metric: Must be text; got the number 7. [jbp.data.type]
          on: Must be a day as text in the form YYYY-MM-DD, such as '2026-05-15'; ...
          amount: Is missing; every ActualEntry states it. [jbp.data.missing]
    """
    document_format = format_of(kind)
    if extra not in {"refuse", "keep"}:
        raise InvalidValueError("extra", extra, "'refuse' or 'keep'")
    found = read_document(data, document_format, keeps_extra=extra == "keep")
    if isinstance(found, tuple):
        raise InvalidDataError(document_format.subject, found)
    kept = cast("Kept[T]", found)
    return kept if extra == "keep" else kept.value


def try_from_data(data: object, kind: type[T]) -> T | tuple[Finding, ...]:
    """Return what a document stands for, or everything that is wrong with it.

    Args:
        data: The document, as for :func:`from_data`.
        kind: What it has to hold.

    Raises:
        InvalidValueError: If no document holds a *kind*.

    Examples:
        >>> from jbpcore.model.plan import Plan
        >>> for finding in try_from_data({"format": "jbpcore.plan"}, Plan):
        ...     print(finding)
        format_version: Must be a whole number from 1 to 1; got null. [jbp.data.type]
    """
    try:
        return from_data(data, kind)
    except InvalidDataError as error:
        return error.findings


def read_document(
    document: object, document_format: DocumentFormat, *, keeps_extra: bool = False
) -> Kept[Any] | tuple[Finding, ...]:
    """Return what a document of a format holds, or everything that is wrong with it.

    Args:
        document: The document.
        document_format: What it has to be.
        keeps_extra: Whether unknown fields are kept, not refused.

    Raises:
        FormatTooNewError: If a newer jbpcore wrote it.
    """
    node = record_for(document_format.kind)
    if _looks_sound(document, document_format):
        # Sound documents are the rule. What is wrong with another is found out below.
        with suppress(Exception):
            return Kept(node.decode(cast("Any", document)["data"], Shared()))
    log = ProblemLog(keeps_extra=keeps_extra)
    data = opened(document, document_format, log)
    if data is FAILED:
        return tuple(log.findings)
    around = log.extras.copy()
    log.extras.clear()
    value = node.examine(data, Place(), log)
    inside = [(Place(("data", *place.steps)), item) for place, item in log.extras]
    extras = (*around, *inside)
    for place, item in extras:
        # A key is text as well, and is written again.
        if not report_unplain(place.steps[-1], place, log):
            report_unplain(item, place, log)
    if log.findings:
        return tuple(log.findings)
    if not extras:
        return Kept(value)
    return Kept(value, kept_fields({"data": node.encode(value)}, extras))


def _looks_sound(document: object, document_format: DocumentFormat) -> bool:
    if type(document) is not dict:
        return False
    if document.keys() != enclosed({}, document_format).keys():
        return False
    version = document["format_version"]
    is_current = type(version) is int and version == document_format.version
    return is_current and document["format"] == document_format.name
