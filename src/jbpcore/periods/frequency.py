"""How often something comes round, and where it goes when its day is a day off."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Frequency", "Shift"]


class Frequency(StrEnum):
    """The step from one occurrence to the next.

    Attributes:
        WEEKLY: Weeks, from Monday to Sunday.
        MONTHLY: Calendar months.
        QUARTERLY: Three calendar months, or fiscal quarters where the day is found in
            those.
        YEARLY: Twelve calendar months.
        ONCE: There is one occurrence.
    """

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    ONCE = "once"


class Shift(StrEnum):
    """Where an occurrence goes whose day is not worked.

    Attributes:
        NONE: It stays where it is.
        NEXT: To the next working day.
        PREVIOUS: To the working day before.
        NEAREST: To the nearest working day; of two equally near, the later.
        NEXT_IN_MONTH: To the next working day, or to the one before where that would
            be in another month; known as *modified following*.
        SKIP: It is left out.
    """

    NONE = "none"
    NEXT = "next"
    PREVIOUS = "previous"
    NEAREST = "nearest"
    NEXT_IN_MONTH = "next_in_month"
    SKIP = "skip"
