"""A target revised in mid-period: $3,000 in April 2026, $2,000 from the 15th on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import attrs
import pytest

import jbpcore as jbp
from jbpcore.engine.levels import GoalLevel
from jbpcore.errors import CurrencyMismatchError, InvalidValueError


def usd(amount: int) -> jbp.Money:
    return jbp.Money(amount, "USD")


REVISED = jbp.TargetVersion(
    effective_on=date(2026, 4, 15),
    target=usd(2000),
    reason="A product was withdrawn",
    recorded_at=datetime(2026, 4, 14, 9, tzinfo=UTC),
)
GOAL = jbp.Goal(
    id="revenue",
    name="Revenue",
    metric=jbp.metrics.REVENUE,
    target=usd(3000),
    period=jbp.DateRange(date(2026, 4, 1), date(2026, 5, 1)),
    target_versions=(REVISED,),
)
BOOKED = [jbp.ActualEntry(metric="revenue", on=date(2026, 4, 2), amount=usd(900))]


def assess(day: int, goal: jbp.Goal = GOAL) -> jbp.GoalResult:
    return jbp.assess_goal(goal, BOOKED, as_of=date(2026, 4, day))


def test_before_the_day_it_is_effective_the_original_target_counts() -> None:
    """Day 14 of 30: 3,000 x 14/30 = 1,400 due."""
    result = assess(14)
    assert result.target == usd(3000)
    assert result.expected_to_date == usd(1400)
    assert not result.is_revised
    assert [level.level for level in result.levels] == [GoalLevel.TARGET]


def test_from_that_day_it_counts_over_the_whole_period() -> None:
    """Day 15: 2,000 x 15/30 = 1,000 due, 900 in; of the original 1,500 and 3,000."""
    result = assess(15)
    assert result.target == usd(2000)
    assert result.expected_to_date == usd(1000)
    assert result.attainment_ratio == Fraction(9, 20)
    assert result.pace_index == Fraction(9, 10)
    assert result.gap_to_target == usd(1100)
    assert result.health is jbp.Health.AT_RISK
    target, original = result.levels
    assert (target.level, target.gap_to_pace) == (GoalLevel.TARGET, usd(100))
    assert original.level is GoalLevel.ORIGINAL_TARGET
    assert original.amount == usd(3000)
    assert original.attainment_ratio == Fraction(3, 10)
    assert original.gap == usd(2100)
    assert original.expected_to_date == usd(1500)
    assert original.gap_to_pace == usd(600)


def test_the_original_is_told_beside() -> None:
    text = jbp.explain(assess(15))
    assert text.startswith("At risk: $900.00 of $2,000.00 is in by Apr 15, 2026 (45%)")
    assert text.endswith(
        "The original target was $3,000.00, of which 30% is in, $2,100.00 short."
    )
    assert "original" not in jbp.explain(assess(14))


def test_known_at_leaves_aside_a_revision_recorded_later() -> None:
    before = datetime(2026, 4, 14, 8, tzinfo=UTC)
    day = date(2026, 4, 20)
    then = attrs.evolve(GOAL, target_versions=())
    recorded = jbp.assess_goal(then, BOOKED, as_of=day, known_at=before)
    again = jbp.assess_goal(GOAL, BOOKED, as_of=day, known_at=before)
    assert again.target == usd(3000)
    assert jbp.dumps(again) == jbp.dumps(recorded)
    plan = jbp.Plan(
        id="p",
        name="Plan",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="northwind", name="Northwind"),
        period=GOAL.period,
        goals=(GOAL,),
    )
    whole = jbp.assess_plan(plan, BOOKED, as_of=day, known_at=before)
    assert whole.result("revenue") == recorded
    earlier = attrs.evolve(plan, goals=(then,))
    assert jbp.dumps(whole) == jbp.dumps(
        jbp.assess_plan(earlier, BOOKED, as_of=day, known_at=before)
    )


def test_the_latest_effective_day_counts_and_of_one_day_the_last_version() -> None:
    def version(day: int, amount: int) -> jbp.TargetVersion:
        return jbp.TargetVersion(effective_on=date(2026, 4, day), target=usd(amount))

    goal = attrs.evolve(
        GOAL, target_versions=[version(20, 5), version(10, 6), version(20, 7)]
    )
    found = {day: goal.target_on(date(2026, 4, day)) for day in (9, 10, 19, 20)}
    assert found == {9: usd(3000), 10: usd(6), 19: usd(6), 20: usd(7)}


def test_a_first_target_may_come_late() -> None:
    goal = attrs.evolve(GOAL, target=None)
    assert assess(14, goal).reason is jbp.Reason.NO_TARGET
    late = assess(15, goal)
    assert late.attainment_ratio == Fraction(9, 20)
    assert [level.level for level in late.levels] == [GoalLevel.TARGET]


def test_a_level_turns_with_its_target() -> None:
    """500 was to become 600, and is now to become 400."""
    level = attrs.evolve(jbp.metrics.REVENUE, accumulation=jbp.Accumulation.LEVEL)
    turned = attrs.evolve(REVISED, target=usd(400))
    goal = attrs.evolve(
        GOAL,
        metric=level,
        baseline=usd(500),
        target=usd(600),
        target_versions=(turned,),
    )
    assert assess(14, goal).higher_is_better
    assert not assess(15, goal).higher_is_better


def test_a_version_is_checked_like_the_target() -> None:
    with pytest.raises(CurrencyMismatchError):
        attrs.evolve(
            GOAL,
            target_versions=[attrs.evolve(REVISED, target=jbp.Money(1, "EUR"))],
        )
    late = attrs.evolve(REVISED, effective_on=date(2026, 5, 1))
    with pytest.raises(InvalidValueError, match="the goal's last day"):
        attrs.evolve(GOAL, target_versions=[late])


def test_versions_are_written_and_read_again() -> None:
    result = assess(15)
    assert jbp.loads(jbp.dumps(result), jbp.GoalResult) == result


def test_buckets_spread_the_version_of_the_day() -> None:
    calendar = jbp.FiscalCalendar.calendar_year()

    def due(as_of: date | None) -> jbp.Amount | None:
        month = jbp.list_buckets(GOAL, calendar, jbp.PeriodKind.MONTH, as_of=as_of)
        return month[0].scheduled

    assert [due(None), due(date(2026, 4, 14)), due(date(2026, 4, 15))] == [
        usd(3000),
        usd(3000),
        usd(2000),
    ]


def test_a_what_if_target_takes_the_place_of_every_version() -> None:
    answer = jbp.what_if(GOAL, BOOKED, as_of=date(2026, 4, 20), target=usd(900))
    assert answer.before.target == usd(2000)
    assert answer.after.target == usd(900)


def test_a_roll_up_adds_the_targets_that_count() -> None:
    assert jbp.roll_up([assess(15), assess(15)]).target == usd(4000)


def test_a_revised_goal_is_not_split() -> None:
    calendar = jbp.FiscalCalendar.calendar_year()
    with pytest.raises(InvalidValueError, match="give the goal the target"):
        jbp.split_by_label(GOAL, "region", {"EMEA": 1})
    with pytest.raises(InvalidValueError, match="give the goal the target"):
        jbp.split_by_time(GOAL, calendar, jbp.PeriodKind.MONTH)
