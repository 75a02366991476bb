"""What stands around the data of every document: its format and the version of that."""

from __future__ import annotations

from typing import Any, Final

from jbpcore.codec.documents import FORMATS, DocumentFormat
from jbpcore.codec.marks import described
from jbpcore.codec.plainness import report_unplain
from jbpcore.codec.problems import FAILED, Failed, Place, ProblemLog
from jbpcore.errors import Finding, FormatTooNewError
from jbpcore.wording import Sentence

__all__ = ["enclosed", "opened"]

_KEYS: Final = ("format", "format_version", "data")
_UPGRADE_FAILURES: Final = (
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)


def enclosed(data: dict[str, Any], document_format: DocumentFormat) -> dict[str, Any]:
    """Return *data* in its envelope, in the current version."""
    return {
        "format": document_format.name,
        "format_version": document_format.version,
        "data": data,
    }


def opened(
    document: object, document_format: DocumentFormat, log: ProblemLog
) -> object | Failed:
    """Take the data out of its envelope, brought up to the current version.

    Args:
        document: The whole document.
        document_format: What it has to be.
        log: Where problems are noted.

    Raises:
        FormatTooNewError: If a newer jbpcore wrote it.
    """
    root = Place()
    if not isinstance(document, dict):
        return log.wrong_type(root, f"an object with {', '.join(_KEYS)}", document)
    log.repeated_keys(root, document)
    version = _version(document, document_format, log)
    if version is FAILED:
        return FAILED
    for key, item in document.items():
        if key not in _KEYS:
            log.unknown_field(root, key, item, _KEYS)
    if "data" not in document:
        message = Sentence("Is missing; every document states it.")
        return log.report("jbp.data.missing", root.child("data"), message)
    return _upgraded(document["data"], version, document_format, log)


def _version(
    document: dict[str, Any], document_format: DocumentFormat, log: ProblemLog
) -> int | Failed:
    at = Place(("format",))
    name = document.get("format")
    if name is None:
        message = Sentence(
            "Is missing; a {subject} says {name}.",
            subject=document_format.subject,
            name=repr(document_format.name),
        )
        return log.report("jbp.data.missing", at, message)
    if name != document_format.name:
        message = Sentence(
            "Must be {expected}; got {described}.",
            expected=repr(document_format.name),
            described=described(name),
        )
        for other in FORMATS:
            if other.name == name:
                message = Sentence(
                    "Must be {expected}; got {described}. Read it as {kind}.",
                    **message.facts,
                    kind=other.kind.__name__,
                )
        return log.report("jbp.data.format", at, message)
    return _supported(document.get("format_version"), document_format, log)


def _supported(
    version: object, document_format: DocumentFormat, log: ProblemLog
) -> int | Failed:
    at = Place(("format_version",))
    if type(version) is not int or version < 1:
        expected = f"a whole number from 1 to {document_format.version}"
        return log.wrong_type(at, expected, version)
    if version > document_format.version:
        message = Sentence(
            "This release reads up to {supported}; got {found}.",
            supported=document_format.version,
            found=version,
        )
        code = FormatTooNewError.code
        raise FormatTooNewError(
            document_format.subject,
            (Finding(code=code, path="format_version", message=message),),
            version,
            document_format.version,
        )
    return version


def _upgraded(
    data: object, version: int, document_format: DocumentFormat, log: ProblemLog
) -> object | Failed:
    if not isinstance(data, dict):
        return log.wrong_type(Place(("data",)), "an object", data)
    root = Place()
    upgrades = document_format.upgrades[version - 1 :]
    if upgrades and report_unplain(data, root, log):
        return FAILED  # an upgrade could lose the marks of what is wrong
    for upgrade in upgrades:
        try:
            data = upgrade(data)
        except _UPGRADE_FAILURES as error:
            message = Sentence(
                "Cannot be brought from version {version} to {next} ({error}).",
                version=version,
                next=version + 1,
                error=type(error).__name__,
            )
            return log.report("jbp.data.upgrade", root, message)
        version += 1
    return data
