"""A setting, and answers to whatever a template asks, to try templates with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from jbpcore.model.party import Partner, Party, Person, PersonRole, Side
from jbpcore.model.plan_setting import PlanSetting
from jbpcore.model.question import AnswerKind, Question
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.days import add_months
from jbpcore.ports.templates import PlanTemplate
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

__all__ = ["sample_answer", "sample_answers", "sample_setting"]

_START = date(2026, 1, 1)


def sample_setting(
    template: PlanTemplate, *, partner: str = "Northwind"
) -> PlanSetting:
    """Return a setting as long as the template wants it, with people of both sides.

    Args:
        template: The template.
        partner: The partner's name.
    """
    return PlanSetting(
        id="northwind-2026",
        vendor=Party(id="acme", name="Acme"),
        partner=Partner(id="northwind", name=partner, tier="Gold", region="EMEA"),
        period=DateRange(_START, add_months(_START, template.months)),
        people=[
            Person(id="maria", name="Maria Lopez", side=Side.VENDOR),
            Person(
                id="vera",
                name="Vera Ek",
                side=Side.VENDOR,
                role=PersonRole.EXECUTIVE_SPONSOR,
            ),
            Person(
                id="tom",
                name="Tom Ek",
                side=Side.PARTNER,
                role=PersonRole.PARTNER_ADMIN,
            ),
            Person(
                id="petra",
                name="Petra Ek",
                side=Side.PARTNER,
                role=PersonRole.EXECUTIVE_SPONSOR,
            ),
        ],
        currency="EUR",
        zone="Europe/Berlin",
    )


def sample_answers(
    template: PlanTemplate, *, words: str = "Something agreed"
) -> dict[str, object]:
    """Return an answer to every question of a template.

    Args:
        template: The template.
        words: What is answered where any text will do.
    """
    return {
        question.id: sample_answer(question, words=words)
        for question in template.questions()
    }


def sample_answer(question: Question, *, words: str = "Something agreed") -> object:
    """Return an answer to one question, within its bounds.

    Args:
        question: The question.
        words: What is answered where any text will do.
    """
    number = _number(question)
    made: Mapping[AnswerKind, object] = {
        AnswerKind.TEXT: words,
        AnswerKind.LINES: (words, f"{words} too"),
        AnswerKind.MONEY: Money(str(int(number)), "EUR"),
        AnswerKind.RATIO: Ratio(number),
        AnswerKind.DAY: _START,
        AnswerKind.YES_NO: "yes",
        AnswerKind.CHOICE: next(iter(question.choices), ""),
        AnswerKind.PERSON: "tom",
    }
    if question.kind is AnswerKind.COUNT:
        return Quantity(str(int(number)), question.unit)
    return made[question.kind]


def _number(question: Question) -> Fraction:
    number = Fraction(1, 10) if question.kind is AnswerKind.RATIO else Fraction(8)
    if question.least is not None:
        number = max(number, question.least)
    return number if question.most is None else min(number, question.most)
