"""The days of the week, numbered as Python numbers them."""

from __future__ import annotations

from enum import IntEnum

from jbpcore.errors import InvalidValueError

__all__ = ["Weekday", "check_weekday"]


class Weekday(IntEnum):
    """A day of the week; its number is what ``date.weekday()`` returns.

    Examples:
        >>> from datetime import date
        >>> Weekday(date(2026, 5, 15).weekday())
        <Weekday.FRI: 4>
        >>> Weekday.SAT.following
        <Weekday.SUN: 6>
    """

    MON = 0
    TUE = 1
    WED = 2
    THU = 3
    FRI = 4
    SAT = 5
    SUN = 6

    @property
    def following(self) -> Weekday:
        """The day after: the first day of a week that ends on this one."""
        return Weekday((self + 1) % 7)


def check_weekday(value: object, field: str) -> Weekday:
    """Return *value* if it is a :class:`Weekday`, and refuse anything else.

    Plain numbers are refused because half the world counts them from Sunday.

    Raises:
        InvalidValueError: If *value* is not a :class:`Weekday`.

    Examples:
        >>> check_weekday(Weekday.MON, "weekend")
        <Weekday.MON: 0>
        >>> check_weekday(6, "weekend")
        Traceback (most recent call last):
        jbpcore.errors.InvalidValueError: weekend must be a Weekday, such as...
    """
    if not isinstance(value, Weekday):
        raise InvalidValueError(field, value, "a Weekday, such as Weekday.SAT")
    return value
