"""Placeholders in the texts of a template: what they stand for, which are wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from jbpcore.model.amount import Amount
from jbpcore.model.answer import Answer
from jbpcore.model.goal import Goal
from jbpcore.model.party import Partner, Party
from jbpcore.model.placeholders import (
    MISSING,
    iter_placeholders,
    placeholder_mistakes,
)
from jbpcore.model.question import AnswerKind
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.planning.templates.labels import period_name
from jbpcore.planning.templates.mistake import Mistake, Steps
from jbpcore.planning.templates.parts import TemplateParts
from jbpcore.values.decimals import half_even
from jbpcore.values.money import Money
from jbpcore.values.ratio import Ratio

__all__ = [
    "amount_words",
    "answer_words",
    "iter_bad_wording",
    "with_targets",
    "words_of",
]

_ALWAYS: Final = frozenset(
    {
        "vendor.name",
        "partner.name",
        "partner.tier",
        "partner.region",
        "partner.kind",
        "period.first_day",
        "period.last_day",
        "period.label",
    }
)
_WORDED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "goals": ("name", "description"),
        "initiatives": ("name", "description"),
        "actions": ("name", "notes"),
        "commitments": ("name", "notes"),
        "cadences": ("name", "location"),
    }
)


def iter_bad_wording(parts: TemplateParts) -> Iterator[Mistake]:
    """Yield braces that stand alone, and placeholders that stand for nothing.

    Args:
        parts: The template.
    """
    template = parts.template
    # Names of people stand in the plan once, so that they can be taken out of it.
    answers = {
        f"answers.{question.id}"
        for question in template.questions
        if question.kind is not AnswerKind.PERSON
    }
    goals = {f"goals.{goal.id}.target" for goal in template.goals}
    answers |= {f"answers.{key}" for kind, key in parts.known if kind == "questions"}
    goals |= {f"goals.{key}.target" for kind, key in parts.known if kind == "goals"}
    for steps, text in _iter_texts(parts):
        known = _ALWAYS | answers
        # The names of goals are there before their targets are.
        if steps[0] not in {"goals", "plan_name"}:
            known |= goals
        for sentence in placeholder_mistakes(text):
            yield Mistake(steps, "placeholder", sentence)
        for name in dict.fromkeys(iter_placeholders(text)):
            if name not in known:
                message = (
                    f"{{{name[:80]}}} stands for nothing. Use one of "
                    f"{', '.join(sorted(_ALWAYS))}, answers.<question>"
                    f"{'' if steps[0] == 'goals' else ', goals.<goal>.target'}; or "
                    "write {{ and }} for the braces themselves."
                )
                yield Mistake(steps, "placeholder", message)


def _iter_texts(parts: TemplateParts) -> Iterator[tuple[Steps, str]]:
    for name in ("plan_name", "notes"):
        yield (name,), getattr(parts.template, name)
    for kind, names in _WORDED.items():
        for at, part in enumerate(getattr(parts.template, kind)):
            for name in names:
                text = getattr(part, name)
                if "{" in text or "}" in text:
                    yield (kind, parts.place(kind, at), name), text


def words_of(
    *,
    vendor: Party,
    partner: Partner,
    period: DateRange,
    answers: Mapping[str, Answer],
    calendar: FiscalCalendar | None = None,
) -> dict[str, str]:
    """Return what the placeholders of a template stand for, without those of goals.

    Args:
        vendor: The one firm.
        partner: The other.
        period: The plan's days.
        answers: What was answered, by question.
        calendar: The fiscal calendar, for what the period is called.
    """
    return {
        "vendor.name": vendor.name,
        "partner.name": partner.name,
        "partner.tier": partner.tier,
        "partner.region": partner.region,
        "partner.kind": partner.kind.value,
        "period.first_day": str(period.first_day),
        "period.last_day": str(period.last_day),
        "period.label": period_name(period, calendar),
        **{f"answers.{key}": answer_words(one) for key, one in answers.items()},
    }


def answer_words(answer: Answer) -> str:
    """Return an answer in plain words.

    Examples:
        >>> answer_words(Answer(id="accounts", name="Accounts", lines=["A", "B"]))
        'A, B'
    """
    if answer.amount is not None:
        return amount_words(answer.amount)
    if answer.lines:
        return ", ".join(answer.lines)
    if answer.on is not None:
        return str(answer.on)
    # The id of a person may be an address; names stand in the plan once.
    return answer.text


def amount_words(amount: Amount) -> str:
    """Return an amount in plain words, the same in every locale."""
    if isinstance(amount, Money) and amount.amount == int(amount.amount):
        return f"{int(amount.amount)} {amount.currency}"
    if not isinstance(amount, Ratio):
        return str(amount)
    percent = amount.value * 100
    if percent.denominator == 1:
        return f"{percent}%"
    hundredths = half_even(percent.numerator * 100, percent.denominator)
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}%"


def with_targets(words: Mapping[str, str], goals: Iterable[Goal]) -> dict[str, str]:
    """Return *words* with the targets of goals besides."""
    return dict(words) | {
        f"goals.{goal.id}.target": MISSING
        if goal.target is None
        else amount_words(goal.target)
        for goal in goals
    }
