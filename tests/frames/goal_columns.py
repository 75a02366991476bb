"""Goals of every shape that columns can tell, as objects and as columns.

From one seed come cases; from each the goal and its entries for the engine of one goal,
and rows for the engine of all. What the first finds is what the second has to.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any, Final, TypeAlias

import attrs

from jbpcore.engine.amounts import exact
from jbpcore.engine.attainment import assess_goal
from jbpcore.engine.goal_result import GoalResult
from jbpcore.model.actual import ActualEntry, EntryStatus
from jbpcore.model.amount import Amount, Unit
from jbpcore.model.goal import Goal
from jbpcore.model.health import HealthBands
from jbpcore.model.metric import Accumulation, Direction, Metric
from jbpcore.model.phasing import Bucket, LinearPhasing, Phasing, WeightedPhasing
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.values.decimals import half_even
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity

Columns: TypeAlias = dict[str, list[Any]]

DAYS: Final = (date(2026, 5, 15), date(2028, 2, 29), date(2026, 12, 31))
"""Days to ask about: inside a month, on a leap day, and at the end of a year."""

SHAPES: Final = ("flow", "ceiling", "level_up", "level_down", "milestone")
DIGITS: Final = {"USD": 2, "EUR": 2, "JPY": 0, "KWD": 3, "count": 2}
CALENDAR: Final = FiscalCalendar.calendar_year()
RECORDED: Final = datetime(2026, 1, 1, tzinfo=UTC)
_ROUND: Final = (0, 1, 2, 3, 5, 50, 100, 101, 250, 1_000, 99_999, 2_500_000)


@attrs.frozen(kw_only=True)
class Entry:
    """One entry: units, and where it stands among those of its day."""

    on: date
    amount: int
    sequence: int
    status: str = "booked"


@attrs.frozen(kw_only=True)
class Case:
    """One goal, in whole units, with its entries."""

    key: str
    shape: str
    unit: str
    first: date
    last: date
    target: int | None
    baseline: int | None
    weights: tuple[int, ...] | None
    entries: tuple[Entry, ...]

    @property
    def phasing(self) -> str | None:
        return None if self.weights is None else "-".join(map(str, self.weights))


def make_cases(count: int, seed: int, as_of: date) -> list[Case]:
    """Return so many cases around the day asked about."""
    random = Random(seed)  # noqa: S311 - a seed has to bring the same cases again
    return [_case(f"g-{n:06}", random, as_of) for n in range(count)]


def _case(key: str, random: Random, as_of: date) -> Case:
    shape = random.choice(SHAPES)
    weights = _weights(random) if random.random() < 0.4 else None
    first, last = _days(random, as_of, weights)
    target = _amount(random) if random.random() < 0.93 else None
    baseline = None
    if shape.startswith("level"):
        baseline = _amount(random) if random.random() < 0.8 else None
        if random.random() < 0.05:
            baseline = target
    return Case(
        key=key,
        shape=shape,
        unit="count" if shape == "milestone" else random.choice(list(DIGITS)),
        first=first,
        last=last,
        target=target,
        baseline=baseline,
        weights=weights,
        entries=_entries(random, first, last, as_of, target),
    )


def _weights(random: Random) -> tuple[int, ...]:
    months = random.choice((1, 2, 3, 6, 12, 13))
    if random.random() < 0.08:
        return (0,) * months
    return tuple(random.choice((0, 1, 7, 20, 33, 950)) for _ in range(months))


def _days(
    random: Random, as_of: date, weights: tuple[int, ...] | None
) -> tuple[date, date]:
    if weights is None:
        first = as_of + timedelta(days=random.choice((-1, 0, 1, 0, _spread(random))))
        length = random.choice((1, 2, 7, 30, 90, 91, 365, random.randint(1, 800)))
        if random.random() < 0.05:  # ends on the very day
            first = as_of - timedelta(days=length - 1)
        return first, first + timedelta(days=length - 1)
    month = as_of.year * 12 + as_of.month - 1 - random.randint(-2, len(weights) + 1)
    return _month(month), _month(month + len(weights)) - timedelta(days=1)


def _spread(random: Random) -> int:
    return random.randint(-200, 20)


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def _amount(random: Random) -> int:
    kind = random.random()
    if kind < 0.5:
        return random.choice(_ROUND)
    if kind < 0.6:
        return -random.choice(_ROUND)
    return random.randint(1, 10 ** random.randint(1, 11))


def _entries(
    random: Random, first: date, last: date, as_of: date, target: int | None
) -> tuple[Entry, ...]:
    if random.random() < 0.4 and target is not None:
        return _on_pace(random, first, last, as_of, target)
    count = random.choice((0, 0, 1, 1, 2, 3, 8))
    days = [first, last, as_of, first - timedelta(days=1), last + timedelta(days=1)]
    days += [as_of + timedelta(days=1)]
    made = []
    for number in range(count):
        inside = first + timedelta(days=random.randint(-20, (last - first).days + 20))
        amount = _amount(random) if random.random() < 0.7 else abs(target or 7) // 3
        if random.random() < 0.15:
            amount = -amount
        made.append(
            Entry(
                on=random.choice(days) if random.random() < 0.4 else inside,
                amount=amount,
                sequence=random.choice((0, number)),
                status="booked" if random.random() < 0.9 else "disputed",
            )
        )
    return tuple(made)


def _on_pace(
    random: Random, first: date, last: date, as_of: date, target: int
) -> tuple[Entry, ...]:
    """Return one entry of about what is due, at a bound of a band or beside it."""
    gone = (as_of - first).days + 1
    due = Fraction(target * gone, (last - first).days + 1)
    share = Fraction(random.choice((79, 80, 81, 94, 95, 96, 109, 110, 111)), 100)
    on = first + timedelta(days=random.randint(0, max(gone - 1, 0)))
    return (Entry(on=on, amount=int(due * share), sequence=0),)


def goal_of(case: Case) -> Goal:
    """Return the goal as the engine of one goal has it."""
    unit = Unit.count("things") if case.unit == "count" else Unit.money()
    level = case.shape.startswith("level")
    accumulation = Accumulation.LEVEL if level else Accumulation.FLOW
    if case.shape == "milestone":
        accumulation = Accumulation.MILESTONE
    goes_down = case.shape in {"ceiling", "level_down"}
    is_about = case.shape != "milestone"
    return Goal(
        id=case.key,
        name=case.key,
        metric=Metric(
            key=case.shape.replace("_", "-"),
            name=case.shape,
            unit=unit,
            accumulation=accumulation,
            direction=Direction.DOWN if goes_down else Direction.UP,
        ),
        target=_amount_of(case, case.target),
        baseline=_amount_of(case, case.baseline),
        stretch=_amount_of(case, 1) if is_about else None,  # says in what unit it is
        period=DateRange(case.first, case.last + timedelta(days=1)),
        phasing=_phasing_of(case),
    )


def _phasing_of(case: Case) -> Phasing:
    if case.weights is None:
        return LinearPhasing()
    period = DateRange(case.first, case.last + timedelta(days=1))
    if any(case.weights):
        return WeightedPhasing.by_month(case.weights, period=period, calendar=CALENDAR)
    elsewhere = DateRange(date(1999, 1, 1), date(1999, 2, 1))
    return WeightedPhasing([Bucket(elsewhere, 1)])


def _amount_of(case: Case, units: int | None) -> Amount | None:
    if units is None:
        return None
    amount = Fraction(units, 10 ** DIGITS[case.unit])
    if case.unit == "count":
        return Quantity(_text(amount), "things")
    return Money.from_minor(units, case.unit)


def _text(amount: Fraction) -> str:
    cents = amount * 100
    whole, rest = divmod(abs(int(cents)), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{rest:02}"


def entries_of(case: Case) -> list[ActualEntry]:
    """Return its entries as the engine of one goal has them.

    Their ids rise with what they amount to, so that of several observations recorded
    at once the highest counts, as it does in columns.
    """
    found = []
    for number, entry in enumerate(case.entries):
        amount = _amount_of(case, entry.amount)
        assert amount is not None
        found.append(
            ActualEntry(
                metric=case.shape.replace("_", "-"),
                on=entry.on,
                amount=amount,
                status=EntryStatus(entry.status),
                entry_id=f"{entry.amount + 10**15:020}-{number}",
                recorded_at=RECORDED + timedelta(seconds=entry.sequence),
            )
        )
    return found


def goal_table(cases: Iterable[Case]) -> Columns:
    """Return the goals as columns, one of them unknown to the library."""
    listed = list(cases)
    return {
        "goal_id": [case.key for case in listed],
        "owner": [f"owner {len(case.key)}" for case in listed],
        "target": [case.target for case in listed],
        "first_day": [case.first for case in listed],
        "last_day": [case.last for case in listed],
        "shape": [case.shape for case in listed],
        "baseline": [case.baseline for case in listed],
        "phasing": [case.phasing for case in listed],
        "currency": [case.unit for case in listed],
    }


def actual_table(cases: Iterable[Case]) -> Columns:
    """Return the entries of all goals, and some of a goal that is not there."""
    rows = [(case.key, entry) for case in cases for entry in case.entries]
    rows += [("nobody", Entry(on=date(2026, 5, 1), amount=7, sequence=0))]
    Random(7).shuffle(rows)  # noqa: S311 - any order will do
    return {
        "goal_id": [key for key, _ in rows],
        "date": [entry.on for _, entry in rows],
        "amount": [entry.amount for _, entry in rows],
        "sequence": [entry.sequence for _, entry in rows],
        "status": [entry.status for _, entry in rows],
    }


def phasing_table(cases: Iterable[Case]) -> Columns:
    """Return the months of all phasings, and their weights."""
    named = {case.phasing: case.weights for case in cases}
    rows = [
        (name, month, weight)
        for name, weights in named.items()
        if weights is not None
        for month, weight in enumerate(weights)
    ]
    return {
        "phasing": [name for name, _, _ in rows],
        "month": [month for _, month, _ in rows],
        "weight": [weight for _, _, weight in rows],
    }


@cache
def expected_rows(count: int, seed: int, as_of: date) -> list[dict[str, Any]]:
    """Return what the engine of one goal finds for each case."""
    return [
        expected_row(case, as_of, HealthBands())
        for case in make_cases(count, seed, as_of)
    ]


def expected_row(case: Case, as_of: date, bands: HealthBands) -> dict[str, Any]:
    """Return what the engine of one goal finds, in whole units."""
    result = assess_goal(goal_of(case), entries_of(case), as_of=as_of, bands=bands)
    return {"goal_id": case.key} | row_of(case, result)


def row_of(case: Case, result: GoalResult) -> dict[str, Any]:
    """Return the figures of a result in whole units."""
    scale = 1 if case.shape == "milestone" else 10 ** DIGITS[case.unit]
    required = result.required_run_rate
    rate = result.run_rate
    daily = None if required is None else required.value * scale
    return {
        "attained": _units(result.attained, scale),
        "entry_count": result.entry_count,
        "last_entry_on": result.last_entry_on,
        "elapsed_days": result.elapsed_days,
        "total_days": result.total_days,
        "remaining_days": result.remaining_days,
        "share": result.expected_ratio,
        "expected_to_date": _units(result.expected_to_date, scale),
        "gap_to_target": _units(result.gap_to_target, scale),
        "gap_to_pace": _units(result.gap_to_pace, scale),
        "projected_finish": _units(result.projected_finish, scale),
        "required_daily": None
        if daily is None
        else half_even(daily.numerator, daily.denominator),
        **_ratios(result),
        "run_rate": None if rate is None else float(rate.value * scale),
        "required_run_rate": None if daily is None else float(daily),
        "health": result.health.value,
        "reason": result.reason.value,
    }


def _ratios(result: GoalResult) -> dict[str, float | None]:
    names = ("attainment_ratio", "progress_ratio", "pace_index", "lift_needed")
    found = {name: getattr(result, name) for name in names}
    return {name: None if f is None else float(f) for name, f in found.items()}


def _units(amount: Amount | None, scale: int) -> int | None:
    if amount is None:
        return None
    units = exact(amount) * scale
    assert units.denominator == 1
    return int(units)


def found_row(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of any library as plain values, to be compared with an expected one.

    A missing number is ``None``, a day is a day, and due of whole is a fraction.
    """
    plain = {name: _plain(value) for name, value in row.items()}
    due, whole = plain.pop("due"), plain.pop("whole")
    plain["share"] = None if due is None else Fraction(due, whole)
    return plain


def _plain(value: Any) -> Any:
    if value is None or value != value or str(value) in {"<NA>", "NaT"}:  # noqa: PLR0124
        return None
    if hasattr(value, "date"):
        return value.date()
    return value.item() if hasattr(value, "item") else value
