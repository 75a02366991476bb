"""Phasings from earlier years, each share worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

import jbpcore as jbp
from jbpcore.engine.curve import due_share
from jbpcore.engine.projection.history import History
from jbpcore.engine.projection.methods import ProjectionReason
from jbpcore.engine.seasonal_phasing import seasonal_phasing
from jbpcore.errors import InvalidValueError
from jbpcore.model.phasing import WeightedPhasing
from jbpcore.model.phasing_profile import PhasingProfile, ProfileStep
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind

CALENDAR = FiscalCalendar.calendar_year()
RETAIL = FiscalCalendar.nrf_retail()
MILLIONTH = Fraction(1, 1_000_000)


def eur(amount: int | str) -> jbp.Money:
    return jbp.Money(amount, "EUR")


def weekly_quarters(first_year: int, *amounts: int) -> History:
    """Return quarters of the retail calendar, thirteen weeks each but in 2017, 2023."""
    return History(
        start=RETAIL.year(first_year).start,
        amounts=[eur(amount) for amount in amounts],
        calendar=RETAIL,
        kind=PeriodKind.QUARTER,
    )


def months(first_year: int, *amounts: int | str) -> History:
    return History(start=date(first_year, 1, 1), amounts=[eur(n) for n in amounts])


def test_three_years_that_differ_are_believed_by_what_chance_leaves() -> None:
    # All quarters of FY2019 to FY2022 have 91 days, so factors are 4 × the share:
    #   10 20 30 40 of 100  ->  0.4  0.8  1.2  1.6
    #   20 20 20 40 of 100  ->  0.8  0.8  0.8  1.6
    #   15 20 25 40 of 100  ->  0.6  0.8  1.0  1.6
    # F = their means           0.6  0.8  1.0  1.6 ; G = 1 1 1 1
    # D = 0.16 + 0.04 + 0 + 0.36 = 0.56
    # W = (0.04 + 0 + 0.04 + 0) + (the same) + 0 = 0.16
    # Z = 1 − 0.16 ÷ (3 × 2 × 0.56) = 20 ÷ 21
    # shares: (Z F + 1 − Z) ÷ 4, the first (20 × 0.6 + 1) ÷ 84 = 13 ÷ 84
    history = weekly_quarters(2019, 10, 20, 30, 40, 20, 20, 20, 40, 15, 20, 25, 40)
    found = seasonal_phasing(history, RETAIL.year(2022))
    by_hand = [Fraction(n, 84) for n in (13, 17, 21, 33)]
    assert sum(by_hand) == sum(found.shares) == 1
    for share, exact in zip(found.shares, by_hand, strict=True):
        assert abs(share - exact) < MILLIONTH
    assert found.belief_ratio == Fraction(9524, 10_000)
    assert (found.years_used, found.reason) == (3, ProjectionReason.SEASONS_KNOWN)
    assert found.findings == ()


@pytest.mark.parametrize(("years", "belief"), [(1, "1/2"), (2, "1"), (4, "1")])
def test_years_that_agree_are_believed_and_one_alone_by_half(
    years: int, belief: str
) -> None:
    # Nothing differs, so W = 0. Seen are 1, 2, 3 and 4 tenths.
    history = weekly_quarters(2022 - years, *(10, 20, 30, 40) * years)
    found = seasonal_phasing(history, RETAIL.year(2022))
    z = Fraction(belief)
    assert found.shares == tuple(
        z * Fraction(number, 10) + (1 - z) / 4 for number in range(1, 5)
    )
    assert found.belief_ratio == z
    expected = "one_year_known" if years == 1 else "seasons_known"
    assert found.reason.value == expected


def test_the_fewer_years_the_more_is_drawn_to_what_was_agreed() -> None:
    # Shares of 8 6 3 3 and 6 8 3 3 in turn, so factors 1.6 1.2 0.6 0.6 and 1.2 1.6 ...:
    # F = 1.4 1.4 0.6 0.6, D = 4 × 0.16 = 0.64, W = 0.08 a year.
    # Two years: 1 − 0.16 ÷ (2 × 0.64) = 7/8; four: 1 − 0.32 ÷ (12 × 0.64) = 23/24.
    rows = (8, 6, 3, 3, 6, 8, 3, 3)
    for years, belief in ((2, Fraction(7, 8)), (4, Fraction(23, 24))):
        history = weekly_quarters(2022 - years, *rows * (years // 2))
        found = seasonal_phasing(history, RETAIL.year(2022))
        assert abs(found.belief_ratio - belief) <= Fraction(1, 20_000)
        first = (belief * Fraction(14, 10) + 1 - belief) / 4
        assert abs(found.shares[0] - first) < MILLIONTH


def test_years_without_any_likeness_are_not_believed() -> None:
    # Shares 4 0 0 0, then 0 4 0 0, 0 0 4 0 and 0 0 0 4: F is 1 everywhere, D is 0.
    rows = (8, 0, 0, 0, 0, 8, 0, 0, 0, 0, 8, 0, 0, 0, 0, 8)
    found = seasonal_phasing(weekly_quarters(2018, *rows), RETAIL.year(2022))
    assert found.belief_ratio == 0
    assert found.shares == (Fraction(1, 4),) * 4


def test_one_year_stands_half_way_to_what_was_agreed() -> None:
    # 91 days each. Seen 0.1 0.2 0.3 0.4, agreed 0.3 0.3 0.2 0.2: halfway between.
    year = RETAIL.year(2022)
    quarters = [RETAIL.quarter(2022, number) for number in range(1, 5)]
    agreed = WeightedPhasing(
        jbp.Bucket(dates, weight)
        for dates, weight in zip(quarters, (3, 3, 2, 2), strict=True)
    )
    history = weekly_quarters(2021, 10, 20, 30, 40)
    by_hand = tuple(Fraction(n, 100) for n in (20, 25, 25, 30))
    assert seasonal_phasing(history, year, agreed=agreed).shares == by_hand
    profile = PhasingProfile(
        name="Early", per=ProfileStep.QUARTER, weights=[3, 3, 2, 2]
    )
    assert seasonal_phasing(history, year, agreed=profile).shares == by_hand


def test_without_a_whole_year_the_agreed_phasing_is_kept() -> None:
    history = months(2025, *[7] * 11)
    agreed = PhasingProfile(name="Ends", per=ProfileStep.MONTH, weights=[*[1] * 11, 14])
    found = seasonal_phasing(history, CALENDAR.year(2026), agreed=agreed)
    assert found.shares == (Fraction(1, 25),) * 11 + (Fraction(14, 25),)
    assert found.years_used == 0
    assert found.belief_ratio == 0
    assert found.reason is ProjectionReason.HISTORY_TOO_SHORT


def test_a_53rd_week_is_no_season() -> None:
    # Ten for each week of FY2017 (13 + 13 + 13 + 14 weeks): every factor is 1.
    history = weekly_quarters(2017, 130, 130, 130, 140)
    assert RETAIL.quarter(2017, 4).length_days == 14 * 7
    even = seasonal_phasing(history, RETAIL.year(2018))
    assert even.shares == (Fraction(1, 4),) * 4
    long = seasonal_phasing(history, RETAIL.year(2023))
    assert abs(long.shares[3] - Fraction(14, 53)) < MILLIONTH


def test_weeks_of_a_long_year_get_the_rate_of_the_52nd() -> None:
    # 51 weeks of 10 and one of 20 in FY2022: 530 ÷ 52 a week on average. One year is
    # believed by half, in FY2023 week 53 weighs what week 52 does:
    #   ordinary ½ × 520 ÷ 530 + ½ = 1050 ÷ 1060
    #   the last ½ × 1040 ÷ 530 + ½ = 1570 ÷ 1060
    #   together 51 × 1050 + 2 × 1570 = 56,690
    history = History(
        start=RETAIL.year(2022).start,
        amounts=[eur(10)] * 51 + [eur(20)],
        calendar=RETAIL,
        kind=PeriodKind.WEEK,
    )
    found = seasonal_phasing(history, RETAIL.year(2023))
    assert len(found.shares) == 53
    for share in found.shares[-2:]:
        assert abs(share - Fraction(1570, 56_690)) <= MILLIONTH
    assert abs(found.shares[0] - Fraction(1050, 56_690)) <= MILLIONTH
    assert sum(found.shares) == 1
    assert (found.profile.per, len(found.profile.lengths)) == (ProfileStep.PART, 53)


def test_a_leap_day_is_no_season() -> None:
    # Ten a day in 2023 (365 days): February had 280, and has 29 ÷ 366 of 2024.
    days = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    found = seasonal_phasing(months(2023, *(10 * n for n in days)), CALENDAR.year(2024))
    assert abs(found.shares[1] - Fraction(29, 366)) < MILLIONTH


def test_a_period_that_cuts_months_counts_their_days_inside() -> None:
    # 2025: one a day in June and all other months, three a day in May. F of May is
    # 3 × 365 ÷ 427, of June 365 ÷ 427; Z = ½ and G = 1, so the rates are as
    # 1095 + 427 = 1522 to 365 + 427 = 792, for 16 days of May and 30 of June.
    days = (31, 28, 31, 30, 93, 30, 31, 31, 30, 31, 30, 31)
    late = jbp.DateRange(date(2026, 5, 16), date(2026, 7, 1))
    found = seasonal_phasing(months(2025, *days), late)
    assert [bucket.dates for bucket in found.phasing.buckets] == [
        jbp.DateRange(date(2026, 5, 16), date(2026, 6, 1)),
        jbp.DateRange(date(2026, 6, 1), date(2026, 7, 1)),
    ]
    may = Fraction(16 * 1522, 16 * 1522 + 30 * 792)
    assert abs(found.shares[0] - may) < MILLIONTH
    assert sum(found.shares) == 1
    # The profile, laid over the same days, says the same.
    again = found.profile.phasing(late, CALENDAR)
    due = due_share(again, late, as_of=date(2026, 5, 31))
    assert due is not None
    assert abs(due - may) < 20 * MILLIONTH


def test_the_profile_has_a_name_and_serves_other_periods() -> None:
    history = weekly_quarters(2020, *(10, 20, 30, 40) * 2)
    found = seasonal_phasing(history, RETAIL.quarter(2022, 2), name="As ever")
    profile = found.profile
    assert (profile.name, profile.per) == ("As ever", ProfileStep.QUARTER)
    assert profile.shares == tuple(Fraction(n, 10) for n in (1, 2, 3, 4))
    assert jbp.loads(jbp.dumps(profile), PhasingProfile) == profile
    half = profile.phasing(RETAIL.half(2022, 2), RETAIL)
    due = due_share(half, RETAIL.half(2022, 2), as_of=RETAIL.quarter(2022, 3).last_day)
    assert due == Fraction(3, 7)


def test_a_year_that_brought_nothing_is_left_out_and_reported() -> None:
    rows = (1, 1, 1, 1, 0, 0, 0, 0, 10, 20, 30, 40, 10, -30, 10, 10)
    found = seasonal_phasing(weekly_quarters(2018, *rows), RETAIL.year(2022))
    assert found.years_used == 2
    assert [finding.code for finding in found.findings] == [
        "jbp.history.year_without_sales"
    ] * 2
    assert "2019-02-03..2020-02-01" in found.findings[0].message


def test_a_season_of_returns_gets_nothing_and_is_reported() -> None:
    # 100, -30, 100, 100 of 270: the second factor is -120 ÷ 270, three years running.
    history = weekly_quarters(2019, *(100, -30, 100, 100) * 3)
    found = seasonal_phasing(history, RETAIL.year(2022))
    assert found.shares == (
        Fraction(333_334, 1_000_000),
        Fraction(0),
        Fraction(333_333, 1_000_000),
        Fraction(333_333, 1_000_000),
    )
    assert [finding.code for finding in found.findings] == [
        "jbp.history.season_below_zero"
    ]
    assert "Season 2 of the year" in found.findings[0].message


def test_months_without_sales_have_no_share() -> None:
    # Nothing in the first half of eight years, ten in each month of the second.
    history = months(2018, *([0] * 6 + [10] * 6) * 8)
    found = seasonal_phasing(history, CALENDAR.half(2026, 1))
    # Leap years make years differ by a hair, and leave a hair of what was agreed.
    assert abs(found.shares[0] - Fraction(31, 181)) < MILLIONTH
    agreed = PhasingProfile(
        name="Second half", per=ProfileStep.MONTH, weights=[0] * 6 + [1] * 6
    )
    whole = seasonal_phasing(history, CALENDAR.year(2026), agreed=agreed)
    assert whole.shares[:6] == (Fraction(0),) * 6


def test_only_the_last_years_count() -> None:
    rows = (40, 30, 20, 10) * 2 + (10, 20, 30, 40) * 2
    history = weekly_quarters(2018, *rows)
    recent = seasonal_phasing(history, RETAIL.year(2022), most_years=2)
    assert recent.years_used == 2
    every = seasonal_phasing(history, RETAIL.year(2022), most_years=100)
    assert every.years_used == 4
    assert recent.shares == tuple(Fraction(n, 10) for n in (1, 2, 3, 4))
    for wrong in (0, 101, True, "2"):
        with pytest.raises(InvalidValueError, match="from 1 to 100"):
            seasonal_phasing(history, RETAIL.year(2022), most_years=wrong)  # type: ignore[arg-type]  # what is refused


def test_an_agreed_phasing_with_nothing_in_the_period_is_refused() -> None:
    agreed = WeightedPhasing([jbp.Bucket(RETAIL.quarter(2021, 1), 1)])
    history = weekly_quarters(2021, 10, 20, 30, 40)
    with pytest.raises(InvalidValueError, match="agreed must be a phasing"):
        seasonal_phasing(history, RETAIL.year(2022), agreed=agreed)


def test_earlier_years_that_brought_nothing_in_the_period_leave_what_was_agreed() -> (
    None
):
    history = weekly_quarters(2020, *(0, 20, 30, 50) * 2)
    found = seasonal_phasing(history, RETAIL.quarter(2022, 1))
    assert found.shares == (Fraction(1),)
    assert found.belief_ratio == 0
    assert [finding.code for finding in found.findings] == [
        "jbp.history.nothing_in_period"
    ]
