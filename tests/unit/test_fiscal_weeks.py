from __future__ import annotations

import copy
import pickle
from datetime import date

import pytest

from jbpcore.errors import InvalidValueError
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.periods.week_pattern import WeekGrouping, WeekPattern
from jbpcore.periods.week_years import YearEndRule
from jbpcore.periods.weekday import Weekday
from jbpcore.periods.year_layout import YearName

NRF = FiscalCalendar.nrf_retail()
# The rules are those that the companies state in their annual reports.
APPLE = FiscalCalendar.weeks(end_weekday=Weekday.SAT, end_month=9, extra_week_quarter=1)
CISCO = FiscalCalendar.weeks(
    end_weekday=Weekday.SAT, end_month=7, extra_week_quarter=3, extra_week_month=7
)
JANUARY_SUNDAY = FiscalCalendar.weeks(end_weekday=Weekday.SUN, end_month=1)
DECEMBER_SUNDAY = FiscalCalendar.weeks(
    end_weekday=Weekday.SUN, end_month=12, rule=YearEndRule.NEAREST
)
THIRTEEN = FiscalCalendar.weeks(
    end_weekday=Weekday.SAT,
    end_month=1,
    rule=YearEndRule.NEAREST,
    pattern="13x4",
    named_by=YearName.START,
)
STATED = FiscalCalendar.custom_weeks(
    anchor_year=2010,
    anchor_end=date(2011, 2, 5),
    long_years=[2004, 2010, 2016, 2021],
    first_year=2004,
    last_year=2025,
    pattern="4-5-4",
)


def long_years(calendar: FiscalCalendar, first: int, last: int) -> list[int]:
    years = range(first, last + 1)
    return [year for year in years if calendar.count(PeriodKind.WEEK, year) == 53]


