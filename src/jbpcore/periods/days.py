"""Single days: which ones are allowed, and stepping between them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta

from jbpcore.errors import InvalidValueError

__all__ = ["EARLIEST_DAY", "LATEST_DAY", "add_days", "add_months", "check_day"]

EARLIEST_DAY: Final = date(1900, 1, 1)
"""The first day that any period may contain."""

LATEST_DAY: Final = date(2200, 12, 31)
"""The last day that any period may contain."""

_EXPECTED = "a day from 1900-01-01 to 2200-12-31, as a datetime.date (not a datetime)"
_STEP_EXPECTED = "a step that stays in the years 1900 to 2200"


def check_day(value: object, field: str) -> date:
    """Return *value* if it is a plain day in the supported years.

    A ``datetime`` is refused although Python calls it a ``date``: which day it stands
    for depends on a time zone that only the caller knows.

    Args:
        value: What was given.
        field: Its name, for the message.

    Raises:
        InvalidValueError: If *value* is no ``date``, is a ``datetime``, or lies
            outside :data:`EARLIEST_DAY` to :data:`LATEST_DAY`.

    Examples:
        >>> check_day(date(2026, 5, 15), "as_of")
        datetime.date(2026, 5, 15)
    """
    if (
        isinstance(value, date)
        and not isinstance(value, datetime)
        and EARLIEST_DAY <= value <= LATEST_DAY
    ):
        return value
    raise InvalidValueError(field, value, _EXPECTED)


def _check_step(value: object, field: str) -> int:
    if type(value) is int:
        return value
    raise InvalidValueError(field, value, "a whole number")


def add_days(day: date, days: int) -> date:
    """Return the day that lies *days* after *day*, or before it if negative.

    Raises:
        InvalidValueError: If *days* is no whole number, or the result leaves the
            supported years.

    Examples:
        >>> add_days(date(2026, 1, 1), 90)
        datetime.date(2026, 4, 1)
    """
    start, step = check_day(day, "day"), _check_step(days, "days")
    try:
        moved = start + timedelta(days=step)
    except OverflowError:
        raise InvalidValueError("days", days, _STEP_EXPECTED) from None
    return check_day(moved, "day + days")


def add_months(day: date, months: int) -> date:
    """Return the same day of the month *months* later, clamped to the month's end.

    Step from the first day of a series, never from the last result, or the clamping
    sticks: 31 January plus one month, plus one month, is 28 March.

    Raises:
        InvalidValueError: If *months* is no whole number, or the result leaves the
            supported years.

    Examples:
        >>> add_months(date(2026, 1, 31), 1), add_months(date(2026, 1, 31), 2)
        (datetime.date(2026, 2, 28), datetime.date(2026, 3, 31))
    """
    start, step = check_day(day, "day"), _check_step(months, "months")
    try:
        moved = start + relativedelta(months=step)
    except (OverflowError, ValueError):
        raise InvalidValueError("months", months, _STEP_EXPECTED) from None
    return check_day(moved, "day + months")
