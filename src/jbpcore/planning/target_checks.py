"""Which lines of a list of targets can be used, and which of those look wrong."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

from jbpcore.engine.amounts import exact
from jbpcore.errors import Finding, Severity
from jbpcore.model.amount import Amount
from jbpcore.model.metric import Metric
from jbpcore.model.target_line import TargetLine
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import FiscalPeriod, PeriodKind
from jbpcore.values.ids import PartyId
from jbpcore.values.money import Money
from jbpcore.values.ratio import Ratio
from jbpcore.wording import Sentence, message

__all__ = ["OUTLIER_FACTOR", "apart", "try_gap", "try_outlier", "try_unusable"]

OUTLIER_FACTOR: Final = 5
"""How many times larger, or smaller, than all its neighbours an outlier is."""

_NEIGHBOURS_EACH_SIDE: Final = 3
_FEWEST_NEIGHBOURS: Final = 3

_OVER: Final = message(
    "The target of {name} for {dates}, {amount}, is over 5 times the largest around it "
    "({nearest} for {nearest_dates}). It is used as it is; check {place} for a typing "
    "error."
)
_UNDER: Final = message(
    "The target of {name} for {dates}, {amount}, is under a fifth of the least around "
    "it ({nearest} for {nearest_dates}). It is used as it is; check {place} for a "
    "typing error."
)
_MONTHS: Final = message(
    "Targets of {name} cover {have} of {of} months of {period}; there is none for "
    "{missed}."
)
_DAYS: Final = message(
    "Targets of {name} cover {have} of {of} days of {period}; there is none for "
    "{missed}."
)


def try_unusable(
    line: TargetLine, *, metric: Metric, currency: str | None
) -> tuple[str, str] | None:
    """Say why *line* cannot become part of a goal, as a code and a sentence.

    Args:
        line: The line.
        metric: What the goals count.
        currency: The currency of the goals, where they are about money.

    Returns:
        ``None`` if it can.
    """
    amount = line.amount
    if not metric.unit.accepts(amount):
        unit = metric.unit
        message = Sentence(
            "It is not in {unit}, the unit of {metric}.", unit=unit, metric=metric.name
        )
        return "jbp.targets.unit", message
    if isinstance(amount, Money):
        if currency is not None and amount.currency != currency:
            message = Sentence(
                "{amount} is not in {currency}; convert it first.",
                amount=amount,
                currency=currency,
            )
            return "jbp.targets.currency", message
        if not amount.is_whole_minor:
            message = Sentence(
                "Round {amount} to the minor unit of its currency.", amount=str(amount)
            )
            return "jbp.targets.minor_unit", message
    if exact(amount) < 0:
        message = Sentence(
            "A target below zero ({amount}) cannot be phased; correct it.",
            amount=_shown(amount),
        )
        return "jbp.targets.negative", message
    return None


def apart(
    lines: Iterable[TargetLine],
) -> tuple[dict[PartyId, list[TargetLine]], list[Finding]]:
    """Sort lines by owner and days, leaving out those that share days with another.

    Lines are never summed silently: of several that are for the same days, wholly or in
    part, the first one given counts. A later one that says the very same is left out
    with a warning, any other with an error.

    Returns:
        The lines that count, in order of days, by owner; and what was left out.
    """
    by_owner: defaultdict[PartyId, list[TargetLine]] = defaultdict(list)
    findings = []
    for line in lines:
        kept = by_owner[line.partner_id]
        at = bisect_left(kept, line.dates, key=lambda other: other.dates)
        beside = [kept[i] for i in (at - 1, at) if 0 <= i < len(kept)]
        first = next((o for o in beside if o.dates.overlaps(line.dates)), None)
        if first is None:
            kept.insert(at, line)
        else:
            findings.append(_left_out(line, first))
    return dict(by_owner), findings


def _left_out(line: TargetLine, first: TargetLine) -> Finding:
    same = (first.dates, first.amount) == (line.dates, line.amount)
    message = Sentence(
        "A target of {partner} for {dates} was stated before, at "
        "{place}: {first} for {first_dates}. That one counts, this one "
        "({amount}) does not. Keep one of them, or give their sum "
        "in one row.",
        partner=line.partner_id,
        dates=line.dates,
        place=first.place,
        first=_shown(first.amount),
        first_dates=first.dates,
        amount=_shown(line.amount),
    )
    return Finding(
        code="jbp.targets.repeated" if same else "jbp.targets.overlap",
        path=line.place,
        message=message,
        severity=Severity.WARNING if same else Severity.ERROR,
        row=line.row,
    )


def try_outlier(
    lines: Sequence[TargetLine], at: int, *, name: str, path: str
) -> Finding | None:
    """Return a warning if the target at position *at* is far from all its neighbours.

    Compared are amounts per day with those of up to three lines before and three after,
    of the same owner. An outlier is more than :data:`OUTLIER_FACTOR` times the largest
    of them, or less than that part of the smallest. With fewer than three neighbours,
    or a target of zero, nothing is one. Seasons pass: a peak is rarely five times as
    high as every one of the months around it; a slipped digit is.

    Args:
        lines: Of one owner, in order of days.
        at: Position of the one that is judged.
        name: What people call the owner.
        path: Path of the finding.
    """
    line = lines[at]
    before = lines[max(0, at - _NEIGHBOURS_EACH_SIDE) : at]
    around = [*before, *lines[at + 1 : at + 1 + _NEIGHBOURS_EACH_SIDE]]
    rate, rates = _per_day(line), [_per_day(other) for other in around]
    if len(around) < _FEWEST_NEIGHBOURS:
        return None
    if 0 < OUTLIER_FACTOR * max(rates) < rate:
        sentence, nearest = _OVER, around[rates.index(max(rates))]
    elif 0 < OUTLIER_FACTOR * rate < min(rates):
        sentence, nearest = _UNDER, around[rates.index(min(rates))]
    else:
        return None
    message = Sentence(
        sentence,
        name=name,
        dates=line.dates,
        amount=_shown(line.amount),
        nearest=_shown(nearest.amount),
        nearest_dates=nearest.dates,
        place=line.place,
    )
    return Finding(
        code="jbp.targets.outlier",
        path=path,
        message=message,
        severity=Severity.WARNING,
        row=line.row,
    )


def try_gap(
    period: FiscalPeriod,
    covered: Sequence[DateRange],
    *,
    calendar: FiscalCalendar,
    name: str,
    path: str,
) -> Finding | None:
    """Return a warning if days of *period* are in none of the ranges *covered*.

    Args:
        period: The days that a goal is for.
        covered: The days that targets were stated for.
        calendar: Whose months to count in, where whole months are missing.
        name: What people call the owner.
        path: Path of the finding.
    """
    gaps = period.dates.gaps(covered)
    if not gaps:
        return None
    months = calendar.list_periods(PeriodKind.MONTH, period.dates)
    missing = [
        month for month in months if any(gap.contains(month.dates) for gap in gaps)
    ]
    if sum(m.dates.length_days for m in missing) == sum(g.length_days for g in gaps):
        have, of, sentence = len(months) - len(missing), len(months), _MONTHS
    else:
        of = period.dates.length_days
        have, sentence = of - sum(gap.length_days for gap in gaps), _DAYS
    message = Sentence(
        sentence,
        name=name,
        have=have,
        of=of,
        period=period.label,
        missed=tuple(gaps),
    )
    return Finding(
        code="jbp.targets.gap",
        path=path,
        message=message,
        severity=Severity.WARNING,
    )


def _shown(amount: Amount) -> str:
    """Write an amount with commas between thousands, so that digits can be counted."""
    if isinstance(amount, Ratio):
        return str(amount)
    unit = amount.currency if isinstance(amount, Money) else amount.unit
    return f"{amount.amount:,f} {unit}"


def _per_day(line: TargetLine) -> Fraction:
    return exact(line.amount) / line.dates.length_days
