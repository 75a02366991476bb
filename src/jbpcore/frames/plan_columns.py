"""Plans and their ledger as the tables that whole channels are measured in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from math import lcm
from types import MappingProxyType
from typing import Final

import attrs

from jbpcore.engine.amounts import as_integer_ratio
from jbpcore.engine.reversals import without_taken_back
from jbpcore.engine.shape import GoalShape, shape_of
from jbpcore.engine.sifting import sift
from jbpcore.errors import Finding, InvalidValueError
from jbpcore.frames.layout import PHASING_COLUMNS, SHAPES
from jbpcore.frames.tidy import ColumnKind, TidyCell, TidyTable, in_columns
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import BookedAmount
from jbpcore.model.goal import Goal
from jbpcore.model.metric import Accumulation
from jbpcore.model.phasing import LinearPhasing, WeightedPhasing
from jbpcore.model.plan import Plan
from jbpcore.model.whole_units import COUNT_DIGITS, whole_units
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.wording import Sentence

__all__ = ["CHANNEL_KEYS", "ChannelTables", "channel_tables"]

CHANNEL_KEYS: Final = ("partner_id", "plan_id", "goal_id")
"""What names a goal in the tables of a channel, for ``keys``."""

_TEXT, _COUNT, _DAY = ColumnKind.TEXT, ColumnKind.COUNT, ColumnKind.DAY
_GOALS: Final[Mapping[str, ColumnKind]] = MappingProxyType(
    {
        **dict.fromkeys(CHANNEL_KEYS, _TEXT),
        "goal": _TEXT,
        "metric": _TEXT,
        "currency": _TEXT,
        "shape": _TEXT,
        "first_day": _DAY,
        "last_day": _DAY,
        "target": _COUNT,
        "baseline": _COUNT,
        "phasing": _TEXT,
        "weight": _COUNT,
    }
)
_ACTUALS: Final[Mapping[str, ColumnKind]] = MappingProxyType(
    {
        **dict.fromkeys(CHANNEL_KEYS, _TEXT),
        "date": _DAY,
        "amount": _COUNT,
        "sequence": _COUNT,
    }
)
_MOST_WEIGHT: Final = 10**9
_EARLIEST: Final = datetime.min.replace(tzinfo=UTC)


@attrs.frozen(kw_only=True)
class ChannelTables:
    """Goals, what is booked for them, and their phasings, as columns.

    Attributes:
        goals: One row for each goal that columns can tell, named by ``CHANNEL_KEYS``.
            ``currency`` is what it is counted in where it is not about money.
        actuals: One row for each entry and goal that it counts for.
        phasing: The weights of the months.
        findings: The goals that columns cannot tell, and why.
    """

    goals: TidyTable
    actuals: TidyTable
    phasing: TidyTable
    findings: tuple[Finding, ...] = ()


def channel_tables(
    plans: Iterable[Plan], entries: Iterable[ActualEntry], *, as_of: date
) -> ChannelTables:
    """Return plans and their ledger as the tables of a channel.

    :func:`~jbpcore.frames.assessing.assess` takes them.

    What the engine of one goal reads from an entry is settled here: whose it is, which
    goals it counts for, and that it counts once. Targets are those that count on
    *as_of*.

    Args:
        plans: The plans of a channel.
        entries: Their ledger.
        as_of: The last day that counts.

    Returns:
        The tables. A goal that columns cannot tell is in none of them: one to keep, a
        ratio, one phased by other than calendar months, one with a cap or floor of its
        own, or with amounts finer than minor units.

    Examples:
        >>> from jbpcore.model import metrics
        >>> from jbpcore.model.party import Partner, Party
        >>> from jbpcore.periods.daterange import DateRange
        >>> quarter = DateRange(date(2026, 4, 1), date(2026, 7, 1))
        >>> goal = Goal(id="sales", name="Sales", metric=metrics.REVENUE,
        ...             target=Money("25000", "USD"), period=quarter)
        >>> plan = Plan(
        ...     id="q2", name="Plan", vendor=Party(id="acme", name="Acme"),
        ...     partner=Partner(id="northwind", name="Northwind"), period=quarter,
        ...     goals=[goal],
        ... )
        >>> booked = ActualEntry(metric="revenue", on=date(2026, 4, 20),
        ...                      amount=Money("7500", "USD"))
        >>> tables = channel_tables([plan], [booked], as_of=date(2026, 5, 15))
        >>> tables.goals.to_dict()["target"], tables.actuals.to_dict()["amount"]
        ([2500000], [750000])
    """
    ledger: defaultdict[tuple[str | None, str], list[ActualEntry]] = defaultdict(list)
    for entry in entries:
        ledger[entry.partner_id, entry.metric].append(entry)
    goals: list[tuple[TidyCell, ...]] = []
    actuals: list[tuple[TidyCell, ...]] = []
    months: dict[str, Sequence[int]] = {}
    findings: list[Finding] = []
    for plan in plans:
        scale = lcm(*(goal.weight.denominator for goal in plan.goals))
        for goal in plan.goals:
            key = (plan.partner.id, plan.id, goal.id)
            metric = goal.metric.key
            known = ledger[plan.partner.id, metric] + ledger[None, metric]
            try:
                row, weights = _goal_row(goal, as_of, scale)
                booked = list(_entry_rows(goal, known, as_of))
            except InvalidValueError as error:
                findings.append(_left_out(key, error))
                continue
            goals.append((*key, *row))
            actuals += [(*key, *cells) for cells in booked]
            if weights is not None:
                months[_name(weights)] = weights
    phased = [
        (name, month, weight)
        for name, weights in sorted(months.items())
        for month, weight in enumerate(weights)
    ]
    return ChannelTables(
        goals=in_columns(_GOALS, goals),
        actuals=in_columns(_ACTUALS, actuals),
        phasing=in_columns(PHASING_COLUMNS, phased),
        findings=tuple(findings),
    )


def _left_out(key: tuple[str, ...], error: InvalidValueError) -> Finding:
    message = Sentence(
        "{field} must be {expected}; got {value}.",
        field=error.field,
        expected=error.expected,
        value=str(error.value),
    )
    return Finding(code="jbp.frame.goal", path="/".join(key), message=message)


def _goal_row(
    goal: Goal, as_of: date, scale: int
) -> tuple[tuple[TidyCell, ...], Sequence[int] | None]:
    """Return the cells of a goal, and the weights of its months if it has any."""
    target = goal.target_on(as_of)
    shape = shape_of(goal, target=target)
    if shape not in SHAPES:
        raise InvalidValueError("shape", shape.value, f"one of {', '.join(SHAPES)}")
    for name in ("score_cap", "score_floor"):
        if getattr(goal, name) is not None:
            raise InvalidValueError(name, getattr(goal, name), "none of its own")
    weight = goal.weight * scale
    if weight > _MOST_WEIGHT:
        raise InvalidValueError("weight", goal.weight, "a simpler fraction")
    weights = _weights(goal)
    is_done = shape is GoalShape.MILESTONE
    cells: tuple[TidyCell, ...] = (
        goal.name,
        goal.metric.key,
        _unit(goal),
        shape.value,
        goal.period.start,
        goal.period.last_day,
        None if is_done else _units("target", target),
        None if is_done else _units("baseline", goal.baseline),
        None if weights is None else _name(weights),
        int(weight),
    )
    return cells, weights


def _unit(goal: Goal) -> str:
    if goal.currency is not None:
        return goal.currency
    return goal.metric.unit.noun or goal.metric.unit.kind.value


def _units(field: str, amount: BookedAmount | None) -> int | None:
    if amount is None:
        return None
    found = whole_units("", amount)
    if found is None:
        raise InvalidValueError(field, str(amount), "whole minor units, or hundredths")
    return found[1]


def _name(weights: Sequence[int]) -> str:
    return "-".join(map(str, weights))


def _weights(goal: Goal) -> Sequence[int] | None:
    """Return the weights of the months of a goal that is phased by them."""
    phasing = goal.phasing
    if isinstance(phasing, LinearPhasing):
        return None
    expected = "the same every day, or by whole calendar months of the goal"
    kind = type(phasing).__name__
    if not isinstance(phasing, WeightedPhasing):
        raise InvalidValueError("phasing", kind, expected)
    starts = [goal.period.start, *(bucket.dates.end for bucket in phasing.buckets)]
    are_months = all(day.day == 1 for day in starts) and all(
        bucket.dates.start == start
        and bucket.dates.start.month == bucket.dates.last_day.month
        and bucket.dates.length_days <= 31  # noqa: PLR2004 - no two years apart
        for bucket, start in zip(phasing.buckets, starts, strict=False)
    )
    if not are_months or starts[-1] != goal.period.end:
        raise InvalidValueError("phasing", kind, expected)
    scale = lcm(*(bucket.weight.denominator for bucket in phasing.buckets))
    return tuple(int(bucket.weight * scale) for bucket in phasing.buckets)


def _entry_rows(
    goal: Goal, entries: Sequence[ActualEntry], as_of: date
) -> Iterator[tuple[TidyCell, ...]]:
    """Yield the cells of what is booked for a goal, each entry once."""
    booked: Sequence[ActualEntry] = sift(goal, entries, as_of=as_of).entries
    if goal.metric.accumulation is Accumulation.LEVEL:
        booked = without_taken_back(booked)
    for sequence, entry in enumerate(sorted(booked, key=_recency)):
        yield entry.on, _credited(entry), sequence


def _recency(entry: ActualEntry) -> tuple[date, datetime, str]:
    return (entry.on, entry.recorded_at or _EARLIEST, entry.entry_id)


def _credited(entry: ActualEntry) -> int:
    """Return what of an entry counts, in whole units."""
    amount = entry.amount
    if not isinstance(amount, Money | Quantity):
        raise InvalidValueError("entry.amount", str(amount), "money or a count")
    digits = amount.minor_digits if isinstance(amount, Money) else COUNT_DIGITS
    over, under = as_integer_ratio(amount)
    units = Fraction(over, under) * entry.credit_ratio * 10**digits
    if units.denominator != 1:
        expected = "whole minor units, or hundredths, once its credit is taken"
        raise InvalidValueError("entry.amount", f"{amount} of {entry.on}", expected)
    return int(units)
