"""Where in a document something is, and everything that is wrong with it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from difflib import get_close_matches
from enum import Enum
from typing import Any, Final, Literal

import attrs

from jbpcore.codec.marks import RepeatedKeys, described, undescribed
from jbpcore.codec.shared import Shared
from jbpcore.errors import Finding, InvalidValueError, JbpError
from jbpcore.wording import Sentence, unshown

__all__ = [
    "FAILED",
    "MOST_FINDINGS",
    "PERSONAL_KEYS",
    "Failed",
    "Place",
    "ProblemLog",
]

_PLAIN_KEY = re.compile("[A-Za-z_][A-Za-z0-9_]{0,79}", re.ASCII)
_SHOWN_CHARACTERS: Final = 80

MOST_FINDINGS = 1_000
"""Findings reported of one document; a broken one of 5 MiB could hold a million."""


PERSONAL_KEYS: Final = frozenset(
    {
        "about",
        "answer_note",
        "blocked_reason",
        "blockers",
        "cancelled_why",
        "decisions",
        "definition",
        "description",
        "email",
        "facts",
        "lesson",
        "lines",
        "link",
        "location",
        "note",
        "notes",
        "people",
        "reason",
        "section",
        "source",
        "subject",
        "text",
        "ways_through",
        "why",
        "wins",
    }
)
"""Keys under which a document holds who somebody is, or what somebody wrote freely.

What stands there may be about a person, so no finding shows it.
"""


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
        >>> str(Place(("tags", "Größe in m")))
        'tags["Größe in m"]'
    """

    steps: tuple[str | int, ...] = ()

    @property
    def is_personal(self) -> bool:
        """Whether what stands there may be about somebody, and is not to be shown."""
        return not PERSONAL_KEYS.isdisjoint(self.steps)

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
                shown = step[:_SHOWN_CHARACTERS]
                quoted = json.dumps(shown, ensure_ascii=not shown.isprintable())
                text += f"[{quoted}]"
        return text.removeprefix(".")


def _must_be(expected: str, data: object, place: Place) -> Sentence:
    said = undescribed(data) if place.is_personal else described(data)
    return Sentence(
        "Must be {expected}; got {described}.", expected=expected, described=said
    )


@attrs.define
class ProblemLog:
    """Everything found wrong with one document so far.

    Attributes:
        keeps_extra: Whether unknown fields are kept, not refused.
        shared: What the parts of the document have in common.
        findings: What is wrong, in the order of the data; at most
            :data:`MOST_FINDINGS`, and then one that says so.
        extras: Unknown fields kept, with their places.
    """

    keeps_extra: bool = False
    shared: Shared = attrs.field(factory=Shared)
    findings: list[Finding] = attrs.field(factory=list)
    extras: list[tuple[Place, object]] = attrs.field(factory=list)

    def report(self, code: str, place: Place, message: str) -> Literal[Failed.FAILED]:
        """Note a problem, and return ``FAILED`` for the caller to hand on."""
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(code=code, path=str(place), message=message))
        elif len(self.findings) == MOST_FINDINGS:
            more = Sentence("There are more problems; mend those above first.")
            self.findings.append(
                Finding(code="jbp.data.too_many", path="", message=more)
            )
        return FAILED

    def wrong_type(
        self, place: Place, expected: str, data: object
    ) -> Literal[Failed.FAILED]:
        """Note that *data* is not of the type *expected*."""
        return self.report("jbp.data.type", place, _must_be(expected, data, place))

    def wrong_value(
        self, place: Place, expected: str, data: object
    ) -> Literal[Failed.FAILED]:
        """Note that *data* is of the right type, but not *expected*."""
        return self.report("jbp.data.value", place, _must_be(expected, data, place))

    def refused(self, place: Place, error: JbpError) -> Literal[Failed.FAILED]:
        """Note what the model said about a value, under the error's own code."""
        message = error.sentence
        if isinstance(error, InvalidValueError):
            facts = dict(error.sentence.facts)
            told = unshown(error.value) if place.is_personal else facts["value"]
            message = Sentence(
                "Must be {expected}; got {described}.",
                expected=facts["expected"],
                described=told,
            )
        return self.report(error.code, place, message)

    def repeated_keys(self, place: Place, data: dict[str, Any]) -> bool:
        """Note each key that stands more than once in *data*; True if there is any."""
        if not isinstance(data, RepeatedKeys):
            return False
        for key in data.repeated:
            message = Sentence("Stands more than once in its object; keep one.")
            self.report("jbp.data.repeated_key", place.child(key), message)
        return True

    def unknown_field(
        self, place: Place, key: object, data: object, known: Collection[str]
    ) -> bool:
        """Keep a field that nobody knows, or note it; True if it is kept.

        Args:
            place: The object that it stands in.
            key: Its key.
            data: What it holds.
            known: The keys that could have been meant.
        """
        if not isinstance(key, str):
            self.wrong_type(place, "an object whose keys are text", key)
            return False
        if self.keeps_extra:
            self.extras.append((place.child(key), data))
            return True
        message = Sentence("There is no such field here; leave it out.")
        if len(self.findings) < MOST_FINDINGS and len(key) <= _SHOWN_CHARACTERS:
            for meant in get_close_matches(key, known, n=1):
                message = Sentence(
                    "There is no such field here; leave it out, or did you mean "
                    "{meant}?",
                    meant=repr(meant),
                )
        self.report("jbp.data.unknown_field", place.child(key), message)
        return False
