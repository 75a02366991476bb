"""Who works on a plan, an action and a booking, for planning at its edges."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.unit.restructured_plan import TOM

import jbpcore as jbp
from jbpcore.planning.policy import Viewer

ADMIN = Viewer(
    side=jbp.Side.PARTNER, role=jbp.PersonRole.PARTNER_ADMIN, person_id=TOM.id
)


def action(key: str, **fields: Any) -> jbp.Action:
    given: dict[str, Any] = {"side": jbp.Side.PARTNER, "due_on": date(2026, 6, 1)}
    return jbp.Action(id=key, name=key, **{**given, **fields})


def booked(amount: Any, on: date = date(2026, 4, 20), **fields: Any) -> jbp.ActualEntry:
    return jbp.ActualEntry(metric="revenue", on=on, amount=amount, **fields)
