"""What happened to plans, in the words of CloudEvents 1.0.

So a message bus, a webhook or another product reads it without knowing this library.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from jbpcore.codec.plain import to_data
from jbpcore.ports.plan_events import PlanEvent

__all__ = ["to_cloud_event"]

_SEQUENCE_DIGITS: Final = 16  # as many as 2**53 has, so that text sorts like numbers
_SAID_OUTSIDE: Final = ("tenant", "position", "plan_id")


def to_cloud_event(event: PlanEvent) -> dict[str, Any]:
    """Return *event* as a CloudEvents 1.0 message of plain data.

    ``source`` and ``id`` together are the same whenever the event is sent, so whoever
    receives it twice knows. ``sequence`` sorts as text in the order of the tenant's
    events.

    Args:
        event: What a store yields.

    Examples:
        >>> from datetime import UTC, datetime
        >>> from jbpcore.ports.plan_list import PlanSummary
        >>> from jbpcore.ports.plan_revisions import Revision
        >>> from jbpcore.testing.sample_records import small_plan
        >>> at = datetime(2026, 1, 7, 9, 30, tzinfo=UTC)
        >>> saved = Revision.following(0, by="maria", at=at)
        >>> message = to_cloud_event(PlanEvent.of(
        ...     PlanSummary.of(small_plan(), saved), tenant="acme", position=1))
        >>> message["type"], message["subject"], message["sequence"]
        ('jbpcore.plan.saved', 'northwind-2026', '0000000000000001')
        >>> message["data"]["partner_id"]
        'northwind'
    """
    data = to_data(event)["data"]
    return {
        "specversion": "1.0",
        "id": event.id,
        "source": f"urn:jbpcore:{quote(event.tenant, safe='')}",
        "type": f"jbpcore.plan.{event.kind}",
        "subject": event.plan_id,
        "time": data["recorded_at"],
        "sequence": f"{event.position:0{_SEQUENCE_DIGITS}d}",
        "datacontenttype": "application/json",
        "data": {key: item for key, item in data.items() if key not in _SAID_OUTSIDE},
    }
