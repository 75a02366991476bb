"""What is booked in each stretch of the period so far."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import attrs

from jbpcore.engine.amounts import exact, like
from jbpcore.engine.measure import credited_sum
from jbpcore.engine.scope import iter_in_scope
from jbpcore.engine.sifting import sift
from jbpcore.errors import CurrencyMismatchError, InvalidValueError, UnitMismatchError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import Amount, UnitKind
from jbpcore.model.goal import Goal
from jbpcore.model.validation import a_date, is_a
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import FiscalPeriod, PeriodKind
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

__all__ = ["Bookings", "a_size", "check_same_unit"]

_SIZES = (PeriodKind.QUARTER, PeriodKind.MONTH, PeriodKind.WEEK)


def a_size(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
    """Accept a kind of period that years can be cut into for comparison."""
    if value not in _SIZES:
        expected = f"one of {', '.join(map(repr, _SIZES))}"
        raise InvalidValueError(attribute.name, value, expected)


def _amounts(amounts: Iterable[Amount]) -> tuple[Amount, ...]:
    return tuple(amounts)


@attrs.frozen(kw_only=True)
class Bookings:
    """What is booked in each fiscal month (week, quarter) of a period up to a day.

    Attributes:
        period: The goal's days.
        as_of: The last day that counts, as a whole day.
        amounts: One for each stretch that has begun, in order, the last one perhaps
            not over. Empty before the period.
        calendar: The fiscal calendar that cuts the period.
        kind: What a stretch is: a month, a week or a quarter.

    Raises:
        InvalidValueError: If there is not one amount for each stretch begun, or an
            amount is a ratio.
        CurrencyMismatchError: If the amounts are in several currencies.
        UnitMismatchError: If they count different things.

    Examples:
        >>> quarter = DateRange(date(2026, 4, 1), date(2026, 7, 1))
        >>> so_far = Bookings(
        ...     period=quarter, as_of=date(2026, 5, 15),
        ...     amounts=[Money(5_000, "USD"), Money(2_500, "USD")],
        ... )
        >>> [str(tile.dates) for tile in so_far.tiles][:2]
        ['2026-04-01..2026-04-30', '2026-05-01..2026-05-31']
    """

    period: DateRange = attrs.field(validator=is_a(DateRange))
    as_of: date = attrs.field(validator=a_date)
    amounts: tuple[Amount, ...] = attrs.field(
        converter=_amounts, validator=is_a(Money, Quantity, each=True)
    )
    calendar: FiscalCalendar = attrs.field(
        factory=FiscalCalendar.calendar_year, validator=is_a(FiscalCalendar)
    )
    kind: PeriodKind = attrs.field(default=PeriodKind.MONTH, validator=a_size)
    tiles: tuple[FiscalPeriod, ...] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Check that there is an amount for each stretch begun."""
        for amount in self.amounts:
            check_same_unit(self.amounts[0], amount)
        tiles = self.calendar.tiles(self.kind, self.period)
        begun = sum(tile.dates.start <= self.as_of for tile in tiles)
        if len(self.amounts) != begun:
            expected = f"{begun}, one for each fiscal {self.kind} begun by {self.as_of}"
            raise InvalidValueError("Bookings.amounts", len(self.amounts), expected)
        object.__setattr__(self, "tiles", tiles)

    @classmethod
    def of_entries(
        cls,
        goal: Goal,
        entries: Iterable[ActualEntry],
        *,
        as_of: date,
        calendar: FiscalCalendar | None = None,
        kind: PeriodKind = PeriodKind.MONTH,
        known_at: datetime | None = None,
    ) -> Bookings | None:
        """Add up the entries of *goal* in each stretch begun.

        Each entry counts as
        :func:`~jbpcore.engine.attainment.assess_goal` counts it.

        Args:
            goal: The goal.
            entries: Booked facts; those of other metrics are passed over.
            as_of: The last day that counts.
            calendar: The fiscal calendar; the calendar year if ``None``.
            kind: What a stretch is.
            known_at: Entries recorded later are not known; ``None`` to know all.

        Returns:
            The bookings; ``None`` where neither goal nor entries tell the currency.
        """
        calendar = FiscalCalendar.calendar_year() if calendar is None else calendar
        tiles = calendar.tiles(kind, goal.period)
        begun = tuple(tile for tile in tiles if tile.dates.start <= as_of)
        found = sift(
            goal, iter_in_scope(goal, entries), as_of=as_of, known_at=known_at
        ).entries
        sample = _sample(goal, found)
        if sample is None:
            return None
        amounts = []
        total = before = Fraction(0)
        for inside in _by_stretch(found, begun):
            # Differences of what stood at each end add up to what is attained.
            total += credited_sum(inside)
            now = exact(like(total, sample))
            amounts.append(like(now - before, sample))
            before = now
        return cls(
            period=goal.period,
            as_of=as_of,
            amounts=amounts,
            calendar=calendar,
            kind=kind,
        )


def check_same_unit(one: Amount, other: Amount) -> None:
    """Refuse two amounts that cannot be added.

    Raises:
        CurrencyMismatchError: If they are in different currencies.
        UnitMismatchError: If they count different things.
    """
    if isinstance(one, Money) and isinstance(other, Money):
        if one.currency != other.currency:
            raise CurrencyMismatchError(one.currency, other.currency)
    elif _unit(one) != _unit(other):
        raise UnitMismatchError(_unit(one), _unit(other))


def _unit(amount: Amount) -> str:
    return "ratio" if isinstance(amount, Ratio) else amount.unit_name


def _sample(goal: Goal, entries: Sequence[ActualEntry]) -> Amount | None:
    if goal.sample is not None:
        return goal.sample
    unit = goal.metric.unit
    if unit.kind is UnitKind.COUNT:
        return Quantity(0, unit.noun)
    currencies = {
        entry.amount.currency for entry in entries if isinstance(entry.amount, Money)
    }
    return Money.zero(currencies.pop()) if len(currencies) == 1 else None


def _by_stretch(
    entries: Sequence[ActualEntry], begun: Sequence[FiscalPeriod]
) -> list[list[ActualEntry]]:
    found: list[list[ActualEntry]] = [[] for _ in begun]
    starts = [tile.dates.start for tile in begun]
    for entry in entries:
        at = bisect_right(starts, entry.on) - 1
        if at >= 0 and entry.on < begun[at].dates.end:
            found[at].append(entry)
    return found