def weeks_of(calendar: FiscalCalendar, kind: PeriodKind, year: int) -> list[int]:
    numbers = range(1, calendar.count(kind, year) + 1)
    periods = (calendar.period(kind, year, number) for number in numbers)
    return [period.dates.length_days // 7 for period in periods]


@pytest.mark.parametrize(
    ("calendar", "expected"),
    [
        (NRF, [2012, 2017, 2023, 2028, 2034]),
        (APPLE, [2012, 2017, 2023, 2028, 2034]),
        (
            FiscalCalendar.weeks(end_weekday=Weekday.SAT, end_month=1),
            [2015, 2021, 2026, 2032],
        ),
        # 2010-01-31, 2016-01-31, 2021-01-31, 2027-01-31 and 2033-01-30 are the Sundays
        # that come 53 weeks after the last Sunday of the January before.
        (JANUARY_SUNDAY, [2010, 2016, 2021, 2027, 2033]),
        (
            FiscalCalendar.weeks(end_weekday=Weekday.FRI, end_month=6),
            [2012, 2017, 2023, 2028, 2034],
        ),
        (
            FiscalCalendar.weeks(end_weekday=Weekday.SAT, end_month=12),
            [2011, 2016, 2022, 2028, 2033],
        ),
    ],
)
def test_years_of_53_weeks_are_those_that_were_published(
    calendar: FiscalCalendar, expected: list[int]
) -> None:
    assert long_years(calendar, 2010, 2034) == expected


@pytest.mark.parametrize(
    ("calendar", "year", "number", "expected"),
    [
        (APPLE, 2012, 1, "2011-09-25..2011-12-31"),
        (APPLE, 2017, 1, "2016-09-25..2016-12-31"),
        (APPLE, 2023, 1, "2022-09-25..2022-12-31"),
        (CISCO, 2016, 3, "2016-01-24..2016-04-30"),
        (JANUARY_SUNDAY, 2021, 4, "2020-10-26..2021-01-31"),
        (NRF, 2023, 4, "2023-10-29..2024-02-03"),
    ],
)
def test_a_quarter_of_14_weeks_is_where_the_company_puts_it(
    calendar: FiscalCalendar, year: int, number: int, expected: str
) -> None:
    quarter = calendar.quarter(year, number)
    assert str(quarter) == expected
    assert quarter.length_days == 14 * 7


def test_the_extra_week_goes_to_one_month_only() -> None:
    assert weeks_of(CISCO, PeriodKind.MONTH, 2027) == [
        4,
        4,
        5,
        4,
        4,
        5,
        5,
        4,
        5,
        4,
        4,
        5,
    ]
    assert weeks_of(CISCO, PeriodKind.MONTH, 2026) == [4, 4, 5] * 4
    assert weeks_of(CISCO, PeriodKind.QUARTER, 2027) == [13, 13, 14, 13]
    assert weeks_of(CISCO, PeriodKind.HALF, 2027) == [26, 27]
    assert set(weeks_of(CISCO, PeriodKind.WEEK, 2027)) == {1}


@pytest.mark.parametrize("pattern", ["4-4-5", "4-5-4", "5-4-4"])
@pytest.mark.parametrize("month", range(1, 13))
def test_any_month_can_take_the_extra_week(pattern: str, month: int) -> None:
    calendar = FiscalCalendar.weeks(
        end_weekday=Weekday.SAT, end_month=9, pattern=pattern, extra_week_month=month
    )
    plain = [int(weeks) for weeks in pattern.split("-")] * 4
    longer = [weeks + (n == month) for n, weeks in enumerate(plain, start=1)]
    assert weeks_of(calendar, PeriodKind.MONTH, 2022) == plain
    assert weeks_of(calendar, PeriodKind.MONTH, 2023) == longer
    quarters = [sum(longer[first : first + 3]) for first in (0, 3, 6, 9)]
    assert weeks_of(calendar, PeriodKind.QUARTER, 2023) == quarters


def test_the_extra_week_is_in_the_last_month_of_its_quarter_by_default() -> None:
    assert WeekGrouping.of("4-4-5").extra_week_month == 12
    assert WeekGrouping.of("4-4-5", extra_week_quarter=1).extra_week_month == 3
    assert WeekGrouping.of("13x4").extra_week_month == 13
    assert WeekGrouping.of("13x4", extra_week_quarter=2).extra_week_month == 6


def test_nearest_may_end_in_the_next_month_and_keeps_its_name() -> None:
    # The Sunday nearest to 31 December 2009 is 3 January 2010.
    assert str(DECEMBER_SUNDAY.year(2009)) == "2008-12-29..2010-01-03"
    assert DECEMBER_SUNDAY.of(date(2010, 1, 3)).year == 2009
    assert DECEMBER_SUNDAY.of(date(2010, 1, 4)).year == 2010
    # The Sunday nearest to 31 December 2013 is 29 December 2013.
    assert DECEMBER_SUNDAY.of(date(2013, 12, 30)).year == 2014


def test_a_year_that_ends_in_december_has_the_same_name_by_either_end() -> None:
    by_start = FiscalCalendar.weeks(
        end_weekday=Weekday.SUN,
        end_month=12,
        rule=YearEndRule.NEAREST,
        named_by=YearName.START,
    )
    assert by_start == DECEMBER_SUNDAY


@pytest.mark.parametrize("weekday", list(Weekday))
@pytest.mark.parametrize("end_month", range(1, 13))
def test_years_end_on_the_stated_day_of_the_week(
    weekday: Weekday, end_month: int
) -> None:
    for rule in YearEndRule:
        calendar = FiscalCalendar.weeks(
            end_weekday=weekday, end_month=end_month, rule=rule
        )
        for year in range(2020, 2030):
            last_day = calendar.year(year).last_day
            early_days = (month_end(year, end_month) - last_day).days
            assert last_day.weekday() == weekday
            assert early_days in (
                range(7) if rule is YearEndRule.LAST else range(-3, 4)
            )


def month_end(year: int, month: int) -> date:
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(first_of_next.toordinal() - 1)


def test_thirteen_months_make_quarters_of_three_and_one_of_four() -> None:
    assert weeks_of(THIRTEEN, PeriodKind.MONTH, 2022) == [4] * 13
    assert weeks_of(THIRTEEN, PeriodKind.QUARTER, 2022) == [12, 12, 12, 16]
    assert weeks_of(THIRTEEN, PeriodKind.HALF, 2022) == [24, 28]
    assert weeks_of(THIRTEEN, PeriodKind.MONTH, 2023) == [4] * 12 + [5]
    assert weeks_of(THIRTEEN, PeriodKind.QUARTER, 2023) == [12, 12, 12, 17]
    # Four weeks from 29 January 2023.
    assert str(THIRTEEN.month(2023, 1)) == "2023-01-29..2023-02-25"
    assert THIRTEEN.of(date(2024, 2, 3)).month == 13


def test_the_quarter_of_four_months_can_be_the_first() -> None:
    calendar = FiscalCalendar.weeks(
        end_weekday=Weekday.SAT,
        end_month=1,
        pattern=WeekPattern.P13X4,
        four_month_quarter=1,
        extra_week_quarter=2,
    )
    assert weeks_of(calendar, PeriodKind.QUARTER, 2025) == [16, 12, 12, 12]
    (year,) = long_years(calendar, 2024, 2028)
    assert weeks_of(calendar, PeriodKind.QUARTER, year) == [16, 13, 12, 12]
    assert weeks_of(calendar, PeriodKind.MONTH, year)[6] == 5


def test_stated_long_years_follow_no_rule_but_the_statement() -> None:
    # From 5 February 2011, by hand: 364 days more or less, 371 for a long year.
    expected = {
        2008: "2009-01-31",
        2009: "2010-01-30",
        2010: "2011-02-05",
        2011: "2012-02-04",
        2015: "2016-01-30",
        2016: "2017-02-04",
        2017: "2018-02-03",
    }
    ends = {year: str(STATED.year(year).last_day) for year in expected}
    assert ends == expected
    assert long_years(STATED, 2004, 2025) == [2004, 2010, 2016, 2021]
    assert weeks_of(STATED, PeriodKind.MONTH, 2016) == [4, 5, 4] * 3 + [4, 5, 5]


def test_a_stated_calendar_does_not_guess_beyond_its_statement() -> None:
    for year in (2003, 2026):
        with pytest.raises(InvalidValueError, match="from 2004 to 2025, which this"):
            STATED.year(year)
    last = STATED.year(2025)
    assert STATED.of(last.last_day).week == 52
    for day in (last.end, date(1990, 1, 1)):
        with pytest.raises(
            InvalidValueError, match="which this calendar was laid down"
        ):
            STATED.of(day)


def test_an_anchor_is_the_first_year_unless_an_earlier_one_is_stated() -> None:
    calendar = FiscalCalendar.custom_weeks(
        anchor_year=2010, anchor_end=date(2011, 2, 5), long_years=(), last_year=2012
    )
    assert str(calendar.year(2010)) == "2010-02-07..2011-02-05"
    with pytest.raises(InvalidValueError, match="from 2010 to 2012"):
        calendar.year(2009)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"long_years": [2010, 2050]}, "long_years must be from first_year 2000"),
        ({"anchor_year": 1999}, "anchor_year must be from first_year 2000"),
        ({"last_year": 1999}, "anchor_year must be from first_year 2000"),
        ({"last_year": "2040"}, "year must be a whole number"),
        ({"long_years": 2010}, "the years of 53 weeks, such as"),
        ({"long_years": "2010"}, "year must be a whole number"),
        ({"anchor_end": "2011-02-05"}, "anchor_end must be a day"),
    ],
)
def test_a_statement_that_contradicts_itself_is_refused(
    change: dict[str, object], message: str
) -> None:
    stated: dict[str, object] = {
        "anchor_year": 2010,
        "anchor_end": date(2011, 2, 5),
        "long_years": [2010, 2016],
        "first_year": 2000,
        "last_year": 2040,
    }
    with pytest.raises(InvalidValueError, match=message):
        FiscalCalendar.custom_weeks(**{**stated, **change})  # type: ignore[arg-type] # what an untyped caller may pass


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"pattern": "4-4-4"}, "one of 4-4-5, 4-5-4, 5-4-4, 13x4"),
        ({"extra_week_quarter": 5}, "a quarter from 1 to 4"),
        ({"extra_week_quarter": 0}, "a quarter from 1 to 4"),
        ({"extra_week_month": 13}, "a month from 1 to 12 with the pattern 4-4-5"),
        ({"extra_week_month": 0}, "a month from 1 to 12"),
        ({"extra_week_quarter": 4, "extra_week_month": 7}, "3, where that month lies"),
        ({"pattern": "13x4", "extra_week_month": 14}, "a month from 1 to 13"),
        ({"pattern": "13x4", "four_month_quarter": 5}, "a quarter from 1 to 4"),
        ({"four_month_quarter": 4}, "left out with the pattern 4-4-5"),
        ({"rule": "last one"}, "YearEndRule.LAST or YearEndRule.NEAREST"),
        ({"end_weekday": 5}, "a Weekday, such as"),
        ({"end_month": 13}, "a month from 1 to 12"),
        ({"named_by": "end of it"}, "YearName.END or YearName.START"),
    ],
)
def test_rules_that_make_no_year_are_refused(
    change: dict[str, object], message: str
) -> None:
    rule: dict[str, object] = {"end_weekday": Weekday.SAT, "end_month": 9}
    with pytest.raises(InvalidValueError, match=message):
        FiscalCalendar.weeks(**{**rule, **change})  # type: ignore[arg-type] # what an untyped caller may pass


def test_week_53_exists_only_in_years_that_have_it() -> None:
    assert str(NRF.week(2023, 53)) == "2024-01-28..2024-02-03"
    with pytest.raises(InvalidValueError, match="from 1 to 52 in FY2024"):
        NRF.week(2024, 53)


def test_week_calendars_are_values_and_show_only_their_rule() -> None:
    again = FiscalCalendar.weeks(
        end_weekday=Weekday.SAT, end_month=7, pattern="4-4-5", extra_week_month=7
    )
    assert again == CISCO
    assert hash(again) == hash(CISCO)
    assert "shape" not in repr(CISCO)
    assert "_starts" not in repr(STATED)
    for calendar in (CISCO, STATED):
        assert copy.deepcopy(calendar) == calendar
        thawed = pickle.loads(pickle.dumps(calendar))  # noqa: S301 - our own bytes
        assert thawed.year(2016) == calendar.year(2016)
