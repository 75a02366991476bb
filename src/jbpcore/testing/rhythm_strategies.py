"""Hypothesis strategies for actions, cadences and reviews. Needs hypothesis."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
from hypothesis import strategies as st

from jbpcore.model.audience import Audience
from jbpcore.model.cadence import ReviewCadence
from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.figures import GoalFigures
from jbpcore.model.health import Health
from jbpcore.model.party import Side
from jbpcore.model.review import Attendance, MinutesAcceptance, Review
from jbpcore.model.slip import Slip
from jbpcore.periods.day_rules import (
    Milestone,
    OnFiscalWeek,
    OnMilestone,
    OnMonthDay,
    OnNthWeekday,
    OnWeekdays,
)
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.frequency import Frequency, Shift
from jbpcore.periods.recurrence import Recurrence
from jbpcore.periods.weekday import Weekday
from jbpcore.testing.value_strategies import ids as any_ids
from jbpcore.testing.value_strategies import texts as any_texts
from jbpcore.values.quantity import Quantity

__all__ = ["action_lists", "cadences", "reviews", "slips"]

_DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
_INSTANTS = st.datetimes(
    datetime(1970, 1, 1),  # noqa: DTZ001 - made aware right here
    datetime(2200, 1, 1),  # noqa: DTZ001 - as above
    timezones=st.just(UTC),
)
_IDS = any_ids(max_length=10)
_TEXTS = any_texts(min_length=0, max_length=20)
_NAMES = any_texts(max_length=20, one_line=True)
_DIGESTS = st.from_regex("[0-9a-f]{64}", fullmatch=True)
_PARTS = st.fractions(0, 1000, max_denominator=10**6)
_SIDES = st.sampled_from(Side)
_AUDIENCES = st.sampled_from(Audience)
_TIMES = st.times().map(lambda drawn: drawn.replace(second=0, microsecond=0, fold=0))
_ZONES = st.sampled_from(["Europe/Berlin", "America/Havana", "UTC"])


@st.composite
def slips(draw: st.DrawFn) -> Slip:
    """Slips of up to three months.

    Examples:
        >>> draw_slip = slips()
    """
    was_due_on = draw(_DAYS)
    return Slip(
        moved_on=draw(_DAYS),
        was_due_on=was_due_on,
        due_on=was_due_on + timedelta(days=draw(st.integers(1, 90))),
        why=draw(_TEXTS),
    )


_ACTIONS = st.builds(
    Action,
    id=_IDS,
    name=_NAMES,
    side=_SIDES,
    due_on=_DAYS,
    status=st.sampled_from(ActionStatus),
    owner_id=st.none() | _IDS,
    notes=_TEXTS,
    audience=_AUDIENCES,
    carry_count=st.integers(0, 5),
    done_on=st.none() | _DAYS,
    effort_days=st.none() | _PARTS,
    blocked_reason=_TEXTS,
    blocked_by_side=st.none() | _SIDES,
    blocked_by_id=st.none() | _IDS,
    blocked_on=st.none() | _DAYS,
    slips=st.lists(slips(), max_size=2),
    recurrence=st.none()
    | st.builds(
        Recurrence, frequency=st.just(Frequency.WEEKLY), every=st.integers(1, 52)
    ),
    review_id=st.none() | _IDS,
)


@st.composite
def action_lists(draw: st.DrawFn) -> list[Action]:
    """Up to three actions, each of which may wait for those before it.

    Examples:
        >>> draw_actions = action_lists()
    """
    actions: list[Action] = []
    for action in draw(st.lists(_ACTIONS, max_size=3, unique_by=lambda one: one.id)):
        needed = [one.id for one in actions if draw(st.booleans())]
        actions.append(attrs.evolve(action, depends_on=needed))
    return actions


_WEEKDAYS = st.sampled_from(Weekday)
_NTH = st.integers(1, 5) | st.integers(-5, -1)
_QUARTERS = st.builds(
    OnFiscalWeek,
    calendar=st.sampled_from(
        [
            FiscalCalendar.months(start_month=7),
            FiscalCalendar.nrf_retail(),
            FiscalCalendar.custom_weeks(
                anchor_year=2010,
                anchor_end=date(2011, 2, 5),
                long_years=range(2010, 2041, 6),
                last_year=2040,
            ),
        ]
    ),
    month=st.sampled_from([1, 2, 3, -1]),
    week=_NTH,
    weekday=_WEEKDAYS,
)
_MONTH_RULES = (
    st.none()
    | st.builds(OnMonthDay, st.sampled_from([1, 15, 31, -1]))
    | st.builds(OnNthWeekday, _NTH, _WEEKDAYS)
)
_WEEK_RULES = st.none() | st.builds(
    OnWeekdays, st.lists(_WEEKDAYS, min_size=1, max_size=3)
)
_RULES: st.SearchStrategy[tuple[Frequency, Any]] = st.one_of(
    st.tuples(st.just(Frequency.WEEKLY), _WEEK_RULES),
    st.tuples(st.sampled_from([Frequency.MONTHLY, Frequency.YEARLY]), _MONTH_RULES),
    st.tuples(st.just(Frequency.QUARTERLY), _MONTH_RULES | _QUARTERS),
    st.tuples(
        st.just(Frequency.ONCE),
        st.builds(
            OnMilestone,
            milestone=st.sampled_from(Milestone),
            offset_days=st.integers(-90, 90),
        ),
    ),
)


@st.composite
def cadences(draw: st.DrawFn) -> ReviewCadence:
    """Cadences of every kind of rule.

    Examples:
        >>> draw_cadence = cadences()
    """
    frequency, on = draw(_RULES)
    return ReviewCadence(
        id=draw(_IDS),
        name=draw(_NAMES),
        frequency=frequency,
        on=on,
        first_on=draw(_DAYS),
        every=draw(st.integers(1, 52)),
        until_on=draw(st.none() | _DAYS),
        count=draw(st.none() | st.integers(1, 99)),
        shift=draw(st.sampled_from(Shift)),
        wall_time=draw(st.none() | _TIMES),
        zone=draw(_ZONES),
        duration_minutes=draw(st.integers(5, 1440)),
        link=draw(st.sampled_from(["", "https://meet.example/1"])),
        location=draw(_TEXTS),
        milestone_goal_id=draw(st.none() | _IDS),
        sequence=draw(st.integers(0, 9)),
    )


_AMOUNTS = st.none() | st.builds(Quantity, st.integers(-9, 9), st.just("deals"))
_FIGURES = st.builds(
    GoalFigures,
    goal_id=_IDS,
    as_of=_DAYS,
    health=st.sampled_from(Health),
    attained=_AMOUNTS,
    target=_AMOUNTS,
    gap_to_target=_AMOUNTS,
    attainment_ratio=st.none() | st.fractions(),
    pace_index=st.none() | st.fractions(),
)


def reviews() -> st.SearchStrategy[Review]:
    """Reviews, booked or held, with anything in them.

    Examples:
        >>> draw_review = reviews()
    """
    return _REVIEWS


_REVIEWS = st.builds(
    Review,
    id=_IDS,
    name=_NAMES,
    on=_DAYS,
    cadence_id=st.none() | _IDS,
    held_on=st.none() | _DAYS,
    wins=st.lists(_TEXTS, max_size=2),
    blockers=st.lists(_TEXTS, max_size=1),
    ways_through=st.lists(_TEXTS, max_size=1),
    decisions=st.lists(_TEXTS, max_size=1),
    wall_time=st.none() | _TIMES,
    zone=_ZONES,
    duration_minutes=st.integers(5, 1440),
    link=st.sampled_from(["", "https://meet.example/1"]),
    location=_TEXTS,
    slot_on=st.none() | _DAYS,
    sequence=st.integers(0, 9),
    cancelled_on=st.none() | _DAYS,
    cancelled_why=_TEXTS,
    as_of=st.none() | _DAYS,
    figures=st.lists(_FIGURES, max_size=2, unique_by=lambda one: one.goal_id),
    attendance=st.lists(
        st.builds(Attendance, person_id=_IDS, is_present=st.booleans()),
        max_size=2,
        unique_by=lambda one: one.person_id,
    ),
    acceptances=st.lists(
        st.builds(
            MinutesAcceptance,
            side=_SIDES,
            person_id=_IDS,
            minutes_digest=_DIGESTS,
            accepted_at=_INSTANTS,
        ),
        max_size=2,
    ),
    amendment_id=st.none() | _IDS,
    next_review_id=st.none() | _IDS,
    minutes_by=st.none() | _IDS,
)
