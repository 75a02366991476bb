"""Zero, no data and old data are three answers; a belief is a fourth, beside them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.errors import InvalidValueError

GOAL = jbp.Goal(
    id="revenue",
    name="Revenue",
    metric=jbp.metrics.REVENUE,
    target=jbp.Money("3000", "USD"),
    period=jbp.DateRange(date(2026, 4, 1), date(2026, 5, 1)),
)
WEEKLY = attrs.evolve(GOAL, stale_after_days=7)


def april(day: int) -> date:
    return date(2026, 4, day)


def booked(on: date) -> jbp.ActualEntry:
    return jbp.ActualEntry(metric="revenue", on=on, amount=jbp.Money(100, "USD"))


def test_an_empty_ledger_is_zero_only_where_data_are_known_to_reach() -> None:
    unknown = jbp.assess_goal(GOAL, [], as_of=april(10))
    before = jbp.assess_goal(GOAL, [], as_of=april(10), data_through=date(2026, 3, 31))
    zero = jbp.assess_goal(GOAL, [], as_of=april(10), data_through=april(10))
    for result in (unknown, before):
        assert result.health is jbp.Health.NO_DATA
        assert result.freshness is jbp.Freshness.NO_DATA
        assert result.last_entry_on is None
        assert result.days_since_last_entry is None
    assert (zero.health, zero.reason) == (jbp.Health.OFF_TRACK, jbp.Reason.PACE)
    assert zero.freshness is jbp.Freshness.FRESH
    assert zero.attained == unknown.attained == jbp.Money(0, "USD")


def test_an_entry_outside_the_period_tells_that_somebody_reports() -> None:
    result = jbp.assess_goal(GOAL, [booked(date(2026, 3, 30))], as_of=april(10))
    assert result.last_entry_on == date(2026, 3, 30)
    assert result.days_since_last_entry == 11
    assert result.freshness is jbp.Freshness.NOT_STATED


@pytest.mark.parametrize(
    ("day", "wanted"), [(12, jbp.Freshness.FRESH), (13, jbp.Freshness.STALE)]
)
def test_seven_days_agreed_are_over_on_the_eighth(
    day: int, wanted: jbp.Freshness
) -> None:
    result = jbp.assess_goal(WEEKLY, [booked(april(5))], as_of=april(day))
    assert result.freshness is wanted
    told = "Stale: the last entry is of Apr 5, 2026; at most 7 days are agreed."
    assert (told in jbp.explain(result)) is (wanted is jbp.Freshness.STALE)


def test_staleness_changes_no_figure_and_no_health() -> None:
    stale = jbp.assess_goal(WEEKLY, [booked(april(1))], as_of=april(20))
    plain = jbp.assess_goal(GOAL, [booked(april(1))], as_of=april(20))
    assert stale.health is plain.health
    assert stale.pace_index == plain.pace_index


def test_how_far_the_source_delivered_counts_more_than_the_last_entry() -> None:
    """Nothing was sold after the 1st, and the source says so up to the 20th."""
    sold = [booked(april(1))]
    known = jbp.assess_goal(WEEKLY, sold, as_of=april(20), data_through=april(20))
    assert known.freshness is jbp.Freshness.FRESH
    late = jbp.assess_goal(GOAL, sold, as_of=april(20), data_through=april(19))
    assert late.freshness is jbp.Freshness.STALE
    assert "Stale: the data reach to Apr 19, 2026 only." in jbp.explain(late)
    within = jbp.assess_goal(WEEKLY, sold, as_of=april(20), data_through=april(13))
    assert within.freshness is jbp.Freshness.FRESH


def test_a_closed_period_does_not_grow_stale() -> None:
    result = jbp.assess_goal(WEEKLY, [booked(april(25))], as_of=date(2026, 9, 1))
    assert result.freshness is jbp.Freshness.FRESH


def test_a_level_nobody_observed_is_no_zero_however_far_data_reach() -> None:
    goal = attrs.evolve(
        GOAL, metric=jbp.metrics.CERTIFIED_PEOPLE, target=jbp.Quantity(9, "people")
    )
    result = jbp.assess_goal(goal, [], as_of=april(10), data_through=april(10))
    assert result.health is jbp.Health.NO_DATA


def belief(score: int, day: int, person: str = "maria") -> jbp.Confidence:
    return jbp.Confidence(
        goal_id="revenue",
        score=score,
        person_id=person,
        stated_on=april(day),
        expires_on=april(day + 5),
        reason="An order is promised.",
        recorded_at=datetime(2026, 4, day, 12, tzinfo=UTC),
    )


def test_the_last_belief_of_each_person_stands_beside_the_health() -> None:
    stated = [belief(9, 8), belief(4, 6), belief(2, 7, "tom"), belief(1, 11)]
    other = attrs.evolve(belief(5, 9), goal_id="elsewhere")
    result = jbp.assess_goal(GOAL, [], as_of=april(10), confidences=[*stated, other])
    assert [(c.person_id, c.score) for c in result.confidences] == [
        ("maria", 9),
        ("tom", 2),
    ]
    assert result.health is jbp.Health.NO_DATA
    text = jbp.explain(result)
    assert "maria gives it 9 of 10 until Apr 13, 2026: An order is promised." in text


def test_a_belief_expires_and_an_older_one_does_not_come_back() -> None:
    long_ago = attrs.evolve(belief(9, 1), expires_on=april(30))
    result = jbp.assess_goal(
        GOAL, [], as_of=april(20), confidences=[long_ago, belief(3, 10)]
    )
    assert result.confidences == ()


def test_a_plan_keeps_beliefs_and_known_at_leaves_later_ones_aside() -> None:
    plan = jbp.Plan(
        id="p",
        name="Plan",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="northwind", name="Northwind"),
        period=GOAL.period,
        goals=(GOAL,),
        confidences=(belief(9, 6), belief(4, 8)),
    )
    assert jbp.loads(jbp.dumps(plan), jbp.Plan) == plan
    noon = datetime(2026, 4, 7, 12, tzinfo=UTC)
    now = jbp.assess_plan(plan, [], as_of=april(9)).result("revenue")
    then = jbp.assess_plan(plan, [], as_of=april(9), known_at=noon).result("revenue")
    assert [c.score for c in (*now.confidences, *then.confidences)] == [4, 9]


@pytest.mark.parametrize(
    "fields",
    [{"score": 11}, {"score": -1}, {"score": True}, {"expires_on": april(1)}],
    ids=str,
)
def test_a_belief_is_checked(fields: dict[str, Any]) -> None:
    with pytest.raises(InvalidValueError, match="Confidence"):
        attrs.evolve(belief(5, 5), **fields)


def test_how_old_data_may_be_is_a_count_of_days() -> None:
    with pytest.raises(InvalidValueError, match="stale_after_days"):
        attrs.evolve(GOAL, stale_after_days=-1)


def test_it_is_all_written_and_read_again() -> None:
    result = jbp.assess_goal(
        WEEKLY,
        [booked(april(1))],
        as_of=april(20),
        data_through=april(10),
        confidences=[belief(5, 16)],
    )
    assert jbp.loads(jbp.dumps(result), jbp.GoalResult) == result
    assert jbp.to_data(result)["data"]["figures"]["freshness"] == "stale"
