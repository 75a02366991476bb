"""What each window has to bring to a goal, with every amount worked out by hand."""

from __future__ import annotations

from datetime import date

import attrs

from jbpcore.engine.reasons import Reason
from jbpcore.engine.window import RollingWindows
from jbpcore.engine.windows import windows
from jbpcore.model import metrics
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import Unit
from jbpcore.model.goal import Goal
from jbpcore.model.keep import KeepBand
from jbpcore.model.metric import Accumulation, Direction, Metric
from jbpcore.model.party import Partner, Party
from jbpcore.model.phasing import WeightedPhasing
from jbpcore.model.plan import Plan
from jbpcore.model.target_version import TargetVersion
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

CALENDAR = FiscalCalendar.calendar_year()
Q2 = CALENDAR.quarter(2026, 2)
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
CERTIFIED = Goal(
    id="certified",
    name="Certified sellers",
    metric=metrics.CERTIFIED_PEOPLE,
    baseline=Quantity(4, "people"),
    target=Quantity(13, "people"),
    period=DateRange.of_days(date(2026, 4, 16), 90),
)


def plan_of(*goals: Goal) -> Plan:
    return Plan(
        id="northwind-q2",
        name="Northwind Q2",
        vendor=Party(id="acme", name="Acme"),
        partner=Partner(id="northwind", name="Northwind"),
        period=Q2,
        goals=goals,
    )


def required(ahead: RollingWindows) -> list[str]:
    return [str(goal.required) for window in ahead.windows for goal in window.goals]


def scheduled(ahead: RollingWindows) -> list[str]:
    return [str(goal.scheduled) for window in ahead.windows for goal in window.goals]


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


def test_a_target_revised_to_below_the_baseline_is_a_way_down() -> None:
    # 30 of 90 days are gone; 4 → 13 people are 7 by now, and 6 are there. From 1 June
    # on 1 is aimed at. By day 60: 4 − 3 × 2 ÷ 3 = 2, so 5 from the 7 that were planned
    # and 4 from the 6 there are; by day 90 one more.
    revised = TargetVersion(effective_on=date(2026, 6, 1), target=Quantity(1, "people"))
    goal = attrs.evolve(CERTIFIED, target_versions=[revised])
    entry = ActualEntry(
        metric=goal.metric.key, on=date(2026, 5, 1), amount=Quantity(6, "people")
    )
    ahead = windows(plan_of(goal), [entry], as_of=TODAY, horizons=(30, 60))
    assert scheduled(ahead) == ["5 people", "1 people"]
    assert required(ahead) == ["4 people", "1 people"]


def test_of_a_budget_that_is_overspent_nothing_is_left_until_the_plan_catches_up() -> (
    None
):
    # 100 a day: 3,000 were planned by now, 6,500 are spent. By day 60 6,000 may be, so
    # nothing is left; by day 90 9,000 may be, and 2,500 are left.
    budget = Goal(
        id="mdf",
        name="MDF",
        metric=metrics.MARKETING_SPEND,
        target=Money("9000", "USD"),
        period=CERTIFIED.period,
    )
    spent = ActualEntry(
        metric=budget.metric.key, on=date(2026, 5, 1), amount=Money("6500", "USD")
    )
    ahead = windows(plan_of(budget), [spent], as_of=TODAY, horizons=(30, 60))
    assert required(ahead) == ["0.00 USD", "2500.00 USD"]
    assert scheduled(ahead) == ["3000.00 USD", "3000.00 USD"]


def test_a_milestone_that_is_reached_wants_nothing_more() -> None:
    launch = Goal(
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
    done = ActualEntry(
        metric="launch", on=date(2026, 5, 2), amount=Quantity(1, "launches")
    )
    (window,) = windows(plan_of(launch), [done], as_of=TODAY, horizons=(30,)).windows
    (step,) = window.goals
    assert (step.expected_at_end, step.required) == (Ratio(1), Ratio(0))
    assert step.scheduled == Ratio(1)


def test_a_goal_ends_on_its_last_day_and_begins_on_its_first() -> None:
    # One was over on 30 April. The other has the first ten days of June: 10 × 100.
    over = attrs.evolve(REVENUE, id="over", period=CALENDAR.month(2026, 4))
    june = attrs.evolve(
        REVENUE,
        id="june",
        target=Money("1000", "USD"),
        period=DateRange.of_days(date(2026, 6, 1), 10),
    )
    first, *others = windows(plan_of(over, june), [], as_of=TODAY).windows
    (step,) = first.goals
    assert (step.goal_id, str(step.dates)) == ("june", "2026-06-01..2026-06-10")
    assert step.required == step.scheduled == Money("1000", "USD")
    assert [window.goals for window in others] == [(), ()]
