"""Why a result is what it is, as data: the rule that fired, and the arithmetic."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs

from jbpcore.engine.reasons import Reason
from jbpcore.engine.shape import GoalShape
from jbpcore.errors import Finding, InvalidValueError
from jbpcore.model.amount import Amount
from jbpcore.model.health import Health
from jbpcore.values.ids import GoalId

__all__ = ["Explanation", "ExplanationInput", "ExplanationStep"]


@attrs.frozen(kw_only=True)
class ExplanationInput:
    """A number that went into a step.

    Attributes:
        symbol: How the step's formula calls it, such as ``"A"``.
        name: What it is, as a permanent code: ``"attained"``.
        value: The number, exactly, in the goal's unit where it is an amount.
        amount: The same as an amount, where it is one.
    """

    symbol: str
    name: str
    value: Fraction
    amount: Amount | None = None


@attrs.frozen(kw_only=True)
class ExplanationStep:
    """One figure, and how it came about.

    Put the inputs into the formula and the value comes out, to the last digit; only for
    what was attained, whose inputs are entries, the formula is a rule in words.

    Attributes:
        code: Which figure, as a permanent code: ``"pace_index"``.
        formula: The arithmetic in symbols, such as ``"A ÷ E"``.
        inputs: What the symbols stand for, in the order of the formula.
        value: What comes out, exactly; ``None`` if there is no such figure.
        amount: The same in its unit, as people see it: rounded to the minor unit where
            it is a rate, or scheduled.
        missing: Why there is no value.
    """

    code: str
    formula: str
    inputs: tuple[ExplanationInput, ...] = ()
    value: Fraction | None = None
    amount: Amount | None = None
    missing: Reason | None = None


@attrs.frozen(kw_only=True)
class Explanation:
    """What decided the health of a goal, and every figure with its arithmetic.

    Attributes:
        goal_id: The goal.
        as_of: The last day that counts.
        shape: How the goal moves, which decides the formulas.
        health: How it is doing.
        rule: The rule that decided it.
        band_from: Where the pace decided, the lowest pace index of that health;
            ``None`` for the worst.
        band_to: And the lowest of the health above it; ``None`` for the best.
        steps: The figures in reading order, those that cannot be had included.
        findings: Entries that were left out, and anything else to look at.
    """

    goal_id: GoalId
    as_of: date
    shape: GoalShape
    health: Health
    rule: Reason
    band_from: Fraction | None = None
    band_to: Fraction | None = None
    steps: tuple[ExplanationStep, ...] = ()
    findings: tuple[Finding, ...] = ()

    def step(self, code: str) -> ExplanationStep:
        """Return the step of a figure.

        Raises:
            InvalidValueError: If there is none of this code.
        """
        for step in self.steps:
            if step.code == code:
                return step
        codes = ", ".join(step.code for step in self.steps)
        raise InvalidValueError("code", code, f"one of {codes}")
