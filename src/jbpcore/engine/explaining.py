"""From a result to its explanation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final

import attrs

from jbpcore.engine import formulas
from jbpcore.engine.amounts import exact, rounded_like
from jbpcore.engine.explanation import Explanation, ExplanationInput, ExplanationStep
from jbpcore.engine.goal_result import FIGURES, GoalResult
from jbpcore.engine.rate import DAYS_PER_WEEK, Rate
from jbpcore.engine.reasons import Reason
from jbpcore.engine.shape import GoalShape
from jbpcore.model.amount import Amount
from jbpcore.model.health import Health
from jbpcore.model.metric import Accumulation
from jbpcore.model.phasing import LinearPhasing, WeightedPhasing, WorkdayPhasing
from jbpcore.model.s_curve import SCurvePhasing

__all__ = ["explanation"]

# A sign each, so that a formula can be read, and worked out by a program.
_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "A": "attained",
        "B": "baseline",
        "T": "target",
        "E": "expected_to_date",
        "G": "gap_to_target",
        "P": "pipeline",
        "s": "expected_ratio",
        "t": "elapsed_days",
        "N": "total_days",
        "w": "elapsed_workdays",
        "W": "total_workdays",
        "r": "run_rate",
        "q": "required_run_rate",
        "k": "kept",
        "d": "due",
    }
)
_SYMBOL: Final = re.compile(r"\b[A-Za-z]\b")
_FROM_ZERO: Final = MappingProxyType(
    {
        "expected_to_date": "s × T",
        "attainment_ratio": "A ÷ T",
        "progress_ratio": "A ÷ T",
        "pace_index": "A ÷ E",
        "gap_to_target": "T − A",
        "gap_to_pace": "E − A",
        "coverage_of_target": "P ÷ T",
        "coverage_of_gap": "P ÷ G",
        "run_rate": "A ÷ t",
        "required_run_rate": "max(G, 0) ÷ (N − t)",
        "run_rate_per_workday": "A ÷ w",
        "required_run_rate_per_workday": "max(G, 0) ÷ (W − w)",
        "lift_needed": "q ÷ r",
        "projected_finish": "A ÷ s",
    }
)
_FROM_BASELINE: Final = MappingProxyType(
    {
        "expected_to_date": "B + s × (T − B)",
        "progress_ratio": "(A − B) ÷ (T − B)",
        "pace_index": "(A − B) ÷ (E − B)",
        "run_rate": "(A − B) ÷ t",
        "run_rate_per_workday": "(A − B) ÷ w",
        "projected_finish": "B + (A − B) ÷ s",
    }
)
_FALLING: Final = MappingProxyType(
    {
        "gap_to_target": "A − T",
        "gap_to_pace": "A − E",
        "run_rate": "(B − A) ÷ t",
        "run_rate_per_workday": "(B − A) ÷ w",
    }
)
_CEILING: Final = MappingProxyType(
    {"pace_index": "E ÷ A", "gap_to_target": "A − T", "gap_to_pace": "A − E"}
)
_BY_WEEK: Final = frozenset({"run_rate", "required_run_rate"})
_SUMMED: Final = "Σ amount × credit over the days in the period"
_ATTAINED: Final[Mapping[Accumulation, str]] = MappingProxyType(
    {
        Accumulation.FLOW: _SUMMED,
        Accumulation.LEVEL: "the last value observed",
        Accumulation.RATIO: "Σ numerator ÷ Σ denominator over the days in the period",
        Accumulation.MILESTONE: "1 if the entries add up to more than zero, else 0",
    }
)


def explanation(result: GoalResult) -> Explanation:
    """Return the rule that decided *result*, and every figure with its arithmetic.

    Codes, names and symbols are permanent, so that a program can put them in any words.

    Args:
        result: What :func:`~jbpcore.engine.attainment.assess_goal` found.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.engine.attainment import assess_goal
        >>> from jbpcore.model import metrics
        >>> from jbpcore.model.actual import ActualEntry
        >>> from jbpcore.model.goal import Goal
        >>> from jbpcore.periods.fiscal import FiscalCalendar
        >>> from jbpcore.values.money import Money
        >>> goal = Goal(
        ...     id="new-revenue", name="New revenue", metric=metrics.REVENUE,
        ...     target=Money("25000", "USD"),
        ...     period=FiscalCalendar.calendar_year().quarter(2026, 2),
        ... )
        >>> booked = [ActualEntry(metric="revenue", on=date(2026, 4, 20),
        ...                       amount=Money("7500", "USD"))]
        >>> why = explanation(assess_goal(goal, booked, as_of=date(2026, 5, 15)))
        >>> why.health.value, why.rule.value, str(why.band_to)
        ('off_track', 'pace', '4/5')
        >>> step = why.step("required_run_rate")
        >>> step.formula, [(i.symbol, str(i.value)) for i in step.inputs]
        ('max(G, 0) ÷ (N − t)', [('G', '17500'), ('N', '91'), ('t', '45')])
        >>> step.amount
        Money('380.43', 'USD')
    """
    band_from, band_to = _band(result)
    inputs = _inputs(result)
    return Explanation(
        goal_id=result.goal.id,
        as_of=result.as_of,
        shape=result.shape,
        health=result.health,
        rule=result.reason,
        band_from=band_from,
        band_to=band_to,
        steps=(
            _attained(result, inputs),
            _share(result, inputs),
            _expected(result, inputs),
            *(
                step
                for name in FIGURES
                for step in _with_week(_figure(result, name, inputs))
            ),
        ),
        findings=result.findings,
    )


def _band(result: GoalResult) -> tuple[Fraction | None, Fraction | None]:
    if result.reason is not Reason.PACE:
        return None, None
    bands = result.bands
    return {
        Health.AHEAD: (bands.ahead, None),
        Health.ON_TRACK: (bands.on_track, bands.ahead),
        Health.AT_RISK: (bands.at_risk, bands.on_track),
        Health.OFF_TRACK: (None, bands.at_risk),
    }[result.health]


def _inputs(result: GoalResult) -> dict[str, ExplanationInput]:
    """Return what each symbol stands for, of those that are known."""
    amounts: dict[str, Amount | None] = {
        "A": result.attained,
        "B": result.goal.baseline,
        "T": result.target,
        "E": result.expected_to_date,
        "G": result.gap_to_target,
        "P": result.pipeline,
    }
    numbers: dict[str, Fraction | int | None] = {
        "s": result.expected_ratio,
        "t": result.elapsed_days,
        "N": result.total_days,
        "w": result.elapsed_workdays,
        "W": result.total_workdays,
        "k": sum(check.is_kept for check in result.checks),
        "d": len(result.checks),
    }
    rates = {"r": result.run_rate, "q": result.required_run_rate}
    found = {
        symbol: _input(symbol, exact(amount), amount)
        for symbol, amount in amounts.items()
        if amount is not None
    }
    for symbol, number in numbers.items():
        if number is not None:
            found[symbol] = _input(symbol, Fraction(number), None)
    for symbol, rate in rates.items():
        if rate is not None:
            found[symbol] = _input(symbol, rate.value, rate.rounded())
    return found


def _input(symbol: str, value: Fraction, amount: Amount | None) -> ExplanationInput:
    return ExplanationInput(
        symbol=symbol, name=_NAMES[symbol], value=value, amount=amount
    )


def _used(
    formula: str, inputs: Mapping[str, ExplanationInput]
) -> tuple[ExplanationInput, ...]:
    """Return the inputs of a formula, each once, in its order."""
    symbols = dict.fromkeys(_SYMBOL.findall(formula))
    return tuple(inputs[symbol] for symbol in symbols if symbol in inputs)


def _attained(
    result: GoalResult, inputs: Mapping[str, ExplanationInput]
) -> ExplanationStep:
    is_kept = result.shape is GoalShape.KEEP
    formula = "k ÷ d" if is_kept else _ATTAINED[result.goal.metric.accumulation]
    attained = result.attained
    return ExplanationStep(
        code="attained",
        formula=formula,
        inputs=_used(formula, inputs) if is_kept else (),
        value=None if attained is None else exact(attained),
        amount=attained,
        missing=result.attained_reason,
    )


def _share(
    result: GoalResult, inputs: Mapping[str, ExplanationInput]
) -> ExplanationStep:
    phasing = result.goal.phasing
    if result.shape is GoalShape.KEEP:
        formula = "1 from the first day that a check is due"
    elif result.shape is GoalShape.MILESTONE:
        formula = "1 from the last day of the period"
    elif isinstance(phasing, LinearPhasing):
        formula = "t ÷ N"
    elif isinstance(phasing, WorkdayPhasing):
        formula = "working days gone ÷ working days of the phasing"
    elif isinstance(phasing, WeightedPhasing):
        formula = "weight of the days gone ÷ weight of all days"
    elif isinstance(phasing, SCurvePhasing):
        formula = "on the S-curve"
    else:
        formula = "on the straight line between the agreed points"
    share = result.expected_ratio
    return ExplanationStep(
        code="expected_ratio",
        formula=formula,
        inputs=_used(formula, inputs) if formula == "t ÷ N" else (),
        value=share,
        missing=Reason.PHASING_EMPTY if share is None else None,
    )


def _expected(
    result: GoalResult, inputs: Mapping[str, ExplanationInput]
) -> ExplanationStep:
    formula = _formula_of(result, "expected_to_date")
    target, share = result.target, result.expected_ratio
    value = None
    if target is not None and share is not None:
        start = result.standing().start()
        begun = Fraction(0) if isinstance(start, Reason) else start
        value = formulas.expected(begun, exact(target), share)
    without = Reason.NO_TARGET if target is None else Reason.PHASING_EMPTY
    return ExplanationStep(
        code="expected_to_date",
        formula=formula,
        inputs=_used(formula, inputs),
        value=value,
        amount=result.expected_to_date,
        missing=without if value is None else None,
    )


def _figure(
    result: GoalResult, name: str, inputs: Mapping[str, ExplanationInput]
) -> ExplanationStep:
    formula = _formula_of(result, name)
    figure = result.figure(name)
    if isinstance(figure, Reason):
        return ExplanationStep(
            code=name, formula=formula, inputs=_used(formula, inputs), missing=figure
        )
    shown = getattr(result, name)
    if isinstance(shown, Rate):
        shown = shown.rounded()
    return ExplanationStep(
        code=name,
        formula=formula,
        inputs=_used(formula, inputs),
        value=figure,
        amount=None if isinstance(shown, Fraction) else shown,
    )


def _with_week(step: ExplanationStep) -> Iterator[ExplanationStep]:
    """Yield *step*, and the same speed by the week after a daily rate."""
    yield step
    if step.code in _BY_WEEK:
        amount, value = None, None
        if step.value is not None and step.amount is not None:
            value = step.value * DAYS_PER_WEEK
            amount = rounded_like(value, step.amount)
        yield attrs.evolve(
            step,
            code=f"{step.code}_per_week",
            formula=f"{DAYS_PER_WEEK} × {step.formula}",
            value=value,
            amount=amount,
        )


def _formula_of(result: GoalResult, name: str) -> str:
    """Return the formula of a figure for the goal's shape, later tables first."""
    tables: list[Mapping[str, str]] = [_FROM_ZERO]
    if result.shape.has_baseline and result.goal.baseline is not None:
        tables.append(_FROM_BASELINE)
    if result.shape.falls:
        tables.append(_FALLING)
    if result.shape is GoalShape.CEILING:
        tables.append(_CEILING)
    return next(table[name] for table in reversed(tables) if name in table)
