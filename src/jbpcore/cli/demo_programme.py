"""A small believable programme: one vendor, its partners, their plans and bookings.

The data is the same on every machine and every day; nothing here looks at a clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

import attrs

from jbpcore.cli.demo_member import Curve, DemoGoal, Member
from jbpcore.cli.demo_partners import PARTNERS
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import Amount, UnitKind
from jbpcore.model.cadence import ReviewCadence
from jbpcore.model.commitment import Commitment, CommitmentStatus
from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.goal import Goal
from jbpcore.model.metric import Accumulation, Metric
from jbpcore.model.party import Partner, Party, Person, PersonRole, Side
from jbpcore.model.phasing import (
    CumulativePhasing,
    CumulativePoint,
    LinearPhasing,
    Phasing,
    WeightedPhasing,
    WorkdayPhasing,
)
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.frequency import Frequency
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.planning.drafting import draft_from_nothing
from jbpcore.planning.life import propose
from jbpcore.planning.signing import sign
from jbpcore.values.allocation import allocate_minor
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

__all__ = [
    "AS_OF",
    "FOUNDING_GOAL",
    "FOUNDING_PLAN",
    "SAVED_AT",
    "SAVED_BY",
    "make_entries",
    "make_plans",
    "monthly_phasing",
]

AS_OF: Final = date(2026, 5, 15)
"""The day that the demo looks at, unless asked for another."""

SAVED_BY: Final = "maya-okonjo"
"""Who saves the plans: the vendor's partner manager."""

SAVED_AT: Final = datetime(2026, 3, 30, 14, 0, tzinfo=UTC)
"""When the plans were agreed and saved."""

FOUNDING_PLAN: Final = "alderwick-fy26-q2"
"""The plan that the demo explains."""

FOUNDING_GOAL: Final = "new-revenue"
"""The goal of it: $25,000 in the second quarter, $7,500 of it in by 15 May."""

_DRAFTED_AT: Final = datetime(2026, 3, 16, 9, 30, tzinfo=UTC)
_PROPOSED_AT: Final = datetime(2026, 3, 23, 15, 0, tzinfo=UTC)
_COUNTERSIGNED_AT: Final = datetime(2026, 3, 27, 10, 15, tzinfo=UTC)
_CALENDAR: Final = FiscalCalendar.calendar_year()
_QUARTER: Final = _CALENDAR.quarter(2026, 2)
_VENDOR: Final = Party(id="quillmarsh", name="Quillmarsh Software")
_HOLIDAYS: Final = {
    "UK & Ireland": (date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4)),
    "DACH": (date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 14)),
}
_BOOKING_DAYS: Final = tuple(
    date(2026, month, day)
    for month, day in ((4, 8), (4, 16), (4, 23), (4, 30), (5, 7), (5, 13))
)
# How bookings spread over these days: no two goals have quite the same pattern.
_UNEVEN: Final = (7, 3, 11, 5, 2, 9, 4)
_EARLIER: Final = timedelta(days=30)
_SOURCES: Final = {
    "revenue": "billing",
    "marketing-spend": "fund-claims",
    "trainings": "learning-portal",
    "certified-people": "learning-portal",
    "managed-seats": "billing",
}


def make_plans() -> tuple[Plan, ...]:
    """Return the agreed plan of each partner for the second quarter of fiscal 2026.

    Examples:
        >>> plans = make_plans()
        >>> len(plans), plans[0].goals[0].target
        (12, Money('25000', 'USD'))
    """
    return tuple(_plan(member) for member in PARTNERS)


def make_entries() -> tuple[ActualEntry, ...]:
    """Return what was booked up to 15 May 2026, one of it taken back.

    Examples:
        >>> [str(entry.amount) for entry in make_entries() if entry.reverses]
        ['-1500 USD']
    """
    return tuple(
        entry
        for member in PARTNERS
        for number, aim in enumerate(member.aims)
        for entry in _entries(member, aim, number)
    )


def monthly_phasing() -> WeightedPhasing:
    """Return 20, 30 and 50 for April, May and June 2026."""
    return _by_month(20, 30, 50)


def _by_month(*weights: int) -> WeightedPhasing:
    return WeightedPhasing.by_month(weights, period=_QUARTER, calendar=_CALENDAR)


def _plan(member: Member) -> Plan:
    contact, manager = _person_id(member.contact), SAVED_BY
    work = member.work
    plan = draft_from_nothing(
        id=f"{member.id}-fy26-q2",
        name=f"{member.name} FY26-Q2",
        vendor=_VENDOR,
        partner=Partner(
            id=member.id,
            name=member.name,
            kind=member.kind,
            tier=member.tier,
            region=member.region,
            parent_id=member.parent,
        ),
        period=_QUARTER,
        by=manager,
        at=_DRAFTED_AT,
        goals=tuple(_goal(member, aim) for aim in member.aims),
        people=(
            _person("Maya Okonjo", Side.VENDOR),
            _person("Edwin Thorsby", Side.VENDOR, PersonRole.EXECUTIVE_SPONSOR),
            _person(member.contact, Side.PARTNER, PersonRole.PARTNER_ADMIN, member.id),
        ),
        actions=(
            Action(
                id="ours",
                name=work.ours,
                side=Side.VENDOR,
                due_on=date(2026, 5, 29),
                status=ActionStatus.IN_PROGRESS,
                owner_id=manager,
                goal_id=member.aims[0].id,
            ),
            Action(
                id="theirs",
                name=work.theirs,
                side=Side.PARTNER,
                due_on=date(2026, 5, 22),
                owner_id=contact,
                goal_id=member.aims[0].id,
            ),
        ),
        commitments=(
            Commitment(
                id="promise",
                name=work.promise,
                side=Side.VENDOR,
                due_on=date(2026, 4, 30),
                status=CommitmentStatus.KEPT,
            ),
            Commitment(
                id="return-promise",
                name=work.return_promise,
                side=Side.PARTNER,
                due_on=date(2026, 6, 30),
            ),
        ),
        cadences=(
            ReviewCadence(
                id="monthly",
                name="Monthly check-in",
                frequency=Frequency.MONTHLY,
                first_on=date(2026, 4, 14),
            ),
        ),
        reviews=tuple(_reviews(member)),
    )
    plan = propose(plan, by=manager, at=_PROPOSED_AT, why="For the second quarter")
    plan = sign(plan, by=contact, at=_COUNTERSIGNED_AT)
    return sign(plan, by=manager, at=SAVED_AT)


