"""How the days to come are cut, with every day counted by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import pytest

from jbpcore.engine.window_shape import (
    DayWindows,
    MonthWindows,
    SprintWindows,
    WindowShape,
)
from jbpcore.errors import InvalidValueError
from jbpcore.periods.fiscal import FiscalCalendar

TODAY = date(2026, 5, 15)


def test_months_and_sprints_begin_with_the_rest_of_this_one() -> None:
    july = FiscalCalendar.nrf_retail()
    months = [str(span) for span in MonthWindows(calendar=july).spans(as_of=TODAY)]
    # NRF fiscal May 2026 is Sunday 3 to Saturday 30 May; June has five weeks.
    assert months == [
        "2026-05-16..2026-05-30",
        "2026-05-31..2026-07-04",
        "2026-07-05..2026-08-01",
    ]
    last = [str(span) for span in MonthWindows(count=1).spans(as_of=date(2026, 5, 31))]
    assert last == ["2026-06-01..2026-06-30"]
    sprints = SprintWindows(first_on=date(2026, 6, 1), length_days=14, count=2)
    # Counted back from 1 June: a sprint runs from 4 to 17 May.
    assert [str(span) for span in sprints.spans(as_of=TODAY)] == [
        "2026-05-16..2026-05-17",
        "2026-05-18..2026-05-31",
    ]


@pytest.mark.parametrize(
    "horizons",
    [(), (0,), (30, 30), (60, 30), (10**9,), (1.5,), (True,), "30", 30, None, count(1)],
)
def test_horizons_that_do_not_go_up_are_refused(horizons: Any) -> None:
    with pytest.raises(InvalidValueError, match="horizons"):
        DayWindows(horizons)


def test_what_cannot_be_cut_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="calendar"):
        MonthWindows(calendar="fiscal")  # type: ignore[arg-type] # on purpose
    with pytest.raises(InvalidValueError, match="length_days"):
        SprintWindows(first_on=TODAY, length_days=0)
    with pytest.raises(InvalidValueError, match="count"):
        MonthWindows(count=61)
    with pytest.raises(InvalidValueError, match="first_on"):
        SprintWindows(first_on="2026-05-04")  # type: ignore[arg-type] # on purpose


@pytest.mark.parametrize(
    "shape", [DayWindows(), MonthWindows(), SprintWindows(first_on=TODAY)]
)
def test_now_is_a_whole_day(shape: WindowShape) -> None:
    with pytest.raises(InvalidValueError, match="as_of"):
        shape.spans(as_of=datetime(2026, 5, 15, tzinfo=UTC))
    with pytest.raises(InvalidValueError, match="day"):
        # Nothing lies ahead of the last day there is.
        shape.spans(as_of=date(2200, 12, 31))


def test_the_first_window_begins_tomorrow_and_horizons_are_days_from_now() -> None:
    # Today, 15 May, counts as a whole day. May has 31 days: 30 days on is 14 June.
    spans = DayWindows((30, 60, 90)).spans(as_of=TODAY)
    assert [str(span) for span in spans] == [
        "2026-05-16..2026-06-14",
        "2026-06-15..2026-07-14",
        "2026-07-15..2026-08-13",
    ]
    assert [span.last_day.toordinal() - TODAY.toordinal() for span in spans] == [
        30,
        60,
        90,
    ]
