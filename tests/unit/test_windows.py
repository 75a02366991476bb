"""What lies ahead, with every amount worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import attrs
import pytest

from jbpcore.engine.window import RollingWindows
from jbpcore.engine.window_shape import MonthWindows, SprintWindows
from jbpcore.engine.windows import windows
from jbpcore.errors import InvalidValueError
from jbpcore.model import metrics
from jbpcore.model.actual import ActualEntry
from jbpcore.model.audience import Audience
from jbpcore.model.commitment import Commitment, CommitmentStatus
from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.goal import Goal
from jbpcore.model.party import Partner, Party, Person, PersonRole, Side
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.day_rules import OnWeekdays
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.frequency import Frequency
from jbpcore.periods.recurrence import Recurrence
from jbpcore.periods.weekday import Weekday
from jbpcore.planning.policy import Viewer
from jbpcore.planning.visibility import project
from jbpcore.values.money import Money

CALENDAR = FiscalCalendar.calendar_year()
Q2 = CALENDAR.quarter(2026, 2)
Q3 = CALENDAR.quarter(2026, 3)
TODAY = date(2026, 5, 15)  # day 45 of 91
REVENUE = Goal(
    id="new-revenue",
    name="New revenue",
    metric=metrics.REVENUE,
    target=Money("25000", "USD"),
    period=Q2,
)
BOOKED = [
    ActualEntry(metric="revenue", on=date(2026, 4, 20), amount=Money("7500", "USD"))
]


def plan_of(*goals: Goal, **fields: object) -> Plan:
    made = {
        "id": "northwind-q2",
        "name": "Northwind Q2",
        "vendor": Party(id="acme", name="Acme"),
        "partner": Partner(id="northwind", name="Northwind"),
        "period": Q2,
        "goals": goals,
    }
    return Plan(**(made | fields))  # type: ignore[arg-type] # a plan's fields


def action(key: str, due: str, **fields: object) -> Action:
    made = {"id": key, "name": key, "side": Side.PARTNER}
    due_on = date.fromisoformat(due)
    return Action(due_on=due_on, **(made | fields))  # type: ignore[arg-type] # an action's fields


def required(ahead: RollingWindows) -> list[str]:
    return [str(goal.required) for window in ahead.windows for goal in window.goals]


def scheduled(ahead: RollingWindows) -> list[str]:
    return [str(goal.scheduled) for window in ahead.windows for goal in window.goals]


def test_the_founding_case_says_what_the_next_thirty_days_have_to_bring() -> None:
    # Due on day 75 of 91: 25,000 × 75 ÷ 91 = 20,604.3956 → 20,604.40; 7,500 are in, so
    # 13,104.40 have to come in. The sixteen days left bring 25,000 − 20,604.40.
    # Scheduled: 20,604.40 − 12,362.64 (day 45) = 8,241.76.
    ahead = windows(plan_of(REVENUE), BOOKED, as_of=TODAY)
    assert [str(window.dates) for window in ahead.windows] == [
        "2026-05-16..2026-06-14",
        "2026-06-15..2026-07-14",
        "2026-07-15..2026-08-13",
    ]
    assert required(ahead) == ["13104.40 USD", "4395.60 USD"]
    assert scheduled(ahead) == ["8241.76 USD", "4395.60 USD"]
    assert [str(days) for days in ahead.uncovered] == ["2026-07-01..2026-08-13"]


def test_everything_open_stands_in_one_list() -> None:
    plan = plan_of(
        actions=[
            action("late", "2026-05-10"),
            action("today", "2026-05-15"),
            action("first", "2026-06-14", start_on=date(2026, 5, 20)),
            action("second", "2026-06-15", side=Side.VENDOR),
            action("far", "2026-12-24"),
            action("done", "2026-05-20", status=ActionStatus.DONE),
            action("dropped", "2026-05-20", status=ActionStatus.DROPPED),
        ],
        commitments=[
            Commitment(id="mdf", name="MDF", side=Side.VENDOR, due_on=date(2026, 6, 1)),
            Commitment(
                id="kept",
                name="Kept",
                side=Side.VENDOR,
                due_on=date(2026, 6, 1),
                status=CommitmentStatus.KEPT,
            ),
        ],
        reviews=[
            Review(id="missed", name="April", on=date(2026, 4, 30)),
            Review(id="qbr", name="QBR", on=date(2026, 6, 16)),
            Review(id="held", name="May", on=TODAY, held_on=TODAY),
        ],
    )
    ahead = windows(plan, [], as_of=TODAY)
    due = {
        place: [one.action.id for one in work.due] for place, work in ahead.iter_lists()
    }
    assert due == {
        0: ["late", "today"],
        1: ["first"],
        2: ["second"],
        3: [],
        4: ["far"],
    }
    assert [one.action.id for one in ahead.windows[0].starting] == ["first"]
    assert [made.id for made in ahead.windows[0].commitments] == ["mdf"]
    assert ahead.windows[0].due_counts() == {Side.VENDOR: 1, Side.PARTNER: 1}
    vendors = ahead.windows[0].of_side(Side.VENDOR)
    assert ([made.id for made in vendors.commitments], vendors.due) == (["mdf"], ())
    assert vendors.starting == ()
    assert ahead.windows[1].of_side(Side.PARTNER).due == ()
    assert ahead.windows[1].of_side(Side.PARTNER).reviews == ahead.windows[1].reviews
    assert [review.id for review in ahead.overdue.reviews] == ["missed"]
    assert [review.id for review in ahead.windows[1].reviews] == ["qbr"]
    assert ahead.windows[2].is_empty


def test_what_comes_round_stands_in_every_window() -> None:
    # Every second Friday from 8 May: overdue once, then 22 May, 5 and 19 June, ...
    fortnight = Recurrence(frequency=Frequency.WEEKLY, every=2)
    calls = action("calls", "2026-05-08", recurrence=fortnight)
    ahead = windows(plan_of(actions=[calls]), [], as_of=TODAY)
    assert [one.on.day for one in ahead.overdue.due] == [8]
    found = [[one.on.isoformat()[5:] for one in w.due] for w in ahead.windows]
    assert found == [
        ["05-22", "06-05"],
        ["06-19", "07-03"],
        ["07-17", "07-31"],
    ]
    assert all(one.is_repeat for window in ahead.windows for one in window.due)


def test_what_comes_round_daily_is_listed_on_every_day_however_many() -> None:
    # 3,000 days, which is more than a rule lists at once.
    daily = Recurrence(frequency=Frequency.WEEKLY, on=OnWeekdays(list(Weekday)))
    calls = action("calls", "2026-05-16", recurrence=daily)
    plan = plan_of(actions=[calls])
    (window,) = windows(plan, [], as_of=TODAY, horizons=[3000]).windows
    assert len(window.due) == 3000
    assert len({one.on for one in window.due}) == 3000
    assert sum(not one.is_repeat for one in window.due) == 1


def test_what_somebody_began_is_not_to_begin() -> None:
    start_on = date(2026, 5, 20)
    plan = plan_of(
        actions=[
            action("open", "2026-06-01", start_on=start_on),
            action(
                "blocked", "2026-06-01", start_on=start_on, status=ActionStatus.BLOCKED
            ),
            action(
                "begun",
                "2026-06-01",
                start_on=start_on,
                status=ActionStatus.IN_PROGRESS,
            ),
            action("late", "2026-06-01", start_on=TODAY),
        ]
    )
    (window, *_) = windows(plan, [], as_of=TODAY).windows
    assert [one.action.id for one in window.starting] == ["blocked", "open"]


def test_the_plan_that_follows_fills_the_days_after_the_end() -> None:
    carried = action("carried", "2026-06-20")
    plan = plan_of(REVENUE, actions=[carried])
    following = plan_of(
        attrs.evolve(REVENUE, period=Q3, target=Money("27600", "USD")),
        id="northwind-q3",
        previous_id="northwind-q2",
        period=Q3,
        actions=[
            attrs.evolve(carried, due_on=date(2026, 7, 30), carry_count=1),
            action("new", "2026-07-10"),
        ],
    )
    ahead = windows(plan, BOOKED, as_of=TODAY, successor=following)
    # 92 days: 27,600 ÷ 92 = 300 a day; 14 days of the second window are in July, and
    # thirty in the third.
    assert required(ahead) == [
        "13104.40 USD",
        "4395.60 USD",
        "4200.00 USD",
        "9000.00 USD",
    ]
    assert ahead.uncovered == ()
    due = [[one.action.id for one in window.due] for window in ahead.windows]
    assert due == [[], ["carried", "new"], []]
    # Once the plan is over, it is the successor's day that counts.
    later = windows(plan, BOOKED, as_of=Q2.last_day, successor=following)
    assert [one.on.isoformat() for one in later.windows[0].due] == [
        "2026-07-10",
        "2026-07-30",
    ]
    with pytest.raises(InvalidValueError, match="2026-07-01 or later"):
        windows(plan, [], as_of=TODAY, successor=attrs.evolve(following, period=Q2))
    with pytest.raises(InvalidValueError, match="previous_id is northwind-q2"):
        windows(
            plan, [], as_of=TODAY, successor=attrs.evolve(following, previous_id=None)
        )


def test_days_on_both_sides_of_a_plan_are_said_to_have_none() -> None:
    # A plan of 1 to 19 June, seen on 15 May: its own days are not among the uncovered.
    june = DateRange(date(2026, 6, 1), date(2026, 6, 20))
    ahead = windows(plan_of(period=june), [], as_of=TODAY)
    assert [str(days) for days in ahead.uncovered] == [
        "2026-05-16..2026-05-31",
        "2026-06-20..2026-08-13",
    ]


def test_a_day_belongs_to_one_list() -> None:
    ahead = windows(plan_of(), [], as_of=TODAY)
    days = ["05-14", "05-15", "05-16", "06-14", "06-15", "08-13", "08-14"]
    places = [ahead.place_of(date.fromisoformat(f"2026-{day}")) for day in days]
    assert places == [0, 0, 1, 1, 2, 3, 4]


def test_who_sees_a_part_of_the_plan_looks_ahead_in_that_part() -> None:
    hidden = attrs.evolve(REVENUE, id="secret", name="Secret", audience=Audience.VENDOR)
    plan = plan_of(
        REVENUE,
        hidden,
        people=[Person(id="tom", name="Tom", side=Side.PARTNER)],
        actions=[action("whisper", "2026-06-01", audience=Audience.VENDOR)],
    )
    tom = Viewer(side=Side.PARTNER, role=PersonRole.PARTNER_ADMIN)
    ahead = windows(project(plan, tom), BOOKED, as_of=TODAY)
    assert [goal.goal_id for goal in ahead.windows[0].goals] == ["new-revenue"]
    assert ahead.windows[0].due == ()


def test_the_figures_may_be_those_that_were_known_then() -> None:
    late = attrs.evolve(
        BOOKED[0], recorded_at=datetime(2026, 6, 1, tzinfo=UTC), entry_id="late"
    )
    then = datetime(2026, 5, 15, tzinfo=UTC)
    ahead = windows(plan_of(REVENUE), [late], as_of=TODAY, known_at=then)
    assert required(ahead)[0] == "20604.40 USD"


def test_months_and_sprints_are_windows_too() -> None:
    plan = plan_of(REVENUE)
    months = windows(plan, BOOKED, as_of=TODAY, shape=MonthWindows(count=2))
    # By 31 May, day 61: 25,000 × 61 ÷ 91 = 16,758.24.
    assert required(months) == ["9258.24 USD", "8241.76 USD"]
    fortnights = SprintWindows(first_on=date(2026, 5, 4), length_days=14, count=2)
    sprints = windows(plan, BOOKED, as_of=TODAY, shape=fortnights)
    # By 17 May, day 47: 25,000 × 47 ÷ 91 = 12,912.09; by 31 May as above.
    assert required(sprints) == ["5412.09 USD", "3846.15 USD"]
    assert sprints.shape == fortnights
    with pytest.raises(InvalidValueError, match="MonthWindows or SprintWindows"):
        windows(plan_of(), [], as_of=TODAY, shape="months")  # type: ignore[arg-type] # on purpose
