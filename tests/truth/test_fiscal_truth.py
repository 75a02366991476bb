"""The rules of real calendars give the periods that their owners stated."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.periods.week_years import YearEndRule
from jbpcore.periods.weekday import Weekday
from jbpcore.periods.year_layout import YearName

KINDS = {
    "FY": PeriodKind.YEAR,
    "H": PeriodKind.HALF,
    "Q": PeriodKind.QUARTER,
    "P": PeriodKind.MONTH,
}
NUMBERED = re.compile(r"53-week years are every (\d+)th year from plan year (\d{4})")
ENDED = re.compile(r"which ended (\d{4}-\d{2}-\d{2})")
FIRST_DAY = re.compile(r"^1 (\w+) - ")
# In English, as the laws are quoted, whatever the language of the machine.
MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        1,
    )
}

Row = dict[str, str]


def rows(truth: Path, name: str) -> list[Row]:
    path = truth / "fiscal_calendars" / name
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def spelled(day: date) -> str:
    return f"{day.day} {list(MONTHS)[day.month - 1]}"


def month_calendar(row: Row, named_by: YearName) -> FiscalCalendar:
    start_month = int(row["year_end_month"]) % 12 + 1
    return FiscalCalendar.months(start_month=start_month, named_by=named_by)


def custom_calendar(row: Row) -> FiscalCalendar:
    numbered, ended = NUMBERED.search(row["rule"]), ENDED.search(row["rule"])
    assert numbered
    assert ended
    every, anchor_year = int(numbered[1]), int(numbered[2])
    return FiscalCalendar.custom_weeks(
        anchor_year=anchor_year,
        anchor_end=date.fromisoformat(ended[1]),
        long_years=[y for y in range(1990, 2051) if (y - anchor_year) % every == 0],
        first_year=1990,
        last_year=2050,
        pattern=row["period_pattern"] or "4-5-4",
    )


def calendar_of(row: Row) -> FiscalCalendar:
    """Read a rule from its fields, the same way for every company."""
    by_start = row["label_rule"].endswith("year of start")
    named_by = YearName.START if by_start else YearName.END
    if row["variation"] == "month":
        return month_calendar(row, named_by)
    if row["variation"] == "custom":
        return custom_calendar(row)
    quarter, leap = row["quarter_with_53rd_week"], row["leap_period"]
    return FiscalCalendar.weeks(
        end_weekday=Weekday[row["weekday_of_year_end"].upper()],
        end_month=int(row["year_end_month"]),
        rule=YearEndRule(row["variation"]),
        pattern=row["period_pattern"] or "4-4-5",
        extra_week_quarter=int(quarter) if quarter else None,
        extra_week_month=int(leap.removeprefix("P")) if leap else None,
        named_by=named_by,
    )


@pytest.fixture(scope="module")
def calendars(truth: Path) -> dict[str, FiscalCalendar]:
    return {row["calendar"]: calendar_of(row) for row in rows(truth, "calendars.csv")}


def test_every_rule_can_be_said(calendars: dict[str, FiscalCalendar]) -> None:
    assert len(calendars) == 29
    for calendar in calendars.values():
        year = calendar.year(calendar.of(date(2026, 5, 15)).year)
        assert date(2026, 5, 15) in year
        assert year.length_days in (364, 365, 371)


def test_every_stated_period_holds(
    truth: Path, calendars: dict[str, FiscalCalendar]
) -> None:
    stated = rows(truth, "periods_open.csv")
    wrong = []
    for row in stated:
        calendar = calendars[row["calendar"]]
        year = int(row["fiscal_year"].removeprefix("FY"))
        part = row["period"]
        kind = KINDS[part.rstrip("0123456789")]
        period = calendar.period(kind, year, int(part.lstrip("FYHQP") or 1))
        dates = DateRange.inclusive(
            date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
        )
        label = f"FY{year}" if part == "FY" else f"FY{year}-{part}"
        middle = calendar.of(date.fromordinal(dates.start.toordinal() + 20))
        agrees = (
            period.dates == dates
            and period.dates.length_days == int(row["days"])
            and calendar.parse(label) == period
            and middle.period(kind) == period
        )
        if not agrees:
            wrong.append((row["calendar"], label, str(dates), str(period.dates)))
    assert len(stated) == 246
    assert wrong == []


def test_the_named_retail_calendar_is_the_one_of_its_federation(
    calendars: dict[str, FiscalCalendar],
) -> None:
    assert FiscalCalendar.nrf_retail() == calendars["NRF-454"]


def test_fiscal_years_of_governments_begin_as_their_laws_say(truth: Path) -> None:
    checked = 0
    for row in rows(truth, "fiscal_years_by_territory.csv"):
        stated = FIRST_DAY.match(row["Fiscal Year"] or "")
        # Where the text and the month disagree, the row cannot be right.
        if not stated or str(MONTHS[stated[1]]) != row["First Month"]:
            continue
        calendar = FiscalCalendar.months(start_month=int(row["First Month"]))
        first, last = row["Fiscal Year"].split(" - ")
        year = calendar.year(2026)
        assert spelled(year.first_day) == first
        assert spelled(year.last_day) == last.splitlines()[0]
        checked += 1
    assert checked > 50
