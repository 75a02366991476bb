"""What the files hold: revisions of plans, and booked facts."""

from __future__ import annotations

from typing import Final

import attrs

from jbpcore.adapters.json_files.envelopes import content_of, fields_of
from jbpcore.codec.documents import ActualsDocument
from jbpcore.codec.json_text import dumps, loads
from jbpcore.codec.plain import from_data, to_data
from jbpcore.errors import InvalidValueError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.plan import Plan
from jbpcore.ports.plan_events import PlanEvent
from jbpcore.ports.plan_revisions import Revision, StoredPlan

__all__ = ["RevisionFile", "entries_content", "entries_of"]

_NAME: Final = "jbpcore.plan_revision"
_KEYS: Final = frozenset({"note", "event", "plan"})
_MOST_BYTES: Final = 1_000_000_000


@attrs.frozen
class RevisionFile:
    """One revision and its event.

    Attributes:
        revision: The revision, with its plan if it is no deletion.
        event: Its event.
    """

    revision: Revision
    event: PlanEvent

    @property
    def content(self) -> bytes:
        """The file. What a revision and its event share stands there once."""
        one = self.revision
        plan = to_data(one.plan) if isinstance(one, StoredPlan) else None
        fields = {"note": one.note, "event": to_data(self.event), "plan": plan}
        return content_of(_NAME, fields)

    @classmethod
    def from_content(cls, content: bytes) -> RevisionFile:
        """Return what a file says.

        Raises:
            JbpError: If it is no such file.
        """
        data = fields_of(content, _NAME, _KEYS)
        event = from_data(data["event"], PlanEvent)
        revision = Revision(
            revision=event.revision,
            saved_by=event.saved_by,
            saved_at=event.saved_at,
            note=data["note"],
            kind=event.kind,
            recorded_at=event.recorded_at,
        )
        if revision.is_deleted != (data["plan"] is None):
            raise InvalidValueError("plan", None, "there, except for a deletion")
        if data["plan"] is not None:
            plan = from_data(data["plan"], Plan)
            if plan.id != event.plan_id:
                raise InvalidValueError("plan.id", plan.id, f"{event.plan_id!r}")
            revision = revision.with_plan(plan)
        return cls(revision, event)


def entries_content(entries: list[ActualEntry]) -> bytes:
    """Return the file of some booked facts.

    Examples:
        >>> entries_of(entries_content([]))
        ()
    """
    return f"{dumps(ActualsDocument(entries), indent=2)}\n".encode()


def entries_of(content: bytes) -> tuple[ActualEntry, ...]:
    """Return the booked facts of a file.

    Raises:
        JbpError: If it is no such file.
    """
    return loads(content, ActualsDocument, max_bytes=_MOST_BYTES).entries
