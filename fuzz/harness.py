"""What every fuzzer asks of the library, whatever the input."""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable
from typing import Final, TypeVar

from jbpcore.errors import Finding, InvalidDataError, JbpError
from jbpcore.formatting.explain_error import explain_error

__all__ = ["MOST_SECONDS", "SurpriseError", "attempt", "expect", "judge", "text_of"]

MOST_SECONDS: Final = 2.0
"""The processor time that one input may take, with every branch being recorded."""

_LONGEST_MESSAGE: Final = 4_000
_FINDINGS_TOLD: Final = 3
_LOCALE: Final = "de"

T = TypeVar("T")


class SurpriseError(AssertionError):
    """An input did something that no input may do."""


def expect(holds: object, what: str, *seen: object) -> None:
    """Raise a surprise unless *holds*.

    Args:
        holds: What has to be true.
        what: What it means that it is not.
        seen: The values in question, for whoever reads of it.

    Raises:
        SurpriseError: If it is not true.
    """
    if not holds:
        raise SurpriseError(what, *seen)


def attempt(call: Callable[..., T], *arguments: object, **named: object) -> T | None:
    """Return what *call* returns; ``None`` where it refuses with an error of ours."""
    try:
        returned = call(*arguments, **named)
    except JbpError as error:
        _check_told(error)
        return None
    if isinstance(returned, tuple):
        for finding in returned[:_FINDINGS_TOLD]:
            if isinstance(finding, Finding):
                _check_finding(finding)
    return returned


def judge(
    check: Callable[[bytes], None], data: bytes, most_seconds: float = MOST_SECONDS
) -> None:
    """Run the check of a target on an input, in bounded time.

    Raises:
        SurpriseError: If it took too long.
        Exception: Whatever else *check* let through.
    """
    start = time.process_time()
    check(data)
    spent = time.process_time() - start
    expect(spent <= most_seconds, "took too long", spent)


def text_of(data: bytes) -> str:
    """Return *data* as text; what is no UTF-8 becomes lone surrogates."""
    return data.decode("utf-8", "surrogateescape")


def _check_told(error: JbpError) -> None:
    """An error can be shown, logged, handed to another process, and translated."""
    text = str(error)
    expect(text, "an error says nothing", repr(error))
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own error
    expect(str(again) == text, "an error does not survive pickling", text)
    if isinstance(error, InvalidDataError):
        for finding in error.findings[:_FINDINGS_TOLD]:
            _check_finding(finding)
    else:
        expect(len(text) <= _LONGEST_MESSAGE, "an error goes on and on", len(text))
    expect(explain_error(error, locale=_LOCALE), "an error has no translation", text)


def _check_finding(finding: Finding) -> None:
    text = str(finding)
    expect(finding.code.startswith("jbp."), "a finding has no code of ours", text)
    expect(len(text) <= _LONGEST_MESSAGE, "a finding goes on and on", len(text))
    expect(explain_error(finding, locale=_LOCALE), "no translation", text)
