"""A goal of each shape, and what is booked on it."""

from __future__ import annotations

from datetime import date
from typing import Any

import jbpcore as jbp

CALENDAR = jbp.FiscalCalendar.calendar_year()
APRIL = CALENDAR.month(2026, 4)
YEAR = CALENDAR.year(2026)
MONTHS = [month.dates for month in CALENDAR.tiles(jbp.PeriodKind.MONTH, YEAR)]
TENTH = date(2026, 4, 10)

WIN_RATE = jbp.Goal(
    id="win-rate",
    name="Win rate",
    metric=jbp.metrics.WIN_RATE,
    target=jbp.Ratio("30%"),
    baseline=jbp.Ratio("15%"),
    period=APRIL,
)


def entry(metric: str, on: date, amount: Any, **fields: Any) -> jbp.ActualEntry:
    return jbp.ActualEntry(metric=metric, on=on, amount=amount, **fields)


def deals(won: int, closed: int, day: int = 5, **fields: Any) -> jbp.ActualEntry:
    amount = jbp.Quotient.of(won, closed, "deals")
    return entry("win-rate", date(2026, 4, day), amount, **fields)


def verdict(result: jbp.GoalResult) -> tuple[str, str]:
    return (result.health.value, result.reason.value)


SEATS = jbp.Metric(
    key="seats",
    name="Active seats",
    unit=jbp.Unit.count("seats"),
    accumulation=jbp.Accumulation.LEVEL,
    direction=jbp.Direction.KEEP,
)
BAND = jbp.KeepBand.around(jbp.Quantity(250, "seats"), "5%", checks=MONTHS)
KEEP = jbp.Goal(
    id="seats",
    name="Keep the seats",
    metric=SEATS,
    target=jbp.Quantity(250, "seats"),
    period=YEAR,
    keep=BAND,
)


def seats(number: str, month: int, day: int = 28) -> jbp.ActualEntry:
    on = date(2026, month, day)
    return entry("seats", on, jbp.Quantity(number, "seats"))
