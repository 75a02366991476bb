"""Where in a document something is, and everything that is wrong with it."""

from __future__ import annotations

import json
import re
from enum import Enum
from typing import Final, Generic, Literal, TypeVar

import attrs

from jbpcore.codec.marks import described
from jbpcore.errors import Finding, InvalidValueError, JbpError

__all__ = ["FAILED", "MOST_FINDINGS", "Failed", "Place", "ProblemLog"]

_PLAIN_KEY = re.compile("[A-Za-z_][A-Za-z0-9_]{0,79}", re.ASCII)
_SHOWN_CHARACTERS: Final = 80
_SharedT = TypeVar("_SharedT")

MOST_FINDINGS = 1_000
"""Findings reported of one document; a broken one of 5 MiB could hold a million."""


class Failed(Enum):
    """The one value that says "there is no value, and it is reported why"."""

    FAILED = "failed"


FAILED: Literal[Failed.FAILED] = Failed.FAILED


@attrs.frozen
class Place:
    """Where something stands in a document.

    Attributes:
        steps: Keys and indices from the outermost object on.

    Examples:
        >>> str(Place(("goals", 2, "target", "amount")))
        'goals[2].target.amount'
        >>> str(Place(("tags", "Größe 1")))
        'tags["Gr\\u00f6\\u00dfe 1"]'
    """

    steps: tuple[str | int, ...] = ()

    def child(self, step: str | int) -> Place:
        """Return the place one step further in."""
        return Place((*self.steps, step))

    def __str__(self) -> str:
        text = ""
        for step in self.steps:
            if isinstance(step, int):
                text += f"[{step}]"
            elif _PLAIN_KEY.fullmatch(step):
                text += f".{step}"
            else:
                text += f"[{json.dumps(step[:_SHOWN_CHARACTERS])}]"
        return text.removeprefix(".")


@attrs.define
class ProblemLog(Generic[_SharedT]):
    """Everything found wrong with one document so far.

    Attributes:
        shared: What the parts of the document have in common.
        keeps_extra: Whether unknown fields are kept, not refused.
        findings: What is wrong, in the order of the data; at most
            :data:`MOST_FINDINGS`, and then one that says so.
        extras: Unknown fields kept, with their places.
    """

    shared: _SharedT
    keeps_extra: bool = False
    findings: list[Finding] = attrs.field(factory=list)
    extras: list[tuple[Place, object]] = attrs.field(factory=list)

    def report(self, code: str, place: Place, message: str) -> Literal[Failed.FAILED]:
        """Note a problem, and return ``FAILED`` for the caller to hand on."""
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(code=code, path=str(place), message=message))
        elif len(self.findings) == MOST_FINDINGS:
            more = "There are more problems; mend those above first."
            self.findings.append(
                Finding(code="jbp.data.too_many", path="", message=more)
            )
        return FAILED

    def wrong_type(
        self, place: Place, expected: str, data: object
    ) -> Literal[Failed.FAILED]:
        """Note that *data* is not of the type *expected*."""
        message = f"Must be {expected}; got {described(data)}."
        return self.report("jbp.data.type", place, message)

    def wrong_value(
        self, place: Place, expected: str, data: object
    ) -> Literal[Failed.FAILED]:
        """Note that *data* is of the right type, but not *expected*."""
        message = f"Must be {expected}; got {described(data)}."
        return self.report("jbp.data.value", place, message)

    def refused(self, place: Place, error: JbpError) -> Literal[Failed.FAILED]:
        """Note what the model said about a value, under the error's own code."""
        message = str(error)
        if isinstance(error, InvalidValueError):
            message = message.removeprefix(f"{error.field} ")
            message = message[:1].upper() + message[1:]
        return self.report(error.code, place, message)
