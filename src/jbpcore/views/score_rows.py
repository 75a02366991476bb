"""How goals stand, one row each, as data for files and other programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import attrs

from jbpcore.engine.amounts import exact, like
from jbpcore.engine.closing import required_rates
from jbpcore.engine.freshness import Freshness
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.portfolio import PlanGoal, Portfolio
from jbpcore.engine.rate import Rate
from jbpcore.engine.reasons import Reason
from jbpcore.errors import Finding
from jbpcore.model.amount import Amount
from jbpcore.model.health import Health
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.planning.from_targets import goal_path
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

__all__ = ["SCORE_COLUMNS", "ScoreRow", "score_rows"]

_RATIO_DIGITS: Final = 6
_HALF: Final = Fraction(1, 2)


@attrs.frozen(kw_only=True)
class ScoreRow:
    """How one goal stands, in the columns that analysts expect.

    Any figure may be ``None``, which is never zero: without a target there is no
    attainment.

    Attributes:
        plan_id: The plan.
        goal_id: The goal in it.
        owner: Id of the plan's partner.
        name: What people call the partner.
        period: Label of the goal's period, such as ``FY26-Q2``, which one that covers a
            part of it goes by too; else its days.
        first_day: First day of the period.
        last_day: Last day of the period.
        unit: The currency of the amounts, or what they count; empty if unknown.
        target: What is wanted by the end of the period.
        attained: What is in.
        attainment: Attained ÷ target; 1 is 100 %.
        variance: Attained − target, so that short is negative. (A gap is the other way
            round: positive where something is missing.)
        expected_to_date: What should be in by now, along the phasing.
        pace_index: Progress ÷ progress expected; above 1 is good.
        gap_to_target: What is missing to the target; positive is short.
        gap_to_pace: What is missing to where it should be by now; positive is short.
        required_run_rate: What each day left must bring, rounded to the minor unit.
        lift_needed: How many times faster it must go from here.
        projected_finish: Where it ends at this pace along the phasing.
        health: How it is doing.
        reason: The rule that decided the health.
        entries: Bookings that count.
        findings: How many things are worth a look, about the goal or its targets.
        required_per_week: The speed of *required_run_rate* by the week of seven days.
        required_per_workday: What each working day left must bring, where a work
            calendar was given.
        original_target: What the target was before it was revised; ``None`` if it was
            not.
        disputed: What is disputed, beside what is in.
        pipeline: What is open, beside what is in.
        coverage_of_target: Open pipeline ÷ target.
        coverage_of_gap: Open pipeline ÷ gap to the target.
        freshness: Whether the data are recent enough.
        last_entry_on: The day of the last booking.
    """

    plan_id: str
    goal_id: str
    owner: str
    name: str
    period: str
    first_day: date
    last_day: date
    unit: str
    target: Amount | None
    attained: Amount | None
    attainment: Fraction | None
    variance: Amount | None
    expected_to_date: Amount | None
    pace_index: Fraction | None
    gap_to_target: Amount | None
    gap_to_pace: Amount | None
    required_run_rate: Amount | None
    lift_needed: Fraction | None
    projected_finish: Amount | None
    health: Health
    reason: Reason
    entries: int
    findings: int
    required_per_week: Amount | None = None
    required_per_workday: Amount | None = None
    original_target: Amount | None = None
    disputed: Amount | None = None
    pipeline: Amount | None = None
    coverage_of_target: Fraction | None = None
    coverage_of_gap: Fraction | None = None
    freshness: Freshness | None = None
    last_entry_on: date | None = None

    @property
    def status(self) -> str:
        """The health, or ``no_target`` where that is why there is none."""
        if self.reason is Reason.NO_TARGET:
            return Reason.NO_TARGET.value
        return self.health.value

    def to_cells(self) -> tuple[str | int | Decimal | None, ...]:
        """Return the row in the order of :data:`SCORE_COLUMNS`, ratios to 6 digits."""
        return tuple(_cell(getattr(self, name)) for name in SCORE_COLUMNS)

    def to_dict(self) -> dict[str, Any]:
        """Return the row as plain data.

        Amounts are decimal strings in ``unit``; ratios are strings with 6 digits, and
        exact under the same name with ``_exact``; what is missing is ``None``.
        """
        data: dict[str, Any] = {}
        for name in SCORE_COLUMNS:
            value = getattr(self, name)
            cell = _cell(value)
            data[name] = str(cell) if isinstance(cell, Decimal) else cell
            if name in _RATIOS:
                data[f"{name}_exact"] = None if value is None else str(value)
        return data


SCORE_COLUMNS: Final = (
    "owner",
    "name",
    "period",
    "first_day",
    "last_day",
    "unit",
    "target",
    "attained",
    "attainment",
    "variance",
    "expected_to_date",
    "pace_index",
    "gap_to_target",
    "gap_to_pace",
    "required_run_rate",
    "lift_needed",
    "projected_finish",
    "status",
    "health",
    "reason",
    "entries",
    "findings",
    "plan_id",
    "goal_id",
    "required_per_week",
    "required_per_workday",
    "original_target",
    "disputed",
    "pipeline",
    "coverage_of_target",
    "coverage_of_gap",
    "freshness",
    "last_entry_on",
)
"""The columns of a score, in their order; new ones are only added at the end."""

_RATIOS: Final = frozenset(
    {
        "attainment",
        "pace_index",
        "lift_needed",
        "coverage_of_target",
        "coverage_of_gap",
    }
)


def score_rows(
    portfolio: Portfolio,
    *,
    calendar: FiscalCalendar,
    by: PeriodKind | None = None,
    findings: Iterable[Finding] = (),
) -> tuple[ScoreRow, ...]:
    """Return a row for each goal of *portfolio*, in its order.

    Args:
        portfolio: What was measured.
        calendar: Gives periods their labels.
        by: The size of a goal's period, whose label a goal with a target over a part of
            it has; ``None`` labels whole periods only.
        findings: What was found when the plans were made; those whose path is that of a
            goal are counted in its row.

    Examples:
        >>> from jbpcore.engine.portfolio import assess_portfolio
        >>> nothing = assess_portfolio([], [], as_of=date(2026, 5, 15))
        >>> score_rows(nothing, calendar=FiscalCalendar.calendar_year())
        ()
    """
    counts = Counter(finding.path for finding in findings)
    return tuple(
        _row(goal, _label(goal, calendar, by), counts)
        for goal in portfolio.iter_goals()
    )


def _label(found: PlanGoal, calendar: FiscalCalendar, by: PeriodKind | None) -> str:
    goal = found.result.goal
    if by is not None and goal.target is not None:
        period = calendar.of(goal.period.start).period(by)
        if period.dates.contains(goal.period):
            return period.label
    whole = calendar.try_period(goal.period)
    return str(goal.period) if whole is None else whole.label


def _row(found: PlanGoal, label: str, counts: Counter[str]) -> ScoreRow:
    plan, result = found.plan, found.result
    goal = result.goal
    rates = required_rates(result)
    return ScoreRow(
        plan_id=plan.id,
        goal_id=goal.id,
        owner=plan.partner.id,
        name=plan.partner.name,
        period=label,
        first_day=goal.period.first_day,
        last_day=goal.period.last_day,
        unit=_unit(result),
        target=result.target,
        attained=result.attained,
        attainment=result.attainment_ratio,
        variance=_variance(result),
        expected_to_date=result.expected_to_date,
        pace_index=result.pace_index,
        gap_to_target=result.gap_to_target,
        gap_to_pace=result.gap_to_pace,
        required_run_rate=_rounded(rates.per_day),
        lift_needed=result.lift_needed,
        projected_finish=result.projected_finish,
        health=result.health,
        reason=result.reason,
        entries=result.entry_count,
        findings=len(result.findings) + counts[goal_path(plan.id, goal.id)],
        required_per_week=_rounded(rates.per_week),
        required_per_workday=_rounded(rates.per_workday),
        original_target=goal.target if result.is_revised else None,
        disputed=result.disputed,
        pipeline=result.pipeline,
        coverage_of_target=result.coverage_of_target,
        coverage_of_gap=result.coverage_of_gap,
        freshness=result.freshness,
        last_entry_on=result.last_entry_on,
    )


def _rounded(rate: Rate | None) -> Amount | None:
    return None if rate is None else rate.rounded()


def _unit(result: GoalResult) -> str:
    if result.shape.is_share:
        return "ratio"
    amount = result.target if result.attained is None else result.attained
    if isinstance(amount, Money):
        return amount.currency
    return result.goal.metric.unit.noun or ("" if amount is None else "ratio")


def _variance(result: GoalResult) -> Amount | None:
    attained, target = result.attained, result.target
    if attained is None or target is None:
        return None
    return like(exact(attained) - exact(target), target)


def _cell(value: object) -> str | int | Decimal | None:
    if isinstance(value, Fraction):
        return _decimal(value)
    if isinstance(value, Ratio):
        return _decimal(value.value)
    if isinstance(value, Money) and value.is_whole_minor:
        return _scaled(value.to_minor(), value.minor_digits)
    if isinstance(value, Money | Quantity):
        return value.amount
    return value if value is None or isinstance(value, int) else str(value)


def _decimal(ratio: Fraction) -> Decimal:
    """Round as spreadsheets and databases do: half away from zero."""
    units = int(abs(ratio) * 10**_RATIO_DIGITS + _HALF)
    return _scaled(units if ratio > 0 else -units, _RATIO_DIGITS)


def _scaled(units: int, digits: int) -> Decimal:
    sign, text = "-" if units < 0 else "", str(abs(units)).rjust(digits + 1, "0")
    whole, places = text[: len(text) - digits], text[len(text) - digits :]
    return Decimal(f"{sign}{whole}.{places}" if digits else f"{sign}{whole}")
