"""Earlier years, and the shares that they suggest."""

from __future__ import annotations

from datetime import date

import pytest

import jbpcore as jbp
from jbpcore.engine.projection.bookings import Bookings
from jbpcore.engine.projection.history import History
from jbpcore.engine.projection.profile import seasonal_profile
from jbpcore.errors import (
    CurrencyMismatchError,
    InvalidValueError,
    UnitMismatchError,
)
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind

CALENDAR = FiscalCalendar.calendar_year()
FLAT = [1.0] * 4
RETAIL = FiscalCalendar.nrf_retail()


def eur(amount: int | str) -> jbp.Money:
    return jbp.Money(amount, "EUR")


def quarters(*amounts: int, year: int = 2022) -> History:
    return History(
        start=date(year, 1, 1),
        amounts=[eur(amount) for amount in amounts],
        kind=PeriodKind.QUARTER,
    )


def test_only_whole_fiscal_years_are_compared() -> None:
    july = FiscalCalendar.months(start_month=7)
    history = History(start=date(2023, 5, 1), amounts=[eur(1)] * 30, calendar=july)
    # Two months of FY23, FY24 and FY25 whole, four months of FY26.
    assert history.past.years == ((2, 14), (14, 26))
    assert history.end == date(2025, 11, 1)
    assert history.past.seasons[:3] == (10, 11, 0)


def test_a_53rd_week_shares_the_season_of_the_52nd() -> None:
    year = RETAIL.year(2023)
    history = History(
        start=year.start,
        amounts=[eur(7)] * 52 + [eur(21)],
        calendar=RETAIL,
        kind=PeriodKind.WEEK,
    )
    assert history.past.years == ((0, 53),)
    (rates,) = history.past.yearly_rates(10)
    assert len(rates) == 52
    assert rates[51] == pytest.approx(2 * rates[0])


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (date(2025, 1, 2), PeriodKind.MONTH),
        (date(2025, 2, 1), PeriodKind.QUARTER),
        (date(2200, 12, 1), PeriodKind.MONTH),
        (date(2025, 1, 1), PeriodKind.YEAR),
        (date(2025, 1, 1), PeriodKind.HALF),
    ],
)
def test_a_history_that_does_not_fit_the_calendar_is_refused(
    start: date, kind: PeriodKind
) -> None:
    with pytest.raises(InvalidValueError):
        History(start=start, amounts=[eur(1), eur(2)], kind=kind)


def test_a_history_is_in_one_unit_and_has_a_bounded_size() -> None:
    with pytest.raises(CurrencyMismatchError):
        History(start=date(2025, 1, 1), amounts=[eur(1), jbp.Money(1, "USD")])
    with pytest.raises(UnitMismatchError):
        History(start=date(2025, 1, 1), amounts=[eur(1), jbp.Quantity(1, "deals")])
    for amounts in ([], [eur(1)] * 6_001):
        with pytest.raises(InvalidValueError, match="from 1 to 6,000"):
            History(start=date(1900, 1, 1), amounts=amounts, kind=PeriodKind.WEEK)


def test_a_ledger_is_added_up_by_whole_stretches() -> None:
    entries = [
        jbp.ActualEntry(metric="revenue", on=on, amount=eur(amount), entry_id=name)
        for name, on, amount in (
            ("a", date(2025, 1, 15), 10),
            ("a", date(2025, 1, 15), 10),
            ("b", date(2025, 3, 31), 5),
            ("c", date(2025, 4, 2), 99),
            ("d", date(2024, 12, 31), 99),
        )
    ]
    days = jbp.DateRange(date(2024, 12, 20), date(2025, 4, 3))
    found = History.of_entries(entries, metric=jbp.metrics.REVENUE, days=days)
    assert found.start == date(2025, 1, 1)
    assert found.amounts == (eur(10), eur(0), eur(5))


def test_a_ledger_that_tells_no_currency_is_no_history() -> None:
    days = jbp.DateRange(date(2025, 1, 1), date(2026, 1, 1))
    with pytest.raises(InvalidValueError, match="one currency"):
        History.of_entries([], metric=jbp.metrics.REVENUE, days=days)
    short = jbp.DateRange(date(2025, 1, 2), date(2025, 1, 31))
    with pytest.raises(InvalidValueError, match="one whole fiscal month"):
        History.of_entries([], metric=jbp.metrics.REVENUE, days=short)


def test_there_is_one_booking_for_each_stretch_begun() -> None:
    period = CALENDAR.quarter(2026, 2)
    with pytest.raises(InvalidValueError, match="must be 2, one for each"):
        Bookings(period=period, as_of=date(2026, 5, 15), amounts=[eur(1)])
    before = Bookings(period=period, as_of=date(2026, 3, 31), amounts=[])
    assert before.amounts == ()


def test_the_more_years_differ_the_more_is_drawn_to_what_was_agreed() -> None:
    alike = [[1.0, 2.0, 3.0, 4.0], [1.1, 1.9, 3.0, 4.0], [1.0, 2.0, 3.1, 3.9]]
    mixed = [[1.0, 2.0, 3.0, 4.0], [4.0, 1.0, 2.0, 3.0], [2.0, 4.0, 3.0, 1.0]]
    beliefs = []
    for years in (alike, mixed):
        profile = seasonal_profile(years, FLAT)
        assert profile is not None
        beliefs.append(profile.belief)
    assert beliefs[0] > 0.9
    assert beliefs[1] < 0.5


def test_growth_is_not_taken_for_a_season() -> None:
    # A rate that climbs by a tenth of the first each quarter has no seasons at all.
    years = [[1 + (4 * year + n) / 10 for n in range(4)] for year in range(5)]
    profile = seasonal_profile(years, FLAT)
    assert profile is not None
    assert profile.seen == pytest.approx(FLAT, abs=0.03)


def test_an_agreed_phasing_with_growth_in_it_is_recognised() -> None:
    years = [
        [factor * (1 + (4 * year + n) / 10) for n, factor in enumerate((1, 2, 1, 2))]
        for year in range(5)
    ]
    plain = seasonal_profile(years, FLAT)
    assert plain is not None
    grown = [
        factor * (1 + plain.slope * (n - 1.5)) for n, factor in enumerate(plain.seen)
    ]
    again = seasonal_profile(years, grown)
    assert again is not None
    assert again.factors == pytest.approx(plain.factors, abs=0.01)


def test_years_up_to_one_that_brought_nothing_are_left_out() -> None:
    years = [[9.0, 1.0, 1.0, 1.0], [0.0, 0.0, 0.0, 0.0], [1.0, 1.0, 1.0, 1.0]]
    profile = seasonal_profile(years, FLAT)
    assert profile is not None
    assert profile.years == 1
    assert profile.factors == pytest.approx(FLAT)
    assert seasonal_profile(years[:2], FLAT) is None
