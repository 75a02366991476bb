from __future__ import annotations

from datetime import date

import pytest

from jbpcore.errors import InvalidValueError
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import FiscalPeriod, PeriodKind
from jbpcore.periods.period_labels import parse_label
from jbpcore.periods.weekday import Weekday

CALENDAR = FiscalCalendar.calendar_year()
NRF = FiscalCalendar.nrf_retail()


@pytest.mark.parametrize(
    ("kind", "number", "label", "long_label"),
    [
        (PeriodKind.YEAR, 1, "FY26", "FY2026"),
        (PeriodKind.HALF, 2, "FY26-H2", "FY2026-H2"),
        (PeriodKind.QUARTER, 2, "FY26-Q2", "FY2026-Q2"),
        (PeriodKind.MONTH, 7, "FY26-P07", "FY2026-P07"),
        (PeriodKind.MONTH, 12, "FY26-P12", "FY2026-P12"),
        (PeriodKind.WEEK, 3, "FY26-W03", "FY2026-W03"),
        (PeriodKind.WEEK, 33, "FY26-W33", "FY2026-W33"),
    ],
)
def test_labels_are_spelled_as_the_trade_spells_them(
    kind: PeriodKind, number: int, label: str, long_label: str
) -> None:
    period = CALENDAR.period(kind, 2026, number)
    assert (period.label, period.long_label) == (label, long_label)
    assert CALENDAR.parse(label) == CALENDAR.parse(long_label) == period


@pytest.mark.parametrize(
    ("year", "label"),
    [(1999, "FY1999"), (2000, "FY00"), (2099, "FY99"), (2100, "FY2100")],
)
def test_two_digits_always_mean_this_century(year: int, label: str) -> None:
    period = CALENDAR.period(PeriodKind.YEAR, year)
    assert period.label == label
    assert CALENDAR.parse(label) == period


def test_a_month_may_be_asked_for_with_an_m() -> None:
    assert CALENDAR.parse("FY26-M07") == CALENDAR.parse("FY26-P07")
    assert CALENDAR.parse("FY26-M07").label == "FY26-P07"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "FY",
        "FY6",
        "FY026",
        "FY20266",
        "fy26-Q2",
        "FY26-q2",
        "FY26Q2",
        "FY26 Q2",
        "FY26-Q",
        "FY26-Q02",
        "FY26-H",
        "FY26-P7",
        "FY26-P007",
        "FY26-W3",
        "FY26-W123",
        "FY26-Q2\n",
        " FY26-Q2",
        "FY26-Q2-P01",
        "FY26--Q2",
        "CY26-Q2",
        "2026-W33",
        "FY\u0662\u0666",  # Arabic digits
        "FY\uff12\uff16",  # full-width digits
        "FY26-Q\u00b2",
        "FY2026-Q2" * 10_000,
        None,
        2026,
        b"FY26",
    ],
)
def test_what_is_spelled_otherwise_is_no_label(text: object) -> None:
    with pytest.raises(InvalidValueError, match="a label such as FY26"):
        parse_label(text)  # type: ignore[arg-type] # what a file may hold


@pytest.mark.parametrize(
    "label", ["FY26-H0", "FY26-H3", "FY26-Q0", "FY26-Q5", "FY26-P00", "FY26-P13"]
)
def test_a_label_of_a_period_that_no_year_has_is_refused(label: str) -> None:
    with pytest.raises(InvalidValueError, match="must be from 1 to"):
        CALENDAR.parse(label)


@pytest.mark.parametrize("label", ["FY1899", "FY2201", "FY0026-Q1", "FY9999-W01"])
def test_a_label_of_an_unsupported_year_is_refused(label: str) -> None:
    with pytest.raises(InvalidValueError, match="from 1900 to 2200"):
        CALENDAR.parse(label)


def test_whether_there_is_a_week_53_depends_on_calendar_and_year() -> None:
    assert NRF.parse("FY23-W53").dates == NRF.week(2023, 53)
    with pytest.raises(InvalidValueError, match="from 1 to 52 in FY2024"):
        NRF.parse("FY24-W53")
    thirteen = FiscalCalendar.weeks(
        end_weekday=Weekday.SAT, end_month=1, pattern="13x4"
    )
    assert thirteen.parse("FY24-P13").label == "FY24-P13"


def test_the_label_of_a_part_is_that_of_the_whole() -> None:
    (stub,) = CALENDAR.tiles(
        PeriodKind.QUARTER, DateRange(date(2026, 5, 1), date(2026, 6, 1))
    )
    assert stub.label == "FY26-Q2"


def test_a_part_lies_inside_its_whole() -> None:
    with pytest.raises(InvalidValueError, match="inside 2026-04-01"):
        FiscalPeriod(
            kind=PeriodKind.QUARTER,
            year=2026,
            number=2,
            dates=DateRange(date(2026, 3, 31), date(2026, 6, 1)),
            whole_dates=CALENDAR.quarter(2026, 2),
        )
