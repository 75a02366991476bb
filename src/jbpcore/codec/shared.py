"""What the parts of one document have in common while it is read."""

from __future__ import annotations

from typing import Any

import attrs

from jbpcore.engine.plan_assessment import PlanResult
from jbpcore.errors import InvalidValueError
from jbpcore.periods.work_calendar import WorkCalendar

__all__ = ["MOST_CALENDAR_DAYS", "Shared", "linked_plan_result"]

MOST_CALENDAR_DAYS = 1_000_000
"""Days that the different work calendars of one document may cover together."""


@attrs.define
class Shared:
    """The work calendars of one document, each made once.

    The goals of a plan mostly share a calendar, and it is written with each. A calendar
    takes memory for every day of its span, however short its text, so the days are
    counted.

    Attributes:
        calendars: Those made so far, by their fields.
        days_left: Days that further ones may cover.
    """

    calendars: dict[object, WorkCalendar] = attrs.field(factory=dict)
    days_left: int = MOST_CALENDAR_DAYS

    def calendar(self, made: dict[str, Any]) -> WorkCalendar:
        """Return the work calendar of these fields, made before or now.

        Raises:
            InvalidValueError: If its fields are bad, or the document's calendars cover
                too many days.
        """
        key = tuple(made[name] for name in ("span", "non_working_days"))
        known = self.calendars.get(key)
        if known is None:
            self.days_left -= made["span"].length_days
            if self.days_left < 0:
                expected = (
                    "short enough that the document's work calendars cover at most "
                    f"{MOST_CALENDAR_DAYS:,} days together"
                )
                raise InvalidValueError("WorkCalendar.span", made["span"], expected)
            known = self.calendars[key] = WorkCalendar(**made)
        return known


def linked_plan_result(_: Shared, made: dict[str, Any]) -> PlanResult:
    """Return the result of a plan whose goals are also those of the single results.

    Raises:
        InvalidValueError: If a result is not of a goal of the plan.
    """
    goals = {goal.id: goal for goal in made["plan"].goals}
    results = []
    for result in made["results"]:
        goal = goals.get(result.goal.id)
        if goal != result.goal:
            expected = "of goals exactly as the plan has them"
            raise InvalidValueError("PlanResult.results", result.goal.id, expected)
        results.append(attrs.evolve(result, goal=goal))
    return PlanResult(**{**made, "results": tuple(results)})
