"""An action and a booking, for moves of planning at their edges."""

from __future__ import annotations

from datetime import date
from typing import Any

import jbpcore as jbp


def booked(amount: Any, on: date = date(2026, 4, 20), **fields: Any) -> jbp.ActualEntry:
    return jbp.ActualEntry(metric="revenue", on=on, amount=amount, **fields)
