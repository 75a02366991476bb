"""Who was at a review, and who was not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from jbpcore.errors import InvalidValueError
from jbpcore.model.plan import Plan
from jbpcore.model.review import Attendance
from jbpcore.values.ids import PersonId

__all__ = ["attendance_of"]


def attendance_of(
    plan: Plan, present: Iterable[PersonId | str], absent: Iterable[PersonId | str]
) -> tuple[Attendance, ...]:
    """Return who was there and who was not, as a review keeps it.

    Args:
        plan: The plan.
        present: Who was there.
        absent: Who was not.

    Raises:
        InvalidValueError: If nobody was there, somebody is named twice, or is not among
            the people of the plan.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.model.party import Partner, Party, Person, Side
        >>> from jbpcore.periods.daterange import DateRange
        >>> plan = Plan(
        ...     id="p", name="P", vendor=Party(id="acme", name="Acme"),
        ...     partner=Partner(id="nw", name="Northwind"),
        ...     period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ...     people=[Person(id="maria", name="Maria", side=Side.VENDOR)],
        ... )
        >>> attendance_of(plan, ["maria"], [])
        (Attendance(person_id='maria', is_present=True),)
    """
    there, away = tuple(present), tuple(absent)
    if not there:
        raise InvalidValueError("present", (), "the id of somebody who was there")
    counts = Counter((*there, *away))
    twice = sorted(key for key, count in counts.items() if count > 1)
    if twice:
        raise InvalidValueError("present", twice, "named once, as present or as absent")
    known = {person.id for person in plan.people}
    strange = sorted(set(counts) - known)
    if strange:
        listed = ", ".join(sorted(known)) or "none yet"
        expected = f"ids of people of the plan ({listed}); add them to it first"
        raise InvalidValueError("present", strange, expected)
    return (
        *(Attendance(person_id=PersonId(key)) for key in there),
        *(Attendance(person_id=PersonId(key), is_present=False) for key in away),
    )
