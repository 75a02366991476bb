"""Moving what falls on a day off to a working day, by a stated rule."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from jbpcore.errors import InvalidValueError
from jbpcore.periods.days import EARLIEST_DAY, LATEST_DAY, check_day
from jbpcore.periods.frequency import Shift
from jbpcore.periods.weekday import Weekday
from jbpcore.periods.work_calendar import WorkCalendar

__all__ = ["shifted"]

_WEEKEND: Final = frozenset({Weekday.SAT, Weekday.SUN})
_FARTHEST_DAYS: Final = 31


def shifted(
    day: date, shift: Shift, *, work_calendar: WorkCalendar | None = None
) -> date | None:
    """Return the day that *day* is moved to.

    Args:
        day: The day.
        shift: Where to, if it is not worked.
        work_calendar: Which days are worked; from Monday to Friday if ``None``, and
            beyond the calendar's span.

    Returns:
        *day* itself if it is worked, or where no day within a month of it is;
        ``None`` if it is to be skipped.

    Raises:
        InvalidValueError: If *day* is no day, or *shift* no ``Shift``.

    Examples:
        >>> print(shifted(date(2026, 5, 31), Shift.NEXT))  # a Sunday
        2026-06-01
        >>> print(shifted(date(2026, 5, 31), Shift.NEXT_IN_MONTH))
        2026-05-29
    """
    check_day(day, "day")
    if not isinstance(shift, Shift):
        raise InvalidValueError("shift", shift, "a Shift, such as Shift.NEXT")
    if shift is Shift.NONE or _is_worked(day, work_calendar):
        return day
    if shift is Shift.SKIP:
        return None
    after = _worked(day, 1, work_calendar)
    before = _worked(day, -1, work_calendar)
    if shift is Shift.NEXT:
        return after or day
    if shift is Shift.PREVIOUS:
        return before or day
    if shift is Shift.NEXT_IN_MONTH:
        is_same_month = after is not None and after.month == day.month
        return (after if is_same_month else before) or day
    if after is None or before is None:
        return after or before or day
    return before if day - before < after - day else after


def _is_worked(day: date, work_calendar: WorkCalendar | None) -> bool:
    if work_calendar is not None and day in work_calendar.span:
        return work_calendar.is_workday(day)
    return day.weekday() not in _WEEKEND


def _worked(day: date, step: int, work_calendar: WorkCalendar | None) -> date | None:
    for distance in range(1, _FARTHEST_DAYS + 1):
        found = day + timedelta(days=step * distance)
        if not EARLIEST_DAY <= found <= LATEST_DAY:
            return None
        if _is_worked(found, work_calendar):
            return found
    return None
