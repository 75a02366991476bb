"""From "2 workdays before review qbr 1" to a day, in one plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import attrs

from jbpcore.model.plan_setting import PlanSetting
from jbpcore.model.relative_day import Anchor, DayUnit, PlanStep, RelativeDay
from jbpcore.model.template_work import TemplateAction
from jbpcore.periods.days import EARLIEST_DAY, LATEST_DAY, add_days, add_months
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.periods.work_calendar import WorkCalendar

__all__ = ["DayFinder"]

_WEEK: Final = 7
_MONTHS: Final = {PlanStep.MONTH: 1, PlanStep.QUARTER: 3}
_TILES: Final = {
    PlanStep.WEEK: PeriodKind.WEEK,
    PlanStep.MONTH: PeriodKind.MONTH,
    PlanStep.QUARTER: PeriodKind.QUARTER,
}


@attrs.frozen(kw_only=True)
class DayFinder:
    """Finds the days of one plan.

    Attributes:
        setting: The plan's days and calendars.
        reviews: The days of the reviews of each cadence, in order.
        actions: The actions of the template, by id.
    """

    setting: PlanSetting
    reviews: Mapping[str, tuple[date, ...]] = attrs.field(factory=dict)
    actions: Mapping[str, TemplateAction] = attrs.field(factory=dict)

    def days(self, day: RelativeDay) -> tuple[date, ...]:
        """Return the days that *day* means: one, or one for each review; or none.

        There is none where a review is meant that the plan does not have. A day outside
        the plan is moved to its first or last one.

        Examples:
            >>> from jbpcore.model.party import Partner, Party
            >>> from jbpcore.periods.daterange import DateRange
            >>> finder = DayFinder(setting=PlanSetting(
            ...     id="p", vendor=Party(id="acme", name="Acme"),
            ...     partner=Partner(id="nw", name="Northwind"),
            ...     period=DateRange(date(2026, 1, 1), date(2027, 1, 1))))
            >>> day = RelativeDay.parse("2 workdays before end of month 2")
            >>> print(*finder.days(day))
            2026-02-26
        """
        period = self.setting.period
        found = (self._moved(anchor, day) for anchor in self._anchors(day))
        return tuple(min(max(one, period.first_day), period.last_day) for one in found)

    def _anchors(self, day: RelativeDay) -> tuple[date, ...]:
        period = self.setting.period
        if day.anchor is Anchor.EACH_REVIEW:
            return self.reviews.get(day.of, ())
        if day.anchor is Anchor.REVIEW:
            booked = self.reviews.get(day.of, ())
            at = len(booked) - 1 if day.number == -1 else day.number - 1
            return booked[at : at + 1] if at >= 0 else ()
        if day.anchor is Anchor.ACTION:
            # Several, for an action before each review: the first is meant.
            return self.days(self.actions[day.of].due)[:1]
        if day.anchor is Anchor.START:
            return (period.first_day,)
        if day.anchor is Anchor.END:
            return (period.last_day,)
        if day.anchor is Anchor.DAY:
            return (_plus_days(period.start, day.number - 1),)
        return (self._of_step(day),)

    def _of_step(self, day: RelativeDay) -> date:
        """Return the first or the last day of a week, month or quarter of the plan."""
        period, calendar = self.setting.period, self.setting.calendar
        step = day.step or PlanStep.MONTH
        if calendar is not None:
            tiles = calendar.tiles(_TILES[step], period)
            if day.number > len(tiles):
                return period.last_day
            tile = tiles[day.number - 1].dates
            is_start = day.anchor is Anchor.STEP_START
            return tile.first_day if is_start else tile.last_day
        number = day.number - 1 if day.anchor is Anchor.STEP_START else day.number
        if step is PlanStep.WEEK:
            start = _plus_days(period.start, number * _WEEK)
        else:
            start = _plus_months(period.start, number * _MONTHS[step])
        return start if day.anchor is Anchor.STEP_START else _plus_days(start, -1)

    def _moved(self, anchor: date, day: RelativeDay) -> date:
        if not day.offset:
            return anchor
        if day.unit is DayUnit.MONTH:
            return _plus_months(anchor, day.offset)
        if day.unit is DayUnit.WORKDAY:
            return self._plus_workdays(anchor, day.offset)
        size = _WEEK if day.unit is DayUnit.WEEK else 1
        return _plus_days(anchor, day.offset * size)

    def _plus_workdays(self, day: date, count: int) -> date:
        step, left = (1 if count > 0 else -1), abs(count)
        period = self.setting.period
        while left and period.first_day <= day <= period.last_day:
            day = _plus_days(day, step)
            left -= _is_worked(day, self.setting.work_calendar)
        return day


def _is_worked(day: date, calendar: WorkCalendar | None) -> bool:
    if calendar is not None and day in calendar.span:
        return calendar.is_workday(day)
    return day.weekday() < 5  # noqa: PLR2004 - from Monday to Friday


def _plus_days(day: date, days: int) -> date:
    days = min(max(days, (EARLIEST_DAY - day).days), (LATEST_DAY - day).days)
    return add_days(day, days)


def _plus_months(day: date, months: int) -> date:
    least = (EARLIEST_DAY.year - day.year) * 12
    most = (LATEST_DAY.year - day.year) * 12 + 12 - day.month
    return add_months(day, min(max(months, least), most))
