"""What was booked before the period: the earlier years."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from itertools import groupby, islice

import attrs

from jbpcore.engine.amounts import exact
from jbpcore.engine.projection.bookings import Bookings, a_size, check_same_unit
from jbpcore.engine.projection.past import Past
from jbpcore.errors import InvalidValueError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import Amount
from jbpcore.model.goal import Goal
from jbpcore.model.metric import Metric
from jbpcore.model.validation import a_date, is_a
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.days import LATEST_DAY
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import FiscalPeriod, PeriodKind
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity

__all__ = ["History", "season_of"]

_MOST = 6_000
_WEEKS_A_YEAR = 52


def _amounts(amounts: Iterable[Amount]) -> tuple[Amount, ...]:
    return tuple(amounts)


@attrs.frozen(kw_only=True)
class History:
    """What was booked in one fiscal month (or week, or quarter) after the other.

    Months that are not known must not be left out or given as zero: begin after them.

    Attributes:
        start: First day of the first stretch, which is the first of a fiscal period of
            *kind*.
        amounts: What each stretch brought, in order, without a gap; zero where
            nothing was booked, negative where more was taken back. At most 6,000.
        calendar: The fiscal calendar; its years are the years that are compared.
        kind: What a stretch is: a month, a week or a quarter.
        past: The same as bare numbers.
        end: First day that it says nothing about any more.

    Raises:
        InvalidValueError: If *start* is in the middle of a stretch, there is no amount
            or too many, or an amount is a ratio.
        CurrencyMismatchError: If the amounts are in several currencies.
        UnitMismatchError: If they count different things.

    Examples:
        >>> past = History(
        ...     start=date(2024, 1, 1),
        ...     amounts=[Money(100 + month, "USD") for month in range(24)],
        ... )
        >>> past.end, past.past.cycle, past.past.years
        (datetime.date(2026, 1, 1), 12, ((0, 12), (12, 24)))
    """

    start: date = attrs.field(validator=a_date)
    amounts: tuple[Amount, ...] = attrs.field(
        converter=_amounts, validator=is_a(Money, Quantity, each=True)
    )
    calendar: FiscalCalendar = attrs.field(
        factory=FiscalCalendar.calendar_year, validator=is_a(FiscalCalendar)
    )
    kind: PeriodKind = attrs.field(default=PeriodKind.MONTH, validator=a_size)
    past: Past = attrs.field(init=False, eq=False, repr=False)
    end: date = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Check the amounts against each other, and work out the rates."""
        if not 0 < len(self.amounts) <= _MOST:
            expected = f"from 1 to {_MOST:,} amounts"
            raise InvalidValueError("History.amounts", len(self.amounts), expected)
        first = self.amounts[0]
        for amount in self.amounts:
            check_same_unit(first, amount)
        to_come = DateRange.inclusive(self.start, LATEST_DAY)
        found = self.calendar.iter_touching(self.kind, to_come)
        periods = tuple(islice(found, len(self.amounts)))
        if periods[0].dates.start != self.start or len(periods) < len(self.amounts):
            expected = f"the first day of a fiscal {self.kind}, with room for all after"
            raise InvalidValueError("History.start", self.start, expected)
        object.__setattr__(self, "past", _as_numbers(self, periods))
        object.__setattr__(self, "end", periods[-1].dates.end)

    @classmethod
    def of_entries(
        cls,
        entries: Iterable[ActualEntry],
        *,
        metric: Metric,
        days: DateRange,
        calendar: FiscalCalendar | None = None,
        kind: PeriodKind = PeriodKind.MONTH,
    ) -> History:
        """Add up the entries of *metric* in each stretch of *days*.

        Stretches that *days* cuts are left out; those without an entry count as zero.

        Args:
            entries: A ledger, read by the rules that goals are read by.
            metric: What is counted.
            days: The days the ledger knows, such as some earlier years.
            calendar: The fiscal calendar; the calendar year if ``None``.
            kind: What a stretch is.

        Raises:
            InvalidValueError: If *days* hold no whole stretch, or no entry tells the
                currency.

        Examples:
            >>> from jbpcore.model import metrics
            >>> year = DateRange(date(2025, 1, 1), date(2026, 1, 1))
            >>> booked = [ActualEntry(metric="revenue", on=date(2025, 3, 9),
            ...                       amount=Money(70, "USD"))]
            >>> past = History.of_entries(booked, metric=metrics.REVENUE, days=year)
            >>> past.amounts[1:4]
            (Money('0', 'USD'), Money('70', 'USD'), Money('0', 'USD'))
        """
        calendar = FiscalCalendar.calendar_year() if calendar is None else calendar
        whole = calendar.list_periods(kind, days)
        if not whole:
            raise InvalidValueError("days", days, f"one whole fiscal {kind} or more")
        span = DateRange(whole[0].dates.start, whole[-1].dates.end)
        goal = Goal(id="past", name="Past", metric=metric, target=None, period=span)
        bookings = Bookings.of_entries(
            goal, entries, as_of=span.last_day, calendar=calendar, kind=kind
        )
        if bookings is None:
            expected = "a ledger with entries in one currency"
            raise InvalidValueError("entries", metric.key, expected)
        return cls(
            start=span.start, amounts=bookings.amounts, calendar=calendar, kind=kind
        )


def _as_numbers(history: History, periods: tuple[FiscalPeriod, ...]) -> Past:
    numbers = tuple(map(exact, history.amounts))
    days = tuple(period.dates.length_days for period in periods)
    scale = sum(map(abs, numbers), Fraction(0)) / sum(days) or Fraction(1)
    unit = float(scale)
    cycle = _WEEKS_A_YEAR
    if history.kind is not PeriodKind.WEEK:
        cycle = history.calendar.count(history.kind, periods[0].year)
    return Past(
        numbers=numbers,
        rates=tuple(
            float(number) / unit / length
            for number, length in zip(numbers, days, strict=True)
        ),
        seasons=tuple(season_of(period, cycle) for period in periods),
        days=days,
        years=_whole_years(history, periods),
        cycle=cycle,
        scale=scale,
        takes_back=any(number < 0 for number in numbers),
    )


def _whole_years(
    history: History, periods: tuple[FiscalPeriod, ...]
) -> tuple[tuple[int, int], ...]:
    found = []
    at = 0
    for year, group in groupby(periods, key=lambda period: period.year):
        length = sum(1 for _ in group)
        if length == history.calendar.count(history.kind, year):
            found.append((at, at + length))
        at += length
    return tuple(found)


def season_of(period: FiscalPeriod, cycle: int) -> int:
    """Return which season of its year *period* is, from 0.

    A 53rd week counts with the 52nd.
    """
    return min(period.number, cycle) - 1
