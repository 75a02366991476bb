"""Days of a plan that are not known yet, in words: "2 workdays before review qbr 1"."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.slugs import SLUG
from jbpcore.model.validation import is_a

__all__ = ["Anchor", "DayUnit", "PlanStep", "RelativeDay"]

_MOST: Final = 3_700  # ten years of days
_FARTHEST: Final = 366
_LONGEST: Final = 200
_OFFSET = re.compile(
    "([0-9]{1,4}) (day|workday|week|month)s? (before|after) (.{1,120})", re.ASCII
)
_DAY = re.compile("day ([0-9]{1,4})", re.ASCII)
_STEP = re.compile("(start|end) of (week|month|quarter) ([0-9]{1,4})", re.ASCII)
_REVIEW = re.compile(f"review ({SLUG}) ([0-9]{{1,3}}|last)", re.ASCII)
_EACH = re.compile(f"each review ({SLUG})", re.ASCII)
_ACTION = re.compile(f"action ({SLUG})", re.ASCII)
_EXPECTED: Final = (
    "a day such as 'start', 'day 30', 'end of month 2', 'review qbr 1', "
    "'each review qbr', 'action kick-off', or so many days, workdays, weeks or months "
    "before or after one, such as '2 workdays before review qbr 1'"
)


class Anchor(StrEnum):
    """What a relative day is counted from."""

    START = "start"
    END = "end"
    DAY = "day"
    STEP_START = "step_start"
    STEP_END = "step_end"
    REVIEW = "review"
    EACH_REVIEW = "each_review"
    ACTION = "action"


class PlanStep(StrEnum):
    """A stretch of a plan, counted from its first day."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


class DayUnit(StrEnum):
    """What an offset is counted in."""

    DAY = "day"
    WORKDAY = "workday"
    WEEK = "week"
    MONTH = "month"


@attrs.frozen(kw_only=True)
class RelativeDay:
    """A day of a plan, said without a calendar.

    Attributes:
        anchor: What it is counted from.
        number: Which day, week, month, quarter or review, from 1; -1 for the last
            review; 0 where there is nothing to number.
        step: Which kind of step, where the anchor is one.
        of: The id of the cadence or the action, where the anchor is one.
        offset: How far from there; below zero is before.
        unit: What *offset* is counted in.

    Raises:
        InvalidValueError: If a field has a bad value.

    Examples:
        >>> day = RelativeDay.parse("2 workdays before each review qbr")
        >>> day.anchor.value, day.of, day.offset, day.unit.value
        ('each_review', 'qbr', -2, 'workday')
        >>> print(day, "|", RelativeDay.parse("end of month 2"))
        2 workdays before each review qbr | end of month 2
    """

    anchor: Anchor = attrs.field(validator=is_a(Anchor))
    number: int = attrs.field(default=0, validator=is_a(int))
    step: PlanStep | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(PlanStep))
    )
    of: str = attrs.field(default="", validator=is_a(str))
    offset: int = attrs.field(default=0, validator=is_a(int))
    unit: DayUnit = attrs.field(default=DayUnit.DAY, validator=is_a(DayUnit))

    def __attrs_post_init__(self) -> None:
        """Check the fields against each other."""
        if self.number > _MOST or abs(self.offset) > _FARTHEST:
            expected = f"within ten years, and at most {_FARTHEST} from there"
            raise InvalidValueError("RelativeDay", str(self), expected)
        if self.anchor in _NUMBERED and self.number == 0:
            expected = "counted from 1: the first is number 1"
            raise InvalidValueError("RelativeDay.number", self.number, expected)

    @classmethod
    def parse(cls, text: str) -> RelativeDay:
        """Return the day that *text* says.

        Raises:
            InvalidValueError: If it says none.

        Examples:
            >>> RelativeDay.parse("day 30").number
            30
            >>> RelativeDay.parse("next Tuesday")
            Traceback (most recent call last):
            jbpcore.errors.InvalidValueError: day must be a day such as 'start', ...
        """
        found = None
        if isinstance(text, str) and len(text) <= _LONGEST:
            if match := _OFFSET.fullmatch(text):
                found = cls._anchored(match[4])
                way = -1 if match[3] == "before" else 1
                if found is not None and not int(match[1]):
                    return found  # whatever there are none of
                if found is not None:
                    unit = DayUnit(match[2])
                    return attrs.evolve(found, offset=way * int(match[1]), unit=unit)
            else:
                found = cls._anchored(text)
        if found is None:
            raise InvalidValueError("day", text, _EXPECTED)
        return found

    @classmethod
    def _anchored(cls, text: str) -> RelativeDay | None:
        if text in {"start", "end"}:
            return cls(anchor=Anchor(text))
        if match := _DAY.fullmatch(text):
            return cls(anchor=Anchor.DAY, number=int(match[1]))
        if match := _STEP.fullmatch(text):
            anchor = Anchor(f"step_{match[1]}")
            return cls(anchor=anchor, step=PlanStep(match[2]), number=int(match[3]))
        if match := _REVIEW.fullmatch(text):
            number = -1 if match[2] == "last" else int(match[2])
            return cls(anchor=Anchor.REVIEW, of=match[1], number=number)
        if match := _EACH.fullmatch(text):
            return cls(anchor=Anchor.EACH_REVIEW, of=match[1])
        if match := _ACTION.fullmatch(text):
            return cls(anchor=Anchor.ACTION, of=match[1])
        return None

    def __str__(self) -> str:
        where = self._place()
        if not self.offset:
            return where
        way = "before" if self.offset < 0 else "after"
        count = abs(self.offset)
        return f"{count} {self.unit}{'' if count == 1 else 's'} {way} {where}"

    def _place(self) -> str:
        if self.anchor in {Anchor.START, Anchor.END}:
            return self.anchor.value
        if self.anchor is Anchor.DAY:
            return f"day {self.number}"
        if self.anchor is Anchor.REVIEW:
            number = "last" if self.number == -1 else self.number
            return f"review {self.of} {number}"
        if self.anchor is Anchor.EACH_REVIEW:
            return f"each review {self.of}"
        if self.anchor is Anchor.ACTION:
            return f"action {self.of}"
        return f"{self.anchor.removeprefix('step_')} of {self.step} {self.number}"


_NUMBERED: Final = {Anchor.DAY, Anchor.STEP_START, Anchor.STEP_END, Anchor.REVIEW}
