"""That something was moved to a later day."""

from __future__ import annotations

from datetime import date

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.validation import a_date, a_text

__all__ = ["Slip"]


@attrs.frozen(kw_only=True)
class Slip:
    """One time that something did not come about by its day, and got a later one.

    Attributes:
        moved_on: The day on which it was moved.
        was_due_on: The day it was due on until then.
        due_on: The later day.
        why: The reason.

    Raises:
        InvalidValueError: If the new day is not later.

    Examples:
        >>> slip = Slip(moved_on=date(2026, 4, 29), was_due_on=date(2026, 4, 30),
        ...             due_on=date(2026, 5, 15), why="Legal is still reading")
        >>> slip.days
        15
    """

    moved_on: date = attrs.field(validator=a_date)
    was_due_on: date = attrs.field(validator=a_date)
    due_on: date = attrs.field(validator=a_date)
    why: str = attrs.field(default="", validator=a_text)

    def __attrs_post_init__(self) -> None:
        """Check the days against each other."""
        if self.due_on <= self.was_due_on:
            expected = f"after {self.was_due_on}; an earlier day is no slip"
            raise InvalidValueError("Slip.due_on", self.due_on, expected)

    @property
    def days(self) -> int:
        """How many calendar days it slipped."""
        return (self.due_on - self.was_due_on).days
