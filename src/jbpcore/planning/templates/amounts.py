"""What the formulas of a template come to, exactly, and rounded once."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

import attrs

from jbpcore.engine.amounts import MOST_AMOUNT, exact, rounded_like
from jbpcore.model.amount import Amount, UnitKind
from jbpcore.model.answer import Answer
from jbpcore.model.formula import (
    AnswerAmount,
    FixedAmount,
    GoalAmount,
    GoalAmountKind,
    Operand,
    PerHead,
    ShareOf,
    SumOf,
    Uplift,
)
from jbpcore.model.metric import Metric
from jbpcore.model.template_goal import TemplateGoal
from jbpcore.planning.next_target import rounded_target
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

__all__ = ["AmountFinder", "NoAmount"]

_LARGEST: Final = 10**40


@attrs.frozen
class NoAmount:
    """Why there is no amount.

    Attributes:
        code: The code of the finding, without ``jbp.template.`` in front.
        about: What it is about: ``"answers.last_year"`` for an answer that is missing.
        message: A sentence or two.
    """

    code: str
    about: str
    message: str


@attrs.define(kw_only=True)
class AmountFinder:
    """Works out the amounts of one plan.

    Attributes:
        answers: What was answered, by question.
        names: What the questions are called, by id.
        goals: The goals of the template, by id.
        metrics: The metrics they may name, by key.
        currency: The plan's currency; empty if there is none.
    """

    answers: Mapping[str, Answer]
    names: Mapping[str, str]
    goals: Mapping[str, TemplateGoal]
    metrics: Mapping[str, Metric]
    currency: str
    _found: dict[tuple[str, str], Amount | NoAmount | None] = attrs.field(factory=dict)

    def amount(self, goal: TemplateGoal, level: str) -> Amount | NoAmount | None:
        """Return an amount of a goal, why there is none, or ``None`` if none is wanted.

        Args:
            goal: The goal.
            level: ``"target"``, ``"baseline"``, ``"commit"`` or ``"stretch"``.
        """
        key = (goal.id, level)
        if key not in self._found:
            operand = getattr(goal, level)
            step = goal.round_to
            made = None if operand is None else self.rounded(operand, goal, step)
            self._found[key] = made
        return self._found[key]

    def rounded(
        self, operand: Operand, goal: TemplateGoal, round_to: Fraction | None = None
    ) -> Amount | NoAmount:
        """Return what a formula comes to in the unit of a goal, rounded once.

        Args:
            operand: The formula.
            goal: The goal.
            round_to: What to round to a multiple of, in that unit.
        """
        value = self._value(operand)
        if isinstance(value, NoAmount):
            return value
        unit = self.metrics[goal.metric].unit
        sample: Amount
        if unit.kind is UnitKind.RATIO:
            sample = Ratio(0)
        elif unit.kind is UnitKind.COUNT:
            sample = Quantity(0, unit.noun)
        elif self.currency:
            sample = Money(0, self.currency)
        else:
            message = (
                "The plan has no currency. State one, or answer with it, as in "
                "'25000 USD'."
            )
            return NoAmount("no_currency", "currency", message)
        if abs(value) >= MOST_AMOUNT:
            return NoAmount("amount", f"goals.{goal.id}", "It comes to too much.")
        return rounded_target(value, sample, _step(round_to, sample))

    def _value(self, operand: Operand) -> Fraction | NoAmount:
        if isinstance(operand, FixedAmount):
            return self._in_currency(operand.number, operand.unit)
        if isinstance(operand, AnswerAmount):
            return self._answered(operand.question)
        if isinstance(operand, GoalAmount):
            return self._of_goal(operand)
        if isinstance(operand, SumOf):
            return self._joined(*operand.parts, is_sum=True)
        if isinstance(operand, Uplift):
            step = self._value(operand.by)
            if isinstance(step, NoAmount):
                return step
            base = self._value(operand.base)
            return base if isinstance(base, NoAmount) else base * (1 + step)
        if isinstance(operand, ShareOf):
            return self._joined(operand.share, operand.of)
        assert isinstance(operand, PerHead)  # noqa: S101 - the last there is
        return self._joined(operand.each, operand.heads)

    def _joined(self, *operands: Operand, is_sum: bool = False) -> Fraction | NoAmount:
        """Return the sum, or the product, of some operands."""
        total = Fraction(0 if is_sum else 1)
        for operand in operands:
            value = self._value(operand)
            if isinstance(value, NoAmount):
                return value
            total = total + value if is_sum else total * value
        if max(abs(total.numerator), total.denominator) >= _LARGEST**2:
            return NoAmount("amount", "", "It comes to more digits than are kept.")
        return total

    def _in_currency(self, number: Fraction, unit: str) -> Fraction | NoAmount:
        if unit.isupper() and self.currency and unit != self.currency:
            message = (
                f"It is in {unit}, and the plan in {self.currency}. Give both in one "
                "currency; nothing is converted by itself."
            )
            return NoAmount("currency", "currency", message)
        return number

    def _answered(self, question: str) -> Fraction | NoAmount:
        answer = self.answers.get(question)
        if answer is None or answer.amount is None:
            name = self.names.get(question, question)
            message = f"{name!r} is not answered, so what builds on it is left open."
            return NoAmount("answer_missing", f"answers.{question}", message)
        amount = answer.amount
        unit = amount.currency if isinstance(amount, Money) else ""
        return self._in_currency(exact(amount), unit)

    def _of_goal(self, operand: GoalAmount) -> Fraction | NoAmount:
        goal = self.goals[operand.goal]
        found = self.amount(goal, operand.kind)
        if found is None:
            kind = GoalAmountKind(operand.kind)
            message = f"{goal.name!r} has no {kind}, so what builds on it is left open."
            return NoAmount("amount", f"goals.{goal.id}.{kind}", message)
        return found if isinstance(found, NoAmount) else exact(found)


def _step(round_to: Fraction | None, sample: Amount) -> Amount | None:
    """Return what to round to a multiple of; ``None`` for the usual rule."""
    step = None if round_to is None else rounded_like(round_to, sample)
    return step if step is not None and exact(step) > 0 else None
