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
_NEARLY_A_YEAR: Final = 250  # nine months are followed by a whole year
_A_QUARTER: Final = range(80, 106)
_YEAR: Final = re.compile(r"(?<!\d)\d{4}(?!\d)|(?:(?<=FY)|(?<=\d{4}/))\d\d(?!\d)")
_QUARTER: Final = re.compile(r"(?<![A-Za-z0-9])([Qq])([1-4])(?!\d)")


def next_id(plan_id: str, old: DateRange, new: DateRange) -> PlanId:
    """Return an id for the plan after *plan_id*.

    Where the id names the year, or the quarter, once, the next one has the next; else
    the first day is added, in the place of the one that was added before.

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
        >>> next_id("northwind-2026-q4", years.quarter(2026, 4),
        ...         years.quarter(2027, 1))
        'northwind-2027-q1'
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

    The year may be that of the last day or of the first, also as ``FY26`` or
    ``2025/26``; of a quarter it is the quarter that goes on.

    Examples:
        >>> from jbpcore.periods.fiscal import FiscalCalendar
        >>> years = FiscalCalendar.calendar_year()
        >>> next_name("Northwind 2026", years.year(2026), years.year(2027))
        'Northwind 2027'
        >>> next_name("Northwind Q4 2026", years.quarter(2026, 4),
        ...           years.quarter(2027, 1))
        'Northwind Q1 2027'
    """
    return _with_year(name, old, new)


def _with_year(text: str, old: DateRange, new: DateRange) -> str:
    if old.length_days in _A_QUARTER:
        return _with_quarter(text)
    if old.length_days < _NEARLY_A_YEAR:
        return text
    # The last day names the year, or the first, or both, as in "2025/26".
    years = {
        before.year: after.year
        for before, after in (
            (old.first_day, new.first_day),
            (old.last_day, new.last_day),
        )
    }
    shown = {str(before): str(after) for before, after in years.items()}
    shown |= {before[2:]: after[2:] for before, after in shown.items()}
    found = [year for year in _YEAR.findall(text) if year in shown]
    if len(found) > len(set(found)):
        return text
    return _YEAR.sub(lambda year: shown.get(year[0], year[0]), text)


def _with_quarter(text: str) -> str:
    found = _QUARTER.findall(text)
    if len(found) != 1:
        return text
    letter, number = found[0]
    made = _QUARTER.sub(f"{letter}{int(number) % 4 + 1}", text)
    is_last = number == "4" and len(_YEAR.findall(text)) == 1
    if not is_last:
        return made
    return _YEAR.sub(lambda year: str(int(year[0]) + 1).zfill(len(year[0])), made)
