"""What a template does not know of a plan: between whom it is, and when."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.agreement import PlanKind
from jbpcore.model.meeting import a_zone
from jbpcore.model.party import Partner, Party, Person
from jbpcore.model.validation import a_text, an_id, is_a
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.values.currency import check_currency
from jbpcore.values.ids import PlanId

__all__ = ["PlanSetting"]


def _people(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(people)


def _a_currency(_: object, __: object, value: str) -> None:
    if value:
        check_currency(value, "PlanSetting.currency")


@attrs.frozen(kw_only=True)
class PlanSetting:
    """Between whom a plan is, for when, and by whose calendars.

    Attributes:
        id: The plan's id.
        vendor: The one firm.
        partner: The other.
        period: The days it covers.
        people: Who works on it, of both sides.
        name: What people call it; empty for what the template calls it.
        kind: Whether both sides will sign it.
        currency: The currency of amounts that do not say theirs; empty to take the
            first that is answered, or the template's.
        zone: The time zone of reviews, such as ``"Europe/Berlin"``; empty to agree on
            their days alone.
        calendar: The fiscal calendar; years, quarters and months from the plan's first
            day if ``None``.
        work_calendar: Which days are worked; from Monday to Friday if ``None``.

    Examples:
        >>> from datetime import date
        >>> PlanSetting(
        ...     id="nw-2026", vendor=Party(id="acme", name="Acme"),
        ...     partner=Partner(id="nw", name="Northwind"),
        ...     period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ... ).zone
        ''
    """

    id: PlanId = attrs.field(converter=PlanId, validator=an_id)
    vendor: Party = attrs.field(validator=is_a(Party))
    partner: Partner = attrs.field(validator=is_a(Partner))
    period: DateRange = attrs.field(validator=is_a(DateRange))
    people: tuple[Person, ...] = attrs.field(
        default=(), converter=_people, validator=is_a(Person, each=True)
    )
    name: str = attrs.field(default="", validator=a_text)
    kind: PlanKind = attrs.field(default=PlanKind.JOINT, validator=is_a(PlanKind))
    currency: str = attrs.field(default="", validator=[is_a(str), _a_currency])
    zone: str = attrs.field(default="", validator=[is_a(str), a_zone])
    calendar: FiscalCalendar | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(FiscalCalendar))
    )
    work_calendar: WorkCalendar | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(WorkCalendar))
    )

    def __attrs_post_init__(self) -> None:
        """Check the calendars against the period."""
        span = None if self.work_calendar is None else self.work_calendar.span
        if span is not None and not span.contains(self.period):
            expected = f"a calendar over all of {self.period}"
            raise InvalidValueError("PlanSetting.work_calendar", str(span), expected)
