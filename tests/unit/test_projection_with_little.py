"""Projections with little to go on; sums are done by hand beside them."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.unit.engine_cases import MAY_15, a_goal, booked, usd

import jbpcore as jbp
from jbpcore.engine.projection.history import History
from jbpcore.engine.projection.methods import ProjectionMethod, ProjectionReason
from jbpcore.engine.projection.project import project_goal
from jbpcore.periods.fiscal_period import PeriodKind


def test_the_recent_rate_needs_a_day_that_is_over() -> None:
    before = project_goal(
        a_goal(),
        [],
        as_of=date(2026, 3, 1),
        method=ProjectionMethod.RECENT_RATE,
    )
    assert before.projected_finish is None


def test_with_nothing_ahead_there_is_no_spread() -> None:
    amounts = [usd(n % 5 + 1) for n in range(48)]
    found = project_goal(
        a_goal(),
        [],
        as_of=MAY_15,
        history=History(start=date(2022, 1, 1), amounts=amounts),
        method=ProjectionMethod.STRAIGHT_LINE,
    )
    assert found.interval_reason is ProjectionReason.NOTHING_AHEAD


def test_deals_that_were_mostly_taken_back_are_not_carried_on() -> None:
    amounts = [usd(0)] * 24
    amounts[5], amounts[20] = usd(900), usd(900)
    history = History(start=date(2024, 4, 1), amounts=amounts)
    how: dict[str, Any] = {
        "as_of": MAY_15,
        "history": history,
        "method": ProjectionMethod.SEASONAL,
    }
    taken_back = project_goal(a_goal(), [booked(usd(-9_000))], **how)
    assert taken_back.projected_finish is None
    assert project_goal(a_goal(), [booked(usd(90))], **how).projected_finish


def test_a_year_of_other_weeks_is_passed_over() -> None:
    retail = jbp.FiscalCalendar.nrf_retail()
    weeks = sum(retail.count(PeriodKind.WEEK, year) for year in range(2017, 2023))
    history = History(
        start=retail.year(2017).start,
        amounts=[usd(n % 7 + 1) for n in range(weeks)],
        calendar=retail,
        kind=PeriodKind.WEEK,
    )
    last = retail.quarter(2023, 4)  # fourteen weeks: the year has 53
    goal = a_goal(period=last)
    entries = [booked(usd(50), last.start)]
    day = retail.period(PeriodKind.WEEK, 2023, 44).dates.last_day
    method = ProjectionMethod.STRAIGHT_LINE
    found = project_goal(goal, entries, history=history, method=method, as_of=day)
    # Of six years only 2017 has 53 weeks too, and three would be needed.
    assert found.interval_reason is not ProjectionReason.EARLIER_YEARS
    short = a_goal(period=retail.quarter(2023, 3))
    day = retail.period(PeriodKind.WEEK, 2023, 31).dates.last_day
    entries = [booked(usd(50), short.period.start)]
    found = project_goal(short, entries, history=history, method=method, as_of=day)
    assert found.interval_reason is ProjectionReason.EARLIER_YEARS
