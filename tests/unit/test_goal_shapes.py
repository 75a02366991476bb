"""Milestones, the levels of a goal, and every shape in a table; worked by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs
import pytest
from tests.unit.shaped_goals import (
    APRIL,
    CALENDAR,
    KEEP,
    MONTHS,
    TENTH,
    WIN_RATE,
    deals,
    entry,
    seats,
    verdict,
)

import jbpcore as jbp
from jbpcore.engine.levels import GoalLevel
from jbpcore.errors import InvalidValueError
from jbpcore.views.goal_line import goal_line
from jbpcore.views.marks import UNICODE_MARKS
from jbpcore.views.voice import voice_for

AUDIT = jbp.Goal(
    id="audit",
    name="Security audit",
    metric=jbp.Metric(
        key="audit",
        name="Audit",
        unit=jbp.Unit.count("audits"),
        accumulation=jbp.Accumulation.MILESTONE,
    ),
    target=None,
    period=APRIL,
)


def audit(number: int, day: int) -> jbp.ActualEntry:
    return entry("audit", date(2026, 4, day), jbp.Quantity(number, "audits"))


@pytest.mark.parametrize(
    ("booked", "day", "wanted"),
    [
        ([], 10, ("on_track", "nothing_due")),
        ([audit(1, 9)], 10, ("met", "target_reached")),
        ([audit(1, 9)], 30, ("met", "period_ended")),
        ([audit(1, 9), audit(-1, 10)], 10, ("on_track", "nothing_due")),
        ([audit(1, 9), audit(-1, 10)], 30, ("missed", "period_ended")),
        ([], 30, ("missed", "period_ended")),
    ],
    ids=["open", "done", "done at the end", "taken back", "taken back for good", "not"],
)
def test_a_milestone_is_done_or_not(
    booked: list[jbp.ActualEntry], day: int, wanted: tuple[str, str]
) -> None:
    result = jbp.assess_goal(AUDIT, booked, as_of=date(2026, 4, day))
    assert verdict(result) == wanted
    is_done = wanted[0] == "met"
    assert result.attained == jbp.Ratio(int(is_done))
    assert result.expected_to_date == jbp.Ratio(int(day == 30))
    assert result.attainment_ratio == result.progress_ratio == int(is_done)
    assert result.gap_to_target == jbp.Ratio(int(not is_done))
    assert result.projected_finish is None
    assert result.why("run_rate") is jbp.Reason.NO_RATE


def test_a_milestone_is_told_in_words() -> None:
    def told(day: int, *booked: jbp.ActualEntry) -> str:
        return jbp.explain(jbp.assess_goal(AUDIT, booked, as_of=date(2026, 4, day)))

    assert told(10) == (
        "On track: Security audit is not done; it is due on Apr 30, 2026."
    )
    assert told(10, audit(1, 9)) == (
        "Met: Security audit is done by Apr 10, 2026, with 20 days left."
    )
    assert told(30) == (
        "Missed: Security audit was not done by Apr 30, 2026, when it was due."
    )


REVENUE = jbp.Goal(
    id="revenue",
    name="Revenue",
    metric=jbp.metrics.REVENUE,
    target=jbp.Money("3000", "USD"),
    commit=jbp.Money("2400", "USD"),
    stretch=jbp.Money("3600", "USD"),
    period=APRIL,
)


def test_commit_target_and_stretch_are_each_compared() -> None:
    """2,400 is in on day 10: of the commit 100 %, of 3,000 80 %, of 3,600 2/3."""
    booked = [entry("revenue", TENTH, jbp.Money(2400, "USD"))]
    result = jbp.assess_goal(REVENUE, booked, as_of=TENTH)
    assert [
        (level.level, level.is_reached, level.attainment_ratio)
        for level in result.levels
    ] == [
        (GoalLevel.COMMIT, True, Fraction(1)),
        (GoalLevel.TARGET, False, Fraction(4, 5)),
        (GoalLevel.STRETCH, False, Fraction(2, 3)),
    ]
    stretch = result.levels[2]
    assert stretch.gap == jbp.Money(1200, "USD")
    assert stretch.expected_to_date == jbp.Money(1200, "USD")
    assert stretch.gap_to_pace == jbp.Money(-1200, "USD")
    only = attrs.evolve(REVENUE, commit=None, stretch=None)
    assert [
        level.level.value for level in jbp.assess_goal(only, booked, as_of=TENTH).levels
    ] == ["target"]


def test_minimise_500k_to_400k_at_420k_is_80_percent() -> None:
    cost = attrs.evolve(
        jbp.metrics.REVENUE,
        accumulation=jbp.Accumulation.LEVEL,
        direction=jbp.Direction.DOWN,
    )
    goal = attrs.evolve(
        REVENUE,
        metric=cost,
        baseline=jbp.Money(500_000, "USD"),
        target=jbp.Money(400_000, "USD"),
        commit=jbp.Money(430_000, "USD"),
        stretch=None,
    )
    booked = [entry("revenue", TENTH, jbp.Money(420_000, "USD"))]
    result = jbp.assess_goal(goal, booked, as_of=TENTH)
    assert result.progress_ratio == Fraction(80, 100)
    assert [level.is_reached for level in result.levels] == [True, False]


def test_maximise_one_to_one_and_a_half_million_at_1_35_is_70_percent() -> None:
    value = attrs.evolve(jbp.metrics.REVENUE, accumulation=jbp.Accumulation.LEVEL)
    goal = attrs.evolve(
        REVENUE,
        metric=value,
        baseline=jbp.Money(1_000_000, "USD"),
        target=jbp.Money(1_500_000, "USD"),
        commit=None,
        stretch=None,
    )
    booked = [entry("revenue", TENTH, jbp.Money(1_350_000, "USD"))]
    result = jbp.assess_goal(goal, booked, as_of=TENTH)
    assert result.progress_ratio == Fraction(70, 100)


@pytest.mark.parametrize(
    ("month", "percent"), [(1, "88.0"), (2, "96.0"), (3, "94.7"), (4, "96.8")]
)
def test_cumulative_planned_and_actual(month: int, percent: str) -> None:
    """25 planned a month; 22, 26, 23 and 25.8 come in, so 22, 48, 71 and 96.8."""
    period = jbp.DateRange(date(2026, 1, 1), date(2026, 5, 1))
    phasing = jbp.WeightedPhasing.by_month(
        [25, 25, 25, 25], period=period, calendar=CALENDAR
    )
    goal = attrs.evolve(
        REVENUE,
        target=jbp.Money(100, "USD"),
        commit=None,
        stretch=None,
        period=period,
        phasing=phasing,
    )
    booked = [
        entry("revenue", MONTHS[n].last_day, jbp.Money(amount, "USD"))
        for n, amount in enumerate(["22", "26", "23", "25.8"])
    ]
    as_of = MONTHS[month - 1].last_day
    result = jbp.assess_goal(goal, booked, as_of=as_of)
    assert result.pace_index is not None
    assert f"{float(result.pace_index) * 100:.1f}" == percent


@pytest.mark.parametrize(
    ("metric", "amount", "good"),
    [
        (jbp.metrics.REVENUE, 1000, [False, False, True, False, True, True]),
        (jbp.metrics.REVENUE, 3000, [True] * 6),
        (jbp.metrics.MARKETING_SPEND, 500, [True] * 6),
        (jbp.metrics.MARKETING_SPEND, 3001, [False, False, False, False, False, True]),
    ],
    ids=["short", "there", "thrift", "overspent"],
)
def test_every_result_knows_which_figures_are_good(
    metric: jbp.Metric, amount: int, good: list[bool]
) -> None:
    goal = attrs.evolve(REVENUE, metric=metric)
    booked = [entry(metric.key, TENTH, jbp.Money(amount, "USD"))]
    result = jbp.assess_goal(goal, booked, as_of=TENTH)
    names = [
        "attainment_ratio",
        "gap_to_target",
        "pace_index",
        "progress_ratio",
        "gap_to_pace",
        "lift_needed",
    ]
    assert [result.is_favourable(name) for name in names] == good
    with pytest.raises(InvalidValueError, match="one of attainment_ratio"):
        result.is_favourable("run_rate")


@pytest.mark.parametrize("goal", [WIN_RATE, KEEP, AUDIT, REVENUE], ids=lambda g: g.id)
def test_every_shape_is_written_and_read_again(goal: jbp.Goal) -> None:
    booked = [deals(1, 3), seats("250", 1), seats("3", 2), audit(1, 9)]
    booked += [entry("revenue", TENTH, jbp.Money("7.5", "USD"))]
    result = jbp.assess_goal(goal, booked, as_of=date(2026, 4, 12))
    assert jbp.loads(jbp.dumps(result), jbp.GoalResult) == result
    figures = jbp.to_data(result)["data"]["figures"]
    assert figures["shape"] == result.shape.value
    assert figures["higher_is_better"] is True
    for one in booked:
        assert jbp.loads(jbp.dumps(one), jbp.ActualEntry) == one


@pytest.mark.parametrize(
    ("goal", "booked", "as_of", "cells"),
    [
        (KEEP, [seats("250", 1)], date(2026, 2, 28), ("1 of 2 kept", "50%", "—")),
        (KEEP, [seats("250", 1)], date(2026, 1, 30), ("none due yet", "—", "—")),
        (AUDIT, [], TENTH, ("not done", "0%", "—")),
        (AUDIT, [audit(1, 9)], TENTH, ("done", "100%", "—")),
    ],
    ids=["kept", "none due", "open", "done"],
)
def test_a_table_shows_what_is_kept_or_done(
    goal: jbp.Goal,
    booked: list[jbp.ActualEntry],
    as_of: date,
    cells: tuple[str, str, str],
) -> None:
    result = jbp.assess_goal(goal, booked, as_of=as_of)
    line = goal_line(result, voice=voice_for("en_US"), marks=UNICODE_MARKS)
    assert (line.attained, line.done, line.gap) == cells
