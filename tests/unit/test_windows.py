"""What lies ahead, with every amount worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import attrs
import pytest

from jbpcore.engine.reasons import Reason
from jbpcore.engine.window import RollingWindows
from jbpcore.engine.window_shape import DayWindows, MonthWindows, SprintWindows
from jbpcore.engine.windows import windows
from jbpcore.errors import InvalidValueError
from jbpcore.model import metrics
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import Unit
from jbpcore.model.audience import Audience
from jbpcore.model.commitment import Commitment, CommitmentStatus
from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.goal import Goal
from jbpcore.model.keep import KeepBand
from jbpcore.model.metric import Accumulation, Direction, Metric
from jbpcore.model.party import Partner, Party, Person, PersonRole, Side
from jbpcore.model.phasing import WeightedPhasing
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.model.target_version import TargetVersion
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.day_rules import OnWeekdays
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.frequency import Frequency
from jbpcore.periods.recurrence import Recurrence
from jbpcore.periods.weekday import Weekday
from jbpcore.planning.policy import Viewer
from jbpcore.planning.visibility import project
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

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


def test_phasing_changes_what_the_next_thirty_days_have_to_bring() -> None:
    # 20/30/50 by month. Due by 14 June: 20 + 30 + 50 × 14 ÷ 30 = 73.3333 % of 25,000 =
    # 18,333.33; less 7,500 = 10,833.33. Due by 15 May: 34.516129 % = 8,629.03.
    monthly = WeightedPhasing.by_month([20, 30, 50], period=Q2, calendar=CALENDAR)
    goal = attrs.evolve(REVENUE, phasing=monthly)
    ahead = windows(plan_of(goal), BOOKED, as_of=TODAY)
    assert required(ahead) == ["10833.33 USD", "6666.67 USD"]
    assert scheduled(ahead) == ["9704.30 USD", "6666.67 USD"]  # 18,333.33 − 8,629.03


def test_who_is_ahead_may_wait_and_never_owes_less_than_nothing() -> None:
    # 22,000 are in; by day 75 20,604.40 are due, and 3,000 are missing to the target.
    early = [attrs.evolve(BOOKED[0], amount=Money("22000", "USD"))]
    assert required(windows(plan_of(REVENUE), early, as_of=TODAY)) == [
        "0.00 USD",
        "3000.00 USD",
    ]


def test_a_target_revised_within_a_window_counts_at_its_end() -> None:
    # From 1 June on the target is 20,000: 20,000 × 75 ÷ 91 = 16,483.52 by 14 June.
    revised = TargetVersion(effective_on=date(2026, 6, 1), target=Money("20000", "USD"))
    goal = attrs.evolve(REVENUE, target_versions=[revised])
    assert required(windows(plan_of(goal), BOOKED, as_of=TODAY)) == [
        "8983.52 USD",
        "3516.48 USD",
    ]


def test_each_shape_of_goal_says_what_it_can() -> None:
    certified = Goal(
        id="certified",
        name="Certified sellers",
        metric=metrics.CERTIFIED_PEOPLE,
        baseline=Quantity(4, "people"),
        target=Quantity(13, "people"),
        period=DateRange.of_days(date(2026, 4, 16), 90),
    )
    churn = Goal(
        id="churn",
        name="Churn",
        metric=metrics.CHURN_RATE,
        baseline=Ratio("10%"),
        target=Ratio("4%"),
        period=certified.period,
    )
    budget = Goal(
        id="mdf",
        name="MDF",
        metric=metrics.MARKETING_SPEND,
        target=Money("9000", "USD"),
        period=certified.period,
    )
    milestone = Goal(
        id="launch",
        name="Launch",
        metric=Metric(
            key="launch",
            name="Launch",
            unit=Unit.count("launches"),
            accumulation=Accumulation.MILESTONE,
        ),
        target=None,
        period=DateRange.of_days(date(2026, 4, 16), 45),
    )
    kept = Goal(
        id="nps",
        name="NPS",
        metric=attrs.evolve(metrics.CERTIFIED_PEOPLE, direction=Direction.KEEP),
        target=None,
        period=certified.period,
        keep=KeepBand(
            checks=[
                DateRange.of_days(date(2026, 4, 16), 30),
                DateRange.of_days(date(2026, 5, 16), 30),
            ],
            lower=Quantity(4, "people"),
        ),
    )
    entries = [
        ActualEntry(
            metric=certified.metric.key,
            on=date(2026, 5, 1),
            amount=Quantity(6, "people"),
        ),
        ActualEntry(
            metric=budget.metric.key,
            on=date(2026, 5, 1),
            amount=Money("3500", "USD"),
        ),
    ]
    wins = Goal(
        id="wins",
        name="Win rate",
        metric=metrics.WIN_RATE,
        target=Ratio("30%"),
        period=certified.period,
    )
    plan = plan_of(certified, churn, budget, milestone, kept, wins)
    first, second, third = windows(plan, entries, as_of=TODAY).windows
    found = {str(goal.goal_id): goal for goal in first.goals}
    # 30 of 90 days are gone and 6 of 4 → 13 people are there. By day 60: 4 + 9 × 2 ÷ 3.
    assert found["certified"].expected_at_end == Quantity(10, "people")
    assert found["certified"].scheduled == Quantity(3, "people")
    assert found["certified"].required == Quantity(4, "people")
    # From 10 % down to 4 %: two points in each thirty days. Nobody has looked yet.
    assert found["churn"].expected_at_end == Ratio("6%")
    assert found["churn"].scheduled == Ratio("2%")
    assert found["churn"].required is None
    assert found["churn"].reason is Reason.NO_ENTRIES
    # A ratio of two sums does not come in day by day: 30 % × 2 ÷ 3 by day 60.
    assert found["wins"].expected_at_end == Ratio("20%")
    assert found["wins"].scheduled is None
    assert found["wins"].reason is Reason.NO_BUCKETS
    # 3,500 are spent where 3,000 were planned, so 2,500 are left of the 6,000.
    assert found["mdf"].is_ceiling
    assert found["mdf"].required == Money("2500", "USD")
    # The milestone is due on 30 May, its last day.
    assert found["launch"].required == Ratio(1)
    assert "launch" not in {goal.goal_id for goal in second.goals}
    assert found["nps"].checks_due == 1
    assert found["nps"].reason is Reason.NO_BUCKETS
    # The last of the ninety days is 14 July; the third window has nothing of them.
    assert third.goals == ()


def test_what_nobody_agreed_on_has_a_reason_and_no_amount() -> None:
    goal = attrs.evolve(REVENUE, target=None)
    (found,) = windows(plan_of(goal), BOOKED, as_of=TODAY).windows[0].goals
    assert (found.required, found.reason) == (None, Reason.NO_TARGET)


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


def test_months_and_sprints_are_windows_too() -> None:
    july = FiscalCalendar.nrf_retail()
    months = [str(span) for span in MonthWindows(calendar=july).spans(TODAY)]
    # NRF fiscal May 2026 is Sunday 3 to Saturday 30 May; June has five weeks.
    assert months == [
        "2026-05-16..2026-05-30",
        "2026-05-31..2026-07-04",
        "2026-07-05..2026-08-01",
    ]
    last = [str(span) for span in MonthWindows(count=1).spans(date(2026, 5, 31))]
    assert last == ["2026-06-01..2026-06-30"]
    sprints = SprintWindows(first_on=date(2026, 6, 1), length_days=14, count=2)
    # Counted back from 1 June: a sprint runs from 4 to 17 May.
    assert [str(span) for span in sprints.spans(TODAY)] == [
        "2026-05-16..2026-05-17",
        "2026-05-18..2026-05-31",
    ]
    ahead = windows(plan_of(REVENUE), BOOKED, as_of=TODAY, shape=MonthWindows(count=2))
    # By 31 May, day 61: 25,000 × 61 ÷ 91 = 16,758.24.
    assert required(ahead) == ["9258.24 USD", "8241.76 USD"]


@pytest.mark.parametrize(
    "horizons",
    [(), (0,), (30, 30), (60, 30), (10**9,), (1.5,), (True,), "30", 30, None, count(1)],
)
def test_horizons_that_do_not_go_up_are_refused(horizons: Any) -> None:
    with pytest.raises(InvalidValueError, match="horizons"):
        DayWindows(horizons)


def test_another_way_to_cut_is_one_of_three() -> None:
    with pytest.raises(InvalidValueError, match="MonthWindows or SprintWindows"):
        windows(plan_of(), [], as_of=TODAY, shape="months")  # type: ignore[arg-type] # on purpose
    with pytest.raises(InvalidValueError, match="calendar"):
        MonthWindows(calendar="fiscal")  # type: ignore[arg-type] # on purpose
    with pytest.raises(InvalidValueError, match="length_days"):
        SprintWindows(first_on=TODAY, length_days=0)
    with pytest.raises(InvalidValueError, match="as_of"):
        windows(plan_of(), [], as_of=datetime(2026, 5, 15, tzinfo=UTC))


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
