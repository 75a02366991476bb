"""What the checks of a plan pass over, and what they still find, at their edges."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import attrs
import pytest
from tests.unit.checked_plans import (
    CHURN,
    MAY,
    REVENUE,
    SOUND,
    YEAR,
    YEARS,
    also,
    before,
    codes,
    kept,
    usd,
    with_cadence,
    with_goal,
    with_review,
)

import jbpcore as jbp
from jbpcore.model.confidence import Confidence
from jbpcore.model.keep import KeepBand
from jbpcore.model.outcome import GoalOutcome, Outcome
from jbpcore.model.phasing import Bucket, WeightedPhasing, WorkdayPhasing
from jbpcore.periods.work_calendar import WorkCalendar


def buckets(*given: tuple[jbp.DateRange, int]) -> WeightedPhasing:
    return WeightedPhasing([Bucket(dates, weight) for dates, weight in given])


@pytest.mark.parametrize(
    ("phasing", "found"),
    [
        (buckets((YEARS.year(2025), 1)), ["phasing_empty"]),
        (buckets((YEARS.year(2025), 1), (YEAR, 0)), ["phasing_empty"]),
        (
            buckets((YEARS.quarter(2025, 4), 1), (YEAR, 1)),
            ["phasing_outside"],
        ),
        (buckets((YEARS.quarter(2025, 4), 0), (YEAR, 1)), []),
        (buckets((YEARS.half(2026, 1), 1)), ["phasing_gap"]),
        (WorkdayPhasing(WorkCalendar.resolve(YEAR)), []),
    ],
)
def test_weights_fall_on_the_days_of_the_goal(phasing: Any, found: list[str]) -> None:
    assert codes(with_goal(phasing=phasing)) == found


def test_a_level_may_begin_at_nothing() -> None:
    seats = attrs.evolve(
        REVENUE,
        id="people",
        metric=jbp.metrics.CERTIFIED_PEOPLE,
        target=jbp.Quantity(5, "people"),
    )
    assert codes(also(seats)) == []
    assert codes(with_goal(CHURN, baseline=None)) == ["no_baseline"]


def test_a_band_for_all_days_has_no_gap() -> None:
    whole = KeepBand.at_least(jbp.Quantity(5, "people"), checks=[YEAR])
    assert codes(also(kept(keep=whole))) == []
    half = attrs.evolve(whole, checks=[YEARS.half(2026, 1)])
    assert len(codes(also(kept(keep=half)))) == 1


def test_goals_of_two_halves_count_nothing_twice() -> None:
    first, second = (
        attrs.evolve(REVENUE, id=f"h{n}", period=YEARS.half(2026, n)) for n in (1, 2)
    )
    plan = attrs.evolve(SOUND, goals=[first, second, CHURN])
    assert "double_counted" not in codes(plan)
    twice = attrs.evolve(plan, goals=[first, attrs.evolve(first, id="again"), CHURN])
    assert "double_counted" in codes(twice)


@pytest.mark.parametrize(
    "fields",
    [
        {"attained": None, "attainment_ratio": None},
        {"target": None, "attainment_ratio": None},
        {"as_of": date(2025, 12, 30)},
        {"as_of": None},
    ],
)
def test_only_final_figures_are_compared_with(fields: dict[str, Any]) -> None:
    old = before("300000")
    assert codes(SOUND, previous=[old]) == ["sandbagged"]
    figures = attrs.evolve(old.outcomes[0], **fields)
    unfinished = attrs.evolve(old, outcomes=[figures])
    assert codes(SOUND, previous=[unfinished]) == []


def test_a_cadence_begins_within_the_plan() -> None:
    for day in (date(2025, 12, 31), date(2027, 1, 1)):
        assert "review_outside" in codes(with_cadence(first_on=day))
    for day in (date(2026, 1, 1), date(2026, 12, 31)):
        assert "review_outside" not in codes(with_cadence(first_on=day))


def test_a_review_in_a_zone_nobody_knows_meets_no_other() -> None:
    lost = with_review(on=SOUND.reviews[1].on, wall_time=time(9), zone="Mars/Olympus")
    assert codes(lost) == ["zone_unknown"]


def test_what_is_over_is_never_late() -> None:
    closed = attrs.evolve(SOUND, state=jbp.PlanState.CANCELLED)
    assert "not_closed" not in codes(closed, as_of=date(2027, 6, 1))
    assert "not_closed" in codes(SOUND, as_of=date(2027, 6, 1))
    draft = attrs.evolve(SOUND, state=jbp.PlanState.DRAFT)
    late = codes(draft, as_of=date(2026, 1, 1))
    assert codes(draft, as_of=date(2025, 12, 31)) == codes(draft)
    assert set(late) - set(codes(draft)) == {"not_signed"}


def test_a_belief_is_about_a_goal_of_the_plan() -> None:
    belief = Confidence(
        goal_id="revenue", score=3, person_id="tom", stated_on=MAY, expires_on=MAY
    )
    assert codes(attrs.evolve(SOUND, confidences=[belief])) == []
    lost = attrs.evolve(belief, goal_id="gone")
    assert codes(attrs.evolve(SOUND, confidences=[lost])) == ["reference"]


def test_an_outcome_of_another_metric_is_no_history() -> None:
    old = before("300000")
    figures = GoalOutcome(
        goal_id="revenue",
        outcome=Outcome.MET,
        attained=jbp.Quantity(900, "deals"),
        target=jbp.Quantity(1, "deals"),
        as_of=YEARS.year(2025).last_day,
    )
    deals = attrs.evolve(
        old.goals[0], metric=jbp.metrics.DEALS_WON, target=jbp.Quantity(1, "deals")
    )
    other = attrs.evolve(old, goals=[deals], outcomes=[figures])
    assert codes(SOUND, previous=[other]) == []
    assert usd("1").amount == 1
