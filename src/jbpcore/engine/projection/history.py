"""What was booked before the period: the earlier years."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import NamedTuple

import attrs

from jbpcore.engine.amounts import as_integer_ratio
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
        object.__setattr__(self, "past", _as_numbers(self, tuple(_iter_years(self))))
        end = self.start + timedelta(days=sum(self.past.days))
        object.__setattr__(self, "end", end)

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


class _Year(NamedTuple):
    """The stretches of one fiscal year.

    Attributes:
        first: The number of the first one, from 1.
        days: The length of each.
        is_whole: Whether these are all stretches of the year.
    """

    first: int
    days: tuple[int, ...]
    is_whole: bool


def _iter_years(history: History) -> Iterator[_Year]:
    kind = history.kind
    position = history.calendar.of(history.start)
    layout, first = position.layout, position.number(kind)
    left = len(history.amounts)
    offset = history.start.toordinal() - layout.first_ordinal
    if offset != layout.bounds(kind, first)[0]:
        raise _out_of_step(history)
    while True:
        lengths = layout.lengths(kind)
        days = lengths[first - 1 : first - 1 + left]
        yield _Year(first, days, len(days) == len(lengths))
        left -= len(days)
        gone = layout.first_ordinal + sum(lengths[: first - 1]) + sum(days)
        if gone > LATEST_DAY.toordinal() + bool(not left):
            raise _out_of_step(history)
        if not left:
            return
        layout, first = history.calendar.years.layout_at(date.fromordinal(gone)), 1


def _out_of_step(history: History) -> InvalidValueError:
    expected = f"the first day of a fiscal {history.kind}, with room for all after"
    return InvalidValueError("History.start", history.start, expected)


def _as_numbers(history: History, years: tuple[_Year, ...]) -> Past:
    ratios = [as_integer_ratio(amount) for amount in history.amounts]
    whole = math.lcm(*{below for _, below in ratios})
    numbers = [above * (whole // below) for above, below in ratios]
    days = tuple(length for year in years for length in year.days)
    scale = Fraction(sum(map(abs, numbers)), whole * sum(days)) or Fraction(1)
    # Whole numbers to the last division: the rate is rounded once.
    above, below = whole * scale.numerator, scale.denominator
    cycle = _WEEKS_A_YEAR
    if history.kind is not PeriodKind.WEEK:
        cycle = history.calendar.of(history.start).layout.count(history.kind)
    return Past(
        numbers=numbers,
        denominator=whole,
        rates=tuple(
            number * below / (above * length)
            for number, length in zip(numbers, days, strict=True)
        ),
        seasons=tuple(
            min(year.first + at, cycle) - 1
            for year in years
            for at in range(len(year.days))
        ),
        days=days,
        years=_whole_years(years),
        cycle=cycle,
        scale=scale,
        takes_back=min(numbers) < 0,
    )


def _whole_years(years: tuple[_Year, ...]) -> tuple[tuple[int, int], ...]:
    ends = list(accumulate((len(year.days) for year in years), initial=0))
    return tuple(
        bounds
        for bounds, year in zip(pairwise(ends), years, strict=True)
        if year.is_whole
    )


def season_of(period: FiscalPeriod, cycle: int) -> int:
    """Return which season of its year *period* is, from 0.

    A 53rd week counts with the 52nd.
    """
    return min(period.number, cycle) - 1
