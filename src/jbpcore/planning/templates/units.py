"""Which unit a formula of a template comes to, found before there is any answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from jbpcore.model.amount import Unit, UnitKind
from jbpcore.model.formula import (
    AnswerAmount,
    FixedAmount,
    GoalAmount,
    Operand,
    PerHead,
    ShareOf,
    SumOf,
    Uplift,
)
from jbpcore.model.question import AnswerKind, Question
from jbpcore.planning.templates.mistake import Mistake, Steps

__all__ = ["Units", "question_unit"]

_RATIO: Final = Unit.ratio()
_MONEY: Final = Unit.money()


def question_unit(question: Question) -> Unit | None:
    """Return what the answer to a question counts in; ``None`` if it is no number."""
    if question.kind is AnswerKind.MONEY:
        return _MONEY
    if question.kind is AnswerKind.RATIO:
        return _RATIO
    return Unit.count(question.unit) if question.kind is AnswerKind.COUNT else None


def _figure_unit(figure: FixedAmount) -> Unit | None:
    if figure.unit == "":
        return None
    if figure.unit == "%":
        return _RATIO
    return _MONEY if figure.unit.isupper() else Unit.count(figure.unit)


def _said(unit: Unit) -> str:
    if unit.kind is UnitKind.COUNT:
        return f"a count of {unit.noun}"
    return "money" if unit.kind is UnitKind.MONEY else "a share"


@attrs.frozen
class Units:
    """The units of everything that formulas of one template can refer to.

    Attributes:
        questions: Each question by its id.
        goals: The unit of each goal; ``None`` where its metric is not known.
        known: Ids that are there and could not be read, which are no mistakes here.
    """

    questions: Mapping[str, Question]
    goals: Mapping[str, Unit | None]
    known: frozenset[tuple[str, str]] = frozenset()

    def mistakes(
        self, operand: Operand, wanted: Unit | None, steps: Steps
    ) -> Iterator[Mistake]:
        """Yield what does not fit in *operand*.

        Args:
            operand: The formula.
            wanted: The unit it is to come to; ``None`` if any will do.
            steps: Where it stands.
        """
        yield from self._inside(operand, wanted, steps)
        is_leaf = isinstance(operand, FixedAmount | AnswerAmount | GoalAmount)
        found = self._unit(operand) if is_leaf else None
        if found is not None and wanted is not None and found != wanted:
            message = (
                f"Is {_said(found)}, where {_said(wanted)} is wanted. Use something "
                "that counts the same, or another metric."
            )
            yield Mistake(steps, "unit", message)
        if wanted == _RATIO and isinstance(operand, FixedAmount):
            yield from _hundredfold(operand, steps)

    def _inside(
        self, operand: Operand, wanted: Unit | None, steps: Steps
    ) -> Iterator[Mistake]:
        if isinstance(operand, AnswerAmount):
            yield from self._answer(operand, steps)
        elif isinstance(operand, GoalAmount):
            yield from self._goal(operand, steps)
        elif isinstance(operand, Uplift):
            yield from self.mistakes(operand.base, wanted, (*steps, "base"))
            yield from self.mistakes(operand.by, _RATIO, (*steps, "by"))
        elif isinstance(operand, ShareOf):
            yield from self.mistakes(operand.share, _RATIO, (*steps, "share"))
            yield from self.mistakes(operand.of, wanted, (*steps, "of"))
        elif isinstance(operand, PerHead):
            yield from self.mistakes(operand.each, wanted, (*steps, "each"))
            yield from self._heads(operand, (*steps, "heads"))
        elif isinstance(operand, SumOf):
            for at, part in enumerate(operand.parts):
                unit = wanted or self._unit(operand.parts[0])
                yield from self.mistakes(part, unit, (*steps, "parts", at))

    def _answer(self, operand: AnswerAmount, steps: Steps) -> Iterator[Mistake]:
        question = self.questions.get(operand.question)
        if question is not None:
            if not question.kind.is_number:
                message = (
                    f"The answer to {question.id!r} is of kind {question.kind}, and no "
                    "number. Name a question of kind money, count or ratio."
                )
                yield Mistake(steps, "unit", message)
        elif ("questions", operand.question) not in self.known:
            yield _unknown(steps, "question", operand.question, self.questions)

    def _goal(self, operand: GoalAmount, steps: Steps) -> Iterator[Mistake]:
        is_there = operand.goal in self.goals
        if not is_there and ("goals", operand.goal) not in self.known:
            yield _unknown(steps, "goal", operand.goal, self.goals)

    def _heads(self, operand: PerHead, steps: Steps) -> Iterator[Mistake]:
        yield from self._inside(operand.heads, None, steps)
        unit = self._unit(operand.heads)
        if unit is not None and unit.kind is not UnitKind.COUNT:
            message = f"Is {_said(unit)}; heads are counted. Name a count."
            yield Mistake(steps, "unit", message)

    def _unit(self, operand: Operand) -> Unit | None:
        """Return what *operand* comes to; ``None`` if it is whatever is wanted."""
        if isinstance(operand, FixedAmount):
            return _figure_unit(operand)
        if isinstance(operand, AnswerAmount):
            question = self.questions.get(operand.question)
            return None if question is None else question_unit(question)
        if isinstance(operand, GoalAmount):
            return self.goals.get(operand.goal)
        if isinstance(operand, Uplift):
            return self._unit(operand.base)
        if isinstance(operand, ShareOf):
            return self._unit(operand.of)
        if isinstance(operand, PerHead):
            return self._unit(operand.each)
        return next(filter(None, map(self._unit, operand.parts)), None)


def _hundredfold(figure: FixedAmount, steps: Steps) -> Iterator[Mistake]:
    """Yield a share that was written 10, which is 1000 %, and means 10 %."""
    number = figure.number
    if not figure.unit and number.denominator == 1 and abs(number) > 1:
        message = (
            f'Is a share, and {number} would be {number * 100}%. Write "{number}%", or '
            f'"{number * 100}%" if that is meant.'
        )
        yield Mistake(steps, "unit", message)


def _unknown(
    steps: Steps, kind: str, name: str, there: Mapping[str, object]
) -> Mistake:
    known = ", ".join(sorted(there)[:12]) or "none yet"
    message = f"There is no {kind} {name!r}. There are: {known}."
    return Mistake(steps, "unknown", message)
