"""Names and ids for the plans that moves make, the same wherever they are made."""

from __future__ import annotations

import hashlib
import re
from typing import Final

from jbpcore.periods.daterange import DateRange
from jbpcore.values.ids import PlanId

__all__ = ["next_id", "next_name"]

_LONGEST_ID: Final = 128
_DIGEST_DIGITS: Final = 16


def next_id(plan_id: str, old: DateRange, new: DateRange) -> PlanId:
    """Return an id for the plan after *plan_id*.

    Where the id names the year once, the next one has the next year; else the first day
    is added, in the place of the one that was added before.

    Args:
        plan_id: The plan's id.
        old: Its days.
        new: The days of the next one.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.periods.fiscal import FiscalCalendar
        >>> years = FiscalCalendar.calendar_year()
        >>> next_id("northwind-2026", years.year(2026), years.year(2027))
        'northwind-2027'
        >>> next_id("northwind", years.quarter(2026, 2), years.quarter(2026, 3))
        'northwind+2026-07-01'
    """
    stem = plan_id.removesuffix(f"+{old.start}")
    if stem == plan_id:
        found = _with_year(plan_id, old, new)
        if found != plan_id:
            return PlanId(found)
    made = f"{stem}+{new.start}"
    if len(made) > _LONGEST_ID:
        digest = hashlib.sha256(stem.encode()).hexdigest()[:_DIGEST_DIGITS]
        made = f"{digest}+{new.start}"
    return PlanId(made)


def next_name(name: str, old: DateRange, new: DateRange) -> str:
    """Return a name for the next plan: the same, with the next year if it names one.

    Examples:
        >>> from jbpcore.periods.fiscal import FiscalCalendar
        >>> years = FiscalCalendar.calendar_year()
        >>> next_name("Northwind 2026", years.year(2026), years.year(2027))
        'Northwind 2027'
    """
    return _with_year(name, old, new)


def _with_year(text: str, old: DateRange, new: DateRange) -> str:
    before, after = old.last_day.year, new.last_day.year
    pattern = rf"(?<![0-9]){before}(?![0-9])"
    if before == after or len(re.findall(pattern, text)) != 1:
        return text
    return re.sub(pattern, str(after), text)