def _reviews(member: Member) -> Iterator[Review]:
    held = any(aim.so_far is not None for aim in member.aims)
    for number, day in enumerate((date(2026, 4, 14), date(2026, 5, 12)), start=1):
        yield Review(
            id=f"check-in-{number}",
            name="Monthly check-in",
            on=day,
            cadence_id="monthly",
            held_on=day if held else None,
        )
    yield Review(
        id="check-in-3",
        name="Monthly check-in",
        on=date(2026, 6, 9),
        cadence_id="monthly",
    )
    yield Review(id="qbr", name="Quarterly business review", on=date(2026, 7, 7))


def _person(
    name: str,
    side: Side,
    role: PersonRole = PersonRole.PARTNER_MANAGER,
    firm: str = "quillmarsh",
) -> Person:
    person_id = _person_id(name)
    return Person(
        id=person_id,
        name=name,
        side=side,
        role=role,
        email=f"{person_id}@{firm}.example",
    )


def _person_id(name: str) -> str:
    folded = name.lower().translate(str.maketrans("áíöü", "aiou"))
    return folded.replace(" ", "-")


def _goal(member: Member, aim: DemoGoal) -> Goal:
    return Goal(
        id=aim.id,
        name=aim.name,
        metric=aim.metric,
        target=_optional_amount(aim.target, aim.metric, member.currency),
        baseline=_optional_amount(aim.baseline, aim.metric, member.currency),
        period=_QUARTER,
        phasing=_phasing(aim.curve, member.region),
        weight=2 if aim is member.aims[0] else 1,
        owner_id=_person_id(member.contact),
    )


def _phasing(curve: Curve, region: str) -> Phasing:
    if curve is Curve.LATE:
        return monthly_phasing()
    if curve is Curve.RISING:
        return _by_month(25, 35, 40)
    if curve is Curve.WORKDAYS:
        holidays = _HOLIDAYS.get(region, ())
        return WorkdayPhasing(WorkCalendar.resolve(_QUARTER, holidays=holidays))
    if curve is Curve.GO_LIVES:
        points = ((date(2026, 4, 30), "1/10"), (date(2026, 5, 31), "2/5"))
        return CumulativePhasing([CumulativePoint(day, part) for day, part in points])
    return LinearPhasing()


def _amount(number: str | Decimal, metric: Metric, currency: str) -> Amount:
    if metric.unit.kind is UnitKind.MONEY:
        return Money(number, currency)
    if metric.unit.kind is UnitKind.RATIO:
        return Ratio(number)
    return Quantity(number, metric.unit.noun)


def _optional_amount(
    number: str | None, metric: Metric, currency: str
) -> Amount | None:
    return None if number is None else _amount(number, metric, currency)


def _entries(member: Member, aim: DemoGoal, number: int) -> Iterator[ActualEntry]:
    if aim.so_far is None:
        return
    if (member.id, aim.id) == ("alderwick", FOUNDING_GOAL):
        yield from _founding_entries(member, aim)
        return
    if aim.metric.accumulation is Accumulation.LEVEL:
        if aim.baseline is not None:
            yield _entry(member, aim, 0, _BOOKING_DAYS[0] - _EARLIER, aim.baseline)
        yield _entry(member, aim, 1, _BOOKING_DAYS[-1], aim.so_far)
        return
    first = (len(member.name) + 3 * number) % len(_UNEVEN)
    weights = [*_UNEVEN[first:], *_UNEVEN[:first]][: len(_BOOKING_DAYS)]
    # Whole tens of money and whole things, adding up to what is in.
    step = 10 if aim.metric.unit.kind is UnitKind.MONEY else 1
    parts = allocate_minor(int(aim.so_far) // step, weights)
    for count, (day, part) in enumerate(zip(_BOOKING_DAYS, parts, strict=True), 1):
        if part:
            yield _entry(member, aim, count, day, str(part * step))


def _founding_entries(member: Member, aim: DemoGoal) -> Iterator[ActualEntry]:
    yield _entry(member, aim, 1, date(2026, 4, 9), "3100")
    yield _entry(member, aim, 2, date(2026, 4, 20), "2600")
    wrong = _entry(member, aim, 3, date(2026, 4, 27), "1500")
    yield wrong
    back = _entry(member, aim, 4, date(2026, 5, 6), "-1500")
    yield attrs.evolve(back, reverses=wrong.entry_id)
    yield _entry(member, aim, 5, date(2026, 5, 13), "1800")


def _entry(
    member: Member, aim: DemoGoal, count: int, day: date, number: str
) -> ActualEntry:
    source = _SOURCES.get(aim.metric.key, "crm")
    return ActualEntry(
        metric=aim.metric.key,
        on=day,
        amount=_amount(number, aim.metric, member.currency),
        partner_id=member.id,
        source=source,
        entry_id=f"{source}:{member.id}:{aim.id}:{count}",
        recorded_at=datetime.combine(day, time(18), tzinfo=UTC),
    )
