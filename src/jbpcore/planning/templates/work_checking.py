"""What may be wrong with the work of a template, and with when the two sides meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from jbpcore.model.meeting_day import MeetingDay
from jbpcore.model.relative_day import Anchor, RelativeDay
from jbpcore.model.template_work import MOST_REVIEWS, TemplateAction, TemplateCadence
from jbpcore.periods.frequency import Frequency
from jbpcore.planning.templates.goal_checking import iter_bad_owner, units_of
from jbpcore.planning.templates.mistake import Mistake, Steps
from jbpcore.planning.templates.parts import TemplateParts
from jbpcore.planning.templates.units import Units

__all__ = ["MOST_ACTIONS", "MOST_COMMITMENTS", "iter_bad_work"]

MOST_ACTIONS: Final = 1_000
"""Most actions in a draft, those before each review counted one by one."""

MOST_COMMITMENTS: Final = 500
"""Most promises in a draft."""

_MOST: Final = {"actions": MOST_ACTIONS, "commitments": MOST_COMMITMENTS}
_A_MONTH: Final[Mapping[Frequency, Fraction]] = MappingProxyType(
    {
        Frequency.WEEKLY: Fraction(366, 7 * 12),
        Frequency.MONTHLY: Fraction(1),
        Frequency.QUARTERLY: Fraction(1, 3),
        Frequency.YEARLY: Fraction(1, 12),
        Frequency.ONCE: Fraction(0),
    }
)


def iter_bad_work(parts: TemplateParts) -> Iterator[Mistake]:
    """Yield what is wrong with initiatives, actions, promises and cadences.

    Args:
        parts: The template.
    """
    for kind in ("initiatives", "actions", "commitments"):
        for part, steps in parts.iter_parts(kind):
            if part.goal is not None:
                yield from parts.iter_missing("goals", part.goal, (*steps, "goal"))
    units = units_of(parts)
    for action, steps in parts.iter_parts("actions"):
        yield from _iter_action(parts, action, units, steps)
    for promise, steps in parts.iter_parts("commitments"):
        yield from iter_bad_owner(parts, promise.owner, (*steps, "owner"))
        yield from _iter_day(parts, promise.due, (*steps, "due"))
    yield from _iter_too_many(parts)


def _iter_action(
    parts: TemplateParts, action: TemplateAction, units: Units, steps: Steps
) -> Iterator[Mistake]:
    if action.initiative is not None:
        place = (*steps, "initiative")
        yield from parts.iter_missing("initiatives", action.initiative, place)
    for at, needed in enumerate(action.needs):
        yield from parts.iter_missing("actions", needed, (*steps, "needs", at))
    yield from _iter_waiting(parts, action, steps)
    yield from iter_bad_owner(parts, action.owner, (*steps, "owner"))
    for name in ("due", "start"):
        day = getattr(action, name)
        if day is not None:
            yield from _iter_day(parts, day, (*steps, name))
    if action.impact is not None:
        place = (*steps, "impact")
        if action.goal is None:
            message = "Says how far it brings a goal, so name the goal."
            yield Mistake(place, "unknown", message)
        else:
            wanted = units.goals.get(action.goal)
            yield from units.mistakes(action.impact, wanted, place)


def _iter_waiting(
    parts: TemplateParts, action: TemplateAction, steps: Steps
) -> Iterator[Mistake]:
    """Yield what it waits for and comes with each review, unless it does so too."""
    own = action.due.of if action.due.anchor is Anchor.EACH_REVIEW else None
    needed = set(action.needs)
    for other in parts.template.actions:
        is_each = other.due.anchor is Anchor.EACH_REVIEW
        if other.id in needed and is_each and other.due.of != own:
            message = (
                f"{other.id!r} comes with each review; what waits for it has to come "
                f"with each review of {other.due.of!r} as well."
            )
            at = action.needs.index(other.id)
            yield Mistake((*steps, "needs", at), "day", message)


def _iter_day(
    parts: TemplateParts, day: RelativeDay, steps: Steps
) -> Iterator[Mistake]:
    if day.anchor in {Anchor.REVIEW, Anchor.EACH_REVIEW}:
        yield from parts.iter_missing("cadences", day.of, steps)
    elif day.anchor is Anchor.ACTION:
        yield from parts.iter_missing("actions", day.of, steps)


def _iter_too_many(parts: TemplateParts) -> Iterator[Mistake]:
    months = parts.template.months
    asked: dict[str, int] = {}
    total = 0
    for cadence, steps in parts.iter_parts("cadences"):
        asked[cadence.id] = _reviews(cadence, months)
        before, total = total, total + asked[cadence.id]
        if total > MOST_REVIEWS >= before:
            message = (
                f"Brings the reviews of {months} months to {total:,}; {MOST_REVIEWS} "
                "are the most. Meet less often."
            )
            yield Mistake(steps, "too_many_reviews", message)
    for kind, most in _MOST.items():
        count = 0
        for part, steps in parts.iter_parts(kind):
            is_each = part.due.anchor is Anchor.EACH_REVIEW
            before, count = count, count + (asked.get(part.due.of, 0) if is_each else 1)
            if count > most >= before:
                message = (
                    f"Brings the {kind} to {count:,}, as some come with each review; "
                    f"{most:,} are the most. Let them come less often."
                )
                yield Mistake(steps, "too_many", message)


def _reviews(cadence: TemplateCadence, months: int) -> int:
    """Return about how many reviews a cadence asks for in so many months."""
    days = len(cadence.on.weekdays) if isinstance(cadence.on, MeetingDay) else 1
    found = int(_A_MONTH[cadence.step] * months / cadence.every) * max(days, 1) + 1
    return found if cadence.count is None else min(found, cadence.count)
