"""The kinds of document there are: what each holds, its name and its versions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import attrs

from jbpcore.engine.explanation import Explanation
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.plan_assessment import PlanResult
from jbpcore.errors import InvalidValueError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.phasing_profile import PhasingProfile
from jbpcore.model.plan import Plan
from jbpcore.model.validation import is_a
from jbpcore.ports.plan_events import PlanEvent

__all__ = [
    "FORMATS",
    "ActualsDocument",
    "DocumentFormat",
    "DocumentUpgrade",
    "format_of",
]

DocumentUpgrade: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]
"""Turns the data of one version into that of the next, leaving its argument alone."""


def _listed(entries: Iterable[ActualEntry]) -> tuple[ActualEntry, ...]:
    return tuple(entries)


@attrs.frozen
class ActualsDocument:
    """Booked facts, as one document.

    Attributes:
        entries: The entries, in any order.

    Raises:
        InvalidValueError: If one of *entries* is no ``ActualEntry``.

    Examples:
        >>> ActualsDocument([]).entries
        ()
    """

    entries: tuple[ActualEntry, ...] = attrs.field(
        converter=_listed, validator=is_a(ActualEntry, each=True)
    )


@attrs.frozen(kw_only=True)
class DocumentFormat:
    """A kind of document.

    Attributes:
        name: What the envelope calls it, such as ``"jbpcore.plan"``.
        kind: The class that it holds.
        upgrades: For each older version, in order, what turns its data into that of the
            next one, so that a document of any version loads for ever.
    """

    name: str
    kind: type
    upgrades: tuple[DocumentUpgrade, ...] = ()

    @property
    def version(self) -> int:
        """The version that is written, and the newest one that is read."""
        return len(self.upgrades) + 1

    @property
    def subject(self) -> str:
        """What to call such a document in a message."""
        return self.name.rpartition(".")[2].replace("_", " ")


FORMATS: Final = (
    DocumentFormat(name="jbpcore.plan", kind=Plan),
    DocumentFormat(name="jbpcore.actuals", kind=ActualsDocument),
    DocumentFormat(name="jbpcore.actual_entry", kind=ActualEntry),
    DocumentFormat(name="jbpcore.goal_result", kind=GoalResult),
    DocumentFormat(name="jbpcore.plan_result", kind=PlanResult),
    DocumentFormat(name="jbpcore.explanation", kind=Explanation),
    DocumentFormat(name="jbpcore.phasing_profile", kind=PhasingProfile),
    DocumentFormat(name="jbpcore.plan_event", kind=PlanEvent),
)
"""Every kind of document, with its upgrades."""

_BY_KIND: Final = MappingProxyType({each.kind: each for each in FORMATS})


def format_of(kind: object) -> DocumentFormat:
    """Return the format of the documents that hold a *kind*.

    Raises:
        InvalidValueError: If no kind of document holds it.

    Examples:
        >>> format_of(Plan).name, format_of(Plan).version
        ('jbpcore.plan', 1)
    """
    document_format = _BY_KIND.get(kind) if isinstance(kind, type) else None
    if document_format is not None:
        return document_format
    names = ", ".join(document_format.kind.__name__ for document_format in FORMATS)
    raise InvalidValueError("kind", kind, f"one of {names}; put others inside them")
